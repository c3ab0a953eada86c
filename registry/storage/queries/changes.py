"""Changes as the public reads them: what was published, filtered and in pages, and one change with all of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from registry.domain.register.changes import ChangeKind, ChangeState
from registry.domain.register.facts import ALL_SERVICES
from registry.domain.register.publications import EntryKind, Publication
from registry.storage.queries.publications import to_publication
from registry.storage.tables.changes import ChangeRow, PublicationRow, PublicationServiceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Which published events: of a service (a slug), a vendor, kinds, days from and until (both included)."""

    service: str = ""
    vendor_ids: tuple[str, ...] | None = None
    kinds: tuple[EntryKind, ...] = ()
    from_on: date | None = None
    until_on: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A change as its page needs it beside what was published."""

    id: str
    number: int
    state: ChangeState
    kind: ChangeKind
    vendor_id: str
    engagement_id: str | None
    effective_on: date | None
    announced_at: datetime | None


async def count(told: Told) -> int:
    """How many events fit."""
    return int(await PublicationRow.count().where(_where(told)))


async def page(told: Told, *, limit: int, offset: int = 0, before: int | None = None) -> list[Publication]:
    """The events that fit, newest first: from the offset, or those before a sequence number."""
    where = _where(told)
    if before is not None:
        where = where & (PublicationRow.sequence < before)
    rows = (
        await PublicationRow.select()
        .where(where)
        .order_by(PublicationRow.sequence, ascending=False)
        .offset(offset)
        .limit(limit)
    )
    return [to_publication(row) for row in rows]


async def of_vendors(vendor_ids: Sequence[str], *, known_at: datetime | None = None) -> list[Publication]:
    """Everything published about the vendors, oldest first."""
    where = _where(Told(vendor_ids=tuple(vendor_ids), known_at=known_at))
    rows = await PublicationRow.select().where(where).order_by(PublicationRow.sequence)
    return [to_publication(row) for row in rows]


async def of_change(change_id: str) -> list[Publication]:
    """Everything published about the change, oldest first."""
    rows = await PublicationRow.select().where(PublicationRow.change_id == change_id).order_by(PublicationRow.sequence)
    return [to_publication(row) for row in rows]


async def withdrawn(change_ids: Collection[str], *, known_at: datetime | None = None) -> dict[str, int]:
    """The sequence number of the newest withdrawal of each change that was withdrawn."""
    if not change_ids:
        return {}
    where = _where(Told(kinds=(EntryKind.WITHDRAWN,), known_at=known_at))
    rows = (
        await PublicationRow.select(PublicationRow.change_id, PublicationRow.sequence)
        .where(where & PublicationRow.change_id.is_in(sorted(change_ids)))
        .order_by(PublicationRow.sequence)
    )
    return {row["change_id"]: int(row["sequence"]) for row in rows}


async def by_id(change_id: str) -> ChangeView | None:
    """One change, published or not."""
    rows = await ChangeRow.select(
        ChangeRow.id,
        ChangeRow.number,
        ChangeRow.state,
        ChangeRow.kind,
        ChangeRow.vendor_id,
        ChangeRow.engagement_id,
        ChangeRow.effective_on,
        ChangeRow.announced_at,
    ).where(ChangeRow.id == change_id)
    if not rows:
        return None
    row = rows[0]
    return ChangeView(**{**row, "state": ChangeState(row["state"]), "kind": ChangeKind(row["kind"])})


def _where(told: Told) -> Any:  # noqa: ANN401 - Piccolo's conditions have no common type
    where: Any = PublicationRow.sequence > 0
    if told.service:
        listed = PublicationServiceRow.select(PublicationServiceRow.sequence).where(
            PublicationServiceRow.service.is_in([told.service, ALL_SERVICES])
        )
        where = where & PublicationRow.sequence.is_in(listed)
    if told.vendor_ids is not None:
        where = where & PublicationRow.vendor_id.is_in(list(told.vendor_ids) or [""])
    if told.kinds:
        where = where & PublicationRow.kind.is_in([kind.value for kind in told.kinds])
    if told.from_on is not None:
        where = where & (PublicationRow.day >= told.from_on)
    if told.until_on is not None:
        where = where & (PublicationRow.day <= told.until_on)
    if told.known_at is not None:
        where = where & (PublicationRow.published_at <= told.known_at)
    return where
