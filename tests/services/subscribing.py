"""How tests subscribe somebody without a page or a mail."""

from datetime import UTC, datetime

from registry.domain.register.subscriptions import CONFIRM, UNSUBSCRIBE, Filters
from registry.services.confirm_subscription import confirm_subscription
from registry.services.keyring import open_keyring
from registry.services.request_subscription import request_subscription
from registry.storage.tables.subscriptions import ConsentRow, SubscriptionRow

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def ask(email: str, *, now: datetime = NOW, filters: Filters = Filters(), client: str = "192.0.2.1") -> None:
    await request_subscription(
        email=email,
        filters=filters,
        language="en",
        wording="test",
        asked_from="/subscribe",
        client=client,
        now=now,
    )


async def confirm_token(email: str) -> str:
    """The token of the newest question to the address."""
    known = SubscriptionRow.select(SubscriptionRow.id).where(SubscriptionRow.email == email)
    asked = ConsentRow.select(ConsentRow.id).where(ConsentRow.subscription_id.is_in(known))
    rows = await asked.order_by(ConsentRow.asked_at, ascending=False).limit(1)
    return (await open_keyring()).token(CONFIRM, rows[0]["id"])


async def unsubscribe_token(email: str) -> str:
    rows = await SubscriptionRow.select(SubscriptionRow.id).where(SubscriptionRow.email == email)
    return (await open_keyring()).token(UNSUBSCRIBE, rows[0]["id"])


async def subscribe(email: str, *, now: datetime = NOW, filters: Filters = Filters()) -> str:
    """Somebody who has confirmed; the token of the link that ends it."""
    await ask(email, now=now, filters=filters, client=email)
    await confirm_subscription(token=await confirm_token(email), now=now)
    return await unsubscribe_token(email)
