"""Record what came of a try and let what follows follow: sent, another try, an address written to no more."""

from datetime import datetime

from registry.domain.register.access import SYSTEM
from registry.domain.register.deliveries import Answer, Delivery, DeliveryState, Outcome, settle, without_addresses
from registry.domain.register.subscriptions import EndReason
from registry.services.ending import end_subscription
from registry.storage.repositories import deliveries, subscriptions
from registry.storage.transaction import transaction


async def settle_delivery(
    *,
    worker: str,
    delivery: Delivery,
    outcome: Outcome,
    code: int | None = None,
    text: str = "",
    email: str = "",
    now: datetime,
) -> DeliveryState | None:
    """The state it leads to; None, nothing written, where somebody else settled it meanwhile.

    `text` is the other side's, kept without addresses; `email` the recipient's, to be left out of it.
    """
    answer = Answer(outcome=outcome, at=now, code=code, text=without_addresses(text, email))
    settled = settle(delivery, answer)
    async with transaction():
        if not await deliveries.settle(delivery, answer, settled, claimed_by=worker):
            return None
        if settled.suppress:
            await _write_no_more(delivery, now)
    return settled.state


async def _write_no_more(delivery: Delivery, now: datetime) -> None:
    subscription = await subscriptions.load_for_update(delivery.subscription_id)
    if subscription is None:
        return
    await subscriptions.suppress(subscription.address_hash, at=now, delivery_id=delivery.id)
    reason, actor = EndReason.BOUNCED, SYSTEM.id
    await end_subscription(subscription, reason=reason, actor=actor, now=now, keeps_address=True)
