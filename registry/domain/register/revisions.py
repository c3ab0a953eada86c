"""The two times of every fact: revisions say what holds from a day on, and since when that is recorded (R12).

A history is the append-only list of one subject's revisions. What holds on a day, as known at an instant, is only a
question put to it. A revision is never edited: one that turned out wrong is voided by a later one, and the revisions
after it are computed anew from their own operations, so that withdrawing one of two overlapping changes leaves the
other as it was announced.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from registry.domain.errors import Conflict
from registry.domain.register.facts import LISTED, Facts, SubjectKind, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One field's step from `before` to `after`; None stands for not stated."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """From `effective_on` the subject's facts are `facts` (empty: not on the list), as recorded at `recorded_at` (UTC).

    `sequence` orders revisions recorded at the same instant. A revision with `voids` holds no facts: it says that the
    named one was taken back.
    """

    id: str
    subject_kind: SubjectKind
    subject_id: str
    sequence: int
    effective_on: date
    recorded_at: datetime
    operations: tuple[Operation, ...] = ()
    facts: Facts
    change_id: str | None = None
    voids: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """`facts` hold on [holds_from, holds_until) as known in [recorded_at, superseded_at)."""

    subject_kind: SubjectKind
    subject_id: str
    holds_from: date
    holds_until: date | None
    recorded_at: datetime
    superseded_at: datetime | None
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What to append to a history, and the changes whose announced revision no longer stands, with the field."""

    revisions: tuple[Revision, ...]
    broken: Mapping[str, str]


class DoesNotHold(Conflict):
    """An operation expects a value that is not there."""

    def __init__(self, operation: Operation, found: Value) -> None:
        if operation.field == LISTED:
            msg = "It is not on the list on that day." if operation.before else "It is on the list already."
        elif isinstance(operation.before, str | None) and isinstance(found, str | None):
            msg = "The change expects {field} to be “{before}”, but it is “{found}”."
        else:
            msg = "The change expects other {field} than there are now."
        super().__init__(
            msg,
            field=operation.field.replace("_", " "),
            before=operation.before or "not stated",
            found=found or "not stated",
        )
        self.operation = operation


def normal(value: Value) -> Value:
    """The one spelling of "not stated", and lists as tuples, so that values compare."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, Mapping):
        return {key: found for key, item in value.items() if (found := normal(item)) is not None} or None
    if isinstance(value, Sequence):
        return tuple(normal(item) for item in value) or None
    return value


def difference(before: Facts, after: Facts) -> tuple[Operation, ...]:
    """The operations that lead from one state to the other, by field name."""
    if before and not after:
        return (Operation(field=LISTED, before=True, after=None),)
    fields = sorted({*before, *after}, key=lambda name: (name != LISTED, name))
    return tuple(
        Operation(field=name, before=before.get(name), after=after.get(name))
        for name in fields
        if normal(before.get(name)) != normal(after.get(name))
    )


def apply(facts: Facts, operations: Iterable[Operation]) -> Facts:
    """The facts after the operations. Raises `DoesNotHold` when one expects another value than it finds."""
    result = dict(facts)
    for operation in operations:
        if not result and operation.field != LISTED:
            raise DoesNotHold(Operation(field=LISTED, before=True, after=True), None)
        found = result.get(operation.field)
        if normal(found) != normal(operation.before):
            raise DoesNotHold(operation, found)
        if operation.field == LISTED and not operation.after:
            return {}
        if operation.after is None:
            result.pop(operation.field, None)
        else:
            result[operation.field] = operation.after
    return result


def _order(revision: Revision) -> tuple[date, int]:
    return revision.effective_on, revision.sequence


def live(history: Sequence[Revision], *, known_at: datetime | None = None) -> list[Revision]:
    """The revisions that stand as known at the instant (None: now), by day and sequence."""
    known = [r for r in history if known_at is None or r.recorded_at <= known_at]
    voided = {r.voids for r in known if r.voids}
    return sorted((r for r in known if not r.voids and r.id not in voided), key=_order)


def facts_on(history: Sequence[Revision], *, as_of: date, known_at: datetime | None = None) -> Facts:
    """What holds on the day as known at the instant; empty when the subject is not on the list then."""
    found: Facts = {}
    for revision in live(history, known_at=known_at):
        if revision.effective_on > as_of:
            break
        found = revision.facts
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """Who appends to a history: the instant, a source of fresh ids, and of ever greater sequence numbers."""

    at: datetime
    new_id: Callable[[], str]
    next_sequence: Callable[[], int]

    def void(self, revision: Revision) -> Revision:
        """The revision that takes the named one back."""
        return Revision(
            id=self.new_id(),
            subject_kind=revision.subject_kind,
            subject_id=revision.subject_id,
            sequence=self.next_sequence(),
            effective_on=revision.effective_on,
            recorded_at=self.at,
            facts={},
            change_id=revision.change_id,
            voids=revision.id,
        )

    def state(self, like: Revision, facts: Facts) -> Revision:
        """The same step as `like`, recorded now, with the facts computed anew."""
        return Revision(
            id=self.new_id(),
            subject_kind=like.subject_kind,
            subject_id=like.subject_id,
            sequence=self.next_sequence(),
            effective_on=like.effective_on,
            recorded_at=self.at,
            operations=like.operations,
            facts=facts,
            change_id=like.change_id,
        )


def record(
    history: Sequence[Revision], step: Revision, recorder: Recorder, *, settled_until: date | None = None
) -> Recording:
    """Append `step` (its `facts` are ignored and computed); later revisions are computed anew.

    A correction passes in `settled_until` the last day whose changes have taken effect: those after the corrected day
    keep what they led to, whatever they started from. Raises `DoesNotHold` when the step's operations do not fit what
    holds on its day, and `Conflict` naming the later change that would no longer hold.
    """
    stands = live(history)
    earlier = [r for r in stands if r.effective_on <= step.effective_on]
    later = [r for r in stands if r.effective_on > step.effective_on]
    facts = apply(earlier[-1].facts if earlier else {}, step.operations)
    first = recorder.state(step, facts)
    recording = _recompute(facts, later, recorder, settled_until)
    if recording.broken:
        field = next(iter(recording.broken.values()))
        msg = (
            "A change announced for a later day rests on it being on the list; withdraw that change first."
            if field == LISTED
            else "A change announced for a later day expects another value of {field}; withdraw that change first."
        )
        raise Conflict(msg, field=field.replace("_", " "), changes=", ".join(recording.broken))
    return Recording(revisions=(first, *recording.revisions), broken={})


def take_back(
    history: Sequence[Revision], change_id: str, recorder: Recorder, *, settled_until: date | None = None
) -> Recording:
    """Void every standing revision of the change; later ones are computed anew, or named as broken and voided too.

    Those that took effect by `settled_until` keep what they led to.
    """
    stands = live(history)
    mine = [r for r in stands if r.change_id == change_id]
    if not mine:
        return Recording(revisions=(), broken={})
    voids = tuple(recorder.void(r) for r in mine)
    first = min(map(_order, mine))
    kept = [r for r in stands if r.change_id != change_id]
    facts: Facts = {}
    for revision in kept:
        if _order(revision) < first:
            facts = revision.facts
    recording = _recompute(facts, [r for r in kept if _order(r) > first], recorder, settled_until)
    return Recording(revisions=voids + recording.revisions, broken=recording.broken)


def restate(
    history: Sequence[Revision], revision: Revision, operations: Sequence[Operation], recorder: Recorder
) -> Recording:
    """Void a standing revision and record it again with other operations; later ones are computed anew."""
    stands = live(history)
    place = next(index for index, known in enumerate(stands) if known.id == revision.id)
    facts = apply(stands[place - 1].facts if place else {}, operations)
    written = recorder.state(replace(revision, operations=tuple(operations)), facts)
    recording = _recompute(facts, stands[place + 1 :], recorder)
    return Recording(revisions=(recorder.void(revision), written, *recording.revisions), broken=recording.broken)


def hold_earlier(history: Sequence[Revision], day: date, recorder: Recorder) -> tuple[Revision, ...]:
    """Let the subject's first facts hold from an earlier day, of no change any more; none when they do already."""
    first = live(history)[0]
    if first.effective_on <= day:
        return ()
    return recorder.void(first), recorder.state(replace(first, effective_on=day, change_id=None), first.facts)


def _recompute(
    facts: Facts, later: Sequence[Revision], recorder: Recorder, settled_until: date | None = None
) -> Recording:
    added: list[Revision] = []
    broken: dict[str, str] = {}
    moved: date | None = None
    for revision in later:
        step = revision
        try:
            computed = apply(facts, revision.operations)
        except DoesNotHold as error:
            if settled_until is None or revision.effective_on > settled_until:
                added.append(recorder.void(revision))
                broken[revision.change_id or revision.id] = error.operation.field
                continue
            step = replace(revision, operations=_rebased(facts, revision.operations))
            computed = apply(facts, step.operations)
        if computed != revision.facts or step is not revision or moved == revision.effective_on:
            added += (recorder.void(revision), recorder.state(step, computed))
            moved = revision.effective_on
        facts = computed
    return Recording(revisions=tuple(added), broken=broken)


def _rebased(facts: Facts, operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """The operations that lead from other facts to the same values; none on what is no longer listed."""
    if not facts and not any(o.field == LISTED and o.after for o in operations):
        return ()
    return tuple(
        replace(operation, before=facts.get(operation.field))
        for operation in operations
        if normal(facts.get(operation.field)) != normal(operation.after)
    )


def periods(history: Sequence[Revision]) -> list[Period]:
    """The history as rectangles of two times, so that a question about a day is one range query.

    Derived only: throwing the periods away and computing them again gives the same ones.
    """
    if not history:
        return []
    open_: dict[tuple[date, date | None], Period] = {}
    done: list[Period] = []
    for instant in sorted({r.recorded_at for r in history}):
        line = _timeline(history, instant)
        over = [key for key, period in open_.items() if line.get(key) != period.facts]
        done += [_superseded(open_.pop(key), instant) for key in over]
        for (start, end), facts in line.items():
            if (start, end) not in open_:
                open_[start, end] = Period(
                    subject_kind=history[0].subject_kind,
                    subject_id=history[0].subject_id,
                    holds_from=start,
                    holds_until=end,
                    recorded_at=instant,
                    superseded_at=None,
                    facts=facts,
                )
    return sorted([*done, *open_.values()], key=lambda p: (p.recorded_at, p.holds_from))


def _superseded(period: Period, instant: datetime) -> Period:
    return replace(period, superseded_at=instant)


def _timeline(history: Sequence[Revision], known_at: datetime) -> dict[tuple[date, date | None], Facts]:
    by_day: dict[date, Facts] = {r.effective_on: r.facts for r in live(history, known_at=known_at)}
    steps: list[tuple[date, Facts]] = []
    for day, facts in by_day.items():
        if not steps or steps[-1][1] != facts:
            steps.append((day, facts))
    ends = [*(day for day, _ in steps[1:]), None]
    return {(day, end): facts for (day, facts), end in zip(steps, ends, strict=False) if facts}
