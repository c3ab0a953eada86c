"""Subscriptions as the desk lists them and as a subscriber sees what is held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.domain.register.subscriptions import Consent, Subscription
from registry.storage.repositories.subscriptions import to_consent, to_subscription
from registry.storage.tables.subscriptions import ConsentRow, SubscriptionRow, SuppressionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSubscription:
    """A subscription with the newest of its consents."""

    subscription: Subscription
    first_asked_at: datetime
    consent: Consent | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSubscription:
    """Everything held of one subscriber but the deliveries."""

    subscription: Subscription
    consents: Sequence[Consent]
    is_suppressed: bool


async def count_subscriptions() -> int:
    """How many there are, ended and erased ones included."""
    return int(await SubscriptionRow.count())


async def list_subscriptions(*, offset: int, limit: int) -> list[ListedSubscription]:
    """A page of them, the newest first."""
    newest = SubscriptionRow.select().order_by(SubscriptionRow.first_asked_at, SubscriptionRow.id, ascending=False)
    rows = await newest.offset(offset).limit(limit)
    consents = await _newest_consents([row["id"] for row in rows])
    return [
        ListedSubscription(
            subscription=to_subscription(row), first_asked_at=row["first_asked_at"], consent=consents.get(row["id"])
        )
        for row in rows
    ]


async def held(subscription_id: str) -> HeldSubscription | None:
    """What is held of the subscriber, erased ones included."""
    rows = await SubscriptionRow.select().where(SubscriptionRow.id == subscription_id)
    if not rows:
        return None
    subscription = to_subscription(rows[0])
    consents = (
        await ConsentRow.select()
        .where(ConsentRow.subscription_id == subscription_id)
        .order_by(ConsentRow.asked_at, ascending=False)
    )
    return HeldSubscription(
        subscription=subscription,
        consents=tuple(map(to_consent, consents)),
        is_suppressed=await SuppressionRow.exists().where(SuppressionRow.address_hash == subscription.address_hash),
    )


async def _newest_consents(subscription_ids: list[str]) -> dict[str, Consent]:
    if not subscription_ids:
        return {}
    rows = (
        await ConsentRow.select()
        .where(ConsentRow.subscription_id.is_in(subscription_ids))
        .order_by(ConsentRow.asked_at)
    )
    return {row["subscription_id"]: to_consent(row) for row in rows}
