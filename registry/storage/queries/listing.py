"""What holds on a day as known at an instant: range queries over the derived periods."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from piccolo.columns.combination import WhereRaw

from registry.domain.register.facts import EngagementFacts, VendorFacts
from registry.storage.tables.revisions import ListingPeriodRow, RevisionRow, VendorPeriodRow
from registry.storage.tables.vendors import VendorRow

Run = tuple[date, date | None]
"""An unbroken stay on the list: its first day, and the first day it is over (None: open)."""
_ENGAGEMENT = msgspec.json.Decoder(EngagementFacts)
_VENDOR = msgspec.json.Decoder(VendorFacts)
_CHUNK = 300
_HELD = (
    "EXISTS (SELECT 1 FROM listing_periods p WHERE p.vendor_id = vendors.id "
    "AND p.holds_from <= {} AND (p.holds_until > {} OR p.holds_until IS NULL) AND "
)
_LISTED = _HELD + "p.superseded_at IS NULL)"
_LISTED_THEN = _HELD + "p.recorded_at <= {} AND (p.superseded_at > {} OR p.superseded_at IS NULL))"
"""That a vendor has an engagement on the list, asked vendor by vendor, so that a page needs not look at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVendor:
    """A vendor as it stands on the day."""

    id: str
    slug: str
    facts: VendorFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEngagement:
    """An engagement as it stands on the day.

    `text` is its facts as stored; they hold on [holds_from, holds_until). It is on the list without a break from
    `since`, and `until` is the first day it is off it, None while no end is recorded.
    """

    id: str
    vendor: ListedVendor
    facts: EngagementFacts
    text: str
    since: date
    until: date | None
    holds_from: date
    holds_until: date | None


def known_then(table: type[ListingPeriodRow | VendorPeriodRow], known_at: datetime | None) -> Any:  # noqa: ANN401 - Piccolo's conditions have no common type
    """The condition that a period stood as known at the instant (None: now)."""
    stands = table.superseded_at.is_null()
    if known_at is None:
        return stands
    return (table.recorded_at <= known_at) & ((table.superseded_at > known_at) | stands)


def _held(table: type[ListingPeriodRow | VendorPeriodRow], as_of: date, known_at: datetime | None) -> Any:  # noqa: ANN401
    held = (table.holds_from <= as_of) & ((table.holds_until > as_of) | table.holds_until.is_null())
    return held & known_then(table, known_at)


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids, each once, in lists short enough for one query."""
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]


async def on_day(
    as_of: date, *, known_at: datetime | None = None, vendor_ids: Sequence[str] | None = None
) -> list[ListedEngagement]:
    """The engagements on the list that day, as known at the instant, by vendor name and name listed."""
    rows = await _periods(ListingPeriodRow, _held(ListingPeriodRow, as_of, known_at), vendor_ids)
    everyone = vendor_ids is None
    vendors = await vendors_on(as_of, known_at=known_at, vendor_ids=None if everyone else _ids(rows, "vendor_id"))
    runs = await _runs(known_at, None if everyone else _ids(rows, "engagement_id"))
    found = []
    for row in rows:
        if (vendor := vendors.get(row["vendor_id"])) is None:
            continue
        since, until = _run_around(runs[row["engagement_id"]], as_of)
        found.append(
            ListedEngagement(
                id=row["engagement_id"],
                vendor=vendor,
                facts=_ENGAGEMENT.decode(row["facts"]),
                text=row["facts"],
                since=since,
                until=until,
                holds_from=row["holds_from"],
                holds_until=row["holds_until"],
            )
        )
    return sorted(found, key=lambda e: (e.vendor.facts.name.casefold(), e.vendor.slug, e.facts.listed_as, e.id))


async def vendors_on(
    as_of: date, *, known_at: datetime | None = None, vendor_ids: Sequence[str] | None = None
) -> dict[str, ListedVendor]:
    """The vendors as they stand on the day, by id; one without facts of its own that day by its newest name."""
    identities = await _identities(vendor_ids)
    rows = await _periods(VendorPeriodRow, _held(VendorPeriodRow, as_of, known_at), vendor_ids)
    facts = {row["vendor_id"]: _VENDOR.decode(row["facts"]) for row in rows}
    return {
        vendor_id: ListedVendor(id=vendor_id, slug=slug, facts=facts.get(vendor_id) or VendorFacts(name=name))
        for vendor_id, (slug, name) in identities.items()
    }


async def vendors_after(slug: str, as_of: date, *, known_at: datetime | None = None, limit: int) -> dict[str, str]:
    """The next vendors that have an engagement on the list that day: ids by slug, in the database's order of slugs."""
    listed, args = _LISTED, [as_of, as_of]
    if known_at is not None:
        listed, args = _LISTED_THEN, [as_of, as_of, known_at, known_at]
    rows = (
        await VendorRow.select(VendorRow.slug, VendorRow.id)
        .where(VendorRow.slug > slug, WhereRaw(listed, *args))
        .order_by(VendorRow.slug)
        .limit(limit)
    )
    return {row["slug"]: row["id"] for row in rows}


async def _periods(
    table: type[ListingPeriodRow | VendorPeriodRow],
    where: Any,  # noqa: ANN401 - Piccolo's conditions have no common type
    vendor_ids: Iterable[str] | None,
) -> list[dict[str, Any]]:
    if vendor_ids is None:
        return await table.select().where(where)
    rows: list[dict[str, Any]] = []
    for some in chunks(vendor_ids):
        rows += await table.select().where(where & table.vendor_id.is_in(some))
    return rows


async def _identities(vendor_ids: Sequence[str] | None) -> dict[str, tuple[str, str]]:
    columns = (VendorRow.id, VendorRow.slug, VendorRow.name)
    if vendor_ids is None:
        rows = await VendorRow.select(*columns)
    else:
        rows = []
        for some in chunks(vendor_ids):
            rows += await VendorRow.select(*columns).where(VendorRow.id.is_in(some))
    return {row["id"]: (row["slug"], row["name"]) for row in rows}


async def _runs(known_at: datetime | None, engagement_ids: Sequence[str] | None) -> dict[str, list[Run]]:
    """The unbroken stays of each engagement on the list, as known at the instant, oldest first."""
    table = ListingPeriodRow
    columns = (table.engagement_id, table.holds_from, table.holds_until)
    where = known_then(table, known_at)
    if engagement_ids is None:
        rows = await table.select(*columns).where(where)
    else:
        rows = []
        for some in chunks(engagement_ids):
            rows += await table.select(*columns).where(where & table.engagement_id.is_in(some))
    runs: dict[str, list[Run]] = {}
    for row in sorted(rows, key=lambda row: row["holds_from"]):
        mine = runs.setdefault(row["engagement_id"], [])
        if mine and mine[-1][1] == row["holds_from"]:
            mine[-1] = (mine[-1][0], row["holds_until"])
        else:
            mine.append((row["holds_from"], row["holds_until"]))
    return runs


def _run_around(runs: Sequence[Run], as_of: date) -> Run:
    return next((start, end) for start, end in reversed(runs) if start <= as_of)


def _ids(rows: Iterable[dict[str, Any]], column: str) -> list[str]:
    return [row[column] for row in rows]


async def version_on(as_of: date, *, known_at: datetime | None = None) -> int:
    """The number of the list that day: how many revisions had come to hold by then; 0 for an empty register.

    Never the newest revision's own number: what was announced earlier and holds from today makes another list today.
    """
    where: Any = RevisionRow.effective_on <= as_of
    if known_at is not None:
        where = where & (RevisionRow.recorded_at <= known_at)
    return int(await RevisionRow.count().where(where))


async def first_recorded_at() -> datetime | None:
    """When the first fact was recorded; before it, nothing is known."""
    rows = await RevisionRow.select(RevisionRow.recorded_at).order_by(RevisionRow.sequence).limit(1)
    return rows[0]["recorded_at"] if rows else None
