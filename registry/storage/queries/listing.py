"""What holds on a day as known at an instant: range queries over the derived periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from piccolo.columns.combination import And, Where

from registry.domain.register.facts import EngagementFacts, VendorFacts
from registry.storage.tables.revisions import ListingPeriodRow, RevisionRow, VendorPeriodRow
from registry.storage.tables.vendors import VendorRow

_ENGAGEMENT = msgspec.json.Decoder(EngagementFacts)
_VENDOR = msgspec.json.Decoder(VendorFacts)
_CHUNK = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVendor:
    """A vendor as it stands on the day."""

    id: str
    slug: str
    facts: VendorFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEngagement:
    """An engagement as it stands on the day. `text` is its facts as stored; it holds on [holds_from, holds_until)."""

    id: str
    vendor: ListedVendor
    facts: EngagementFacts
    text: str
    since: date
    holds_from: date
    holds_until: date | None


def _on(table: type[ListingPeriodRow | VendorPeriodRow], as_of: date, known_at: datetime | None) -> And | Where:
    held = (table.holds_from <= as_of) & ((table.holds_until > as_of) | table.holds_until.is_null())
    if known_at is None:
        return held & table.superseded_at.is_null()
    known = (table.recorded_at <= known_at) & ((table.superseded_at > known_at) | table.superseded_at.is_null())
    return held & known


async def on_day(
    as_of: date, *, known_at: datetime | None = None, vendor_ids: Sequence[str] | None = None
) -> list[ListedEngagement]:
    """All engagements on the list that day, as known at the instant (None: now), by vendor name and row."""
    rows = await _periods(ListingPeriodRow, as_of, known_at, vendor_ids)
    vendors = await vendors_on(as_of, known_at=known_at, vendor_ids=vendor_ids)
    since = await _first_days(known_at, vendor_ids)
    found = [
        ListedEngagement(
            id=row["engagement_id"],
            vendor=vendors[row["vendor_id"]],
            facts=_ENGAGEMENT.decode(row["facts"]),
            text=row["facts"],
            since=since.get(row["engagement_id"], row["holds_from"]),
            holds_from=row["holds_from"],
            holds_until=row["holds_until"],
        )
        for row in rows
        if row["vendor_id"] in vendors
    ]
    return sorted(found, key=lambda e: (e.vendor.facts.name.casefold(), e.facts.listed_as.casefold(), e.id))


async def _periods(
    table: type[ListingPeriodRow | VendorPeriodRow],
    as_of: date,
    known_at: datetime | None,
    vendor_ids: Sequence[str] | None,
) -> list[dict[str, Any]]:
    where = _on(table, as_of, known_at)
    if vendor_ids is None:
        return await table.select().where(where)
    rows: list[dict[str, Any]] = []
    for start in range(0, len(vendor_ids), _CHUNK):
        some = list(vendor_ids[start : start + _CHUNK])
        rows += await table.select().where(where & table.vendor_id.is_in(some))
    return rows


async def vendors_on(
    as_of: date, *, known_at: datetime | None = None, vendor_ids: Sequence[str] | None = None
) -> dict[str, ListedVendor]:
    """The vendors' own facts on the day, by id."""
    rows = await _periods(VendorPeriodRow, as_of, known_at, vendor_ids)
    slugs = await _slugs(vendor_ids)
    return {
        row["vendor_id"]: ListedVendor(
            id=row["vendor_id"], slug=slugs[row["vendor_id"]], facts=_VENDOR.decode(row["facts"])
        )
        for row in rows
        if row["vendor_id"] in slugs
    }


async def _slugs(vendor_ids: Sequence[str] | None) -> dict[str, str]:
    if vendor_ids is None:
        return {row["id"]: row["slug"] for row in await VendorRow.select(VendorRow.id, VendorRow.slug)}
    found: dict[str, str] = {}
    for start in range(0, len(vendor_ids), _CHUNK):
        some = list(vendor_ids[start : start + _CHUNK])
        for row in await VendorRow.select(VendorRow.id, VendorRow.slug).where(VendorRow.id.is_in(some)):
            found[row["id"]] = row["slug"]
    return found


async def _first_days(known_at: datetime | None, vendor_ids: Sequence[str] | None) -> dict[str, date]:
    """The first day each engagement was on the list."""
    table = ListingPeriodRow
    where: Any = table.superseded_at.is_null()
    if known_at is not None:
        where = (table.recorded_at <= known_at) & ((table.superseded_at > known_at) | where)
    if vendor_ids is not None:
        if not vendor_ids:
            return {}
        where = where & table.vendor_id.is_in(list(vendor_ids)[:_CHUNK])
    first: dict[str, date] = {}
    for row in await table.select(table.engagement_id, table.holds_from).where(where):
        day = first.get(row["engagement_id"])
        if day is None or row["holds_from"] < day:
            first[row["engagement_id"]] = row["holds_from"]
    return first


async def version_on(as_of: date, *, known_at: datetime | None = None) -> int:
    """The number of the list that day: the newest revision that shaped it; 0 for an empty register."""
    where: Any = RevisionRow.effective_on <= as_of
    if known_at is not None:
        where = where & (RevisionRow.recorded_at <= known_at)
    rows = await RevisionRow.select(RevisionRow.sequence).where(where).order_by(
        RevisionRow.sequence, ascending=False
    ).limit(1)
    return int(rows[0]["sequence"]) if rows else 0


async def first_recorded_at() -> datetime | None:
    """When the first fact was recorded; before it, nothing is known."""
    rows = await RevisionRow.select(RevisionRow.recorded_at).order_by(RevisionRow.sequence).limit(1)
    return rows[0]["recorded_at"] if rows else None


async def first_day_recorded() -> date | None:
    """The first day any fact holds from."""
    rows = await RevisionRow.select(RevisionRow.effective_on).order_by(RevisionRow.effective_on).limit(1)
    return rows[0]["effective_on"] if rows else None


async def last_change_before(day: date) -> date | None:
    """The last day up to `day` on which the list changed."""
    rows = await RevisionRow.select(RevisionRow.effective_on).where(RevisionRow.effective_on <= day).order_by(
        RevisionRow.effective_on, ascending=False
    ).limit(1)
    return rows[0]["effective_on"] if rows else None
