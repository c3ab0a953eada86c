"""End a subscription by the link in every mail: at once, as often as one likes, for ever (RFC 8058)."""

from datetime import datetime
from enum import StrEnum

from registry.domain.register.subscriptions import EndReason
from registry.services.ending import end_subscription, subscriber
from registry.services.keyring import open_keyring
from registry.storage.repositories import subscriptions
from registry.storage.transaction import transaction


class LinkState(StrEnum):
    """What a link to unsubscribe can still do."""

    LIVE = "live"
    ENDED = "ended"
    UNKNOWN = "unknown"


async def look_at_unsubscribing(*, token: str) -> LinkState:
    """What the link can still do; changes nothing, so that mail scanners end nothing."""
    subscription_id = (await open_keyring()).subscription_of(token)
    if subscription_id is None:
        return LinkState.UNKNOWN
    subscription = await subscriptions.load(subscription_id)
    ended = subscription is None or (subscription.ended_at is not None and subscription.email is None)
    return LinkState.ENDED if ended else LinkState.LIVE


async def unsubscribe(*, token: str, now: datetime) -> bool:
    """End it and delete the address; False where the link was never one of ours."""
    subscription_id = (await open_keyring()).subscription_of(token)
    if subscription_id is None:
        return False
    async with transaction():
        subscription = await subscriptions.load_for_update(subscription_id)
        if subscription is not None:
            actor = subscriber(subscription_id)
            await end_subscription(subscription, reason=EndReason.UNSUBSCRIBED, actor=actor, now=now)
    return True
