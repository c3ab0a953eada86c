"""The steps between a draft and its announcement: submit, return, reject, approve."""

from dataclasses import replace
from datetime import date, datetime

from registry.answers.judgements import Judge
from registry.domain.errors import InvalidInput, NotFound
from registry.domain.register.access import Actor
from registry.domain.register.changes import Change, ChangeKind, Step, check_approvable, take
from registry.domain.register.events import Event, EventName
from registry.domain.register.facts import SubjectKind
from registry.domain.register.revisions import apply
from registry.services import recording, telling
from registry.storage.journal import record
from registry.storage.repositories import changes, publisher
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

    Approving computes the verdict for the wished day (or today): `not_allowed` is refused (R5a).
    """
    if step in _NEED_REASON and not reason.strip():
        msg = "Say why."
        raise InvalidInput(msg)
    async with transaction():
        was = await changes.load_for_update(change_id, version=version)
        done = take(was, step, actor)
        if step in {Step.APPROVE, Step.SUBMIT}:
            verdict = await _verdict(was, today, judge)
            if step is Step.APPROVE and verdict:
                check_approvable(verdict, reason)
            done = replace(done, verdict=verdict)
        if step is Step.APPROVE:
            done = replace(done, reason=reason.strip())
        await changes.save(done, was=was.version)
        await changes.add_step(done, step, actor=actor.id, at=now, reason=reason.strip())
        data = {"change": change_id, "verdict": done.verdict}
        await record(Event(name=_EVENTS[step], subject=f"change:{change_id}", actor=actor.id, at=now, data=data))
        return done


async def _verdict(change: Change, today: date, judge: Judge) -> str | None:
    if change.kind is ChangeKind.ENDED:
        return None
    own = await publisher.load()
    if own is None:
        msg = "The register is not set up yet: run “registry setup”."
        raise NotFound(msg)
    on = change.effective_on or today
    for part in change.parts:
        if part.subject_kind is SubjectKind.ENGAGEMENT:
            base = await recording.current_facts(part.subject_kind, part.subject_id, on=on)
            facts = telling.engagement_facts(apply(base, part.operations))
            return judge.facts(facts, on=on, today=today, publisher=own).verdict.value if facts else None
    return None
