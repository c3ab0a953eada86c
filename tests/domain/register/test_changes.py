"""The life of a change as pure rules: steps, four eyes, what is material, and the days at the boundary."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from registry.domain.errors import InvalidInput, InvalidStep, NotPermitted
from registry.domain.register.access import SYSTEM, Actor, Role
from registry.domain.register.changes import (
    ALLOWED_STEPS,
    PERMISSIONS,
    Change,
    ChangeKind,
    ChangeState,
    Part,
    Step,
    check_approvable,
    earliest_day,
    is_material,
    material_fields,
    narrows,
    object_by,
    take,
)
from registry.domain.register.facts import SubjectKind
from registry.domain.register.revisions import Operation
from tests.cast import ALICE, BOB, COMMAND, PEOPLE

BOTH = Actor(id="user:both", roles=frozenset(Role))
IRELAND, INDIA = {"country": "IE"}, {"country": "IN"}


def op(field: str, before: object = None, after: object = None) -> Operation:
    return Operation(field=field, before=before, after=after)


def change(state: ChangeState = ChangeState.DRAFT, kind: ChangeKind = ChangeKind.AMENDED, *given: Operation) -> Change:
    part = Part(subject_kind=SubjectKind.ENGAGEMENT, subject_id="e", operations=given)
    return Change(
        id="c",
        number=1,
        state=state,
        kind=kind,
        vendor_id="v",
        engagement_id="e",
        parts=(part,),
        drafted_by=ALICE.actor.id,
        drafted_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize("state", ChangeState)
@pytest.mark.parametrize("step", Step)
def test_every_step_from_every_state_is_taken_or_refused_by_the_one_table(state: ChangeState, step: Step) -> None:
    starts, leads_to = ALLOWED_STEPS[step]
    actor = BOTH if step in PERMISSIONS else SYSTEM
    if state in starts:
        done = take(change(state), step, actor)
        assert (done.state, done.version) == (leads_to, 2)
    else:
        with pytest.raises(InvalidStep):
            take(change(state), step, actor)


@pytest.mark.parametrize("step", PERMISSIONS)
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_only_those_whose_role_allows_it_take_a_step(step: Step, person: object) -> None:
    actor = person.actor  # type: ignore[attr-defined]
    state = next(iter(sorted(ALLOWED_STEPS[step][0])))
    if actor.may(PERMISSIONS[step]):
        assert take(change(state), step, actor).version == 2
    else:
        with pytest.raises(NotPermitted):
            take(change(state), step, actor)


@pytest.mark.parametrize("actor", [BOTH, COMMAND], ids=lambda a: a.id)
def test_whoever_wrote_submitted_or_edited_it_cannot_approve_it(actor: Actor) -> None:
    submitted = change(ChangeState.SUBMITTED)
    assert take(submitted, Step.APPROVE, BOB.actor).approved_by == BOB.actor.id
    for mine in (
        replace(submitted, drafted_by=actor.id),
        replace(submitted, submitted_by=actor.id),
        replace(submitted, data={"edited_by": [ALICE.actor.id, actor.id]}),
    ):
        with pytest.raises(NotPermitted):
            take(mine, Step.APPROVE, actor)


def test_a_change_that_comes_back_has_lost_its_approval() -> None:
    approved = replace(change(ChangeState.APPROVED), submitted_by="user:a", approved_by="user:b")
    assert take(approved, Step.RETURN, BOTH).approved_by is None
    reopened = take(replace(approved, state=ChangeState.ANNOUNCED), Step.REOPEN, SYSTEM)
    assert (reopened.submitted_by, reopened.approved_by, reopened.announced_at) == (None, None, None)


@pytest.mark.parametrize(
    ("operation", "material"),
    [
        (op("listed_as", "A", "a"), False), (op("website", "", "x"), False),
        (op("contract", None, {"terms": "x"}), False),
        (op("purpose", "a", "b"), True), (op("legal_entity", "a", "b"), True), (op("role", "a", "b"), True),
        (op("locations", [IRELAND], [INDIA]), True), (op("data_categories", [], ["x"]), True),
        (op("listed", None, True), False),
        (op("mechanisms", [{"mechanism": "scc"}], [{"mechanism": "scc", "signed_on": "2026-01-01"}]), False),
        (op("mechanisms", [{"mechanism": "scc"}], [{"mechanism": "dpf"}]), True),
        (op("mechanisms", None, [{"claim": "scc"}]), True),
    ],
)  # fmt: skip
def test_what_is_material(operation: Operation, material: bool) -> None:
    assert is_material(operation) is material
    assert bool(material_fields([operation])) is material
    assert change(ChangeState.DRAFT, ChangeKind.AMENDED, operation).is_editorial is not material


@pytest.mark.parametrize(
    ("operation", "repair"),
    [
        (op("locations", [IRELAND, INDIA], [IRELAND]), True), (op("locations", [IRELAND], [IRELAND, INDIA]), False),
        (op("locations", [IRELAND], None), False), (op("locations", [INDIA], [IRELAND]), False),
        (op("data_categories", ["a", "b"], ["a"]), True), (op("services", ["*"], ["sms"]), True),
        (op("services", ["sms"], ["*"]), False), (op("services", ["sms", "voice"], ["sms"]), True),
        (op("purpose", "a b", "a"), False),
    ],
)  # fmt: skip
def test_what_only_takes_away_is_a_repair(operation: Operation, repair: bool) -> None:
    assert narrows(operation) is repair
    assert change(ChangeState.DRAFT, ChangeKind.AMENDED, operation, op("website", "a", "b")).is_repair is repair
    assert change(ChangeState.DRAFT, ChangeKind.AMENDED, operation, op("purpose", "a", "b")).is_repair is False


def test_what_is_not_allowed_is_refused_unless_it_adds_no_risk() -> None:
    with pytest.raises(InvalidStep):
        check_approvable("not_allowed", "a reason")
    with pytest.raises(InvalidInput):
        check_approvable("not_allowed", " ", adds_risk=False)
    check_approvable("not_allowed", "a reason", adds_risk=False)
    for kind, adds in ((ChangeKind.ADDED, True), (ChangeKind.AMENDED, True), (ChangeKind.CORRECTED, False)):
        assert change(ChangeState.DRAFT, kind, op("purpose", "a", "b")).adds_risk is adds


@pytest.mark.parametrize("verdict", ["incomplete", "undetermined", "derogation"])
def test_an_unfinished_verdict_needs_a_reason(verdict: str) -> None:
    with pytest.raises(InvalidInput):
        check_approvable(verdict, "  ")
    check_approvable(verdict, "Because.")


@pytest.mark.parametrize("verdict", ["adequate", "not_restricted", "safeguarded", "safeguarded_with_measures"])
def test_a_finished_verdict_needs_none(verdict: str) -> None:
    check_approvable(verdict, "")


@pytest.mark.parametrize("announced_on", [date(2026, 1, 30), date(2028, 2, 28), date(2026, 12, 31), date(2026, 3, 28)])
@pytest.mark.parametrize("days", [0, 1, 14, 30])
def test_the_window_runs_from_the_day_after_to_the_end_of_the_last_day(announced_on: date, days: int) -> None:
    last = object_by(announced_on=announced_on, notice_days=days)
    assert last == announced_on + timedelta(days=days)
    assert earliest_day(announced_on=announced_on, notice_days=days, needs_window=True) == last + timedelta(days=1)
    assert earliest_day(announced_on=announced_on, notice_days=days, needs_window=False) == announced_on
