"""How services write revisions: the parts of a change become revisions, or are taken back; no verb of its own."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

from registry.domain.register.changes import Change, Part
from registry.domain.register.facts import LISTED, Facts, SubjectKind
from registry.domain.register.revisions import (
    Operation,
    Recorder,
    Revision,
    facts_on,
    normal,
    record,
    take_back,
)
from registry.storage.repositories import revisions
from registry.storage.repositories.counters import next_numbers

History = Sequence[Revision]


async def hold() -> int:
    """Let nobody else append to any history until the transaction ends; the next revision's number.

    Taken first by every verb that reads histories and appends to them, so that none writes on what it has not seen.
    """
    return (await next_numbers("revision", 0)).start


async def record_parts(
    parts: Sequence[Part],
    *,
    effective_on: date,
    today: date,
    change_id: str | None,
    now: datetime,
    settled_until: date | None = None,
) -> None:
    """Write the parts' revisions. Raises `DoesNotHold` or `Conflict`, nothing written.

    A new vendor's own facts hold from today on: they are told with the announcement, and its engagement follows.
    """
    numbers = itertools.count(await hold())
    written: list[Revision] = []
    for part in parts:
        history = await revisions.load(part.subject_kind, part.subject_id)
        operations, on = part.operations, effective_on
        if _adds_a_vendor(part):
            on = min(today, effective_on)
            operations = _still_needed(operations, facts_on(history, as_of=on))
        if operations:
            step = _step(replace(part, operations=operations), on, change_id, now)
            written += record(history, step, _recorder(history, numbers, now), settled_until=settled_until).revisions
    await _append(written)


async def take_back_change(change: Change, *, now: datetime, today: date) -> Mapping[str, str]:
    """Void the change's revisions; later ones are computed anew, or named with the field each expected.

    A new vendor's own facts stay known: its name was told, and other engagements may rest on it. What took effect by
    `today` keeps what it led to.
    """
    numbers = itertools.count(await hold())
    broken: dict[str, str] = {}
    written: list[Revision] = []
    for part in change.parts:
        if _adds_a_vendor(part):
            continue
        history = await revisions.load(part.subject_kind, part.subject_id)
        recorder = _recorder(history, numbers, now)
        done = take_back(history, change.id, recorder, settled_until=today)
        written += done.revisions
        broken |= done.broken
    await _append(written)
    return broken


async def current_facts(kind: SubjectKind, subject_id: str, *, on: date) -> Facts:
    """What holds of the subject on the day, as known now."""
    return facts_on(await revisions.load(kind, subject_id), as_of=on)


async def known_facts(kind: SubjectKind, subject_id: str, *, on: date) -> Facts:
    """As `current_facts`; of a subject that is not on the list that day, what is announced for it."""
    history = await revisions.load(kind, subject_id)
    return facts_on(history, as_of=on) or facts_on(history, as_of=date.max)


async def _append(written: Sequence[Revision]) -> None:
    if written:
        await next_numbers("revision", len(written))
        await revisions.append(written)


def _adds_a_vendor(part: Part) -> bool:
    return part.subject_kind is SubjectKind.VENDOR and any(o.field == LISTED and o.after for o in part.operations)


def _still_needed(operations: Sequence[Operation], facts: Facts) -> tuple[Operation, ...]:
    """Of the operations that make a vendor known, those that say more than is known by now."""
    return tuple(o for o in operations if normal(facts.get(o.field)) != normal(o.after))


def _step(part: Part, effective_on: date, change_id: str | None, now: datetime) -> Revision:
    """The part as a step to record; its facts, id and number are made on recording."""
    return Revision(
        id="",
        subject_kind=part.subject_kind,
        subject_id=part.subject_id,
        sequence=0,
        effective_on=effective_on,
        recorded_at=now,
        operations=part.operations,
        facts={},
        change_id=change_id,
    )


def _recorder(history: History, numbers: "itertools.count[int]", now: datetime) -> Recorder:
    """Who appends: never before what the history holds already, even when a clock was set back."""
    at = max([now, *(revision.recorded_at for revision in history)])
    return Recorder(at=at, new_id=lambda: str(uuid4()), next_sequence=lambda: next(numbers))
