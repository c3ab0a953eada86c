"""Signing in and out, one-time links and passwords: every refusal, and what stays behind."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from registry.domain.errors import InvalidInput, InvalidStep, TooManyAttempts
from registry.domain.register.access import Role
from registry.domain.register.sign_in import LINK_LIFE, PER_ACCOUNT
from registry.services.add_user import add_user
from registry.services.change_user_roles import change_user_roles
from registry.services.issue_sign_in_link import issue_sign_in_link
from registry.services.keep_session import keep_session
from registry.services.opening import SignedIn, hash_of
from registry.services.set_password import set_password
from registry.services.sign_in import sign_in
from registry.services.sign_out import sign_out
from registry.services.use_sign_in_link import LinkState, look_at_link, use_sign_in_link
from registry.storage.repositories import access
from tests.cast import CHARLIE, ERIN

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PASSWORD = "correct horse battery"
EMAIL = "alice@starling.example"


async def invited() -> tuple[str, str]:
    added = await add_user(actor=ERIN.actor, email=EMAIL, name="Alice", roles=[Role.VENDOR_MANAGER], now=NOW)
    return added.user_id, added.link_token


async def settled() -> SignedIn:
    _, token = await invited()
    session = await use_sign_in_link(token=token, now=NOW)
    return await set_password(session=session, old="", password=PASSWORD, repeated=PASSWORD, now=NOW)


async def enter(
    password: str = PASSWORD, email: str = EMAIL, at: datetime = NOW, address: str = "192.0.2.1"
) -> SignedIn:
    return await sign_in(email=email, password=password, address=address, now=at)


async def test_a_link_signs_in_once() -> None:
    user_id, token = await invited()
    assert await look_at_link(token=token, now=NOW) is LinkState.GOOD
    session = await use_sign_in_link(token=token, now=NOW)
    assert session.actor.id == f"user:{user_id}"
    assert await look_at_link(token=token, now=NOW) is LinkState.USED
    with pytest.raises(InvalidStep):
        await use_sign_in_link(token=token, now=NOW)


async def test_a_link_ends_by_time_by_a_newer_one_and_by_closing() -> None:
    user_id, first = await invited()
    assert await look_at_link(token=first, now=NOW + LINK_LIFE) is LinkState.EXPIRED
    second = await issue_sign_in_link(actor=ERIN.actor, user_id=user_id, now=NOW)
    assert await look_at_link(token=first, now=NOW) is LinkState.EXPIRED
    await change_user_roles(
        actor=ERIN.actor, user_id=user_id, roles=[Role.VENDOR_MANAGER], is_active=False, version=1, now=NOW
    )
    with pytest.raises(InvalidStep):
        await use_sign_in_link(token=second, now=NOW)
    with pytest.raises(InvalidStep):
        await issue_sign_in_link(actor=ERIN.actor, user_id=user_id, now=NOW)


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "é" * 100])
async def test_an_unknown_link_opens_nothing(token: str) -> None:
    assert await look_at_link(token=token, now=NOW) is LinkState.UNKNOWN
    with pytest.raises(InvalidStep):
        await use_sign_in_link(token=token, now=NOW)


async def test_tables_hold_no_secret_that_could_be_used() -> None:
    session = await settled()
    user = await access.find_user(EMAIL)
    assert user is not None
    assert user.password_hash is not None
    assert user.password_hash.startswith("$argon2id$")
    assert await access.find_session(session.token) is None
    assert await access.find_session(hash_of(session.token)) is not None


async def test_the_password_signs_in_whatever_the_addresss_case() -> None:
    await settled()
    session = await enter(email="  ALICE@starling.example")
    assert (await keep_session(token=session.token, now=NOW)) is not None


@pytest.mark.parametrize("email", [EMAIL, CHARLIE, "no address", "' OR 1=1 --", "x" * 5000])
async def test_wrong_and_unknown_are_refused_in_the_same_words(email: str) -> None:
    await settled()
    with pytest.raises(InvalidInput, match="do not fit together"):
        await enter(email=email, password="wrong")


async def test_a_closed_user_and_one_without_password_cannot_sign_in() -> None:
    user_id, _ = await invited()
    for password in ("", "nobody has this password"):
        with pytest.raises(InvalidInput):
            await enter(password=password)
    await change_user_roles(actor=ERIN.actor, user_id=user_id, roles=[], is_active=False, version=1, now=NOW)
    with pytest.raises(InvalidInput):
        await enter()


async def test_guessing_is_slowed_even_with_the_right_password_at_last() -> None:
    await settled()
    for number in range(PER_ACCOUNT.free):
        with pytest.raises(InvalidInput):
            await enter(password="wrong", address=f"192.0.2.{number}")
    with pytest.raises(TooManyAttempts) as caught:
        await enter()
    assert 0 < caught.value.retry_after <= 900
    await enter(at=NOW + timedelta(seconds=caught.value.retry_after))


async def test_many_guesses_at_once_do_not_pass_as_one() -> None:
    await settled()
    outcomes = await asyncio.gather(*(enter(password="wrong") for _ in range(14)), return_exceptions=True)
    assert sum(isinstance(outcome, InvalidInput) for outcome in outcomes) <= PER_ACCOUNT.free


async def test_signing_in_forgets_the_failures() -> None:
    await settled()
    for _ in range(2):
        for _ in range(PER_ACCOUNT.free - 1):
            with pytest.raises(InvalidInput):
                await enter(password="wrong")
        await enter()


async def test_signing_in_gives_a_new_secret_and_ends_the_old() -> None:
    old = await settled()
    new = await sign_in(email=EMAIL, password=PASSWORD, address="", now=NOW, old_token=old.token)
    assert new.token != old.token
    assert await keep_session(token=old.token, now=NOW) is None


async def test_signing_out_ends_the_session_and_twice_is_once() -> None:
    session = await settled()
    await sign_out(token=session.token, now=NOW)
    await sign_out(token=session.token, now=NOW)
    assert await keep_session(token=session.token, now=NOW) is None


async def test_use_keeps_a_session_from_idling_but_not_for_ever() -> None:
    session = await settled()
    at = NOW
    for _ in range(27):
        at += timedelta(hours=6)
        assert await keep_session(token=session.token, now=at) is not None
    assert await keep_session(token=session.token, now=at + timedelta(hours=6)) is None


async def test_an_idle_session_ends() -> None:
    session = await settled()
    assert await keep_session(token=session.token, now=NOW + timedelta(hours=8)) is None


async def test_a_new_password_needs_the_old_one_and_ends_other_sessions() -> None:
    await settled()
    session, other = await enter(), await enter()
    with pytest.raises(InvalidInput) as caught:
        await set_password(
            session=session, old="wrong", password="another good one", repeated="another good one", now=NOW
        )
    assert caught.value.errors[0].field == "old"
    new = await set_password(
        session=session, old=PASSWORD, password="another good one", repeated="another good one", now=NOW
    )
    assert [await keep_session(token=s.token, now=NOW) is not None for s in (session, other, new)] == [
        False,
        False,
        True,
    ]


async def test_a_link_used_long_ago_no_longer_spares_the_old_password() -> None:
    user_id = (await settled()).user_id
    token = await issue_sign_in_link(actor=ERIN.actor, user_id=user_id, now=NOW)
    session = await use_sign_in_link(token=token, now=NOW)
    late = NOW + timedelta(hours=2)
    with pytest.raises(InvalidInput):
        await set_password(session=session, old="", password="another good one", repeated="another good one", now=late)
