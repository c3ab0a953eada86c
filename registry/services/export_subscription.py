"""Show a subscriber what is held, by the link in every mail."""

from datetime import datetime

from registry.answers.subscriptions import Held, held_of
from registry.services.keyring import open_keyring


async def export_subscription(*, token: str, now: datetime) -> Held | None:
    """What is held; None where the link was never one of ours, or nothing of it is left."""
    subscription_id = (await open_keyring()).subscription_of(token)
    return await held_of(subscription_id, now=now) if subscription_id else None
