"""The steps between a draft and its announcement: submit, return, reject, approve."""

from dataclasses import replace
from datetime import date, datetime

from registry.answers.judgements import Judge
from registry.domain.errors import FieldError, InvalidInput, InvalidStep
from registry.domain.register.access import Actor
from registry.domain.register.changes import Change, ChangeKind, Step, check_approvable, take
from registry.domain.register.events import Event, EventName
from registry.domain.register.facts import SubjectKind
from registry.domain.register.revisions import DoesNotHold, apply
from registry.domain.register.texts import checked
from registry.services import recording, telling
from registry.storage.journal import record
from registry.storage.repositories import changes
from registry.storage.transaction import transaction

_EVENTS = {
    Step.SUBMIT: EventName.CHANGE_SUBMITTED,
    Step.RETURN: EventName.CHANGE_RETURNED,
    Step.REJECT: EventName.CHANGE_REJECTED,
    Step.APPROVE: EventName.CHANGE_APPROVED,
}
_NEED_REASON = frozenset({Step.RETURN, Step.REJECT})


async def review_change(
    *,
    actor: Actor,
    change_id: str,
    version: int | None,
    step: Step,
    reason: str,
    now: datetime,
    today: date,
    judge: Judge,
) -> Change:
    """Take the step. Raises `InvalidInput` when a reason is needed, `InvalidStep`, `NotPermitted`, `StaleVersion`.

    Approving computes the verdict for the wished day (or today): `not_allowed` is refused (R5a). `DoesNotHold` says
    that the facts it starts from have changed since: the change must be returned and edited.
    """
    if step not in _EVENTS:
        msg = "“{step}” is no step of a review."
        raise InvalidStep(msg, step=step.value.replace("_", " "))
    reason = checked(reason, field="reason")
    async with transaction():
        was = await changes.load_for_update(change_id, version=version)
        done = take(was, step, actor)
        if step in _NEED_REASON and not reason:
            msg = "Say why."
            raise InvalidInput(msg, errors=(FieldError(field="reason", message=msg),))
        if step in {Step.APPROVE, Step.SUBMIT}:
            done = replace(done, verdict=await _verdict(was, today, judge))
        if step is Step.APPROVE:
            if done.verdict:
                check_approvable(done.verdict, reason, adds_risk=was.adds_risk)
            done = replace(done, reason=reason)
        await changes.save(done, was=was.version)
        await changes.add_step(done, step, actor=actor.id, at=now, reason=reason)
        data = {"change": change_id, "verdict": done.verdict}
        await record(Event(name=_EVENTS[step], subject=f"change:{change_id}", actor=actor.id, at=now, data=data))
        return done


async def _verdict(change: Change, today: date, judge: Judge) -> str | None:
    """What the law says of the engagement with the change; None for an ending and for a vendor's own facts."""
    if change.kind is ChangeKind.ENDED:
        return None
    own = await telling.publisher_or_refuse()
    on = change.effective_on or today
    for part in change.parts:
        if part.subject_kind is SubjectKind.ENGAGEMENT:
            base = await recording.current_facts(part.subject_kind, part.subject_id, on=on)
            try:
                facts = apply(base, part.operations)
            except DoesNotHold:
                ahead = await recording.known_facts(part.subject_kind, part.subject_id, on=date.max)
                facts = apply(ahead, part.operations)
            known = telling.engagement_facts(facts)
            return judge.facts(known, on=on, today=today, publisher=own).verdict.value if known else None
    return None
