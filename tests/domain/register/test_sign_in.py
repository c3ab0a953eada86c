"""Rules of signing in: throttling, expiry, addresses and passwords."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.domain.errors import InvalidInput
from registry.domain.register.sign_in import (
    PER_ACCOUNT,
    SESSION_IDLE,
    SESSION_LIFE,
    Throttle,
    check_password,
    normal_email,
    normal_name,
    session_holds,
)  # fmt: skip

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
RULE = Throttle(free=3, first_wait=timedelta(seconds=10), longest=timedelta(seconds=60), window=timedelta(minutes=30))


def failed(*seconds_ago: int) -> list[datetime]:
    return [NOW - timedelta(seconds=s) for s in seconds_ago]


def test_the_first_failures_cost_nothing() -> None:
    assert RULE.wait(failed(0, 0), now=NOW) == timedelta()


@pytest.mark.parametrize(("count", "seconds"), [(3, 10), (4, 20), (5, 40), (6, 60), (100, 60)])
def test_each_further_failure_doubles_the_wait_up_to_the_longest(count: int, seconds: int) -> None:
    assert RULE.wait(failed(*[0] * count), now=NOW) == timedelta(seconds=seconds)


def test_waiting_is_over_when_it_is_over() -> None:
    assert RULE.wait(failed(10, 11, 12), now=NOW) == timedelta()
    assert RULE.wait(failed(9, 11, 12), now=NOW) == timedelta(seconds=1)


def test_failures_outside_the_window_are_forgotten() -> None:
    assert RULE.wait(failed(1, 1800, 1801), now=NOW) == timedelta()


@pytest.mark.parametrize(
    ("idle", "age", "holds"),
    [
        (timedelta(), timedelta(), True),
        (SESSION_IDLE - timedelta(seconds=1), timedelta(days=1), True),
        (SESSION_IDLE, timedelta(days=1), False),
        (timedelta(), SESSION_LIFE, False),
    ],
)
def test_a_session_ends_by_idling_and_by_age(idle: timedelta, age: timedelta, holds: bool) -> None:
    assert session_holds(started_at=NOW - age, seen_at=NOW - idle, ended_at=None, now=NOW) is holds


def test_an_ended_session_is_ended() -> None:
    assert not session_holds(started_at=NOW, seen_at=NOW, ended_at=NOW, now=NOW)


def test_addresses_are_compared_in_one_form() -> None:
    assert normal_email("  Alice@Starling.Example ") == "alice@starling.example"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a@b",
        "@b.example",
        "a@b@c.example",
        "a b@c.example",
        "a\n@b.example",
        "<a@b.example>",
        "a" * 250 + "@b.example",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        normal_email(text)
    assert caught.value.errors[0].field == "email"


def test_names_are_one_line_without_control_characters() -> None:
    assert normal_name("  Ann \n Lee ") == "Ann Lee"
    with pytest.raises(InvalidInput):
        normal_name("Ann\x00")


@pytest.mark.parametrize(
    ("password", "repeated", "field"),
    [
        ("short", "short", "password"),
        ("x" * 129, "x" * 129, "password"),
        ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "password"),
        ("alice@starling.example", "alice@starling.example", "password"),
        ("a good long one", "another one", "repeated"),
    ],
)
def test_weak_or_mistyped_passwords_are_refused(password: str, repeated: str, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_password(password, repeated=repeated, email="alice@starling.example")
    assert [error.field for error in caught.value.errors] == [field]


def test_a_password_is_kept_as_typed_but_for_its_normal_form() -> None:
    assert (
        check_password(" correct horse ﬁ ", repeated=" correct horse fi ", email="a@b.example") == " correct horse fi "
    )


def test_nobody_is_locked_out_for_long() -> None:
    assert PER_ACCOUNT.wait([NOW] * 1000, now=NOW) <= timedelta(minutes=15)
