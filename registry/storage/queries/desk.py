"""Changes and vendors as the desk follows them, drafts and all."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.domain.register.changes import Change, ChangeState, Step
from registry.domain.register.deliveries import DeliveryState
from registry.storage.queries.listing import chunks
from registry.storage.queries.vendors import VendorView
from registry.storage.repositories.changes import to_change
from registry.storage.tables.changes import ChangeRow, ChangeStepRow
from registry.storage.tables.deliveries import DeliveryRow
from registry.storage.tables.revisions import ListingPeriodRow
from registry.storage.tables.vendors import EngagementRow, VendorNameRow, VendorRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """Who took which step of a change, when and why."""

    change_id: str
    step: Step
    state: ChangeState
    actor: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementView:
    """An engagement's identity."""

    id: str
    vendor_id: str
    list_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How far the messages of one published event have come."""

    whole: int
    sent: int
    failed: int


async def change(change_id: str) -> Change | None:
    """One change, whatever its state."""
    rows = await ChangeRow.select().where(ChangeRow.id == change_id)
    return to_change(rows[0]) if rows else None


async def steps_of(change_id: str) -> list[StepView]:
    """The steps of one change, oldest first."""
    rows = await ChangeStepRow.select().where(ChangeStepRow.change_id == change_id).order_by(ChangeStepRow.id)
    return [_step(row) for row in rows]


async def newest_steps(limit: int) -> list[StepView]:
    """The last steps taken with any change, newest first."""
    rows = await ChangeStepRow.select().order_by(ChangeStepRow.id, ascending=False).limit(limit)
    return [_step(row) for row in rows]


async def changes_by_ids(change_ids: Iterable[str]) -> dict[str, Change]:
    """The changes with these ids, those that exist."""
    found: dict[str, Change] = {}
    for some in chunks(change_ids):
        for row in await ChangeRow.select().where(ChangeRow.id.is_in(some)):
            found[row["id"]] = to_change(row)
    return found


async def count_changes(states: Collection[ChangeState]) -> int:
    """How many changes are in one of the states."""
    return int(await ChangeRow.count().where(_in(states)))


async def page_of_changes(states: Collection[ChangeState], *, offset: int, limit: int) -> list[Change]:
    """The changes in one of the states, newest first."""
    newest = ChangeRow.select().where(_in(states)).order_by(ChangeRow.number, ascending=False)
    return [to_change(row) for row in await newest.offset(offset).limit(limit)]


async def changes_of_vendors(vendor_ids: Iterable[str], states: Collection[ChangeState]) -> list[Change]:
    """The vendors' changes in one of the states, oldest first."""
    found: list[Change] = []
    for some in chunks(vendor_ids):
        rows = await ChangeRow.select().where(ChangeRow.vendor_id.is_in(some) & _in(states))
        found += [to_change(row) for row in rows]
    return sorted(found, key=lambda one: one.number)


async def count_vendors(key: str) -> int:
    """How many vendors have a name with the normalised text in it."""
    return int(await VendorRow.count().where(_named(key)))


async def page_of_vendors(key: str, *, offset: int, limit: int) -> list[VendorView]:
    """The vendors with such a name, by name; merged ones are left out."""
    columns = (VendorRow.id, VendorRow.slug, VendorRow.name, VendorRow.is_published, VendorRow.merged_into)
    wanted = VendorRow.select(*columns).where(_named(key)).order_by(VendorRow.slug)
    return [VendorView(**row) for row in await wanted.offset(offset).limit(limit)]


async def engagement(engagement_id: str) -> EngagementView | None:
    """One engagement's identity."""
    columns = (EngagementRow.id, EngagementRow.vendor_id, EngagementRow.list_name)
    rows = await EngagementRow.select(*columns).where(EngagementRow.id == engagement_id)
    return EngagementView(**rows[0]) if rows else None


async def engagements_known(vendor_ids: Iterable[str]) -> dict[str, list[str]]:
    """By vendor, its engagements that are on the list on any day from now on or before, as known now."""
    found: dict[str, list[str]] = {}
    for some in chunks(vendor_ids):
        rows = await ListingPeriodRow.select(ListingPeriodRow.vendor_id, ListingPeriodRow.engagement_id).where(
            ListingPeriodRow.vendor_id.is_in(some) & ListingPeriodRow.superseded_at.is_null()
        )
        for row in rows:
            ids = found.setdefault(row["vendor_id"], [])
            if row["engagement_id"] not in ids:
                ids.append(row["engagement_id"])
    return found


async def sent_of(publications: Sequence[int]) -> dict[int, Sent]:
    """By published event, how many of its messages were sent; an event without messages is left out."""
    if not publications:
        return {}
    columns = (DeliveryRow.publication, DeliveryRow.state)
    rows = await DeliveryRow.select(*columns).where(DeliveryRow.publication.is_in(list(publications)))
    states: dict[int, list[str]] = {}
    for row in rows:
        states.setdefault(int(row["publication"]), []).append(row["state"])
    failed = {DeliveryState.FAILED, DeliveryState.BOUNCED}
    return {
        number: Sent(
            whole=len(found),
            sent=sum(state == DeliveryState.SENT for state in found),
            failed=sum(state in failed for state in found),
        )
        for number, found in states.items()
    }


def _in(states: Collection[ChangeState]) -> Any:  # noqa: ANN401 - Piccolo's conditions have no common type
    return ChangeRow.state.is_in([state.value for state in states])


def _named(key: str) -> Any:  # noqa: ANN401 - Piccolo's conditions have no common type
    stands = VendorRow.merged_into.is_null()
    if not key:
        return stands
    plain = key.replace("%", "").replace("_", "").replace("\\", "")
    if not plain:
        return VendorRow.id == ""
    named = VendorNameRow.select(VendorNameRow.vendor_id).where(VendorNameRow.key.like(f"%{plain}%"))
    return stands & VendorRow.id.is_in(named)


def _step(row: dict[str, Any]) -> StepView:
    return StepView(
        change_id=row["change_id"],
        step=Step(row["step"]),
        state=ChangeState(row["state"]),
        actor=row["actor"],
        at=row["at"],
        reason=row["reason"],
    )
