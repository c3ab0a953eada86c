"""The stretches of a vendor's history as known at an instant: each with the facts that held in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from registry.domain.register.facts import Facts, SubjectKind
from registry.storage.queries.listing import chunks, known_then
from registry.storage.tables.revisions import ListingPeriodRow, RevisionRow, VendorPeriodRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The facts of one subject, of this vendor then, as stored; they hold on [holds_from, holds_until)."""

    subject_id: str
    vendor_id: str
    holds_from: date
    holds_until: date | None
    text: str

    @property
    def facts(self) -> Facts:
        """The facts by field."""
        found: Facts = msgspec.json.decode(self.text)
        return found


async def of_engagements(vendor_id: str, *, known_at: datetime | None = None) -> list[Stretch]:
    """The stretches of every engagement that was ever the vendor's, those with another vendor too, by day."""
    table = ListingPeriodRow
    known = known_then(table, known_at)
    mine = await table.select(table.engagement_id).where(known & (table.vendor_id == vendor_id)).distinct()
    return await _stretches([row["engagement_id"] for row in mine], known_at)


async def of_engagement(engagement_id: str, *, known_at: datetime | None = None) -> list[Stretch]:
    """The stretches of one engagement, by day."""
    return await _stretches([engagement_id], known_at)


async def of_many(engagement_ids: Iterable[str], *, known_at: datetime | None = None) -> dict[str, list[Stretch]]:
    """The stretches of each engagement, by day."""
    found: dict[str, list[Stretch]] = {}
    for stretch in await _stretches(engagement_ids, known_at):
        found.setdefault(stretch.subject_id, []).append(stretch)
    return found


async def _stretches(engagement_ids: Iterable[str], known_at: datetime | None) -> list[Stretch]:
    table = ListingPeriodRow
    known = known_then(table, known_at)
    found: list[Stretch] = []
    for some in chunks(engagement_ids):
        found += [
            Stretch(
                subject_id=row["engagement_id"],
                vendor_id=row["vendor_id"],
                holds_from=row["holds_from"],
                holds_until=row["holds_until"],
                text=row["facts"],
            )
            for row in await table.select().where(known & table.engagement_id.is_in(some))
        ]
    return sorted(found, key=lambda s: (s.holds_from, s.subject_id))


async def of_vendor(vendor_id: str, *, known_at: datetime | None = None) -> list[Stretch]:
    """The stretches of the vendor's own facts, by day."""
    return (await of_vendors([vendor_id], known_at=known_at)).get(vendor_id, [])


async def of_vendors(vendor_ids: Iterable[str], *, known_at: datetime | None = None) -> dict[str, list[Stretch]]:
    """The stretches of each vendor's own facts, by day."""
    table = VendorPeriodRow
    known = known_then(table, known_at)
    found: dict[str, list[Stretch]] = {}
    for some in chunks(vendor_ids):
        for row in await table.select().where(known & table.vendor_id.is_in(some)).order_by(table.holds_from):
            stretch = Stretch(
                subject_id=row["vendor_id"],
                vendor_id=row["vendor_id"],
                holds_from=row["holds_from"],
                holds_until=row["holds_until"],
                text=row["facts"],
            )
            found.setdefault(stretch.vendor_id, []).append(stretch)
    return found


async def facts_of_change(engagement_id: str, change_id: str) -> Facts:
    """The engagement's facts as the change last recorded them, withdrawn or not; empty where it ends or is unknown."""
    rows = (
        await RevisionRow.select(RevisionRow.facts)
        .where(
            RevisionRow.subject_kind == SubjectKind.ENGAGEMENT.value,
            RevisionRow.subject_id == engagement_id,
            RevisionRow.change_id == change_id,
            RevisionRow.voids.is_null(),
        )
        .order_by(RevisionRow.sequence, ascending=False)
        .limit(1)
    )
    return msgspec.json.decode(rows[0]["facts"]) if rows else {}
