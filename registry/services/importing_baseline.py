"""How an import publishes a baseline: rows recorded from the day customers were told, whatever their verdict (R5a)."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from registry.domain.register.access import Actor
from registry.domain.register.events import Event, EventName
from registry.domain.register.facts import Facts, SubjectKind, to_facts
from registry.domain.register.revisions import Operation, Recorder, Revision, difference, hold_earlier
from registry.services.importing import Importing, NewRow, Outcome
from registry.storage.journal import record
from registry.storage.repositories import revisions, vendors
from registry.storage.repositories.counters import next_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The list as customers were last told of it: on which day, and what proves it."""

    told_on: date
    proof: str


def first_revisions(importing: Importing, baseline: Baseline, now: datetime) -> list[Revision]:
    """What makes the rows of the baseline known from the day it was told, and vendors that have no facts yet."""
    rows = _rows(importing)
    written = [_first_of(row, baseline.told_on, now) for _, row in rows]
    for vendor_id, out in {row.vendor_id: out for out, row in reversed(rows)}.items():
        if vendor_id not in importing.register.vendor_facts:
            facts = to_facts(importing.vendor_facts(out, vendor_id))
            operations = difference({}, facts)
            written.append(_first(SubjectKind.VENDOR, vendor_id, facts, operations, baseline.told_on, now))
    return written


async def publish(
    importing: Importing, written: Sequence[Revision], *, actor: Actor, now: datetime, baseline: Baseline
) -> None:
    """Record the baseline with no entry and no mail. Inside the transaction that holds the histories."""
    rows = _rows(importing)
    if not rows:
        return
    made = set(importing.names.made)
    new = {engagement_id for out in importing.outcomes for engagement_id, _, _ in out.engagements} | made
    written = [*written, *await _known_earlier(importing, rows, baseline.told_on, now)]
    numbers = await next_numbers("revision", len(written))
    numbered = [replace(revision, sequence=number) for revision, number in zip(written, numbers, strict=True)]
    await revisions.append([revision for revision in numbered if revision.subject_id in new], are_first=True)
    await revisions.append([revision for revision in numbered if revision.subject_id not in new])
    await vendors.mark_published(sorted({row.vendor_id for _, row in rows} - made))
    for out in importing.outcomes:
        if out.baseline:
            await _note(out, actor, now, baseline)


def _rows(importing: Importing) -> list[tuple[Outcome, NewRow]]:
    return [(out, row) for out in importing.outcomes for row in out.baseline]


async def _known_earlier(
    importing: Importing, rows: Sequence[tuple[Outcome, NewRow]], told_on: date, now: datetime
) -> list[Revision]:
    """What lets vendors that are known from a later day on be known from the day of the baseline."""
    written: list[Revision] = []
    for vendor_id in dict.fromkeys(row.vendor_id for _, row in rows):
        known = importing.register.vendor_facts.get(vendor_id)
        if known is not None and known.holds_from > told_on:
            history = await revisions.load(SubjectKind.VENDOR, vendor_id)
            at = max([now, *(revision.recorded_at for revision in history)])
            numbers = itertools.count()
            recorder = Recorder(at=at, new_id=lambda: str(uuid4()), next_sequence=numbers.__next__)
            written += hold_earlier(history, told_on, recorder)
    return written


async def _note(out: Outcome, actor: Actor, now: datetime, baseline: Baseline) -> None:
    data = {
        "list": out.list_name,
        "told_on": baseline.told_on,
        "proof": baseline.proof,
        "engagements": len(out.baseline),
    }
    subject = f"list:{out.list_name}"
    await record(Event(name=EventName.BASELINE_PUBLISHED, subject=subject, actor=actor.id, at=now, data=data))


def _first_of(row: NewRow, day: date, now: datetime) -> Revision:
    return _first(SubjectKind.ENGAGEMENT, row.engagement_id, row.facts, row.operations, day, now)


def _first(  # noqa: PLR0917 - a revision's own fields, in its order
    kind: SubjectKind,
    subject_id: str,
    facts: Facts,
    operations: tuple[Operation, ...],
    day: date,
    now: datetime,
) -> Revision:
    return Revision(
        id=str(uuid4()),
        subject_kind=kind,
        subject_id=subject_id,
        sequence=0,
        effective_on=day,
        recorded_at=now,
        operations=operations,
        facts=facts,
    )
