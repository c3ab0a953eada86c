"""Vendors and engagements as identities: slugs that are never reused, names to find them by."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from registry.domain.errors import NotFound
from registry.storage import bulk
from registry.storage.repositories.revisions import BATCH
from registry.storage.tables.vendors import EngagementRow, VendorNameRow, VendorRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A vendor's identity, with the normalised names (key → name) it is found by."""

    id: str
    slug: str
    name: str
    is_published: bool = False
    merged_into: str | None = None
    names: dict[str, str] = field(default_factory=dict)


def slug_of(name: str) -> str:
    """A readable address part: ASCII, lower case, words joined by hyphens; `vendor` when nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-") or "vendor"


def free_slug(name: str, taken: set[str]) -> str:
    """The name's slug, with a number when it is taken; the result is added to `taken`."""
    base = slug_of(name)
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug


async def taken_slugs() -> set[str]:
    """All slugs ever given."""
    return {row["slug"] for row in await VendorRow.select(VendorRow.slug)}


async def load_all() -> list[Vendor]:
    """All vendors with their names, oldest first."""
    names: dict[str, dict[str, str]] = {}
    for row in await VendorNameRow.select():
        names.setdefault(row["vendor_id"], {})[row["key"]] = row["name"]
    rows = await VendorRow.select().order_by(VendorRow.created_at, VendorRow.slug)
    return [
        Vendor(
            id=row["id"],
            slug=row["slug"],
            name=row["name"],
            is_published=row["is_published"],
            merged_into=row["merged_into"],
            names=names.get(row["id"], {}),
        )
        for row in rows
    ]


async def load(vendor_id: str) -> Vendor:
    """One vendor. Raises `NotFound`."""
    rows = await VendorRow.select().where(VendorRow.id == vendor_id)
    if not rows:
        msg = "There is no vendor {vendor}."
        raise NotFound(msg, vendor=vendor_id)
    row = rows[0]
    names = await VendorNameRow.select().where(VendorNameRow.vendor_id == vendor_id)
    return Vendor(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        is_published=row["is_published"],
        merged_into=row["merged_into"],
        names={name["key"]: name["name"] for name in names},
    )


async def load_by_slug(slug: str) -> Vendor:
    """One vendor. Raises `NotFound`."""
    rows = await VendorRow.select(VendorRow.id).where(VendorRow.slug == slug)
    if not rows:
        msg = "There is no vendor “{vendor}”."
        raise NotFound(msg, vendor=slug)
    return await load(rows[0]["id"])


async def add_many(vendors: Sequence[Vendor], *, at: datetime) -> None:
    """Write new vendors and their names."""
    rows = [
        {
            "id": v.id,
            "slug": v.slug,
            "name": v.name[:300],
            "is_published": v.is_published,
            "merged_into": v.merged_into,
            "created_at": at,
        }
        for v in vendors
    ]
    await bulk.insert(VendorRow, rows)
    await add_names((v.id, key, name) for v in vendors for key, name in v.names.items())


async def add_names(names: Iterable[tuple[str, str, str]]) -> None:
    """Write (vendor id, key, name); a pair that is there already is left as it is."""
    wanted = {(vendor_id, key[:300]): name for vendor_id, key, name in names if key}
    ids = list({vendor_id for vendor_id, _ in wanted})
    for start in range(0, len(ids), BATCH):
        for row in await VendorNameRow.select().where(VendorNameRow.vendor_id.is_in(ids[start : start + BATCH])):
            wanted.pop((row["vendor_id"], row["key"]), None)
    rows = [{"vendor_id": v, "key": key, "name": name[:300]} for (v, key), name in wanted.items()]
    await bulk.insert(VendorNameRow, rows)


async def move_names(vendor_id: str, keys: Sequence[str], *, to: str) -> None:
    """From now on these normalised names find the other vendor."""
    if not keys:
        return
    await VendorNameRow.update({VendorNameRow.vendor_id: to}).where(
        VendorNameRow.vendor_id == vendor_id, VendorNameRow.key.is_in([key[:300] for key in keys])
    )


async def move_engagements(engagement_ids: Sequence[str], *, to: str) -> None:
    """Engagements that were never published begin with another vendor."""
    for start in range(0, len(engagement_ids), BATCH):
        await EngagementRow.update({EngagementRow.vendor_id: to}).where(
            EngagementRow.id.is_in(list(engagement_ids[start : start + BATCH]))
        )


async def engagements_begun_with(vendor_id: str) -> list[str]:
    """The ids of the engagements that began with the vendor, whoever has them now."""
    rows = await EngagementRow.select(EngagementRow.id).where(EngagementRow.vendor_id == vendor_id)
    return [row["id"] for row in rows]


async def mark_published(vendor_ids: Sequence[str]) -> None:
    """From now on the vendors have a public page."""
    for start in range(0, len(vendor_ids), BATCH):
        await VendorRow.update({VendorRow.is_published: True}, force=True).where(
            VendorRow.id.is_in(list(vendor_ids[start : start + BATCH]))
        )


async def rename(vendor_id: str, name: str) -> None:
    """The newest recorded name, for finding."""
    await VendorRow.update({VendorRow.name: name[:300]}, force=True).where(VendorRow.id == vendor_id)


async def redirect(vendor_id: str, into: str | None) -> None:
    """Let the vendor's pages lead to another's (a merge), or to its own again (a split)."""
    await VendorRow.update({VendorRow.merged_into: into}, force=True).where(VendorRow.id == vendor_id)


async def any_published() -> bool:
    """Whether any vendor has a public page."""
    return bool(await VendorRow.exists().where(VendorRow.is_published.eq(True)))


async def add_engagements(rows: Sequence[tuple[str, str, str]], *, at: datetime) -> None:
    """Write new engagements: (id, vendor id, name of the list)."""
    written = [
        {"id": engagement_id, "vendor_id": vendor_id, "list_name": list_name, "created_at": at}
        for engagement_id, vendor_id, list_name in rows
    ]
    await bulk.insert(EngagementRow, written)


async def vendor_of_engagement(engagement_id: str) -> str:
    """The id of the vendor the engagement began with. Raises `NotFound`."""
    rows = await EngagementRow.select(EngagementRow.vendor_id).where(EngagementRow.id == engagement_id)
    if not rows:
        msg = "There is no engagement {engagement}."
        raise NotFound(msg, engagement=engagement_id)
    return str(rows[0]["vendor_id"])


async def ids_named(key: str) -> list[str]:
    """The ids of the vendors known by the normalised name."""
    rows = await VendorNameRow.select(VendorNameRow.vendor_id).where(VendorNameRow.key == key[:300])
    return sorted(row["vendor_id"] for row in rows)


async def engagements_of_list(list_name: str) -> list[str]:
    """The ids of the engagements that came from the list."""
    rows = await EngagementRow.select(EngagementRow.id).where(EngagementRow.list_name == list_name)
    return [row["id"] for row in rows]
