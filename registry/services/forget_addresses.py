"""Forget in time: addresses that never confirmed or were left, who asked from where, and proof that is old enough."""

from dataclasses import replace
from datetime import datetime, timedelta

from registry.domain.register.access import SYSTEM
from registry.domain.register.events import Event, EventName
from registry.domain.register.subscriptions import PROOF_LIFETIME, TOKEN_LIFETIME
from registry.storage.journal import record
from registry.storage.repositories import subscriptions
from registry.storage.transaction import transaction

_BATCH = 100
_CLIENTS_KNOWN = timedelta(days=1)


async def forget_addresses(*, now: datetime) -> int:
    """How many addresses were deleted: those of which no link can be confirmed any more, a batch at a time."""
    forgotten = 0
    while True:
        async with transaction():
            stale = await subscriptions.load_stale(asked_before=now - TOKEN_LIFETIME, limit=_BATCH)
            for subscription in stale:
                await subscriptions.save(replace(subscription, email=None))
                subject = f"subscription:{subscription.id}"
                await record(Event(name=EventName.SUBSCRIPTION_ERASED, subject=subject, actor=SYSTEM.id, at=now))
        forgotten += len(stale)
        if len(stale) < _BATCH:
            break
    async with transaction():
        await subscriptions.forget_clients_before(now - _CLIENTS_KNOWN)
        await subscriptions.purge_consents(before=now - PROOF_LIFETIME)
    return forgotten
