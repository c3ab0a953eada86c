"""How services find the day a change may take effect: whether customers have a window, and its lawful days."""

from collections.abc import Iterable
from datetime import date

from registry.answers.judgements import Judge
from registry.domain.errors import FieldError, InvalidInput
from registry.domain.law.places import eea_status
from registry.domain.law.verdicts import EeaStatus
from registry.domain.register.changes import Change, ChangeKind, earliest_day, material_fields
from registry.domain.register.facts import LISTED, EngagementFacts, Facts, SubjectKind
from registry.domain.register.revisions import Operation
from registry.services import recording, telling

_INSIDE = {EeaStatus.EU, EeaStatus.EEA}


async def needs_window(change: Change, today: date, judge: Judge) -> bool:
    """Whether customers must have time to object: a material change of a processor of their data (R6).

    A repair never waits (R8), unless it takes away the only place inside the EEA.
    """
    if change.kind in {ChangeKind.ENDED, ChangeKind.CORRECTED} or change.is_editorial:
        return False
    for part in change.parts:
        if not material_fields(part.operations):
            continue
        if part.subject_kind is SubjectKind.VENDOR and change.kind is not ChangeKind.ADDED:
            return True
        if part.subject_kind is SubjectKind.ENGAGEMENT:
            before = await recording.known_facts(part.subject_kind, part.subject_id, on=change.effective_on or today)
            old, after = telling.engagement_facts(before), _overlaid(before, part.operations)
            told = [facts for facts in (old, after) if facts is not None and facts.needs_notice]
            if told and not (change.is_repair and _keeps_the_eea(old, after, judge, today)):
                return True
    return False


def _overlaid(before: Facts, operations: Iterable[Operation]) -> EngagementFacts | None:
    """The facts with what the operations lead to, whether or not they fit: that is found out on recording."""
    facts = {**before, **{o.field: o.after for o in operations if o.after is not None}}
    return telling.engagement_facts(facts) if LISTED in facts else None


def _keeps_the_eea(old: EngagementFacts | None, new: EngagementFacts | None, judge: Judge, today: date) -> bool:
    return not (_is_inside(old, judge, today) and not _is_inside(new, judge, today))


def _is_inside(facts: EngagementFacts | None, judge: Judge, today: date) -> bool:
    places = facts.locations if facts else ()
    return any(eea_status(judge.law, p.country or p.region, on=today).status in _INSIDE for p in places)


def lawful_day(change: Change, wished: date | None, *, today: date, notice_days: int, window: bool) -> date:
    """The day it takes effect. Raises `InvalidInput` naming the earliest lawful one."""
    if change.kind is ChangeKind.CORRECTED:
        day = wished or change.effective_on or today
        if day > today:
            raise _too(day, "A correction says what held already: its day cannot lie ahead.")
        return day
    earliest = earliest_day(announced_on=today, notice_days=notice_days, needs_window=window)
    day = wished or max(earliest, change.effective_on or earliest)
    if day < earliest and window:
        msg = "{day} is too early. The earliest lawful day is {earliest}: customers have {days} days to object."
        raise _too(day, msg, earliest=earliest, days=notice_days)
    if day < earliest:
        raise _too(day, "{day} has passed. The earliest lawful day is {earliest}.", earliest=earliest)
    return day


def _too(day: date, message: str, **params: object) -> InvalidInput:
    said = message.format(day=day, **params)
    return InvalidInput(message, errors=(FieldError(field="effective_on", message=said),), day=day, **params)
