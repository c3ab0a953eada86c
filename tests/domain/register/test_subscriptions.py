"""Who is meant by an event, and where a subscription stands."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.domain.register.subscriptions import (
    Consent,
    EndReason,
    Filters,
    Subscription,
    SubscriptionState,
    is_meant,
    matched_services,
    state_of,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("filters", "meant"),
    [
        (Filters(), True),
        (Filters(services=("sms",)), True),
        (Filters(services=("inbox",)), False),
        (Filters(vendor="x-messaging"), True),
        (Filters(vendor="other"), False),
    ],
)
def test_who_is_meant(filters: Filters, *, meant: bool) -> None:
    assert is_meant(filters, services=("sms",), vendor="x-messaging") is meant
    unknown_services: tuple[str, ...] = ()
    assert is_meant(Filters(services=filters.services), services=unknown_services, vendor="x-messaging")


def test_what_concerns_every_service_concerns_those_of_the_reader() -> None:
    assert is_meant(Filters(services=("inbox",)), services=("*",), vendor="x-messaging")
    assert matched_services(Filters(services=("inbox",)), ("*",)) == ("inbox",)
    assert matched_services(Filters(services=("inbox", "sms")), ("sms", "voice")) == ("sms",)
    assert matched_services(Filters(), ("sms",)) == ()


@pytest.mark.parametrize(
    ("confirmed", "ended", "reason", "days", "state"),
    [
        (False, False, None, 6, SubscriptionState.UNCONFIRMED),
        (False, False, None, 7, SubscriptionState.EXPIRED),
        (True, False, None, 900, SubscriptionState.CONFIRMED),
        (True, True, EndReason.UNSUBSCRIBED, 1, SubscriptionState.UNSUBSCRIBED),
        (True, True, EndReason.BOUNCED, 1, SubscriptionState.BOUNCED),
    ],
)
def test_where_it_stands(
    *, confirmed: bool, ended: bool, reason: EndReason | None, days: int, state: SubscriptionState
) -> None:
    subscription = Subscription(
        id="s",
        email="a@b.example",
        address_hash="h",
        confirmed_at=NOW if confirmed else None,
        ended_at=NOW if ended else None,
        end_reason=reason,
    )
    consent = Consent(
        id="c",
        subscription_id="s",
        filters=Filters(),
        language="en",
        wording="w",
        asked_at=NOW,
        asked_from="/subscribe",
    )
    assert state_of(subscription, consent, NOW + timedelta(days=days)) is state
