"""The deliveries' log is sealed in the audit, and what is done to it afterwards is found."""

import asyncio
from datetime import timedelta

import pytest

from registry.answers.sealed_logs import check_sealed_logs
from registry.services.seal_logs import seal_logs
from registry.storage.database import Engine
from registry.storage.tables.audit import AuditEntryRow
from registry.storage.tables.deliveries import DeliveryAttemptRow
from tests.services.subscribing import NOW


async def tries(count: int, *, first: int = 1) -> None:
    rows = [
        DeliveryAttemptRow(delivery_id=f"d-{n}", number=1, at=NOW + timedelta(microseconds=n), outcome="accepted")
        for n in range(first, first + count)
    ]
    await DeliveryAttemptRow.insert(*rows)


async def unguarded(engine: Engine, table: str = "delivery_attempts") -> None:
    """As somebody with the database in hands: the triggers are the first thing to go."""
    if engine.engine_type == "postgres":
        await DeliveryAttemptRow.raw(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        return
    for verb in ("update", "delete"):
        await DeliveryAttemptRow.raw(f"DROP TRIGGER {table}_no_{verb}")


@pytest.fixture(autouse=True)
async def sealed(database: Engine) -> None:
    await tries(5)
    assert await seal_logs(now=NOW) == 5
    await tries(4, first=6)
    assert await seal_logs(now=NOW) == 4
    assert await check_sealed_logs() == []


async def test_nothing_new_makes_no_seal() -> None:
    assert await seal_logs(now=NOW) == 0
    assert await AuditEntryRow.count() == 2


async def test_two_workers_that_seal_at_once_make_one_seal_of_it() -> None:
    await tries(3, first=10)
    assert sorted(await asyncio.gather(seal_logs(now=NOW), seal_logs(now=NOW))) == [0, 3]
    assert await check_sealed_logs() == []


async def test_what_comes_after_the_seal_is_no_fault() -> None:
    await tries(3, first=10)
    assert await check_sealed_logs() == []


@pytest.mark.parametrize(
    "meddling",
    [
        "UPDATE delivery_attempts SET outcome = 'rejected' WHERE delivery_id = 'd-7'",
        "DELETE FROM delivery_attempts WHERE delivery_id = 'd-7'",
        "DELETE FROM delivery_attempts WHERE delivery_id = 'd-9'",
        "UPDATE delivery_attempts SET number = 2 WHERE delivery_id = 'd-7'",
        "UPDATE delivery_attempts SET id = -id WHERE delivery_id = 'd-7'",
    ],
)
async def test_meddling_is_found(database: Engine, meddling: str) -> None:
    await unguarded(database)
    await DeliveryAttemptRow.raw(meddling)
    problems = await check_sealed_logs()
    assert len(problems) == 1
    assert "6 to 9" in problems[0]


async def test_the_log_only_grows(database: Engine) -> None:
    with pytest.raises(Exception, match="append-only"):
        await DeliveryAttemptRow.raw("DELETE FROM delivery_attempts WHERE delivery_id = 'd-7'")
    assert await DeliveryAttemptRow.count() == 9


async def test_a_seal_that_was_meddled_with_is_found(database: Engine) -> None:
    await unguarded(database, "audit_entries")
    await AuditEntryRow.raw("UPDATE audit_entries SET data = '' WHERE number = 1")
    problems = await check_sealed_logs()
    assert "entry 1" in problems[0]
    assert "from 6" in problems[1]
