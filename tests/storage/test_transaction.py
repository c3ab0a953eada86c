"""A transaction: all or nothing, alone or nested, whatever happens on the way."""

import asyncio
from datetime import UTC, datetime

import pytest

from registry.domain.register.events import Event, EventName
from registry.storage.database import Engine, open_engine, use
from registry.storage.journal import record
from registry.storage.queries.audit import check_chain, list_entries
from registry.storage.repositories.counters import next_numbers
from registry.storage.tables.outbox import OutboxRow
from registry.storage.tables.publisher import CounterRow
from registry.storage.transaction import transaction

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Broken(Exception):  # noqa: N818 - what happens in these tests
    """Something breaks half-way."""


def happening(number: int = 1, name: EventName = EventName.USER_ADDED) -> Event:
    return Event(name=name, subject=f"user:{number}", actor="system", at=NOON, data={"number": number})


async def value(name: str) -> int | None:
    rows = await CounterRow.select().where(CounterRow.name == name)
    return int(rows[0]["value"]) if rows else None


async def test_what_is_done_together_is_there_together() -> None:
    async with transaction():
        await next_numbers("one")
        await record(happening())
    assert await value("one") == 1
    assert [entry.subject for entry in await list_entries()] == ["user:1"]
    assert await OutboxRow.count() == 1


async def test_an_error_half_way_leaves_nothing() -> None:
    with pytest.raises(Broken):  # noqa: PT012 - the transaction is what fails
        async with transaction():
            await next_numbers("one")
            await record(happening())
            raise Broken
    assert await value("one") is None
    assert await list_entries() == []
    assert await OutboxRow.count() == 0


async def test_an_inner_transaction_fails_alone_and_takes_its_events_with_it() -> None:
    async with transaction():
        await next_numbers("outer")
        await record(happening(1))
        with pytest.raises(Broken):  # noqa: PT012 - the inner transaction is what fails
            async with transaction():
                await next_numbers("inner")
                await record(happening(2))
                raise Broken
        async with transaction():
            await next_numbers("other")
            await record(happening(3))
    assert (await value("outer"), await value("inner"), await value("other")) == (1, None, 1)
    assert [entry.subject for entry in await list_entries()] == ["user:3", "user:1"]


async def test_nothing_is_recorded_outside() -> None:
    with pytest.raises(RuntimeError):
        await record(happening())


async def test_a_cancelled_transaction_leaves_nothing_and_blocks_nobody() -> None:
    started = asyncio.Event()

    async def slow() -> None:
        async with transaction():
            await next_numbers("slow")
            started.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(slow())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with transaction():
        await next_numbers("next")
    assert (await value("slow"), await value("next")) == (None, 1)


async def test_many_at_once_hand_out_each_number_once(database: Engine) -> None:
    async def one() -> int:
        async with transaction():
            return (await next_numbers("many"))[0]

    assert sorted(await asyncio.gather(*[one() for _ in range(40)])) == list(range(1, 41))


async def test_writers_of_their_own_make_one_chain(database_url: str, database: Engine) -> None:
    engines = [open_engine(database_url) for _ in range(2)]

    async def write(numbers: range) -> None:
        for number in numbers:
            async with transaction():
                await record(happening(number))

    await asyncio.gather(*[write(range(start, start + 10)) for start in range(0, 80, 10)])
    for engine in engines:
        use(engine)
        async with transaction():
            await record(happening(100))
        await engine.close()
    use(database)
    check = await check_chain()
    assert (check.entries, check.faults) == (82, ())


async def test_only_what_the_public_can_see_moves_the_contents_version(database: Engine) -> None:
    before = database.content_version()
    async with transaction():
        await record(happening(name=EventName.USER_SIGNED_IN))
    assert database.content_version() == before
    async with transaction():
        await record(happening(name=EventName.CHANGE_ANNOUNCED))
    assert database.content_version() > before
