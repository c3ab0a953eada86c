"""The life of a change: its steps, who may take them, what makes it material, and its earliest lawful day (R6–R8)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from registry.domain.errors import InvalidInput, InvalidStep, NotPermitted
from registry.domain.register.access import Action, Actor, require
from registry.domain.register.facts import ALL_SERVICES, LISTED, SubjectKind, Value
from registry.domain.register.revisions import Operation


class ChangeState(StrEnum):
    """Stored values: kept for ever."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    APPROVED = "approved"
    ANNOUNCED = "announced"
    EFFECTIVE = "effective"
    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"


class ChangeKind(StrEnum):
    """What a change does to the list. Stored values: kept for ever."""

    ADDED = "added"
    AMENDED = "amended"
    ENDED = "ended"
    CORRECTED = "corrected"


class Step(StrEnum):
    """What can be done with a change. Stored values: kept for ever."""

    EDIT = "edit"
    SUBMIT = "submit"
    RETURN = "return"
    REJECT = "reject"
    APPROVE = "approve"
    ANNOUNCE = "announce"
    WITHDRAW = "withdraw"
    BLOCK = "block"
    REOPEN = "reopen"
    TAKE_EFFECT = "take_effect"


_S, _T = ChangeState, Step
ALLOWED_STEPS: dict[Step, tuple[frozenset[ChangeState], ChangeState]] = {
    _T.EDIT: (frozenset({_S.DRAFT, _S.RETURNED}), _S.DRAFT),
    _T.SUBMIT: (frozenset({_S.DRAFT, _S.RETURNED}), _S.SUBMITTED),
    _T.RETURN: (frozenset({_S.SUBMITTED, _S.APPROVED}), _S.RETURNED),
    _T.REJECT: (frozenset({_S.SUBMITTED, _S.APPROVED}), _S.REJECTED),
    _T.APPROVE: (frozenset({_S.SUBMITTED}), _S.APPROVED),
    _T.ANNOUNCE: (frozenset({_S.APPROVED}), _S.ANNOUNCED),
    _T.WITHDRAW: (frozenset({_S.DRAFT, _S.RETURNED, _S.SUBMITTED, _S.APPROVED, _S.ANNOUNCED}), _S.WITHDRAWN),
    _T.BLOCK: (frozenset({_S.ANNOUNCED}), _S.BLOCKED),
    _T.REOPEN: (frozenset({_S.ANNOUNCED, _S.SUBMITTED, _S.APPROVED}), _S.DRAFT),
    _T.TAKE_EFFECT: (frozenset({_S.ANNOUNCED}), _S.EFFECTIVE),
}
"""Step → states it may start from, and the state it leads to. The only table of allowed steps."""

PERMISSIONS: dict[Step, Action] = {
    _T.EDIT: Action.PROPOSE_CHANGE,
    _T.SUBMIT: Action.SUBMIT_CHANGE,
    _T.RETURN: Action.RETURN_CHANGE,
    _T.REJECT: Action.APPROVE_CHANGE,
    _T.APPROVE: Action.APPROVE_CHANGE,
    _T.ANNOUNCE: Action.ANNOUNCE_CHANGE,
    _T.WITHDRAW: Action.WITHDRAW_CHANGE,
}

PENDING = frozenset({_S.DRAFT, _S.RETURNED, _S.SUBMITTED, _S.APPROVED})

EDITORIAL_FIELDS = frozenset({
    "listed_as", "website", "other_names", "published", "to_be_clarified", "location_text", "mechanism_text",
    "services_text", "list_name", "known_since", "source", "privacy_contact", "data_subjects", "retention", "contract",
    "certifications", "assessment",
})  # fmt: skip
"""Fields whose change does not by itself need a notice; everything else is material (R6).

Retention is material only when longer, which a text cannot show; the approver confirms editorial ones. A contract, a
certificate and an assessment are proof of what was told before.
"""
NARROWING_FIELDS = frozenset({"locations", "data_categories", "services"})
"""Fields in which taking something away is a repair (R8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a change does to one subject."""

    subject_kind: SubjectKind
    subject_id: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One proposed or decided change. `effective_on` is known from the announcement on (before: as wished)."""

    id: str
    number: int
    state: ChangeState = ChangeState.DRAFT
    kind: ChangeKind
    vendor_id: str
    engagement_id: str | None
    parts: tuple[Part, ...]
    effective_on: date | None = None
    version: int = 1
    drafted_by: str
    submitted_by: str | None = None
    approved_by: str | None = None
    drafted_at: datetime
    announced_at: datetime | None = None
    verdict: str | None = None
    reason: str = ""
    list_name: str = ""
    list_row: int | None = None
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All operations of all parts."""
        return tuple(operation for part in self.parts for operation in part.operations)

    @property
    def is_editorial(self) -> bool:
        """Whether nothing in it is material (R6)."""
        return self.kind is ChangeKind.AMENDED and not material_fields(self.operations)

    @property
    def is_repair(self) -> bool:
        """Whether all that is material in it takes something away: such a change never waits (R8)."""
        material = [o for o in self.operations if is_material(o)]
        return self.kind is ChangeKind.AMENDED and bool(material) and all(map(narrows, material))

    @property
    def adds_risk(self) -> bool:
        """Whether it lets data go further than before: such a change is refused when the law does not allow it."""
        if self.kind is ChangeKind.ADDED:
            return True
        return self.kind is ChangeKind.AMENDED and not self.is_editorial and not self.is_repair

    @property
    def authors(self) -> frozenset[str]:
        """Everybody who wrote or submitted it; none of them can approve it."""
        wrote = self.data.get("edited_by", ())
        others = wrote if isinstance(wrote, list | tuple) else ()
        return frozenset({self.drafted_by, *map(str, others)} | ({self.submitted_by} if self.submitted_by else set()))


def material_fields(operations: Iterable[Operation]) -> tuple[str, ...]:
    """The names of the fields whose change is material (R6), in order."""
    return tuple(operation.field for operation in operations if is_material(operation))


def is_material(operation: Operation) -> bool:
    """Whether the step of this field is material; of a mechanism, another one is, more proof of it is not."""
    if operation.field == "mechanisms":
        return _claimed(operation.before) != _claimed(operation.after)
    return operation.field not in EDITORIAL_FIELDS and operation.field != LISTED


def narrows(operation: Operation) -> bool:
    """Whether the step only takes away some of what stood there."""
    if operation.field not in NARROWING_FIELDS or not operation.before or not operation.after:
        return False
    before, after = _items(operation.before), _items(operation.after)
    return after < before or (ALL_SERVICES in operation.before and ALL_SERVICES not in operation.after)


def _items(value: Value) -> frozenset[str]:
    return frozenset(json.dumps(item, sort_keys=True) for item in value)


def _claimed(value: Value) -> list[str]:
    return [str(item.get("mechanism") or item.get("claim") or "") for item in value or ()]


def take(change: Change, step: Step, actor: Actor) -> Change:
    """The change after the step. Raises `NotPermitted`, or `InvalidStep` when its state does not allow it."""
    if not actor.is_system and step in PERMISSIONS:
        require(actor, PERMISSIONS[step])
    starts, leads_to = ALLOWED_STEPS[step]
    if change.state not in starts:
        msg = "A change that is {state} cannot take the step “{step}”."
        raise InvalidStep(msg, state=change.state.value, step=step.value.replace("_", " "))
    if step is Step.APPROVE:
        _four_eyes(change, actor)
    stamped = {
        Step.SUBMIT: {"submitted_by": actor.id},
        Step.APPROVE: {"approved_by": actor.id},
        Step.REOPEN: {"submitted_by": None, "approved_by": None, "announced_at": None},
        Step.RETURN: {"approved_by": None},
    }.get(step, {})
    return replace(change, state=leads_to, version=change.version + 1, **stamped)  # type: ignore[arg-type]


def _four_eyes(change: Change, actor: Actor) -> None:
    """Persons are compared, not roles; a command is never the second pair of eyes."""
    if actor.person is None or actor.person in change.authors:
        msg = "Somebody else than the person who proposed it must approve it."
        raise NotPermitted(msg)


NOT_ALLOWED = "not_allowed"
VERDICTS_NEEDING_REASON = frozenset({NOT_ALLOWED, "incomplete", "undetermined", "derogation"})


def check_approvable(verdict: str, reason: str, *, adds_risk: bool = True) -> None:
    """R5a: `not_allowed` cannot be approved; an unfinished verdict only with a reason.

    A change that adds no risk (a repair, an editorial change, a correction of what held) is never worse than leaving
    things as they are: with a reason it goes through whatever the verdict.
    """
    if verdict == NOT_ALLOWED and adds_risk:
        msg = "The verdict is “not allowed”: the change cannot be approved."
        raise InvalidStep(msg)
    if verdict in VERDICTS_NEEDING_REASON and not reason.strip():
        msg = "The verdict is “{verdict}”: approving it needs a reason."
        raise InvalidInput(msg, verdict=verdict.replace("_", " "))


def earliest_day(*, announced_on: date, notice_days: int, needs_window: bool) -> date:
    """The first day a change may take effect: the day after the last day to object, or the same day without a window.

    Announced on day A with N days' notice, customers may object from A + 1 to the end of A + N; it may start on
    A + N + 1 (R8: the clock runs from the day after to 24:00 of the last day).
    """
    return announced_on + timedelta(days=notice_days + 1) if needs_window else announced_on


def object_by(*, announced_on: date, notice_days: int) -> date:
    """The last day to object, to its end, in the publisher's zone."""
    return announced_on + timedelta(days=notice_days)
