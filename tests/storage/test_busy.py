"""A database that is busy or away is said to be, and used again as soon as it answers."""

import asyncio
import sqlite3
from pathlib import Path

import asyncpg
import pytest

from registry.domain.errors import Unavailable
from registry.storage import database
from registry.storage.database import DatabaseFreshness, open_engine, use
from registry.storage.engines.postgres import SafePostgres
from registry.storage.engines.sqlite import PooledSQLite
from registry.storage.migrations.runner import migrate
from registry.storage.repositories.counters import next_numbers
from registry.storage.transaction import transaction


async def test_a_database_kept_busy_is_said_to_be_and_takes_the_next(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    engine = use(open_engine(f"sqlite:///{path}"))
    assert isinstance(engine, PooledSQLite)
    await migrate()
    await engine.on_writer("PRAGMA busy_timeout=50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="Nothing was saved"):
        async with transaction():
            await next_numbers("one")
    other.execute("ROLLBACK")
    other.close()
    async with transaction():
        assert list(await next_numbers("one")) == [1]
    await engine.close()


async def test_a_server_that_is_away_is_said_to_be() -> None:
    engine = use(open_engine("postgresql://nobody@127.0.0.1:1/nothing"))
    with pytest.raises(Unavailable, match="does not answer"):
        async with transaction():
            await next_numbers("one")
    with pytest.raises(Unavailable):
        await engine.run_ddl("SELECT 1")


async def test_new_content_is_seen_again_after_the_server_was_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine = SafePostgres("postgresql://nobody@127.0.0.1:1/nothing")
    use(engine)
    seen = asyncio.Event()
    troubles = [asyncpg.ConnectionDoesNotExistError("gone"), asyncpg.InterfaceError("closing"), OSError("no")]
    answers = iter([7, *troubles, 8])

    async def refresh(_engine: SafePostgres) -> None:
        answer = next(answers, 8)
        if isinstance(answer, Exception):
            raise answer
        engine.known_version = answer
        if answer == 8:
            seen.set()

    monkeypatch.setattr(database, "refresh", refresh)
    monkeypatch.setattr(database, "_POLL", 0.001)
    freshness = DatabaseFreshness()
    async with freshness.watching():
        assert freshness.token() == 7
        await asyncio.wait_for(seen.wait(), 5)
        assert freshness.token() == 8
    said = [one.getMessage() for one in caplog.records if one.name == "registry.storage"]
    assert said == ["the content's version cannot be read just now: gone"]


async def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Not a database at all, though long enough to be looked at.\n" * 20)
    use(open_engine(f"sqlite:///{tmp_path / 'notes.txt'}"))
    with pytest.raises(Unavailable, match="file is not a database"):
        async with transaction():
            await next_numbers("one")
