"""How services take an announced change back: its revisions are void, and what rested on it is a draft again."""

from registry.domain.register.access import SYSTEM
from registry.domain.register.changes import Change, ChangeState, Step, take
from registry.domain.register.publications import EntryKind
from registry.services import recording, telling
from registry.services.telling import Telling
from registry.storage.repositories import changes


async def take_back(change: Change, telling_: Telling) -> None:
    """Void the change's revisions; every announced change that rested on it is withdrawn in public and a draft again.

    A change of several subjects that no longer holds of one of them is taken back as a whole. Inside a transaction
    that holds the histories.
    """
    now, today = telling_.now, telling_.today
    broken = dict(await recording.take_back_change(change, now=now, today=today))
    while broken:
        change_id, _field = broken.popitem()
        was = await changes.load_for_update(change_id)
        if was.state is ChangeState.ANNOUNCED:
            broken |= await recording.take_back_change(was, now=now, today=today)
            await _reopen(was, telling_)


async def _reopen(was: Change, given: Telling) -> None:
    reason = "It rested on another change, which was withdrawn."
    telling_ = Telling(own=given.own, actor=SYSTEM, now=given.now, today=given.today)
    subject = await telling.subject_told(was, was.effective_on or given.today)
    await telling.tell(telling_, EntryKind.WITHDRAWN, was, subject, day=given.today, more={"reason": reason})
    draft = take(was, Step.REOPEN, SYSTEM)
    await changes.save(draft, was=was.version)
    await changes.add_step(draft, Step.REOPEN, actor=SYSTEM.id, at=given.now, reason=reason)
