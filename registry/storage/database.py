"""Which database this process works on: opened from a URL, given to every table, watched for new content."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import unquote

from piccolo.apps.migrations.tables import Migration
from piccolo.table import Table

from registry.storage import tables
from registry.storage.engines.postgres import SafePostgres
from registry.storage.engines.sqlite import PooledSQLite
from registry.storage.tables.versions import ContentVersionRow

logger = logging.getLogger("registry.storage")
Engine = PooledSQLite | SafePostgres
_POLL = 0.5
_SQLITE = "sqlite:///"


def open_engine(url: str) -> Engine:
    """The engine for `sqlite:///path` (a third slash more makes it absolute) or `postgresql://…`. Raises ValueError."""
    if url.startswith(_SQLITE):
        path = unquote(url.removeprefix(_SQLITE))
        if not path:
            msg = "an SQLite database is given as sqlite:///path/to/file"
            raise ValueError(msg)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        return PooledSQLite(path)
    if url.startswith("sqlite"):
        msg = "an SQLite database is given as sqlite:///path/to/file"
        raise ValueError(msg)
    return SafePostgres(url)


def all_tables() -> list[type[Table]]:
    """Every table of ours, by name."""
    found: dict[str, type[Table]] = {}
    for module in iter_modules(tables.__path__, f"{tables.__name__}."):
        for item in vars(import_module(module.name)).values():
            if isinstance(item, type) and issubclass(item, Table) and item is not Table:
                found[item._meta.tablename] = item  # noqa: SLF001 - Piccolo keeps its name there
    return [found[name] for name in sorted(found)]


def use(engine: Engine) -> Engine:
    """Let every table work on the engine from now on."""
    tables_of_all: list[type[Table]] = [*all_tables(), Migration]
    for table in tables_of_all:
        table._meta.db = engine  # noqa: SLF001 - Piccolo's way to give a table its engine
    return engine


def current() -> Engine:
    """The engine in use. Raises LookupError before `use`."""
    engine = ContentVersionRow._meta._db  # noqa: SLF001 - `db` would ask Piccolo's configuration, which asks us
    if not isinstance(engine, PooledSQLite | SafePostgres):
        msg = "no database is in use: call use() first"
        raise LookupError(msg)  # noqa: TRY004 - nothing is in use yet, whatever Piccolo keeps there
    return engine


class DatabaseFreshness:
    """The content's version for ready bytes: SQLite is asked each time, PostgreSQL polled twice a second."""

    def token(self) -> int:
        """A number that moves with every committed change of content."""
        return current().content_version()

    @asynccontextmanager
    async def watching(self) -> AsyncGenerator[None]:
        """Poll while inside, where the engine needs it."""
        engine = current()
        if isinstance(engine, PooledSQLite):
            yield
            return
        await refresh(engine)
        task = asyncio.create_task(_poll(engine))
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def refresh(engine: SafePostgres) -> None:
    """Read the content's version once."""
    rows = await ContentVersionRow.select(ContentVersionRow.version).where(ContentVersionRow.id == 1)
    if rows:
        engine.known_version = max(engine.known_version, int(rows[0]["version"]))


async def _poll(engine: SafePostgres) -> None:
    """Until it is cancelled, whatever happens to the server: who stopped looking would serve old pages for ever."""
    is_away = False
    while True:
        await asyncio.sleep(_POLL)
        try:
            await refresh(engine)
        except Exception as error:  # noqa: BLE001 - see above
            if not is_away:
                logger.warning("the content's version cannot be read just now: %s", error)
            is_away = True
        else:
            is_away = False


async def is_ready() -> bool:
    """Whether the database answers and holds our tables."""
    try:
        await ContentVersionRow.select(ContentVersionRow.version).limit(1)
    except Exception:  # noqa: BLE001 - whatever goes wrong, it is not ready
        return False
    return True
