"""Confirm a subscription by its link: looking changes nothing, one press counts, a used link still explains itself."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from registry.domain.register.events import Event, EventName
from registry.domain.register.subscriptions import Consent, Filters, Subscription
from registry.services.ending import subscriber
from registry.services.keyring import open_keyring
from registry.storage.journal import record
from registry.storage.repositories import subscriptions
from registry.storage.transaction import transaction


class ConfirmState(StrEnum):
    """What a link to confirm is worth."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    ENDED = "ended"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A link to confirm and what it is about; `email` only while the link is fresh and the subscription holds it."""

    state: ConfirmState
    email: str | None = None
    filters: Filters = Filters()
    confirmed_at: datetime | None = None


_UNKNOWN = Confirmation(state=ConfirmState.UNKNOWN)


async def look_at_confirmation(*, token: str, now: datetime) -> Confirmation:
    """What the link is worth now; changes nothing, so that mail scanners subscribe nobody."""
    consent = await _consent(token)
    if consent is None:
        return _UNKNOWN
    return _told(consent, await subscriptions.load(consent.subscription_id), now)


async def confirm_subscription(*, token: str, now: datetime) -> Confirmation:
    """Confirm it where the link waits; else what became of it. Again and again is the same as once."""
    consent = await _consent(token)
    if consent is None:
        return _UNKNOWN
    async with transaction():
        subscription = await subscriptions.load_for_update(consent.subscription_id)
        consent = await subscriptions.load_consent(consent.id) or consent
        told = _told(consent, subscription, now)
        if subscription is None or told.state is not ConfirmState.WAITING:
            return told
        is_live = subscription.confirmed_at is not None and subscription.ended_at is None
        confirmed = replace(
            subscription,
            filters=consent.filters,
            language=consent.language,
            confirmed_at=subscription.confirmed_at if is_live else now,
            ended_at=None,
            end_reason=None,
        )
        await subscriptions.confirm_consent(consent.id, at=now)
        await subscriptions.save(confirmed)
        await record(
            Event(
                name=EventName.SUBSCRIPTION_CONFIRMED,
                subject=f"subscription:{subscription.id}",
                actor=subscriber(subscription.id),
                at=now,
                data={"consent": consent.id},
            )
        )
    return replace(told, state=ConfirmState.CONFIRMED, confirmed_at=now)


async def _consent(token: str) -> Consent | None:
    ring = await open_keyring()
    consent_id = ring.consent_of(token)
    return await subscriptions.load_consent(consent_id) if consent_id else None


def _told(consent: Consent, subscription: Subscription | None, now: datetime) -> Confirmation:
    expired = consent.is_expired(now)
    state = _state(consent, subscription, expired=expired)
    shows = subscription is not None and not expired and state is not ConfirmState.ENDED
    return Confirmation(
        state=state,
        email=subscription.email if subscription is not None and shows else None,
        filters=consent.filters,
        confirmed_at=consent.confirmed_at,
    )


def _state(consent: Consent, subscription: Subscription | None, *, expired: bool) -> ConfirmState:
    if consent.withdrawn_at is not None:
        return ConfirmState.ENDED
    if consent.confirmed_at is not None:
        is_live = subscription is not None and subscription.ended_at is None
        return ConfirmState.CONFIRMED if is_live else ConfirmState.ENDED
    if expired:
        return ConfirmState.EXPIRED
    erased = subscription is None or subscription.email is None
    return ConfirmState.ENDED if erased else ConfirmState.WAITING
