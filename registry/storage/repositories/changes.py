"""Changes as aggregates: loaded with their parts, saved with an optimistic version, their steps appended."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from registry.domain.errors import NotFound, StaleVersion
from registry.domain.register.changes import Change, ChangeKind, ChangeState, Part, Step
from registry.domain.register.facts import SubjectKind
from registry.domain.register.revisions import Operation
from registry.storage import bulk
from registry.storage.repositories.revisions import BATCH, encode
from registry.storage.tables.changes import ChangeRow, ChangeStepRow


async def load(change_id: str) -> Change:
    """The change. Raises `NotFound`."""
    rows = await ChangeRow.select().where(ChangeRow.id == change_id)
    if not rows:
        msg = "There is no change {change}."
        raise NotFound(msg, change=change_id)
    return to_change(rows[0])


async def load_for_update(change_id: str, *, version: int | None = None) -> Change:
    """The change, to be saved in this transaction. Raises `StaleVersion` when it is not the version that was read."""
    change = await load(change_id)
    if version is not None and change.version != version:
        msg = "Somebody else changed this meanwhile. Read it again, then repeat your step."
        raise StaleVersion(msg)
    return change


async def load_where_listed(list_name: str, states: Sequence[ChangeState]) -> list[Change]:
    """The changes of one list that are in one of the states, by number."""
    found: list[Change] = []
    wanted = (ChangeRow.list_name == list_name) & ChangeRow.state.is_in([state.value for state in states])
    while True:
        after = found[-1].number if found else 0
        rows = await ChangeRow.select().where(wanted, ChangeRow.number > after).order_by(ChangeRow.number).limit(BATCH)
        found += map(to_change, rows)
        if len(rows) < BATCH:
            return found
        await asyncio.sleep(0)  # a long list is read between requests


async def load_open(vendor_id: str, states: Sequence[ChangeState]) -> list[Change]:
    """The changes about the vendor that are in one of the states, by number."""
    rows = (
        await ChangeRow.select()
        .where(ChangeRow.vendor_id == vendor_id, ChangeRow.state.is_in([state.value for state in states]))
        .order_by(ChangeRow.number)
    )
    return [to_change(row) for row in rows]


async def load_drafts(vendor_id: str, *, drafted_by: str) -> list[Change]:
    """The drafts about the vendor that the person wrote."""
    rows = await ChangeRow.select().where(
        ChangeRow.vendor_id == vendor_id,
        ChangeRow.state == ChangeState.DRAFT.value,
        ChangeRow.drafted_by == drafted_by,
    )
    return [to_change(row) for row in rows]


async def load_many(change_ids: Sequence[str]) -> list[Change]:
    """The changes with these ids, those that exist."""
    found: list[Change] = []
    for start in range(0, len(change_ids), BATCH):
        rows = await ChangeRow.select().where(ChangeRow.id.is_in(list(change_ids[start : start + BATCH])))
        found += map(to_change, rows)
    return found


async def load_announced(*, until: datetime | None = None) -> list[Change]:
    """All announced changes that have not taken effect, oldest day first."""
    rows = (
        await ChangeRow.select()
        .where(ChangeRow.state == ChangeState.ANNOUNCED.value)
        .order_by(ChangeRow.effective_on, ChangeRow.number)
    )
    return [to_change(row) for row in rows if until is None or row["announced_at"] <= until]


async def add_many(changes: Sequence[Change]) -> None:
    """Write new changes."""
    await bulk.insert(ChangeRow, [_values(change) for change in changes])


async def add(change: Change) -> None:
    """Write a new change."""
    await add_many([change])


async def save(change: Change, *, was: int) -> None:
    """Write the change back. `was` is the version it was loaded with; raises `StaleVersion` if another won."""
    values = {name: value for name, value in _values(change).items() if name != "id"}
    done = (
        await ChangeRow.update(values, force=True)
        .where(ChangeRow.id == change.id, ChangeRow.version == was)
        .returning(ChangeRow.id)
    )
    if not done:
        msg = "Somebody else changed this meanwhile. Read it again, then repeat your step."
        raise StaleVersion(msg)


async def add_steps(changes: Sequence[Change], step: Step, *, actor: str, at: datetime) -> None:
    """Append the same step of many changes."""
    await bulk.insert(ChangeStepRow, [_step(change, step, actor=actor, at=at, reason="") for change in changes])


async def add_step(change: Change, step: Step, *, actor: str, at: datetime, reason: str = "") -> None:
    """Append who took which step, when and why."""
    await bulk.insert(ChangeStepRow, [_step(change, step, actor=actor, at=at, reason=reason)])


def _step(change: Change, step: Step, *, actor: str, at: datetime, reason: str) -> dict[str, Any]:
    return {
        "change_id": change.id,
        "step": step.value,
        "state": change.state.value,
        "actor": actor,
        "at": at,
        "reason": reason,
    }


def to_change(row: dict[str, Any]) -> Change:
    """A stored row as the domain's value."""
    return Change(
        id=row["id"],
        number=row["number"],
        state=ChangeState(row["state"]),
        kind=ChangeKind(row["kind"]),
        vendor_id=row["vendor_id"],
        engagement_id=row["engagement_id"],
        parts=tuple(map(_part, msgspec.json.decode(row["parts"]))),
        effective_on=row["effective_on"],
        version=row["version"],
        drafted_by=row["drafted_by"],
        submitted_by=row["submitted_by"],
        approved_by=row["approved_by"],
        drafted_at=row["drafted_at"],
        announced_at=row["announced_at"],
        verdict=row["verdict"],
        reason=row["reason"],
        list_name=row["list_name"],
        list_row=row["list_row"],
        data=msgspec.json.decode(row["data"]),
    )


def _values(change: Change) -> dict[Any, Any]:
    return {
        "id": change.id,
        "number": change.number,
        "state": change.state.value,
        "kind": change.kind.value,
        "vendor_id": change.vendor_id,
        "engagement_id": change.engagement_id,
        "parts": encode(change.parts),
        "effective_on": change.effective_on,
        "version": change.version,
        "drafted_by": change.drafted_by,
        "submitted_by": change.submitted_by,
        "approved_by": change.approved_by,
        "drafted_at": change.drafted_at,
        "announced_at": change.announced_at,
        "verdict": change.verdict,
        "reason": change.reason,
        "list_name": change.list_name,
        "list_row": change.list_row,
        "data": encode(change.data),
    }


def _part(item: dict[str, Any]) -> Part:
    return Part(
        subject_kind=SubjectKind(item["subject_kind"]),
        subject_id=item["subject_id"],
        operations=tuple(Operation(**operation) for operation in item["operations"]),
    )
