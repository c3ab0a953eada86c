"""Withdraw a change before its day: a draft quietly, an announced one in public, and it never takes effect."""

from datetime import date, datetime

from registry.domain.errors import InvalidStep
from registry.domain.register.access import Actor
from registry.domain.register.changes import Change, ChangeState, Step, take
from registry.domain.register.events import Event, EventName
from registry.domain.register.facts import SubjectKind
from registry.domain.register.publications import EntryKind
from registry.domain.register.texts import checked
from registry.services import recording, telling
from registry.services.taking_back import take_back
from registry.storage.journal import record
from registry.storage.repositories import changes, vendors
from registry.storage.transaction import transaction


async def withdraw_change(
    *, actor: Actor, change_id: str, version: int | None, reason: str, now: datetime, today: date
) -> Change:
    """Withdraw it. An announced change can be withdrawn up to the day before it takes effect.

    Changes that rested on it are drafts again, with the reason, and are withdrawn in public too. Raises `InvalidStep`,
    `NotPermitted`, `StaleVersion`.
    """
    reason = checked(reason, field="reason")
    async with transaction():
        await recording.hold()
        was = await changes.load_for_update(change_id, version=version)
        step = take(was, Step.WITHDRAW, actor)
        if was.state is ChangeState.ANNOUNCED:
            await _in_public(
                was,
                step,
                reason,
                telling.Telling(own=await telling.publisher_or_refuse(), actor=actor, now=now, today=today),
            )
        else:
            data = {"change": step.id}
            await record(
                Event(name=EventName.CHANGE_WITHDRAWN, subject=f"change:{step.id}", actor=actor.id, at=now, data=data)
            )
        await changes.save(step, was=was.version)
        await changes.add_step(step, Step.WITHDRAW, actor=actor.id, at=now, reason=reason)
        return step


async def _in_public(was: Change, step: Change, reason: str, given: telling.Telling) -> None:
    if was.effective_on is not None and was.effective_on <= given.today:
        msg = "The change has taken effect on {day}: end or amend it instead."
        raise InvalidStep(msg, day=was.effective_on)
    subject = await telling.subject_told(was, was.effective_on or given.today)
    await telling.tell(given, EntryKind.WITHDRAWN, step, subject, day=given.today, more={"reason": reason})
    await take_back(was, given)
    vendor = telling.vendor_facts(await recording.current_facts(SubjectKind.VENDOR, was.vendor_id, on=date.max))
    if vendor:
        await vendors.rename(was.vendor_id, vendor.name)
