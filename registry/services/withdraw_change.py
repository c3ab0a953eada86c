"""Withdraw a change before its day: a draft quietly, an announced one in public, and it never takes effect."""

from dataclasses import replace
from datetime import date, datetime

from registry.domain.errors import InvalidStep, NotFound
from registry.domain.register.access import SYSTEM, Actor
from registry.domain.register.changes import Change, ChangeState, Step, take
from registry.domain.register.events import Event, EventName
from registry.domain.register.publications import EntryKind
from registry.domain.register.publisher import Publisher
from registry.services import recording, telling
from registry.storage.journal import record
from registry.storage.repositories import changes, notices, publisher
from registry.storage.transaction import transaction


async def withdraw_change(
    *, actor: Actor, change_id: str, version: int | None, reason: str, now: datetime, today: date
) -> Change:
    """Withdraw it. An announced change can be withdrawn up to the day before it takes effect.

    Changes that rested on it are drafts again, with the reason, and are withdrawn in public too.
    """
    async with transaction():
        was = await changes.load_for_update(change_id, version=version)
        step = take(was, Step.WITHDRAW, actor)
        if was.state is not ChangeState.ANNOUNCED:
            await _keep(step, was, Step.WITHDRAW, actor, now, reason)
            await _journal(step, actor, now)
            return step
        if was.effective_on is not None and was.effective_on <= today:
            msg = "The change has taken effect on {day}: end or amend it instead."
            raise InvalidStep(msg, day=was.effective_on)
        own = await publisher.load()
        if own is None:
            msg = "The register is not set up yet: run “registry setup”."
            raise NotFound(msg)
        subject = await telling.subject_on(was, was.effective_on or today)
        taken = await recording.take_back_change(was, now=now)
        await _tell(step, subject, own, actor, now, today, reason)
        await _keep(step, was, Step.WITHDRAW, actor, now, reason)
        await _reopen(taken.broken, own, now, today)
        return step


async def _reopen(broken: dict[str, str], own: Publisher, now: datetime, today: date) -> None:
    for change_id, field in broken.items():
        was = await changes.load_for_update(change_id)
        subject = await telling.subject_on(was, today)
        reason = f"It expected another value of {field.replace('_', ' ')}: the change it rested on was withdrawn."
        await _tell(replace(was, state=ChangeState.WITHDRAWN), subject, own, SYSTEM, now, today, reason)
        await _keep(take(was, Step.REOPEN, SYSTEM), was, Step.REOPEN, SYSTEM, now, reason)


async def _keep(step: Change, was: Change, kind: Step, actor: Actor, now: datetime, reason: str) -> None:  # noqa: PLR0913, PLR0917
    await changes.save(step, was=was.version)
    await changes.add_step(step, kind, actor=actor.id, at=now, reason=reason)


async def _tell(  # noqa: PLR0913, PLR0917 - one place that says how a withdrawal is told
    step: Change,
    subject: telling.Subject,
    own: Publisher,
    actor: Actor,
    now: datetime,
    today: date,
    reason: str,
) -> None:
    notice = await notices.of_change(step.id)
    text = telling.text_of(
        step,
        subject,
        own,
        slug=await telling.slug_of(step.vendor_id),
        about=notice[1] if notice else None,
        reason=reason,
    )
    notice_id = notice[0] if notice else None
    entry = await telling.publish(EntryKind.WITHDRAWN, step, text, own, now=now, day=today, notice_id=notice_id)
    await _journal(step, actor, now, publication=entry.sequence)


async def _journal(step: Change, actor: Actor, now: datetime, **data: object) -> None:
    event = Event(
        name=EventName.CHANGE_WITHDRAWN,
        subject=f"change:{step.id}",
        actor=actor.id,
        at=now,
        data={"change": step.id, **data},
    )
    await record(event)
