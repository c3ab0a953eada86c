"""A published event as an entry: its id for ever, its words, its page; the same for every format."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any

import nh3
from markupsafe import Markup

from registry.domain.register.publications import Publication
from registry.domain.register.publisher import Publisher
from registry.wording import labels, publications
from registry.wording.languages import DEFAULT, say, speaking
from registry.wording.publications import FactRow, one_line
from registry.wording.templates import render, render_block

TAGS = {"p", "b", "em", "a", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"a": {"href"}, "th": {"scope"}}
_SCHEMES = {"http", "https", "mailto"}
_TITLE = 250
_ENTITY = re.compile(r"&(?=#?\w+;)")
_MARKUP = str.maketrans("<>", "\u2039\u203a")
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much an entry may say: signs of a line, lines of a cell, rows of its table, categories."""

    line: int
    lines: int
    rows: int
    categories: int


ROOMY = Room(line=600, lines=40, rows=40, categories=40)
TIGHT = Room(line=120, lines=3, rows=6, categories=8)
BARE = Room(line=40, lines=0, rows=0, categories=1)
"""For a feed that would be too large: readers find the rest behind the link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What an entry is filed under; `scheme` says whether `term` is a kind or a service."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address with its words."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `at` is both published and updated, for ever; `data` is the event for programs."""

    id: str
    url: str
    title: str
    html: str
    text: str
    at: datetime
    categories: tuple[Category, ...]
    related: Link | None
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who publishes and where: what every entry needs besides its event. `notices` are ids by number."""

    site: Publisher
    base_url: str
    notices: Mapping[str, str]

    def tag(self, what: str) -> str:
        """A name of ours that never changes (RFC 4151), wherever the register moves."""
        return f"tag:{self.site.feed_domain},{self.site.feed_started_on.isoformat()}:{what}"

    def entry(self, publication: Publication, room: Room = ROOMY) -> Entry:
        """The event as an entry."""
        text = publication.text
        with speaking(DEFAULT):
            html, plain = self._content(publication, room)
            return Entry(
                id=self.tag(f"entry/{publication.id}"),
                url=f"{self.base_url}{publications.page_path(publication)}",
                title=plain_title(publications.heading(publication)),
                html=html,
                text=plain,
                at=entry_time(publication),
                categories=(
                    Category(
                        term=publication.kind.value,
                        label=labels.entry_kind(publication.kind),
                        scheme=self.tag("kind"),
                    ),
                    *(
                        Category(term=s.slug, label=plain_title(s.name), scheme=self.tag("service"))
                        for s in text.services[: room.categories]
                    ),
                ),
                related=self._related(publication),
                data=event_data(publication, self.base_url, whole=room is ROOMY),
            )

    def _content(self, publication: Publication, room: Room) -> tuple[str, str]:
        """The content as HTML and as text."""
        names = {service.slug: service.name for service in self.site.services}
        context = publications.told(publication, services=names, time_zone=self.site.time_zone)
        rows: tuple[FactRow, ...] = context["rows"]  # type: ignore[assignment] # told() says so
        for name in ("name", "purpose", "reason"):
            context[name] = cut(str(context[name]), room.line)
        fitting = tuple(_fitted(row, room) for row in rows[: room.rows])
        context |= {
            "site": self.site,
            "contact": one_line(self.site.privacy_contact),
            "rows": fitting,
            "left_out": fitting != rows,
            "concerns": cut(publications.concerns(publication.text), room.line),
            "related": self._related(publication),
            "is_notice": publication.notice_id is not None,
            "page": f"{self.base_url}{publications.page_path(publication)}",
        }
        html = _rendered(f"email/{publication.kind.value}/body.html", "feeds/entry.html", context, Markup)
        text = _rendered(f"email/{publication.kind.value}/body.txt", "feeds/entry.txt", context, str)
        return cleaned(html), re.sub(r"\n{3,}", "\n\n", text).strip()

    def _related(self, publication: Publication) -> Link | None:
        """The notice that the event belongs to or puts right, where the entry's own page is another."""
        number = publication.text.about
        found = self.notices.get(number) if number else None
        if not number or not found or found == publication.notice_id:
            return None
        return Link(url=f"{self.base_url}/notices/{found}", title=one_line(say("Notice {number}", number=number)))


def _rendered(mail: str, template: str, context: Mapping[str, Any], safe: Callable[[str], str]) -> str:
    """The entry's frame around the days and the sentence that the mail begins with."""
    said = {block: safe(render_block(mail, block, **context).strip()) for block in ("days", "lead")}
    return render(template, **{**context, **said})


def entry_time(publication: Publication) -> datetime:
    """When it was published; of a replayed one, the day it was (noon in UTC is that day nearly everywhere).

    The sequence number stands in its microseconds: no two entries of a feed bear the same instant, and readers that
    sort by it keep our order.
    """
    at = publication.published_at.astimezone(UTC)
    if publication.text.replayed:
        at = datetime.combine(publication.day, time(12), UTC)
    return at.replace(microsecond=publication.sequence % _MICROSECONDS)


def plain_title(text: str) -> str:
    """A title without anything that a reader could take for markup: readers differ in what they make of it."""
    return cut(_ENTITY.sub("\uff06", one_line(text).translate(_MARKUP)), _TITLE)


def cleaned(html: str) -> str:
    """The HTML, its tags and attributes of the allow-list only."""
    return nh3.clean(html, tags=TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None).strip()


def cut(text: str, signs: int) -> str:
    """The text, or its beginning."""
    return text if len(text) <= signs else text[: signs - 1].rstrip() + "…"


def _fitted(row: FactRow, room: Room) -> FactRow:
    return replace(row, before=_few(row.before, room), after=_few(row.after, room))


def _few(lines: tuple[str, ...], room: Room) -> tuple[str, ...]:
    fitting = tuple(cut(line, room.line) for line in lines[: room.lines])
    return fitting if len(lines) <= room.lines else (*fitting, "…")


def event_data(publication: Publication, base_url: str, *, whole: bool) -> dict[str, object]:
    """The event for programs; its operations, field by field, where there is room for them."""
    text = publication.text
    data: dict[str, object] = {
        "sequence": publication.sequence,
        "kind": publication.kind,
        "change": text.change_kind,
        "day": publication.day,
        "effective_on": text.effective_on,
        "object_by": text.object_by,
        "notice": text.notice_number or text.about,
        "processor": f"{base_url}/processors/{text.vendor_slug}",
        "services": ["*"] if text.all_services else [service.slug for service in text.services],
        "replayed": text.replayed,
    }
    if whole:
        data["operations"] = text.operations
    return data
