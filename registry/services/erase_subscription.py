"""Erase what is held of a subscriber: the address, the wishes and the trace of the client; the bare proof stays."""

from dataclasses import replace
from datetime import datetime

from registry.domain.register.events import Event, EventName
from registry.domain.register.subscriptions import EndReason, Filters
from registry.services.ending import end_subscription, subscriber
from registry.services.keyring import open_keyring
from registry.storage.journal import record
from registry.storage.repositories import subscriptions
from registry.storage.transaction import transaction


async def erase_subscription(*, token: str, now: datetime) -> bool:
    """End it and erase; False where the link was never one of ours. A tombstone keeps the link answering."""
    subscription_id = (await open_keyring()).subscription_of(token)
    if subscription_id is None:
        return False
    async with transaction():
        subscription = await subscriptions.load_for_update(subscription_id)
        if subscription is None:
            return True
        actor = subscriber(subscription_id)
        await end_subscription(subscription, reason=EndReason.UNSUBSCRIBED, actor=actor, now=now)
        ended = await subscriptions.load(subscription_id) or subscription
        had_more = await subscriptions.forget_clients(subscription_id)
        if not had_more and subscription.email is None and ended.filters == Filters():
            return True
        await subscriptions.save(replace(ended, filters=Filters()))
        await record(
            Event(
                name=EventName.SUBSCRIPTION_ERASED,
                subject=f"subscription:{subscription_id}",
                actor=actor,
                at=now,
            )
        )
    return True
