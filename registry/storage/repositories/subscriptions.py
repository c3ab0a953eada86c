"""Subscriptions with the proof of each consent, and the addresses that are written to no more."""

from datetime import datetime
from typing import Any

import msgspec

from registry.domain.register.subscriptions import Consent, EndReason, Filters, Subscription
from registry.storage.repositories.revisions import encode
from registry.storage.tables.subscriptions import ConsentRow, SubscriptionRow, SuppressionRow


async def load(subscription_id: str) -> Subscription | None:
    """The subscription, erased ones included."""
    rows = await SubscriptionRow.select().where(SubscriptionRow.id == subscription_id)
    return to_subscription(rows[0]) if rows else None


async def load_for_update(subscription_id: str) -> Subscription | None:
    """The subscription, to be saved in this transaction: the empty update makes whoever wants the same wait."""
    await SubscriptionRow.update({SubscriptionRow.id: subscription_id}).where(SubscriptionRow.id == subscription_id)
    return await load(subscription_id)


async def load_or_add(subscription: Subscription, *, asked_at: datetime) -> Subscription:
    """The subscription of the address, held as by `load_for_update`; written where the address has none yet."""
    row = SubscriptionRow(
        id=subscription.id,
        email=subscription.email,
        address_hash=subscription.address_hash,
        services=encode(subscription.filters.services),
        vendor=subscription.filters.vendor,
        language=subscription.language,
        first_asked_at=asked_at,
    )
    await SubscriptionRow.insert(row).on_conflict(target=SubscriptionRow.address_hash, action="DO NOTHING")
    rows = await SubscriptionRow.select(SubscriptionRow.id).where(
        SubscriptionRow.address_hash == subscription.address_hash
    )
    return await load_for_update(rows[0]["id"]) or subscription


async def save(subscription: Subscription) -> None:
    """Write the subscription back."""
    values = {
        SubscriptionRow.email: subscription.email,
        SubscriptionRow.services: encode(subscription.filters.services),
        SubscriptionRow.vendor: subscription.filters.vendor,
        SubscriptionRow.language: subscription.language,
        SubscriptionRow.confirmed_at: subscription.confirmed_at,
        SubscriptionRow.ended_at: subscription.ended_at,
        SubscriptionRow.end_reason: subscription.end_reason.value if subscription.end_reason else None,
    }
    await SubscriptionRow.update(values).where(SubscriptionRow.id == subscription.id)  # type: ignore[arg-type]


async def load_entitled(*, after: str, recorded_at: datetime, limit: int) -> list[Subscription]:
    """Live subscriptions confirmed before the instant, by id, from the one after `after`."""
    rows = (
        await SubscriptionRow.select()
        .where(
            SubscriptionRow.id > after,
            SubscriptionRow.confirmed_at <= recorded_at,
            SubscriptionRow.ended_at.is_null(),
            SubscriptionRow.email.is_not_null(),
        )
        .order_by(SubscriptionRow.id)
        .limit(limit)
    )
    return [to_subscription(row) for row in rows]


async def add_consent(consent: Consent) -> None:
    """Write down that somebody asked."""
    await ConsentRow.insert(
        ConsentRow(
            id=consent.id,
            subscription_id=consent.subscription_id,
            services=encode(consent.filters.services),
            vendor=consent.filters.vendor,
            language=consent.language,
            wording=consent.wording,
            asked_at=consent.asked_at,
            asked_from=consent.asked_from,
            client_hash=consent.client_hash,
        )
    )


async def load_consent(consent_id: str) -> Consent | None:
    """One double opt-in."""
    rows = await ConsentRow.select().where(ConsentRow.id == consent_id)
    return to_consent(rows[0]) if rows else None


async def confirm_consent(consent_id: str, *, at: datetime) -> bool:
    """Note the confirmation; False where it was confirmed before."""
    rows = (
        await ConsentRow.update({ConsentRow.confirmed_at: at})
        .where(ConsentRow.id == consent_id, ConsentRow.confirmed_at.is_null())
        .returning(ConsentRow.id)
    )
    return bool(rows)


async def withdraw_consents(subscription_id: str, *, at: datetime) -> None:
    """Note that what was consented to is withdrawn; links that still wait are dead with it."""
    await ConsentRow.update({ConsentRow.withdrawn_at: at}).where(
        ConsentRow.subscription_id == subscription_id, ConsentRow.withdrawn_at.is_null()
    )


async def forget_clients(subscription_id: str) -> bool:
    """Forget from which clients the subscription was asked for; False where nothing was known."""
    rows = (
        await ConsentRow.update({ConsentRow.client_hash: ""})
        .where(ConsentRow.subscription_id == subscription_id, ConsentRow.client_hash != "")
        .returning(ConsentRow.id)
    )
    return bool(rows)


async def forget_clients_before(asked_before: datetime) -> None:
    """Forget which clients asked long ago: nothing is counted by them any more."""
    await ConsentRow.update({ConsentRow.client_hash: ""}).where(
        ConsentRow.client_hash != "", ConsentRow.asked_at < asked_before
    )


async def purge_consents(*, before: datetime) -> None:
    """Delete the proof of consents that were withdrawn, or asked for and never given, before the instant."""
    never_given = ConsentRow.confirmed_at.is_null() & (ConsentRow.asked_at < before)
    await ConsentRow.delete().where((ConsentRow.withdrawn_at < before) | never_given)


async def count_requests(client_hash: str, *, since: datetime) -> int:
    """How often the client asked since the instant."""
    asked = ConsentRow.count().where(ConsentRow.client_hash == client_hash, ConsentRow.asked_at > since)
    return int(await asked)


async def load_stale(*, asked_before: datetime, limit: int) -> list[Subscription]:
    """Subscriptions never confirmed (or ended) that still hold an address though no link to confirm can work."""
    rows = (
        await SubscriptionRow.select()
        .where(
            SubscriptionRow.email.is_not_null(),
            (SubscriptionRow.confirmed_at.is_null()) | (SubscriptionRow.ended_at.is_not_null()),
            SubscriptionRow.id.not_in(
                ConsentRow.select(ConsentRow.subscription_id).where(ConsentRow.asked_at > asked_before)
            ),
        )
        .limit(limit)
    )
    return [to_subscription(row) for row in rows]


async def suppress(address_hash: str, *, at: datetime, delivery_id: str) -> None:
    """Write to the address no more."""
    row = SuppressionRow(address_hash=address_hash, since_at=at, delivery_id=delivery_id)
    await SuppressionRow.insert(row).on_conflict(target=SuppressionRow.address_hash, action="DO NOTHING")


async def is_suppressed(address_hash: str) -> bool:
    """Whether a mail server said that nobody is there."""
    return await SuppressionRow.exists().where(SuppressionRow.address_hash == address_hash)


def to_subscription(row: dict[str, Any]) -> Subscription:
    """A stored row as the domain's value."""
    return Subscription(
        id=row["id"],
        email=row["email"],
        address_hash=row["address_hash"],
        filters=_filters(row),
        language=row["language"],
        confirmed_at=row["confirmed_at"],
        ended_at=row["ended_at"],
        end_reason=EndReason(row["end_reason"]) if row["end_reason"] else None,
    )


def to_consent(row: dict[str, Any]) -> Consent:
    """A stored row as the domain's value."""
    return Consent(
        id=row["id"],
        subscription_id=row["subscription_id"],
        filters=_filters(row),
        language=row["language"],
        wording=row["wording"],
        asked_at=row["asked_at"],
        asked_from=row["asked_from"],
        client_hash=row["client_hash"],
        confirmed_at=row["confirmed_at"],
        withdrawn_at=row["withdrawn_at"],
    )


def _filters(row: dict[str, Any]) -> Filters:
    return Filters(services=tuple(msgspec.json.decode(row["services"])), vendor=row["vendor"])
