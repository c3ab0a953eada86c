"""A worker killed again and again in the middle of its work: everybody is written to, and hardly anybody twice."""

import asyncio
import os
import random
import signal
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from registry.storage.database import Engine
from registry.storage.tables.deliveries import DeliveryAttemptRow, DeliveryRow
from tests.delivery.mailing import Sink, listening, set_up, tell
from tests.services.subscribing import subscribe

COMMAND = "from registry.cli.worker import worker; worker()"
PEOPLE, KILLS, CONNECTIONS = 60, 4, 4


@asynccontextmanager
async def worker_process(url: str, sink: Sink, minutes: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker of its own; its clock is ahead of the last one's, so that no test waits for a claim to run out."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    environment |= {"REGISTRY_DATABASE_URL": url, "REGISTRY_SMTP_URL": sink.url, "REGISTRY_CLOCK": f"+{minutes}m"}
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", COMMAND, env=environment)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.slow
async def test_killed_in_the_middle_of_its_work(database: Engine, database_url: str) -> None:
    await set_up()
    for number in range(PEOPLE):
        await subscribe(f"reader{number}@customer.example")
    await tell()
    chance = random.Random(7)  # noqa: S311 - when to strike, the same each time
    async with listening(Sink(slow=0.04)) as sink:
        for kill in range(KILLS):
            before = len(sink.taken)
            async with worker_process(database_url, sink, 2 * kill) as process:
                await sink.has(before + 1 + chance.randrange(6), within=30)
                await asyncio.sleep(chance.random() * 0.04)
                process.kill()
        async with worker_process(database_url, sink, 2 * KILLS) as process:
            await sink.has(PEOPLE, within=30)
            for _ in range(300):
                if not await DeliveryRow.exists().where(DeliveryRow.state == "pending"):
                    break
                await asyncio.sleep(0.1)
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
    ids = defaultdict(set)
    for taken in sink.taken:
        ids[taken.recipient].add(taken.message["Message-ID"])
    assert len(ids) == PEOPLE
    assert all(len(same) == 1 for same in ids.values())
    assert len(sink.taken) - PEOPLE <= KILLS * CONNECTIONS
    accepted = await DeliveryAttemptRow.count().where(DeliveryAttemptRow.outcome == "accepted")
    assert accepted == PEOPLE
