"""Verify that what is derived from the revisions is what they give, and make it anew where it is not."""

from dataclasses import dataclass
from datetime import datetime

from registry.domain.register.access import Action, Actor, require
from registry.domain.register.events import Event, EventName
from registry.services import recording
from registry.storage.journal import record
from registry.storage.repositories import publications, revisions
from registry.storage.transaction import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The subjects (`engagement:ID`, `vendor:ID`) whose periods differ, and how many published events are lost.

    `rebuilt` counts the subjects whose periods were made anew.
    """

    differing: tuple[str, ...]
    lost_events: int
    rebuilt: int = 0


async def verify_register(*, actor: Actor, rebuild: bool, now: datetime) -> Verified:
    """Compare every derived period with the revisions; with `rebuild`, make all anew when some differ (audited)."""
    require(actor, Action.READ_REGISTER)
    lost = await publications.missing_numbers()
    if not rebuild:
        return Verified(differing=tuple(await revisions.differing_periods()), lost_events=lost)
    require(actor, Action.SET_UP)
    async with transaction():
        await recording.hold()
        differing = tuple(await revisions.differing_periods())
        if not differing:
            return Verified(differing=(), lost_events=lost)
        rebuilt = await revisions.rebuild_periods()
        data = {"differing": len(differing), "rebuilt": rebuilt}
        name, subject = EventName.REGISTER_REBUILT, "register:periods"
        await record(Event(name=name, subject=subject, actor=actor.id, at=now, data=data))
    return Verified(differing=differing, lost_events=lost, rebuilt=rebuilt)
