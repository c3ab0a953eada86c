"""Seal the log of deliveries: the digest of what was written since the last seal goes into the audit's chain (R13)."""

from datetime import datetime

from registry.domain.register.access import SYSTEM
from registry.domain.register.events import Event, EventName
from registry.storage.journal import record
from registry.storage.repositories import delivery_log
from registry.storage.transaction import transaction


async def seal_logs(*, now: datetime) -> int:
    """How many tries were sealed; 0 where there are no new ones."""
    last = await delivery_log.last_seal()
    if not await delivery_log.has_more(after=last.until):
        return 0
    async with transaction():
        await delivery_log.hold()
        last = await delivery_log.last_seal()
        seal = await delivery_log.digest(after=last.until)
        if seal.count:
            data = {"after": last.until, "until": seal.until, "count": seal.count, "digest": seal.digest}
            subject = f"delivery_attempts:{seal.until}"
            await record(Event(name=EventName.DELIVERIES_SEALED, subject=subject, actor=SYSTEM.id, at=now, data=data))
    return seal.count
