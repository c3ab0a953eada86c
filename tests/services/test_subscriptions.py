"""Subscribing, confirming, leaving, erasing: by what the register holds afterwards."""

from datetime import timedelta

import pytest

from registry.domain.errors import InvalidInput, TooManyAttempts
from registry.domain.register.subscriptions import CONFIRM, PROOF_LIFETIME, Filters, SubscriptionState
from registry.services.confirm_subscription import ConfirmState, confirm_subscription, look_at_confirmation
from registry.services.erase_subscription import erase_subscription
from registry.services.expand_event import expand_event
from registry.services.export_subscription import export_subscription
from registry.services.forget_addresses import forget_addresses
from registry.services.keyring import make_keyring, open_keyring
from registry.services.unsubscribe import LinkState, look_at_unsubscribing, unsubscribe
from registry.storage.database import Engine
from registry.storage.repositories import keys
from registry.storage.tables.audit import AuditEntryRow
from registry.storage.tables.deliveries import DeliveryRow
from registry.storage.tables.subscriptions import ConsentRow, SubscriptionRow
from registry.storage.transaction import transaction
from tests.delivery.mailing import set_up
from tests.services.subscribing import NOW, ask, confirm_token, subscribe

EMAIL = "reader@customer.example"
DAY = timedelta(days=1)
NO_ADDRESSES = (
    "", "reader", "@customer.example", "reader@", "a@b@c.example", "reader@localhost", "reader@[127.0.0.1]",
    "reader@customer.example\nBcc: all@customer.example", "reader@customer.example\0", "re ader@customer.example",
    ".reader@customer.example", "reader..x@customer.example", "reader@-x.example", "reader@1.2.3.4",
    "<reader@customer.example>", "reader@customer.example,other@customer.example", '"a b"@customer.example',
    "r\u202eeader@customer.example", "a" * 65 + "@customer.example", "a@" + "b" * 250 + ".example",
    "a@\ud800.example", "a@" + "é" * 100 + ".example",
)  # fmt: skip
ADDRESSES = {
    " reader@Customer.Example\t": "reader@customer.example",
    "reader+list@customer.example": "reader+list@customer.example",
    "O'Neill@customer.example": "O'Neill@customer.example",
    "reader@münchen.example": "reader@xn--mnchen-3ya.example",
    "reader@faß.example": "reader@xn--fa-hia.example",
    "jörg@customer.example": "jörg@customer.example",
    "=?utf-8?q?x?=@customer.example": "=?utf-8?q?x?=@customer.example",
}


@pytest.fixture(autouse=True)
async def register(database: Engine) -> None:
    await set_up()


async def events() -> list[str]:
    rows = await AuditEntryRow.select(AuditEntryRow.event).order_by(AuditEntryRow.number)
    return [row["event"] for row in rows]


async def only() -> dict[str, object]:
    (row,) = await SubscriptionRow.select()
    return row


async def expand() -> int:
    while await expand_event(now=NOW + DAY, domain="starling.example"):
        pass
    return int(await DeliveryRow.count())


async def test_nothing_is_subscribed_before_the_press() -> None:
    await ask(EMAIL)
    token = await confirm_token(EMAIL)
    for _ in range(3):
        assert (await look_at_confirmation(token=token, now=NOW)).state is ConfirmState.WAITING
    assert (await only())["confirmed_at"] is None
    assert (await confirm_subscription(token=token, now=NOW)).state is ConfirmState.CONFIRMED
    assert (await only())["confirmed_at"] == NOW
    assert await events() == ["subscription.requested", "subscription.confirmed"]


async def test_a_used_link_explains_itself_and_changes_nothing() -> None:
    await subscribe(EMAIL)
    token = await confirm_token(EMAIL)
    again = await confirm_subscription(token=token, now=NOW + DAY)
    assert (again.state, again.confirmed_at, again.email) == (ConfirmState.CONFIRMED, NOW, EMAIL)
    assert (await events()).count("subscription.confirmed") == 1
    late = await look_at_confirmation(token=token, now=NOW + 8 * DAY)
    assert (late.state, late.email) == (ConfirmState.CONFIRMED, None)


async def test_a_link_works_for_seven_days() -> None:
    await ask(EMAIL)
    token, end = await confirm_token(EMAIL), NOW + 7 * DAY
    assert (await confirm_subscription(token=token, now=end)).state is ConfirmState.EXPIRED
    last = end - timedelta(seconds=1)
    assert (await confirm_subscription(token=token, now=last)).state is ConfirmState.CONFIRMED


async def test_a_made_up_link_does_nothing() -> None:
    leaving = await subscribe(EMAIL)
    near = leaving[:-1] + ("A" if leaving[-1] != "A" else "B")
    for token in ("", "x", "A" * 35, "é", "../etc/passwd", "A" * 4000, "=" * 35, leaving.lower(), near):
        assert (await confirm_subscription(token=token, now=NOW)).state is ConfirmState.UNKNOWN
        assert not await unsubscribe(token=token, now=NOW)
        assert not await erase_subscription(token=token, now=NOW)
        assert await export_subscription(token=token, now=NOW) is None
    assert (await only())["ended_at"] is None


async def test_a_link_is_good_for_its_own_purpose_only() -> None:
    leaving = await subscribe(EMAIL)
    assert (await look_at_confirmation(token=leaving, now=NOW)).state is ConfirmState.UNKNOWN
    assert not await unsubscribe(token=await confirm_token(EMAIL), now=NOW)


async def test_leaving_is_idempotent_and_works_for_ever() -> None:
    token = await subscribe(EMAIL)
    confirming = await confirm_token(EMAIL)
    for years in (0, 1, 20):
        assert await unsubscribe(token=token, now=NOW + years * 365 * DAY)
        await forget_addresses(now=NOW + years * 365 * DAY)
    row = await only()
    assert (row["email"], row["ended_at"]) == (None, NOW)
    assert (await events()).count("subscription.ended") == 1
    assert await look_at_unsubscribing(token=token) is LinkState.ENDED
    assert (await look_at_confirmation(token=confirming, now=NOW)).state is ConfirmState.UNKNOWN


async def test_looking_at_the_link_to_leave_ends_nothing() -> None:
    token = await subscribe(EMAIL)
    assert await look_at_unsubscribing(token=token) is LinkState.LIVE
    assert (await only())["ended_at"] is None


async def test_old_links_end_a_subscription_that_began_again() -> None:
    first = await subscribe(EMAIL)
    await unsubscribe(token=first, now=NOW)
    again = await subscribe(EMAIL, now=NOW + DAY)
    assert first == again
    assert (await only())["confirmed_at"] == NOW + DAY
    await unsubscribe(token=first, now=NOW + 2 * DAY)
    assert (await only())["email"] is None


async def test_a_link_to_confirm_is_dead_once_somebody_left() -> None:
    leaving = await subscribe(EMAIL)
    await ask(EMAIL, now=NOW + DAY, filters=Filters(services=("sms",)))
    waiting = await confirm_token(EMAIL)
    await unsubscribe(token=leaving, now=NOW + DAY)
    assert (await confirm_subscription(token=waiting, now=NOW + DAY)).state is ConfirmState.ENDED
    assert (await only())["email"] is None


async def test_erasing_leaves_a_tombstone_that_answers() -> None:
    token = await subscribe(EMAIL, filters=Filters(services=("sms",)))
    for _ in range(2):
        assert await erase_subscription(token=token, now=NOW + DAY)
    held = await export_subscription(token=token, now=NOW + DAY)
    assert held is not None
    assert (held.email, held.services, held.state) == (None, (), SubscriptionState.UNSUBSCRIBED)
    assert [consent.withdrawn_at for consent in held.consents] == [NOW + DAY]
    assert {row["client_hash"] for row in await ConsentRow.select()} == {""}
    assert (await events()).count("subscription.erased") == 1
    assert await unsubscribe(token=token, now=NOW + DAY)


async def test_one_mail_an_address_and_interval_whoever_asks_how_often() -> None:
    for minute, email in enumerate((EMAIL, EMAIL.upper(), "Reader@CUSTOMER.example", EMAIL)):
        await ask(email, now=NOW + timedelta(minutes=minute), client=f"192.0.2.{minute}")
    assert await SubscriptionRow.count() == 1
    assert await expand() == 1


async def test_one_client_is_slowed_and_others_are_not() -> None:
    for number in range(20):
        await ask(f"reader{number}@customer.example")
    with pytest.raises(TooManyAttempts) as refused:
        await ask(EMAIL)
    assert refused.value.retry_after == 3600
    await ask(EMAIL, client="198.51.100.7")
    await ask("another@customer.example", now=NOW + timedelta(minutes=61))
    assert await SubscriptionRow.count() == 22


async def test_an_address_that_cannot_be_one_is_refused() -> None:
    for email in NO_ADDRESSES:
        with pytest.raises(InvalidInput) as refused:
            await ask(email)
        assert [error.field for error in refused.value.errors] == ["email"]
    assert await SubscriptionRow.count() == 0


async def test_an_address_is_kept_as_it_can_be_written_to() -> None:
    for typed in ADDRESSES:
        await ask(typed)
    kept = {row["email"] for row in await SubscriptionRow.select(SubscriptionRow.email)}
    assert kept == set(ADDRESSES.values())


async def test_addresses_nobody_confirmed_are_forgotten() -> None:
    await ask(EMAIL)
    await subscribe("stays@customer.example")
    assert await forget_addresses(now=NOW + 7 * DAY - timedelta(seconds=1)) == 0
    assert await forget_addresses(now=NOW + 7 * DAY) == 1
    kept = {row["email"] for row in await SubscriptionRow.select(SubscriptionRow.email)}
    assert kept == {None, "stays@customer.example"}
    assert (await events())[-1] == "subscription.erased"


async def test_proof_is_kept_for_five_years_after_it_was_withdrawn() -> None:
    token = await subscribe(EMAIL)
    await unsubscribe(token=token, now=NOW + DAY)
    await forget_addresses(now=NOW + PROOF_LIFETIME)
    assert await ConsentRow.count() == 1
    await forget_addresses(now=NOW + PROOF_LIFETIME + 2 * DAY)
    assert await ConsentRow.count() == 0
    assert await unsubscribe(token=token, now=NOW + PROOF_LIFETIME + 2 * DAY)


async def test_a_link_outlives_a_new_key_and_so_does_the_address() -> None:
    token = await subscribe(EMAIL)
    async with transaction():
        await keys.add_key(at=NOW)
    assert len((await open_keyring()).secrets) == 2
    await ask(EMAIL, now=NOW + DAY)
    assert await SubscriptionRow.count() == 1
    assert await unsubscribe(token=token, now=NOW + DAY)
    assert (await only())["email"] is None


async def test_the_audit_holds_no_address() -> None:
    token = await subscribe("somebody.special@customer.example")
    await unsubscribe(token=token, now=NOW)
    said = str(await AuditEntryRow.select())
    assert "special" not in said
    assert "customer.example" not in said


async def test_a_failed_request_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_event: object) -> None:
        raise OSError

    monkeypatch.setattr("registry.services.request_subscription.record", broken)
    with pytest.raises(OSError):  # noqa: PT011 - ours, from above
        await ask(EMAIL)
    assert (await SubscriptionRow.count(), await ConsentRow.count()) == (0, 0)


async def test_the_keys_are_made_once() -> None:
    async with transaction():
        first = await make_keyring(now=NOW)
    async with transaction():
        assert (await make_keyring(now=NOW)).secrets == first.secrets
    assert first.token(CONFIRM, "00000000-0000-4000-8000-000000000001").isascii()
