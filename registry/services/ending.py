"""How services end a subscription: no more mails, no address kept, the proof stays; no verb of its own."""

from dataclasses import replace
from datetime import datetime

from registry.domain.register.events import Event, EventName
from registry.domain.register.subscriptions import EndReason, Subscription
from registry.storage.journal import record
from registry.storage.repositories import deliveries, subscriptions


async def end_subscription(
    subscription: Subscription, *, reason: EndReason, actor: str, now: datetime, keeps_address: bool = False
) -> None:
    """End it; one that has ended stays as it is, but an address given since is deleted. Inside a transaction."""
    is_live = subscription.ended_at is None
    if not is_live and subscription.email is None:
        return
    ended = replace(
        subscription,
        email=subscription.email if keeps_address else None,
        ended_at=subscription.ended_at or now,
        end_reason=subscription.end_reason or reason,
    )
    await subscriptions.save(ended)
    await subscriptions.withdraw_consents(subscription.id, at=now)
    await deliveries.cancel_waiting(subscription.id, at=now)
    if is_live:
        data = {"reason": reason.value}
        await record(
            Event(
                name=EventName.SUBSCRIPTION_ENDED,
                subject=f"subscription:{subscription.id}",
                actor=actor,
                at=now,
                data=data,
            )
        )


def subscriber(subscription_id: str) -> str:
    """The subscriber as events name them."""
    return f"subscriber:{subscription_id}"
