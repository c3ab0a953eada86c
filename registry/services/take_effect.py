"""On its day a change takes effect: checked once more, told to the feeds and mails, once, in the order of days (R12)."""

from dataclasses import replace
from datetime import date, datetime

from registry.answers.judgements import Judge
from registry.domain.law.verdicts import Verdict, worst
from registry.domain.register.access import SYSTEM
from registry.domain.register.changes import Change, ChangeKind, ChangeState, Step, take
from registry.domain.register.events import Event, EventName
from registry.domain.register.publications import EntryKind
from registry.domain.register.publisher import Publisher
from registry.services import recording, telling
from registry.storage.journal import record
from registry.storage.repositories import changes, notices, publisher
from registry.storage.transaction import transaction


async def take_effect(*, now: datetime, today: date, judge: Judge) -> list[Change]:
    """Let every announced change whose day has come take effect; those done, oldest day first. Idempotent.

    `today` is the publisher's local day. Each change is a transaction of its own, so that an outage in between leaves
    the rest for the next run.
    """
    own = await publisher.load()
    if own is None:
        return []
    due = [c for c in await changes.load_announced() if c.effective_on and c.effective_on <= today]
    done: list[Change] = []
    for change in due:
        async with transaction():
            current = await changes.load_for_update(change.id)
            if current.state is ChangeState.ANNOUNCED and current.effective_on and current.effective_on <= today:
                done.append(await _one(current, own, now, judge))
    return done


async def _one(change: Change, own: Publisher, now: datetime, judge: Judge) -> Change:
    day = change.effective_on or now.date()
    subject = await telling.subject_on(change, day)
    if change.kind is not ChangeKind.ENDED and subject.engagement and change.verdict:
        verdict = judge.facts(subject.engagement, on=day, today=day, publisher=own).verdict
        if verdict is not Verdict(change.verdict) and worst([verdict, Verdict(change.verdict)]) is verdict:
            return await _block(replace(change, verdict=verdict.value), change, subject, own, now)
    step = take(change, Step.TAKE_EFFECT, SYSTEM)
    if change.kind is ChangeKind.ENDED:
        facts = change.data.get("ended_facts")
        subject = telling.Subject(
            engagement=telling.engagement_facts(facts) if isinstance(facts, dict) else None, vendor=subject.vendor
        )
    await _tell(step, subject, own, now, telling.ending_kind(step), EventName.CHANGE_EFFECTIVE)
    await changes.save(step, was=change.version)
    await changes.add_step(step, Step.TAKE_EFFECT, actor=SYSTEM.id, at=now)
    return step


async def _block(step: Change, was: Change, subject: telling.Subject, own: Publisher, now: datetime) -> Change:
    """Worse than announced is not effective (R7): the revision is taken back and the change is blocked."""
    step = take(step, Step.BLOCK, SYSTEM)
    await recording.take_back_change(step, now=now)
    await _tell(step, subject, own, now, EntryKind.WITHDRAWN, EventName.CHANGE_BLOCKED)
    await changes.save(step, was=was.version)
    reason = f"verdict {step.verdict} is worse than announced ({was.verdict})"
    await changes.add_step(step, Step.BLOCK, actor=SYSTEM.id, at=now, reason=reason)
    return step


async def _tell(  # noqa: PLR0913, PLR0917 - one place that says how an effect is told
    step: Change, subject: telling.Subject, own: Publisher, now: datetime, kind: EntryKind, name: EventName
) -> None:
    notice = await notices.of_change(step.id)
    text = telling.text_of(
        step,
        subject,
        own,
        slug=await telling.slug_of(step.vendor_id),
        about=notice[1] if notice else None,
        reason=str(step.data.get("public_reason", "")),
    )
    day = step.effective_on or now.date()
    entry = await telling.publish(kind, step, text, own, now=now, day=day, notice_id=notice[0] if notice else None)
    data = {"publication": entry.sequence, "change": step.id, "effective_on": step.effective_on}
    await record(Event(name=name, subject=f"change:{step.id}", actor=SYSTEM.id, at=now, data=data))
