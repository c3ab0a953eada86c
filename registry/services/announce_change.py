"""Announce an approved change for a lawful day: its revision, its notice, its entry and its mails, together or not."""

from dataclasses import replace
from datetime import date, datetime

from registry.answers.judgements import Judge
from registry.domain.errors import Conflict
from registry.domain.register.access import SYSTEM, Actor
from registry.domain.register.changes import (
    Change,
    ChangeKind,
    Step,
    check_approvable,
    material_fields,
    object_by,
    take,
)
from registry.domain.register.events import Event, EventName
from registry.domain.register.facts import VendorFacts
from registry.domain.register.revisions import DoesNotHold
from registry.reference.reading import name_key
from registry.services import recording, telling
from registry.services.telling import Subject, Telling
from registry.services.windows import lawful_day, needs_window
from registry.storage.journal import record
from registry.storage.repositories import changes, notices, vendors
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
            await recording.hold()
            was = await changes.load_for_update(change_id, version=version)
            step = take(was, Step.ANNOUNCE, actor)
            given = Telling(own=await telling.publisher_or_refuse(), actor=actor, now=now, today=today)
            step = await _announce(step, effective_on, given, judge)
            await changes.save(step, was=was.version)
            return step
    except DoesNotHold as error:
        await _send_back(change_id, str(error), now)
        raise


async def _announce(step: Change, wished: date | None, given: Telling, judge: Judge) -> Change:
    window = await needs_window(step, given.today, judge)
    day = lawful_day(step, wished, today=given.today, notice_days=given.own.notice_days, window=window)
    step = replace(step, effective_on=day, announced_at=given.now)
    await recording.record_parts(
        step.parts,
        effective_on=day,
        today=given.today,
        change_id=step.id,
        now=given.now,
        settled_until=given.today if step.kind is ChangeKind.CORRECTED else None,
    )
    subject = await telling.subject_told(step, day)
    if subject.vendor is None:
        msg = "The vendor itself has not been announced yet: announce the change that adds it first."
        raise Conflict(msg)
    step = replace(step, verdict=_checked_verdict(step, subject, judge, given, day))
    await _make_known(step.vendor_id, subject.vendor)
    await changes.add_step(step, Step.ANNOUNCE, actor=given.actor.id, at=given.now)
    if window or day > given.today:
        until = object_by(announced_on=given.today, notice_days=given.own.notice_days) if window else None
        await telling.give_notice(given, step, subject, object_by=until)
        return step
    return await _at_once(step, subject, given)


async def _make_known(vendor_id: str, vendor: VendorFacts) -> None:
    """From now on the vendor has a public page and is found by its names."""
    names = (vendor.name, *vendor.other_names)
    await vendors.mark_published([vendor_id])
    await vendors.rename(vendor_id, vendor.name)
    await vendors.add_names((vendor_id, name_key(name), name) for name in names)


def _checked_verdict(step: Change, subject: Subject, judge: Judge, given: Telling, day: date) -> str | None:
    """The verdict on the day, which must still be one that may be approved (R5a)."""
    if subject.engagement is None or step.kind is ChangeKind.ENDED:
        return step.verdict
    verdict = judge.facts(subject.engagement, on=day, today=given.today, publisher=given.own).verdict.value
    check_approvable(verdict, step.reason, adds_risk=step.adds_risk)
    return verdict


async def _at_once(step: Change, subject: Subject, given: Telling) -> Change:
    """Editorial changes, removals, repairs and corrections hold from now on and are told the same day (R6, R8)."""
    step = take(step, Step.TAKE_EFFECT, SYSTEM)
    more: dict[str, object] = {"reason": telling.public_reason(step)}
    if step.kind is ChangeKind.CORRECTED:
        more |= await _correction(step, subject, given)
    await telling.tell(given, telling.ending_kind(step), step, subject, day=given.today, more=more)
    await changes.add_step(step, Step.TAKE_EFFECT, actor=SYSTEM.id, at=given.now)
    return step


async def _correction(step: Change, subject: Subject, given: Telling) -> dict[str, object]:
    """A correction names the notice that was wrong, and a material one gives a new time to object (R11)."""
    more: dict[str, object] = {"about": await notices.newest_about(step.vendor_id, step.engagement_id, but_not=step.id)}
    if subject.engagement and subject.engagement.needs_notice and material_fields(step.operations):
        more["object_by"] = object_by(announced_on=given.today, notice_days=given.own.notice_days)
    return more


async def _send_back(change_id: str, reason: str, now: datetime) -> None:
    async with transaction():
        was = await changes.load_for_update(change_id)
        draft = take(was, Step.REOPEN, SYSTEM)
        await changes.save(draft, was=was.version)
        await changes.add_step(draft, Step.REOPEN, actor=SYSTEM.id, at=now, reason=reason)
        data = {"change": change_id, "why": "does_not_hold"}
        await record(
            Event(name=EventName.CHANGE_RETURNED, subject=f"change:{change_id}", actor=SYSTEM.id, at=now, data=data)
        )
