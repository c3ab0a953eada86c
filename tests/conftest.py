"""What tests share: a migrated database of their own on either engine."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from registry.storage.database import Engine, open_engine, use
from registry.storage.engines.postgres import config_of
from registry.storage.migrations.runner import migrate
from tests.throwaway_postgres import throwaway_postgres

_numbers = count()


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


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str, worker_id: str) -> Iterator[str]:
    """The name of a migrated database to copy."""
    name = f"template_{worker_id}"

    async def make() -> None:
        await statement_on(postgres_url, f"CREATE DATABASE {name}")
        await _migrated(named(postgres_url, name))

    asyncio.run(make())
    yield name
    asyncio.run(statement_on(postgres_url, f"DROP DATABASE {name} WITH (FORCE)"))


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
    template, server = request.getfixturevalue("postgres_template"), request.getfixturevalue("postgres_url")
    name = f"test_{template}_{next(_numbers)}"
    asyncio.run(statement_on(server, f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield named(server, name)
    asyncio.run(statement_on(server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Engine]:
    """The database in use for this test."""
    engine = use(open_engine(database_url))
    yield engine
    await engine.close()
