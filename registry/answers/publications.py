"""What a feed holds: its subject, the newest entries or an archive page, and which archives lie beside it."""

from dataclasses import dataclass
from datetime import datetime

from registry.domain.errors import NotFound
from registry.domain.register.publications import Publication
from registry.domain.register.publisher import Publisher
from registry.storage.queries import publications
from registry.storage.queries.publications import Scope

ENTRIES = 50
"""Entries of a feed, and of each page of its archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a feed is about. `stem` is its address below /feeds/, `moved_to` that of the feed that took its place."""

    stem: str
    scope: Scope
    service: str = ""
    vendor: str = ""
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """Entries, newest first.

    `number` is the archive page, None for the feed itself; `previous` and `following` are archive pages. `updated_at`
    is the newest entry's instant, or the register's beginning; `changed_at` also counts the moment an archive page got
    its follower. `notices` are ids by number, of those the entries refer to.
    """

    publications: tuple[Publication, ...]
    number: int | None
    previous: int | None
    following: int | None
    updated_at: datetime
    changed_at: datetime
    notices: dict[str, str]


def all_changes() -> Subject:
    """Everything that is published."""
    return Subject(stem="changes", scope=Scope())


def of_service(slug: str, publisher: Publisher) -> Subject:
    """What concerns a service. Raises `NotFound`."""
    service = publisher.service(slug)
    if service is None:
        msg = "There is no service {service}."
        raise NotFound(msg, service=slug)
    return Subject(stem=f"services/{slug}", scope=Scope(service=slug), service=service.name)


async def of_vendor(slug: str) -> Subject:
    """What concerns a vendor with a public page. Raises `NotFound`."""
    vendor = await publications.followed_vendor(slug)
    if vendor is None:
        msg = "There is no processor {processor} on the list."
        raise NotFound(msg, processor=slug)
    return Subject(
        stem=f"processors/{slug}",
        scope=Scope(vendor_id=vendor.id),
        vendor=vendor.name,
        moved_to=f"processors/{vendor.moved_to}" if vendor.moved_to else None,
    )


async def newest(subject: Subject) -> FeedPage:
    """The newest entries; `previous` is the archive page that goes on where they end."""
    found = await publications.newest(subject.scope, limit=ENTRIES)
    total = await publications.count(subject.scope, up_to=found[0].sequence) if found else 0
    return await _page(found, number=None, previous=-(-(total - ENTRIES) // ENTRIES), following=None)


async def archive(subject: Subject, number: int) -> FeedPage:
    """Page `number` of the archive: entries 50(n-1)+1 to 50n, for ever. Raises `NotFound` until there are so many."""
    found = await publications.part(subject.scope, offset=ENTRIES * (number - 1), limit=ENTRIES) if number > 0 else []
    if len(found) < ENTRIES:
        msg = "There is no page {number} of the archive yet."
        raise NotFound(msg, number=number)
    after = await publications.part(subject.scope, offset=ENTRIES * (number + 1) - 1, limit=1)
    followed_at = after[0].published_at if after else None
    return await _page(
        found, number=number, previous=number - 1, following=number + 1 if after else None, changed_at=followed_at
    )


async def _page(
    found: list[Publication],
    *,
    number: int | None,
    previous: int,
    following: int | None,
    changed_at: datetime | None = None,
) -> FeedPage:
    updated_at = found[0].published_at if found else await _began_at()
    return FeedPage(
        publications=tuple(found),
        number=number,
        previous=previous if previous > 0 else None,
        following=following,
        updated_at=updated_at,
        changed_at=changed_at or updated_at,
        notices=await publications.notice_ids({p.text.about for p in found if p.text.about}),
    )


async def _began_at() -> datetime:
    began_at = await publications.register_began_at()
    if began_at is None:
        msg = "The register is not set up yet: run “registry setup”."
        raise NotFound(msg)
    return began_at
