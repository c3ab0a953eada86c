"""What stands of published lists and of vendors, for a list that is read again: the newest of all that is recorded."""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from registry.domain.register.facts import Facts
from registry.storage.tables.revisions import ListingPeriodRow, VendorPeriodRow
from registry.storage.tables.vendors import EngagementRow

_CHUNK = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """An engagement that came from a list. `facts` are the newest ones, also those announced for a later day.

    Empty facts: it was never published. `ends_on` is the announced day of its end; one that has ended is not here.
    """

    engagement_id: str
    facts: Facts
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVendor:
    """The newest facts of a vendor and the first day any hold."""

    facts: Facts
    holds_from: date


async def rows_of(list_name: str, *, today: date) -> list[ListedRow]:
    """The engagements of the list that have not ended."""
    made = await EngagementRow.select(EngagementRow.id).where(EngagementRow.list_name == list_name)
    ids = [row["id"] for row in made]
    newest: dict[str, dict[str, Any]] = {}
    for start in range(0, len(ids), _CHUNK):
        found = ListingPeriodRow.select().where(
            ListingPeriodRow.superseded_at.is_null(),
            ListingPeriodRow.engagement_id.is_in(ids[start : start + _CHUNK]),
        )
        for row in await found.order_by(ListingPeriodRow.holds_from):
            newest[row["engagement_id"]] = row
        await asyncio.sleep(0)  # a long list is read between requests
    rows = [_listed(engagement_id, newest.get(engagement_id)) for engagement_id in ids]
    return [row for row in rows if row.ends_on is None or row.ends_on > today]


def _listed(engagement_id: str, row: dict[str, Any] | None) -> ListedRow:
    if row is None:
        return ListedRow(engagement_id=engagement_id, facts={})
    return ListedRow(engagement_id=engagement_id, facts=msgspec.json.decode(row["facts"]), ends_on=row["holds_until"])


async def known_vendors() -> dict[str, KnownVendor]:
    """The vendors with facts of their own, by id."""
    found: dict[str, KnownVendor] = {}
    standing = VendorPeriodRow.select().where(VendorPeriodRow.superseded_at.is_null())
    for row in await standing.order_by(VendorPeriodRow.holds_from):
        first = found.get(row["vendor_id"])
        found[row["vendor_id"]] = KnownVendor(
            facts=msgspec.json.decode(row["facts"]), holds_from=first.holds_from if first else row["holds_from"]
        )
    return found


async def engagements_of(vendor_id: str, *, today: date) -> dict[str, Facts]:
    """The newest facts of the vendor's engagements that have not ended, those announced too, by id."""
    rows = (
        await ListingPeriodRow.select()
        .where(
            ListingPeriodRow.superseded_at.is_null(),
            ListingPeriodRow.vendor_id == vendor_id,
            (ListingPeriodRow.holds_until > today) | ListingPeriodRow.holds_until.is_null(),
        )
        .order_by(ListingPeriodRow.holds_from)
    )
    return {row["engagement_id"]: msgspec.json.decode(row["facts"]) for row in rows}
