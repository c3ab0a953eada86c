"""From one event to its deliveries: all of a batch or nothing, each recipient once, whatever breaks in between."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from registry.services.expand_event import expand_event
from registry.storage.database import Engine
from registry.storage.repositories import outbox
from registry.storage.tables.deliveries import DeliveryRow
from registry.storage.tables.outbox import OutboxRow
from tests.delivery.mailing import set_up, tell
from tests.services.subscribing import NOW, subscribe

DOMAIN = "starling.example"


@pytest.fixture(autouse=True)
async def register(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.services.expand_event.BATCH", 2)
    await set_up()
    for number in range(5):
        await subscribe(f"reader{number}@customer.example")
    while await expand_event(now=NOW, domain=DOMAIN):
        pass


def failing_once(work: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    failed = False

    async def broken(*args: object, **kwargs: object) -> None:
        nonlocal failed
        if not failed:
            failed = True
            raise OSError
        await work(*args, **kwargs)

    return broken


async def told() -> int:
    return int(await DeliveryRow.count().where(DeliveryRow.publication.is_not_null()))


async def test_a_batch_that_breaks_leaves_nothing_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    await tell()
    assert await expand_event(now=NOW, domain=DOMAIN)
    assert await told() == 2
    monkeypatch.setattr(outbox, "move_on", failing_once(outbox.move_on))
    await expand_event(now=NOW, domain=DOMAIN)
    assert await told() == 2
    assert not await expand_event(now=NOW, domain=DOMAIN)
    while await expand_event(now=NOW + timedelta(minutes=10), domain=DOMAIN):
        pass
    assert await told() == 5
    assert len({row["subscription_id"] for row in await DeliveryRow.select()}) == 5


async def test_expanding_from_the_start_again_writes_nobody_twice() -> None:
    await tell()
    while await expand_event(now=NOW, domain=DOMAIN):
        pass
    again = {OutboxRow.done_at: None, OutboxRow.reached: ""}
    await OutboxRow.update(again).where(OutboxRow.event == "change.announced")  # type: ignore[arg-type] # as Piccolo takes it
    before = {row["message_id"] for row in await DeliveryRow.select()}
    while await expand_event(now=NOW, domain=DOMAIN):
        pass
    assert {row["message_id"] for row in await DeliveryRow.select()} == before


async def test_an_event_of_the_future_waits_for_its_time() -> None:
    await tell(at=NOW + timedelta(hours=1))
    assert not await expand_event(now=NOW, domain=DOMAIN)
    assert await expand_event(now=NOW + timedelta(hours=1), domain=DOMAIN)
