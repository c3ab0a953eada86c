"""What a delivery needs just before it is sent, read afresh: whether it is wanted still, by whom, with which links."""

from dataclasses import dataclass
from datetime import datetime

from registry.domain.register.deliveries import BOUNCE, Delivery, DeliveryKind, Outcome
from registry.domain.register.publications import Publication
from registry.domain.register.subscriptions import CONFIRM, UNSUBSCRIBE, Consent, Filters, Subscription
from registry.services.keyring import Keyring, open_keyring
from registry.storage.repositories import publications, subscriptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A delivery on its way: `token` is its link's, `bounce_token` the envelope sender's."""

    delivery: Delivery
    email: str
    language: str
    filters: Filters
    token: str
    bounce_token: str


async def prepare_delivery(*, delivery: Delivery, now: datetime) -> Prepared | Outcome:
    """What it takes to send it, or why it is not sent."""
    subscription = await subscriptions.load(delivery.subscription_id)
    if subscription is None or subscription.email is None:
        return Outcome.NOT_WANTED
    if await subscriptions.is_suppressed(subscription.address_hash):
        return Outcome.SUPPRESSED
    ring = await open_keyring()
    if delivery.kind is DeliveryKind.SUBSCRIPTION_CONFIRM:
        return await _question(delivery, subscription, ring, now)
    if subscription.confirmed_at is None or subscription.ended_at is not None:
        return Outcome.NOT_WANTED
    token = ring.token(UNSUBSCRIBE, subscription.id)
    return _prepared(delivery, subscription.email, subscription, ring, token)


async def publication_of(sequence: int) -> Publication:
    """The published event that a delivery tells of."""
    return await publications.load(sequence)


async def _question(delivery: Delivery, subscription: Subscription, ring: Keyring, now: datetime) -> Prepared | Outcome:
    consent = await subscriptions.load_consent(delivery.consent_id or "")
    if consent is None or not _waits(consent, now):
        return Outcome.NOT_WANTED
    return _prepared(delivery, subscription.email or "", consent, ring, ring.token(CONFIRM, consent.id))


def _waits(consent: Consent, now: datetime) -> bool:
    return consent.confirmed_at is None and consent.withdrawn_at is None and not consent.is_expired(now)


def _prepared(delivery: Delivery, email: str, asked: Subscription | Consent, ring: Keyring, token: str) -> Prepared:
    return Prepared(
        delivery=delivery,
        email=email,
        language=asked.language,
        filters=asked.filters,
        token=token,
        bounce_token=ring.case_blind_token(BOUNCE, delivery.id),
    )
