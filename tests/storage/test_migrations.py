"""Migrations: from nothing to today, once, whoever runs them and however many."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from registry.domain.errors import Conflict
from registry.storage.database import Engine, all_tables, open_engine, use
from registry.storage.migrations.runner import migrate, steps
from registry.storage.tables.versions import ContentVersionRow
from tests.conftest import named, statement_on

_MIGRATE = """
import asyncio, sys
from registry.storage.database import open_engine, use
from registry.storage.migrations.runner import migrate

async def main():
    engine = use(open_engine(sys.argv[1]))
    await migrate()
    await engine.close()

asyncio.run(main())
"""


async def test_a_second_run_does_nothing(database: Engine) -> None:
    assert await migrate() == []


async def test_every_table_is_there(database: Engine) -> None:
    for table in all_tables():
        await table.count()


async def test_a_database_of_a_newer_release_is_refused(database: Engine) -> None:
    await ContentVersionRow.raw(
        "INSERT INTO migration (name, app_name, ran_on) "
        "VALUES ('2999-01-01T00:00:00', 'registry', '2999-01-01 00:00:00')"
    )
    with pytest.raises(Conflict, match="newer release"):
        await migrate()


def _four_at_once(url: str) -> None:
    started = [subprocess.Popen([sys.executable, "-c", _MIGRATE, url]) for _ in range(4)]
    assert [process.wait(60) for process in started] == [0, 0, 0, 0]


async def _check(url: str) -> None:
    engine = use(open_engine(url))
    assert await migrate() == []
    assert await ContentVersionRow.count() == 1
    await engine.close()


def test_four_processes_migrate_a_file_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    _four_at_once(url)
    asyncio.run(_check(url))


def test_four_processes_migrate_a_server_at_once(postgres_url: str, worker_id: str) -> None:
    name = f"four_{worker_id}"
    asyncio.run(statement_on(postgres_url, f"CREATE DATABASE {name}"))
    _four_at_once(named(postgres_url, name))
    asyncio.run(_check(named(postgres_url, name)))
    asyncio.run(statement_on(postgres_url, f"DROP DATABASE {name} WITH (FORCE)"))


def test_steps_have_ids_in_order() -> None:
    assert list(steps()) == sorted(steps())
