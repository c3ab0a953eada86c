"""What stands above the entries: a feed's names, words and addresses, and the archives beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import quote

from feeds.entries import Writer, plain_title
from registry.answers.publications import FeedPage, Subject
from registry.domain.register.publications import Publication
from registry.domain.register.publisher import Publisher
from registry.wording.languages import DEFAULT, gettext, say, speaking


class Format(StrEnum):
    """The formats, named as their addresses end."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """Its type, without parameters."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.RSS: "application/rss+xml",
    Format.ATOM: "application/atom+xml",
    Format.JSON: "application/feed+json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed, or a page of its archive, in one format. Archives bear the feed's own id: they are parts of it."""

    id: str
    title: str
    description: str
    language: str
    author: str
    author_url: str
    home_url: str
    self_url: str
    current_url: str
    previous_url: str | None
    following_url: str | None
    is_archive: bool
    updated_at: datetime
    publications: Sequence[Publication]
    writer: Writer


def channel(page: FeedPage, subject: Subject, site: Publisher, *, base_url: str, form: Format) -> Channel:
    """The feed of the subject in the format."""

    def address(number: int | None) -> str:
        return feed_url(base_url, subject.stem, form, number)

    writer = Writer(site=site, base_url=base_url, notices=page.notices)
    return Channel(
        id=writer.tag(f"feed/{quote(subject.stem)}"),
        title=plain_title(_title(subject, site)),
        description=plain_title(_description(site)),
        language=DEFAULT,
        author=plain_title(site.legal_name or site.name),
        author_url=f"{base_url}/",
        home_url=f"{base_url}{_home(subject)}",
        self_url=address(page.number),
        current_url=address(None),
        previous_url=address(page.previous) if page.previous else None,
        following_url=address(page.following) if page.following else None,
        is_archive=page.number is not None,
        updated_at=page.updated_at.astimezone(UTC),
        publications=page.publications,
        writer=writer,
    )


def feed_url(base_url: str, stem: str, form: Format, number: int | None = None) -> str:
    """The address of a feed, or of a page of its archive."""
    page = f"/archive/{number}" if number else ""
    return f"{base_url}/feeds/{quote(stem)}{page}.{form.value}"


def _title(subject: Subject, site: Publisher) -> str:
    with speaking(DEFAULT):
        if subject.vendor:
            title = say("{publisher}: changes about {processor}", publisher=site.name, processor=subject.vendor)
        elif subject.service:
            title = say(
                "{publisher}: changes to approved processors for {service}",
                publisher=site.name,
                service=subject.service,
            )
        else:
            title = say("{publisher}: changes to approved processors", publisher=site.name)
        return f"{title} ({gettext('Demo: invented data')})" if site.is_demo else title


def _description(site: Publisher) -> str:
    with speaking(DEFAULT):
        said = say(
            "What is told about the processors of {publisher}: announced, in effect, ended, withdrawn, corrected.",
            publisher=site.legal_name or site.name,
        )
        return f"{gettext('Demo: invented data')}. {said}" if site.is_demo else said


def _home(subject: Subject) -> str:
    """The page for people that shows the same."""
    if subject.vendor:
        return f"/{quote(subject.stem)}"
    if subject.service:
        return f"/changes?service={quote(subject.scope.service or '')}"
    return "/changes"
