"""On its day a change takes effect: checked once more, told to feeds and mails, once, in the order of days (R12)."""

from dataclasses import replace
from datetime import date, datetime

from registry.answers.judgements import Judge
from registry.domain.errors import RegistryError
from registry.domain.law.verdicts import VERDICT_RANK, Verdict
from registry.domain.register.access import SYSTEM
from registry.domain.register.changes import Change, ChangeState, Step, take
from registry.domain.register.events import EventName
from registry.domain.register.publications import EntryKind
from registry.domain.register.publisher import Publisher
from registry.services import recording, telling
from registry.services.taking_back import take_back
from registry.services.telling import Subject, Telling
from registry.storage.repositories import changes, publisher
from registry.storage.transaction import transaction


async def take_effect(*, now: datetime, today: date, judge: Judge) -> list[Change]:
    """Let every announced change whose day has come take effect; those done, oldest day first. Idempotent.

    `today` is the publisher's local day. Each change is a transaction of its own, so that an outage in between leaves
    the rest for the next run; one that cannot take effect does not hold up the others and is raised at the end.
    """
    own = await publisher.load()
    if own is None:
        return []
    given = Telling(own=own, actor=SYSTEM, now=now, today=today)
    done: list[Change] = []
    failed: list[RegistryError] = []
    for change in await changes.load_announced():
        if not _is_due(change, today):
            continue
        try:
            async with transaction():
                await recording.hold()
                current = await changes.load_for_update(change.id)
                if _is_due(current, today):
                    done.append(await _one(current, current.effective_on or today, given, judge))
        except RegistryError as error:
            failed.append(error)
    if failed:
        raise failed[0]
    return done


def _is_due(change: Change, today: date) -> bool:
    return change.state is ChangeState.ANNOUNCED and change.effective_on is not None and change.effective_on <= today


async def _one(was: Change, day: date, given: Telling, judge: Judge) -> Change:
    subject = await telling.subject_told(was, day)
    verdict = _worse(was, subject, given.own, day, judge)
    if verdict:
        return await _block(was, subject, verdict, day, given)
    step = take(was, Step.TAKE_EFFECT, SYSTEM)
    more = {"reason": telling.public_reason(step)}
    await telling.tell(given, telling.ending_kind(step), step, subject, day=day, more=more)
    await changes.save(step, was=was.version)
    await changes.add_step(step, Step.TAKE_EFFECT, actor=SYSTEM.id, at=given.now)
    return step


def _worse(was: Change, subject: Subject, own: Publisher, day: date, judge: Judge) -> Verdict | None:
    """The verdict on the day, when it is worse than the one announced; a change that adds no risk is not held up."""
    if not was.adds_risk or subject.engagement is None or not was.verdict:
        return None
    verdict = judge.facts(subject.engagement, on=day, today=day, publisher=own).verdict
    return verdict if VERDICT_RANK[verdict] < VERDICT_RANK[Verdict(was.verdict)] else None


async def _block(was: Change, subject: Subject, verdict: Verdict, day: date, given: Telling) -> Change:
    """Worse than announced is not effective (R7): the revision is taken back and the change is blocked."""
    step = replace(take(was, Step.BLOCK, SYSTEM), verdict=verdict.value)
    reason = f"verdict {verdict.value} is worse than announced ({was.verdict})"
    more = {"reason": "It was checked once more on its day and did not pass."}
    await telling.tell(given, EntryKind.WITHDRAWN, step, subject, day=day, more=more, name=EventName.CHANGE_BLOCKED)
    await take_back(was, given)
    await changes.save(step, was=was.version)
    await changes.add_step(step, Step.BLOCK, actor=SYSTEM.id, at=given.now, reason=reason)
    return step
