"""How engagements go from one vendor of the register to another, with what is open of them; no verb of its own."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from registry.domain.register.access import SYSTEM
from registry.domain.register.changes import PENDING, Change, ChangeState, Part, Step
from registry.domain.register.facts import SubjectKind, VendorFacts, to_facts
from registry.domain.register.revisions import (
    Operation,
    Recorder,
    Revision,
    difference,
    facts_on,
    live,
    record,
    restate,
)
from registry.services import recording
from registry.storage.repositories import changes, revisions
from registry.storage.repositories.counters import next_numbers

OPEN = tuple(sorted(PENDING | {ChangeState.ANNOUNCED}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """From which vendor to which (ids), from which local day on, recorded when."""

    source: str
    target: str
    today: date
    now: datetime

    @property
    def operation(self) -> Operation:
        """What the move says of an engagement."""
        return Operation(field="vendor", before=self.source, after=self.target)


async def move_engagements(move: Move, engagement_ids: Sequence[str]) -> None:
    """From today the engagements are the other vendor's; one that is only announced is so from its first day.

    What stood before today stays as it was. Raises `Conflict`. Inside a transaction that holds the histories.
    """
    histories = await revisions.load_many(SubjectKind.ENGAGEMENT, engagement_ids)
    written: list[Revision] = []
    for history in histories.values():
        written += _moved(move, history)
    await write(written)


def _moved(move: Move, history: Sequence[Revision]) -> tuple[Revision, ...]:
    recorder = recorder_of(history, move.now)
    if facts_on(history, as_of=move.today).get("vendor") == move.source:
        return record(history, _step(move, history[0].subject_id), recorder).revisions
    for revision in live(history):
        if revision.effective_on > move.today and revision.facts.get("vendor") == move.source:
            operations = tuple(_renamed(move, operation) for operation in revision.operations)
            return restate(history, revision, operations, recorder).revisions
    return ()


def _renamed(move: Move, operation: Operation) -> Operation:
    is_ours = operation.field == "vendor" and operation.after == move.source
    return replace(operation, after=move.target) if is_ours else operation


def _step(move: Move, engagement_id: str) -> Revision:
    return Revision(
        id="",
        subject_kind=SubjectKind.ENGAGEMENT,
        subject_id=engagement_id,
        sequence=0,
        effective_on=move.today,
        recorded_at=move.now,
        operations=(move.operation,),
        facts={},
    )


def recorder_of(history: Sequence[Revision], now: datetime) -> Recorder:
    """Who appends, never before what the history holds; numbers are given on writing."""
    at = max([now, *(revision.recorded_at for revision in history)])
    return Recorder(at=at, new_id=lambda: str(uuid4()), next_sequence=itertools.count().__next__)


async def write(written: Sequence[Revision]) -> None:
    """Append the revisions in their order, under the next numbers."""
    numbers = await next_numbers("revision", len(written))
    await revisions.append([replace(r, sequence=n) for r, n in zip(written, numbers, strict=True)])


async def record_vendor(vendor_id: str, operations: tuple[Operation, ...], move: Move) -> None:
    """Record facts of a vendor's own from today on."""
    part = Part(subject_kind=SubjectKind.VENDOR, subject_id=vendor_id, operations=operations)
    if operations:
        await recording.record_parts([part], effective_on=move.today, today=move.today, change_id=None, now=move.now)


async def move_changes(move: Move, open_changes: Sequence[Change], *, target: VendorFacts) -> None:
    """Let open changes be about the other vendor; what a draft says of the vendor left behind is dropped.

    A draft says of the other vendor what makes it known, as long as nothing is recorded of it.
    """
    is_known = bool(await recording.known_facts(SubjectKind.VENDOR, move.target, on=move.today))
    news = Part(subject_kind=SubjectKind.VENDOR, subject_id=move.target, operations=difference({}, to_facts(target)))
    for was in open_changes:
        parts = tuple(_part(move, part) for part in was.parts)
        if was.state is not ChangeState.ANNOUNCED:
            parts = tuple(part for part in parts if part.subject_id != move.source)
            parts = (news, *parts) if parts and not is_known else parts
        now = replace(was, vendor_id=move.target, parts=parts, version=was.version + 1)
        if not parts:
            now = replace(now, state=ChangeState.WITHDRAWN)
            why = "It was about a vendor that is part of another by now."
            await changes.add_step(now, Step.WITHDRAW, actor=SYSTEM.id, at=move.now, reason=why)
        await changes.save(now, was=was.version)


def _part(move: Move, part: Part) -> Part:
    if part.subject_kind is not SubjectKind.ENGAGEMENT:
        return part
    return replace(part, operations=tuple(_renamed(move, operation) for operation in part.operations))
