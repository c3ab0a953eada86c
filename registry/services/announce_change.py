"""Announce an approved change for a lawful day: its revision, its notice, its entry and its mails, together or not."""

from dataclasses import replace
from datetime import date, datetime

from registry.answers.judgements import Judge
from registry.domain.errors import InvalidInput, NotFound
from registry.domain.register.access import SYSTEM, Actor
from registry.domain.register.changes import (
    Change,
    ChangeKind,
    Step,
    check_approvable,
    earliest_day,
    object_by,
    take,
)
from registry.domain.register.events import Event, EventName
from registry.domain.register.facts import SubjectKind
from registry.domain.register.publications import EntryKind
from registry.domain.register.publisher import Publisher
from registry.domain.register.revisions import DoesNotHold, apply
from registry.services import recording, telling
from registry.storage.journal import record
from registry.storage.repositories import changes, notices, publisher, vendors
from registry.storage.transaction import transaction


async def announce_change(
    *,
    actor: Actor,
    change_id: str,
    version: int | None,
    effective_on: date | None,
    now: datetime,
    today: date,
    judge: Judge,
) -> Change:
    """Announce it. `effective_on` None means the earliest lawful day; `today` is the publisher's local day.

    Raises `InvalidInput` naming the earliest day when the wished one is too early, `InvalidStep`, `NotPermitted`,
    `StaleVersion`; `Conflict` when what the change expects no longer holds, and then the change is a draft again.
    """
    try:
        async with transaction():
            change = await changes.load_for_update(change_id, version=version)
            return await _announce(take(change, Step.ANNOUNCE, actor), change, actor, effective_on, now, today, judge)
    except DoesNotHold as error:
        await _send_back(change_id, str(error), now)
        raise


async def _announce(  # noqa: PLR0913, PLR0917 - the verb's own arguments, in its order
    step: Change,
    was: Change,
    actor: Actor,
    effective_on: date | None,
    now: datetime,
    today: date,
    judge: Judge,
) -> Change:
    own = await _publisher()
    window = await needs_window(step, today)
    day = lawful_day(step, effective_on, today=today, notice_days=own.notice_days, window=window)
    step = replace(step, effective_on=day, announced_at=now)
    await recording.record_parts(step.parts, effective_on=day, change_id=step.id, now=now)
    subject = await telling.subject_on(step, day)
    step = replace(step, verdict=_checked_verdict(step, subject, judge, own, day, today))
    await vendors.mark_published([step.vendor_id])
    if subject.vendor:
        await vendors.rename(step.vendor_id, subject.vendor.name)
    if window or day > today:
        await _give_notice(step, subject, own, actor, now, today, window=window)
    else:
        step = await _at_once(step, subject, own, actor, now, today)
    await changes.save(step, was=was.version)
    await changes.add_step(step, Step.ANNOUNCE, actor=actor.id, at=now)
    return step


def _checked_verdict(
    step: Change, subject: telling.Subject, judge: Judge, own: Publisher, day: date, today: date
) -> str | None:
    if subject.engagement is None:
        return step.verdict
    verdict = judge.facts(subject.engagement, on=day, today=today, publisher=own).verdict.value
    check_approvable(verdict, step.reason or "approved")
    return verdict


async def _publisher() -> Publisher:
    own = await publisher.load()
    if own is None:
        msg = "The register is not set up yet: run “registry setup”."
        raise NotFound(msg)
    return own


async def needs_window(change: Change, today: date) -> bool:
    """Whether customers must have time to object: a material change of a processor of their data (R6)."""
    if change.kind in {ChangeKind.ENDED, ChangeKind.CORRECTED} or change.is_editorial:
        return False
    for part in change.parts:
        if part.subject_kind is SubjectKind.ENGAGEMENT:
            before = await recording.current_facts(part.subject_kind, part.subject_id, on=date.max)
            after = telling.engagement_facts(apply(before, part.operations))
            old = telling.engagement_facts(before)
            if (after and after.needs_notice) or (old and old.needs_notice):
                return True
        else:
            return True
    return False


def lawful_day(change: Change, wished: date | None, *, today: date, notice_days: int, window: bool) -> date:
    """The day it takes effect. Raises `InvalidInput` naming the earliest lawful one."""
    if change.kind is ChangeKind.CORRECTED:
        day = wished or change.effective_on or today
        if day > today:
            msg = "A correction says what held already: its day cannot lie ahead."
            raise InvalidInput(msg)
        return day
    earliest = earliest_day(announced_on=today, notice_days=notice_days, needs_window=window)
    day = wished or max(earliest, change.effective_on or earliest)
    if day < earliest:
        msg = "{day} is too early. The earliest lawful day is {earliest}: customers have {days} days to object."
        if not window:
            msg = "{day} has passed. The earliest lawful day is {earliest}."
        raise InvalidInput(msg, day=day, earliest=earliest, days=notice_days)
    return day


async def _give_notice(
    step: Change,
    subject: telling.Subject,
    own: Publisher,
    actor: Actor,
    now: datetime,
    today: date,
    *,
    window: bool,
) -> None:
    number = await notices.next_number(today.year)
    text = telling.text_of(
        step,
        await _told_subject(step, subject, today),
        own,
        slug=await telling.slug_of(step.vendor_id),
        object_by=object_by(announced_on=today, notice_days=own.notice_days) if window else None,
        notice_number=number,
        reason=str(step.data.get("public_reason", "")),
    )
    notice_id = await telling.give_notice(step, text, now=now, number=number)
    entry = await telling.publish(EntryKind.NOTICE, step, text, own, now=now, day=today, notice_id=notice_id)
    data = {"publication": entry.sequence, "change": step.id, "notice": notice_id, "effective_on": step.effective_on}
    await record(Event(name=EventName.CHANGE_ANNOUNCED, subject=f"change:{step.id}", actor=actor.id, at=now, data=data))


async def _told_subject(step: Change, subject: telling.Subject, today: date) -> telling.Subject:
    """An ending is told with what stood before."""
    return subject if step.kind is not ChangeKind.ENDED else await telling.subject_on(step, today)


async def _at_once(
    step: Change, subject: telling.Subject, own: Publisher, actor: Actor, now: datetime, today: date
) -> Change:
    """Editorial changes, removals and corrections hold from now on and are told the same day (R6)."""
    step = take(step, Step.TAKE_EFFECT, SYSTEM)
    told = subject
    if step.kind is ChangeKind.ENDED and step.engagement_id:
        told = await _before_the_end(step)
    text = telling.text_of(
        step, told, own, slug=await telling.slug_of(step.vendor_id), reason=str(step.data.get("public_reason", ""))
    )
    kind = telling.ending_kind(step)
    entry = await telling.publish(kind, step, text, own, now=now, day=today)
    name = {
        EntryKind.CORRECTION: EventName.CHANGE_CORRECTED,
        EntryKind.EDITORIAL: EventName.CHANGE_EDITORIAL,
    }.get(kind, EventName.CHANGE_EFFECTIVE)
    data = {"publication": entry.sequence, "change": step.id, "effective_on": step.effective_on}
    await record(Event(name=name, subject=f"change:{step.id}", actor=actor.id, at=now, data=data))
    return step


async def _before_the_end(step: Change) -> telling.Subject:
    """What stood on the list before the ending, from the change itself."""
    facts = step.data.get("ended_facts")
    subject = await telling.subject_on(step, step.effective_on or date.max)
    return telling.Subject(
        engagement=telling.engagement_facts(facts) if isinstance(facts, dict) else None, vendor=subject.vendor
    )


async def _send_back(change_id: str, reason: str, now: datetime) -> None:
    async with transaction():
        was = await changes.load_for_update(change_id)
        draft = take(was, Step.REOPEN, SYSTEM)
        await changes.save(draft, was=was.version)
        await changes.add_step(draft, Step.REOPEN, actor=SYSTEM.id, at=now, reason=reason)
        event = Event(
            name=EventName.CHANGE_RETURNED,
            subject=f"change:{change_id}",
            actor=SYSTEM.id,
            at=now,
            data={"why": "does_not_hold"},
        )
        await record(event)
