"""A vendor's history: what was added, changed and ended when, old → new, as known at an instant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby, pairwise

from registry.answers.standpoint import Standpoint
from registry.domain.register.changes import material_fields
from registry.domain.register.publications import PUBLIC_FIELDS, EntryKind, Publication
from registry.domain.register.revisions import Operation, difference
from registry.storage.queries import changes, history
from registry.storage.queries.history import Stretch

_SAID_OF_ITS_DAY = frozenset({
    EntryKind.NOTICE, EntryKind.EFFECTIVE, EntryKind.ENDED, EntryKind.EDITORIAL, EntryKind.CORRECTION,
})  # fmt: skip
"""Kinds of events that tell of a step on its day; the others happened on the day they were published."""


class StepKind(StrEnum):
    """What happened to one subject."""

    ADDED = "added"
    AMENDED = "amended"
    EDITED = "edited"
    ENDED = "ended"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryStep:
    """One step on its day. `operations` hold public fields only; `publication` is what told of it, if anything did.

    `listed_as` names the engagement, or is empty for the vendor's own facts. `is_ahead`: announced, not yet in effect.
    """

    day: date
    kind: StepKind
    subject_id: str
    listed_as: str
    operations: tuple[Operation, ...]
    publication: Publication | None
    is_ahead: bool


async def history_of(vendor_id: str, point: Standpoint) -> tuple[HistoryStep, ...]:
    """Every step of the vendor's engagements and own facts that is on record, newest first."""
    engagements = await history.of_engagements(vendor_id, known_at=point.known_at)
    own = await history.of_vendor(vendor_id, known_at=point.known_at)
    told = await changes.of_vendors([vendor_id], known_at=point.known_at)
    steps = [step for mine in _by_subject(engagements) for step in _steps(mine, vendor_id, told, point.today)]
    steps += [step for step in _steps(own, vendor_id, told, point.today) if step.kind is not StepKind.ADDED]
    steps += _withdrawals(told)
    return tuple(sorted(steps, key=lambda step: step.day, reverse=True))


async def differences(vendor_id: str, point: Standpoint, *, since: date) -> tuple[Operation, ...]:
    """What differs in public facts between two days, over all engagements of the vendor and its own facts."""
    engagements = await history.of_engagements(vendor_id, known_at=point.known_at)
    own = await history.of_vendor(vendor_id, known_at=point.known_at)
    found: list[Operation] = []
    for mine in (own, *_by_subject(s for s in engagements if s.vendor_id == vendor_id)):
        before, after = _on(mine, since), _on(mine, point.as_of)
        if before and not after:
            found.append(Operation(field="listed_as", before=before.get("listed_as"), after=None))
        else:
            found += _public(difference(before, after))
    return tuple(found)


def _by_subject(stretches: Iterable[Stretch]) -> list[list[Stretch]]:
    ordered = sorted(stretches, key=lambda s: (s.subject_id, s.holds_from))
    return [list(mine) for _, mine in groupby(ordered, key=lambda s: s.subject_id)]


def _on(stretches: Iterable[Stretch], day: date) -> dict[str, object]:
    for stretch in stretches:
        if stretch.holds_from <= day and (stretch.holds_until is None or day < stretch.holds_until):
            return dict(stretch.facts)
    return {}


def _steps(
    stretches: Sequence[Stretch], vendor_id: str, told: Sequence[Publication], today: date
) -> Iterable[HistoryStep]:
    if not stretches:
        return
    first, last = stretches[0], stretches[-1]
    if first.vendor_id == vendor_id:
        yield _step(StepKind.ADDED, first.holds_from, first, difference({}, first.facts), told, today)
    for before, after in pairwise(stretches):
        if vendor_id not in {before.vendor_id, after.vendor_id}:
            continue
        if before.holds_until != after.holds_from and before.holds_until is not None:
            yield _step(StepKind.ENDED, before.holds_until, before, (), told, today)
            yield _step(StepKind.ADDED, after.holds_from, after, difference({}, after.facts), told, today)
        elif before.vendor_id != after.vendor_id:
            yield _step(StepKind.MOVED, after.holds_from, after, difference(before.facts, after.facts), told, today)
        elif step := _amended(before, after, told, today):
            yield step
    if last.holds_until is not None and last.vendor_id == vendor_id:
        yield _step(StepKind.ENDED, last.holds_until, last, (), told, today)


def _amended(before: Stretch, after: Stretch, told: Sequence[Publication], today: date) -> HistoryStep | None:
    """The step between two stretches; None when nothing of it is public."""
    operations = difference(before.facts, after.facts)
    kind = StepKind.AMENDED if material_fields(operations) else StepKind.EDITED
    step = _step(kind, after.holds_from, after, operations, told, today)
    return step if step.operations or step.publication else None


def _step(  # noqa: PLR0917 - the parts of one step
    kind: StepKind,
    day: date,
    stretch: Stretch,
    operations: Sequence[Operation],
    told: Sequence[Publication],
    today: date,
) -> HistoryStep:
    return HistoryStep(
        day=day,
        kind=kind,
        subject_id=stretch.subject_id,
        listed_as=str(stretch.facts.get("listed_as") or ""),
        operations=_public(operations),
        publication=_told_of(stretch.subject_id, day, told),
        is_ahead=day > today,
    )


def _told_of(subject_id: str, day: date, told: Sequence[Publication]) -> Publication | None:
    """What was told of the subject's step of that day; an event with a notice wins, as its page says most."""
    found = [
        one
        for one in told
        if one.kind in _SAID_OF_ITS_DAY
        and (one.engagement_id or one.vendor_id) == subject_id
        and (one.text.effective_on or one.day) == day
    ]
    return min(found, key=lambda one: (one.notice_id is None, -one.sequence), default=None)


def _withdrawals(told: Iterable[Publication]) -> Iterable[HistoryStep]:
    for one in told:
        if one.kind is EntryKind.WITHDRAWN:
            yield HistoryStep(
                day=one.day,
                kind=StepKind.WITHDRAWN,
                subject_id=one.engagement_id or one.vendor_id,
                listed_as=one.text.listed_as,
                operations=one.text.operations,
                publication=one,
                is_ahead=False,
            )


def _public(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    return tuple(operation for operation in operations if operation.field in PUBLIC_FIELDS)
