"""Vendors as they are found: by slug, and by the names they are known by."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.storage.queries.listing import chunks
from registry.storage.tables.vendors import VendorNameRow, VendorRow

_MERGES = 20
"""Merges in a row that are followed; more would be a circle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorView:
    """A vendor's identity; `name` is its newest recorded one, `merged_into` the id of the vendor it became."""

    id: str
    slug: str
    name: str
    is_published: bool
    merged_into: str | None


_COLUMNS = (VendorRow.id, VendorRow.slug, VendorRow.name, VendorRow.is_published, VendorRow.merged_into)


async def by_slug(slug: str) -> VendorView | None:
    """The vendor with the slug."""
    rows = await VendorRow.select(*_COLUMNS).where(VendorRow.slug == slug)
    return VendorView(**rows[0]) if rows else None


async def by_ids(vendor_ids: Iterable[str]) -> list[VendorView]:
    """The vendors with these ids, those that exist."""
    rows = []
    for some in chunks(vendor_ids):
        rows += await VendorRow.select(*_COLUMNS).where(VendorRow.id.is_in(some))
    return [VendorView(**row) for row in rows]


async def merged(vendor: VendorView) -> VendorView:
    """The vendor at the end of its merges; itself where it was not merged."""
    for _ in range(_MERGES):
        if vendor.merged_into is None:
            break
        vendor = (await by_ids([vendor.merged_into]))[0]
    return vendor


async def by_names(keys: Iterable[str]) -> dict[str, set[str]]:
    """The ids of the vendors known by each normalised name; unknown names are left out."""
    found: dict[str, set[str]] = {}
    for some in chunks(keys):
        for row in await VendorNameRow.select(VendorNameRow.key, VendorNameRow.vendor_id).where(
            VendorNameRow.key.is_in(some)
        ):
            found.setdefault(row["key"], set()).add(row["vendor_id"])
    return found


async def names_beginning(start: str, *, limit: int) -> list[tuple[str, str]]:
    """(normalised name, vendor id) of the names that begin so."""
    plain = start.replace("%", "").replace("_", "").replace("\\", "")
    rows = (
        await VendorNameRow.select(VendorNameRow.key, VendorNameRow.vendor_id)
        .where(VendorNameRow.key.like(f"{plain}%"))
        .order_by(VendorNameRow.key)
        .limit(limit)
    )
    return [(row["key"], row["vendor_id"]) for row in rows]
