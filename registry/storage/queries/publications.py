"""Published events as feeds read them: the newest, and those of an archive page, by publication sequence."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from registry.domain.register.facts import ALL_SERVICES
from registry.domain.register.publications import EntryKind, Publication, PublishedText
from registry.storage.tables.changes import NoticeRow, PublicationRow, PublicationServiceRow
from registry.storage.tables.publisher import PublisherRow
from registry.storage.tables.vendors import VendorRow

_TEXT = msgspec.json.Decoder(PublishedText)
_MERGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which events: of one service (a slug; those of all services included), of one vendor, or all of them."""

    service: str | None = None
    vendor_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedVendor:
    """A vendor with a public page; `moved_to` is the slug of the one it was merged into."""

    id: str
    name: str
    moved_to: str | None


async def newest(scope: Scope, *, limit: int) -> list[Publication]:
    """The newest events, newest first."""
    if scope.service is None:
        rows = (
            await PublicationRow.select()
            .where(_of(scope))
            .order_by(PublicationRow.sequence, ascending=False)
            .limit(limit)
        )
        return [to_publication(row) for row in rows]
    sequences = (
        await PublicationServiceRow.select(PublicationServiceRow.sequence)
        .where(_for_service(scope.service))
        .distinct()
        .order_by(PublicationServiceRow.sequence, ascending=False)
        .limit(limit)
    )
    return await _named([row["sequence"] for row in sequences])


async def part(scope: Scope, *, offset: int, limit: int) -> list[Publication]:
    """The events from the position on, oldest counted first; given newest first."""
    if scope.service is None:
        rows = (
            await PublicationRow.select()
            .where(_of(scope))
            .order_by(PublicationRow.sequence)
            .offset(offset)
            .limit(limit)
        )
        return [to_publication(row) for row in reversed(rows)]
    sequences = (
        await PublicationServiceRow.select(PublicationServiceRow.sequence)
        .where(_for_service(scope.service))
        .distinct()
        .order_by(PublicationServiceRow.sequence)
        .offset(offset)
        .limit(limit)
    )
    return await _named([row["sequence"] for row in sequences])


async def count(scope: Scope, *, up_to: int) -> int:
    """How many events there are up to the sequence number, itself included."""
    if scope.service is None:
        return int(await PublicationRow.count().where(_of(scope) & (PublicationRow.sequence <= up_to)))
    return int(
        await PublicationServiceRow.count(distinct=[PublicationServiceRow.sequence]).where(
            _for_service(scope.service) & (PublicationServiceRow.sequence <= up_to)
        )
    )


async def notice_ids(numbers: Collection[str]) -> dict[str, str]:
    """The id of each notice by its number."""
    if not numbers:
        return {}
    rows = await NoticeRow.select(NoticeRow.number, NoticeRow.id).where(NoticeRow.number.is_in(sorted(numbers)))
    return {row["number"]: row["id"] for row in rows}


async def register_began_at() -> datetime | None:
    """When the publisher was set up: the date of a feed without entries."""
    rows = await PublisherRow.select(PublisherRow.set_up_at).where(PublisherRow.id == 1)
    return rows[0]["set_up_at"] if rows else None


async def followed_vendor(slug: str) -> FollowedVendor | None:
    """The published vendor with the slug."""
    rows = await VendorRow.select().where(VendorRow.slug == slug, VendorRow.is_published.eq(True))
    if not rows:
        return None
    row = rows[0]
    moved_to = await _merged_slug(row["merged_into"]) if row["merged_into"] else None
    return FollowedVendor(id=row["id"], name=row["name"], moved_to=moved_to)


async def _merged_slug(vendor_id: str) -> str | None:
    """The slug at the end of a chain of merges."""
    for _ in range(_MERGES):
        rows = await VendorRow.select(VendorRow.slug, VendorRow.merged_into).where(VendorRow.id == vendor_id)
        if not rows:
            return None
        if rows[0]["merged_into"] is None:
            return str(rows[0]["slug"])
        vendor_id = rows[0]["merged_into"]
    return None


def _of(scope: Scope) -> Any:  # noqa: ANN401 - Piccolo's conditions have no common type
    if scope.vendor_id is not None:
        return PublicationRow.vendor_id == scope.vendor_id
    return PublicationRow.sequence > 0


def _for_service(slug: str) -> Any:  # noqa: ANN401 - Piccolo's conditions have no common type
    return PublicationServiceRow.service.is_in([slug, ALL_SERVICES])


async def _named(sequences: list[int]) -> list[Publication]:
    if not sequences:
        return []
    rows = (
        await PublicationRow.select()
        .where(PublicationRow.sequence.is_in(sequences))
        .order_by(PublicationRow.sequence, ascending=False)
    )
    return [to_publication(row) for row in rows]


def to_publication(row: dict[str, Any]) -> Publication:
    """A stored row as the domain's value."""
    return Publication(
        sequence=int(row["sequence"]),
        id=row["id"],
        kind=EntryKind(row["kind"]),
        published_at=row["published_at"],
        day=row["day"],
        change_id=row["change_id"],
        notice_id=row["notice_id"],
        vendor_id=row["vendor_id"],
        engagement_id=row["engagement_id"],
        text=_TEXT.decode(row["payload"]),
    )
