"""End a subscription by the link in every mail: at once, as often as one likes, for ever (RFC 8058)."""

from datetime import datetime

from registry.domain.register.subscriptions import EndReason
from registry.services.ending import end_subscription, subscriber
from registry.services.keyring import open_keyring
from registry.storage.repositories import subscriptions
from registry.storage.transaction import transaction


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
