"""A database that another program keeps to itself is said to be busy, and used again as soon as it is free."""

import sqlite3
from pathlib import Path

import pytest

from registry.domain.errors import Unavailable
from registry.storage.database import open_engine, use
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
