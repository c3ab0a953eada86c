"""The worker against a mail server: who is written to, once, and what follows from each answer."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from registry.delivery.channels import Mailing
from registry.delivery.worker import run_worker
from registry.domain.register.events import Event, EventName
from registry.domain.register.publications import EntryKind
from registry.domain.register.subscriptions import Filters
from registry.services.expand_event import expand_event
from registry.services.unsubscribe import unsubscribe
from registry.storage.database import Engine
from registry.storage.journal import record
from registry.storage.tables.deliveries import DeliveryAttemptRow, DeliveryRow
from registry.storage.tables.outbox import OutboxRow
from registry.storage.tables.subscriptions import SubscriptionRow, SuppressionRow
from registry.storage.transaction import transaction
from registry.storage.worker_turn import WorkerTurn
from tests.delivery.mailing import BASE_URL, JUDGE, SetClock, Sink, listening, set_up, tell, work, working
from tests.services.subscribing import NOW, ask, subscribe

LATER = NOW + timedelta(seconds=10)


async def read_state(email: str) -> list[str]:
    """How the deliveries of news to the address stand."""
    people = SubscriptionRow.select(SubscriptionRow.id).where(SubscriptionRow.email == email)
    rows = await DeliveryRow.select(DeliveryRow.state).where(
        DeliveryRow.subscription_id.is_in(people), DeliveryRow.publication.is_not_null()
    )
    return [row["state"] for row in rows]


async def outcomes() -> list[str]:
    rows = await DeliveryAttemptRow.select(DeliveryAttemptRow.outcome).order_by(DeliveryAttemptRow.id)
    return [row["outcome"] for row in rows]


async def seconds_later(clock: SetClock, sink: Sink, *, days: float = 0, minutes: float = 0) -> None:
    clock.at += timedelta(days=days, minutes=minutes)
    await work(sink, clock)


@pytest.fixture(autouse=True)
async def register(database: Engine) -> None:
    await set_up()


async def test_everybody_entitled_is_written_to_once() -> None:
    for number in range(7):
        await subscribe(f"reader{number}@customer.example")
    await subscribe("inbox@customer.example", filters=Filters(services=("inbox",)))
    await subscribe("late@customer.example", now=LATER)
    await ask("unconfirmed@customer.example", now=LATER)
    gone = await subscribe("gone@customer.example")
    await tell()
    await unsubscribe(token=gone, now=LATER)
    async with listening(Sink()) as sink:
        await work(sink)
        await work(sink)
    told = [taken.recipient for taken in sink.taken if "List-Id" in taken.message]
    assert sorted(told) == [f"reader{number}@customer.example" for number in range(7)]
    assert sink.recipients.count("unconfirmed@customer.example") == 1


async def test_a_mail_carries_what_mail_programs_need() -> None:
    token = await subscribe("reader@customer.example")
    await tell()
    async with listening(Sink()) as sink:
        await work(sink)
    (taken,) = sink.taken
    message = taken.message
    assert message["List-Unsubscribe"] == f"<{BASE_URL}/unsubscribe/{token}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<changes.registry.starling.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@starling.example>")
    assert taken.sender.startswith("bounce+")
    assert "reader" not in taken.sender + token
    text = message.get_body(("plain",))
    assert text is not None
    assert f"{BASE_URL}/unsubscribe/{token}" in text.get_content()


async def test_news_for_many_is_expanded_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.services.expand_event.BATCH", 3)
    for number in range(8):
        await subscribe(f"reader{number}@customer.example", filters=Filters(services=("sms" if number else "inbox",)))
    await tell()
    async with listening(Sink()) as sink:
        await work(sink)
    assert len(sink.taken) == 7
    assert await OutboxRow.count().where(OutboxRow.done_at.is_null()) == 0


async def test_greylisting_is_tried_again_after_five_minutes_with_the_same_id() -> None:
    await subscribe("reader@customer.example")
    await tell()
    clock = SetClock()
    async with listening(Sink(answer=lambda _: "450 4.2.0 Greylisted, come back later")) as sink:
        await work(sink, clock)
        assert await read_state("reader@customer.example") == ["pending"]
        sink.answer = lambda _: None
        await seconds_later(clock, sink, minutes=4)
        assert sink.taken == []
        await seconds_later(clock, sink, minutes=2)
    (taken,) = sink.taken
    rows = await DeliveryRow.select().where(DeliveryRow.publication.is_not_null())
    assert taken.message["Message-ID"] == rows[0]["message_id"]
    assert (rows[0]["state"], rows[0]["attempts"]) == ("sent", 2)


async def test_it_is_given_up_after_four_days() -> None:
    await subscribe("reader@customer.example")
    await tell()
    clock = SetClock()
    async with listening(Sink(answer=lambda _: "451 4.3.0 Try later")) as sink:
        await work(sink, clock)
        await seconds_later(clock, sink, days=3.9)
        assert await read_state("reader@customer.example") == ["pending"]
        await seconds_later(clock, sink, days=0.5)
    assert await read_state("reader@customer.example") == ["failed"]


async def test_nobody_there_ends_the_subscription_and_is_remembered() -> None:
    await subscribe("gone@customer.example")
    await tell()
    async with listening(Sink(answer=lambda _: "550 5.1.1 <gone@customer.example>: no such user")) as sink:
        await work(sink)
        assert await read_state("gone@customer.example") == ["bounced"]
        rows = await SubscriptionRow.select()
        assert rows[0]["end_reason"] == "bounced"
        assert await SuppressionRow.count() == 1
        attempts = await DeliveryAttemptRow.select().where(DeliveryAttemptRow.outcome == "no_such_recipient")
        assert "gone" not in attempts[0]["answer"]
        sink.answer = lambda _: None
        await ask("gone@customer.example", now=LATER + timedelta(days=1))
        await tell(at=LATER)
        await work(sink, SetClock(NOW + timedelta(days=2)))
    assert sink.taken == []
    assert (await outcomes())[-1] == "suppressed"


async def test_a_policy_refusal_suppresses_nobody() -> None:
    await subscribe("reader@customer.example")
    await tell()
    async with listening(Sink(answer=lambda _: "550 5.7.1 Blocked, see our policy")) as sink:
        await work(sink)
    assert await read_state("reader@customer.example") == ["failed"]
    assert await SuppressionRow.count() == 0
    assert (await SubscriptionRow.select())[0]["ended_at"] is None


async def test_lost_after_the_last_full_stop_is_sent_again_with_the_same_id() -> None:
    await subscribe("reader@customer.example")
    await tell()
    clock = SetClock()
    async with listening(Sink(after_content="421 4.3.2 Going down")) as sink:
        await work(sink, clock)
        sink.after_content = None
        await seconds_later(clock, sink, minutes=6)
        await seconds_later(clock, sink, days=1)
    assert len(sink.taken) == 2
    assert len({taken.message["Message-ID"] for taken in sink.taken}) == 1


async def test_a_mail_server_that_is_away_costs_no_try() -> None:
    for number in range(30):
        await subscribe(f"reader{number}@customer.example")
    await tell()
    clock = SetClock()
    async with listening(Sink()) as sink:
        away = replace(sink, port=1)
        await work(away, clock)
        assert len(await outcomes()) - 30 < 10
        await seconds_later(clock, sink, minutes=1)
    assert len(sink.recipients) == 30
    assert {row["attempts"] for row in await DeliveryRow.select() if row["state"] == "sent"} == {1}


async def test_who_leaves_before_the_message_is_handed_over_does_not_get_it() -> None:
    tokens = [await subscribe(f"reader{number}@customer.example") for number in range(6)]
    await tell()
    async with listening(Sink(slow=0.1)) as sink, working(sink, connections=1):
        await sink.has(1)
        for token in tokens:
            await unsubscribe(token=token, now=LATER)
        before = len(sink.taken)
        await asyncio.sleep(0.5)
    in_hand = 1
    assert len(sink.taken) <= before + in_hand
    assert await DeliveryRow.count().where(DeliveryRow.state == "pending") == 0


async def test_at_most_one_message_in_flight_on_each_connection() -> None:
    for number in range(12):
        await subscribe(f"reader{number}@customer.example")
    await tell()
    async with listening(Sink(slow=0.02)) as sink:
        await work(sink, connections=3)
    assert len(sink.taken) == 12
    assert sink.most_at_once <= 3


async def test_told_to_stop_it_finishes_what_is_in_hand() -> None:
    for number in range(20):
        await subscribe(f"reader{number}@customer.example")
    await tell()
    async with listening(Sink(slow=0.1)) as sink, working(sink, connections=2) as stop:
        await sink.has(1)
        stop.set()
    assert len(sink.taken) < 20
    assert await DeliveryRow.count().where(DeliveryRow.state == "sent") == len(sink.taken)
    assert await DeliveryRow.count().where(DeliveryRow.claimed_by.is_not_null()) == 0


async def test_a_running_worker_wakes_by_itself() -> None:
    await subscribe("reader@customer.example")
    async with listening(Sink()) as sink, working(sink):
        await asyncio.sleep(0.7)
        await tell()
        await sink.has(1, within=2)


async def test_several_workers_share_and_a_second_one_waits_on_sqlite(database: Engine) -> None:
    for number in range(40):
        await subscribe(f"reader{number}@customer.example")
    await tell()
    async with listening(Sink(slow=0.01)) as sink, working(sink, connections=2), working(sink, connections=2):
        await sink.has(40)
        await asyncio.sleep(0.3)
    assert len(sink.recipients) == len(set(sink.recipients)) == 40
    assert sink.most_at_once <= (2 if database.engine_type == "sqlite" else 4)


async def test_with_once_a_second_worker_leaves_the_mails_to_the_first() -> None:
    await subscribe("reader@customer.example")
    await tell()
    turn = WorkerTurn()
    assert turn.take()
    try:
        async with listening(Sink()) as sink:
            await work(sink)
        assert len(sink.taken) == (0 if turn.is_alone else 1)
    finally:
        turn.give_up()


async def test_without_a_mail_server_mails_are_files(tmp_path: Path) -> None:
    await subscribe("reader@customer.example")
    await tell(EntryKind.EFFECTIVE)
    await run_worker(
        mailing=Mailing(var=tmp_path),
        clock=SetClock(),
        judge=JUDGE,
        base_url=BASE_URL,
        stop=asyncio.Event(),
        once=True,
    )
    (file,) = (tmp_path / "mail").iterdir()
    assert (file.suffix, b"To: reader@customer.example\r\n" in file.read_bytes()) == (".eml", True)


async def test_a_message_that_cannot_be_made_keeps_no_other() -> None:
    await subscribe("reader@customer.example")
    await tell()
    while await expand_event(now=LATER, domain="starling.example"):
        pass
    await DeliveryRow.update({DeliveryRow.publication: 99}).where(DeliveryRow.publication.is_not_null())
    await tell(at=LATER)
    async with listening(Sink()) as sink:
        await work(sink)
    assert (len(sink.taken), sorted(await outcomes())) == (1, ["accepted", "broken", "not_wanted"])


async def test_an_event_that_cannot_be_told_waits_and_keeps_no_other() -> None:
    await subscribe("reader@customer.example")
    async with transaction():
        data = {"publication": 99}
        name = EventName.CHANGE_ANNOUNCED
        await record(Event(name=name, subject="change:c-1", actor="system", at=NOW, data=data))
    await tell(at=LATER)
    async with listening(Sink()) as sink:
        await work(sink)
    assert len(sink.taken) == 1
    waiting = await OutboxRow.select().where(OutboxRow.done_at.is_null())
    assert [row["attempts"] for row in waiting] == [1]


async def test_letters_outside_ascii_before_the_at_need_smtputf8() -> None:
    await subscribe("jörg@xn--mnchen-3ya.example")
    await tell()
    async with listening(Sink()) as sink:
        await work(sink)
    assert sink.recipients == ["jörg@xn--mnchen-3ya.example"]
    await tell(at=LATER)
    async with listening(Sink(utf8=False)) as sink:
        await work(sink, SetClock(LATER + timedelta(minutes=1)))
    assert (sink.taken, (await outcomes())[-1]) == ([], "refused_by_us")
