"""What an answer means, when to try again, and that no log keeps an address."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.domain.register.deliveries import (
    Answer,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Outcome,
    Stage,
    next_try,
    outcome_of,
    settle,
    without_addresses,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTES = timedelta(minutes=1)


def delivery(**more: object) -> Delivery:
    given = {"id": "d", "kind": DeliveryKind.NOTICE, "subscription_id": "s", "message_id": "<d@x.example>"}
    return Delivery(**{**given, "created_at": NOW, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stage", "code", "text", "meant"),
    [
        (Stage.RECIPIENT, 550, "5.1.1 no such user", Outcome.NO_SUCH_RECIPIENT),
        (Stage.RECIPIENT, 550, "no such user", Outcome.NO_SUCH_RECIPIENT),
        (Stage.RECIPIENT, 550, "5.1.10 null MX", Outcome.NO_SUCH_RECIPIENT),
        (Stage.RECIPIENT, 552, "5.2.2 mailbox full", Outcome.REJECTED),
        (Stage.RECIPIENT, 550, "5.7.1 relaying denied", Outcome.REJECTED),
        (Stage.RECIPIENT, 450, "4.2.0 greylisted", Outcome.DEFERRED),
        (Stage.SENDER, 550, "5.1.8 bad sender", Outcome.REJECTED),
        (Stage.CONTENT, 554, "5.6.0 spam", Outcome.REJECTED),
        (Stage.CONTENT, 451, "later", Outcome.DEFERRED),
    ],
)
def test_what_a_refusal_means(stage: Stage, code: int, text: str, meant: Outcome) -> None:
    assert outcome_of(stage=stage, code=code, text=text) is meant


def test_the_first_retry_waits_five_minutes_and_each_one_longer() -> None:
    waits = [next_try(attempts=n, first_tried_at=NOW, now=NOW) for n in range(1, 9)]
    assert [wait - NOW for wait in waits if wait] == [n * MINUTES for n in (5, 10, 20, 40, 80, 160, 320, 480)]


def test_after_four_days_it_is_given_up() -> None:
    end = NOW + timedelta(days=4)
    last = next_try(attempts=20, first_tried_at=NOW, now=end - MINUTES)
    assert last == end + 4 * MINUTES
    assert next_try(attempts=21, first_tried_at=NOW, now=end) is None


def test_only_nobody_there_suppresses() -> None:
    suppressing = [outcome for outcome in Outcome if settle(delivery(), Answer(outcome=outcome, at=NOW)).suppress]
    assert suppressing == [Outcome.NO_SUCH_RECIPIENT]


def test_a_mail_server_that_is_away_is_no_try() -> None:
    settled = settle(delivery(attempts=3), Answer(outcome=Outcome.UNREACHABLE, at=NOW))
    assert (settled.state, settled.counts, settled.next_try_at) == (
        DeliveryState.PENDING,
        False,
        NOW + timedelta(seconds=10),
    )


@pytest.mark.parametrize(
    "said",
    [
        "550 <Jo.Doe@Customer.example>: no such user Jo.Doe",
        "mailbox jo.doe@customer.example is full, see admin@mx.customer.example",
        "5.1.1 JO.DOE unknown\r\nhelo\x00",
    ],
)
def test_no_answer_keeps_an_address(said: str) -> None:
    kept = without_addresses(said, "jo.doe@customer.example")
    assert "doe" not in kept.lower()
    assert "@" not in kept
    assert kept.isprintable()
