"""What tests share: a migrated database of their own on either engine."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from registry.storage.database import Engine, open_engine, use
from registry.storage.engines import sqlite
from registry.storage.engines.postgres import config_of
from registry.storage.migrations.raw import FIRST_ROWS
from registry.storage.migrations.runner import migrate
from tests.throwaway_postgres import throwaway_postgres

sqlite.DURABILITY = "OFF"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many browser tests were left out for want of a browser."""
    left_out = [one for one in terminalreporter.stats.get("skipped", []) if "browser" in getattr(one, "keywords", ())]
    if left_out:
        terminalreporter.write_line(f"{len(left_out)} browser tests not run: install chromium", yellow=True)


async def _migrated(url: str) -> None:
    engine = use(open_engine(url))
    await migrate()
    await engine.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(_migrated(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The maintenance database of a server of this session."""
    with throwaway_postgres() as url:
        yield url


def named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


async def statement_on(url: str, sql: str) -> None:
    connection = await asyncpg.connect(**config_of(url))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


class Shelf:
    """One migrated PostgreSQL database, swept between tests; made anew after a test that changed its schema."""

    def __init__(self, server: str, worker: str) -> None:
        self.server, self.name = server, f"test_{worker}"
        self.url = named(server, self.name)
        self._schema = ""

    def ready(self) -> str:
        """The URL of the database, migrated and empty."""
        asyncio.run(self._ready())
        return self.url

    async def _ready(self) -> None:
        if self._schema:
            connection = await asyncpg.connect(**config_of(self.url))
            try:
                await connection.fetch(_LEAVE)
                if await connection.fetchval(_SCHEMA) == self._schema:
                    await connection.execute(await connection.fetchval(_SWEEP))
                    await connection.execute(";".join(FIRST_ROWS))
                    return
            finally:
                await connection.close()
        await statement_on(self.server, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        await statement_on(self.server, f"CREATE DATABASE {self.name}")
        await _migrated(self.url)
        connection = await asyncpg.connect(**config_of(self.url))
        self._schema = await connection.fetchval(_SCHEMA)
        await connection.close()

    def close(self) -> None:
        """Leave nothing behind."""
        asyncio.run(statement_on(self.server, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)"))


_SCHEMA = """
    SELECT concat((SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace), ' ',
                  (SELECT string_agg(tgname::text || tgenabled::text, ',' ORDER BY tgname::text)
                   FROM pg_trigger WHERE NOT tgisinternal),
                  ' ', (SELECT string_agg(name, ',' ORDER BY name) FROM migration))
"""
_SWEEP = """
    SELECT 'SET session_replication_role = replica;'
        || (SELECT string_agg('DELETE FROM ' || quote_ident(relname), ';') FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'migration') || ';'
        || (SELECT string_agg('ALTER SEQUENCE ' || quote_ident(relname) || ' RESTART', ';') FROM pg_class
            WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'migration%') || ';'
        || 'SET session_replication_role = origin'
"""
"""Empties every table, those that only grow included, and begins their numbers at one."""
_LEAVE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str, worker_id: str) -> Iterator[str]:
    """The name of a migrated database to copy, for what is filled once and copied often."""
    name = f"template_{worker_id}"

    async def make() -> None:
        await statement_on(postgres_url, f"CREATE DATABASE {name}")
        await _migrated(named(postgres_url, name))

    asyncio.run(make())
    yield name
    asyncio.run(statement_on(postgres_url, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def postgres_shelf(postgres_url: str, worker_id: str) -> Iterator[Shelf]:
    """The PostgreSQL database of this worker's tests."""
    shelf = Shelf(postgres_url, worker_id)
    yield shelf
    shelf.close()


@contextmanager
def _sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "registry.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    yield f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database of this test's own, on either engine."""
    if request.param == "sqlite":
        with _sqlite(request, tmp_path) as url:
            yield url
        return
    yield request.getfixturevalue("postgres_shelf").ready()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Engine]:
    """The database in use for this test."""
    engine = use(open_engine(database_url))
    yield engine
    await engine.close()
