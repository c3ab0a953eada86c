"""How services write revisions: the parts of a change become revisions, or are taken back; no verb of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from registry.domain.register.changes import Change, Part
from registry.domain.register.facts import Facts, SubjectKind
from registry.domain.register.revisions import Recorder, Revision, facts_on, record, take_back
from registry.storage.repositories import revisions
from registry.storage.repositories.counters import next_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What withdrawing did: the changes that no longer hold, with the field each expected."""

    broken: dict[str, str]


def step_of(part: Part, *, effective_on: date, change_id: str | None) -> Revision:
    """The part as a step to record; its facts are computed on recording."""
    return Revision(
        id="",
        subject_kind=part.subject_kind,
        subject_id=part.subject_id,
        sequence=0,
        effective_on=effective_on,
        recorded_at=datetime.min,  # noqa: DTZ901 - replaced by the recorder's instant
        operations=part.operations,
        facts={},
        change_id=change_id,
    )


async def _recorder(histories: Sequence[Sequence[Revision]], extra: int, now: datetime) -> Recorder:
    numbers = iter(await next_numbers("revision", extra + 2 * sum(map(len, histories))))
    return Recorder(at=now, new_id=lambda: str(uuid4()), next_sequence=lambda: next(numbers))


async def record_parts(parts: Sequence[Part], *, effective_on: date, change_id: str | None, now: datetime) -> None:
    """Write the parts' revisions. Raises `DoesNotHold` or `Conflict`, nothing written."""
    written: list[Revision] = []
    for part in parts:
        history = await revisions.load(part.subject_kind, part.subject_id)
        recorder = await _recorder([history], len(parts) + 1, now)
        step = step_of(part, effective_on=effective_on, change_id=change_id)
        written += record(history, step, recorder).revisions
    await revisions.append(written)


async def take_back_change(change: Change, *, now: datetime) -> TakenBack:
    """Void the change's revisions; the later ones are computed anew, those that no longer hold are named."""
    broken: dict[str, str] = {}
    written: list[Revision] = []
    for part in change.parts:
        history = await revisions.load(part.subject_kind, part.subject_id)
        recorder = await _recorder([history], 2, now)
        done = take_back(history, change.id, recorder)
        written += done.revisions
        broken |= done.broken
    await revisions.append(written)
    return TakenBack(broken=broken)


async def current_facts(kind: SubjectKind, subject_id: str, *, on: date) -> Facts:
    """What holds of the subject on the day, as known now."""
    return facts_on(await revisions.load(kind, subject_id), as_of=on)
