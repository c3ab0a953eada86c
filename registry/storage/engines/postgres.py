"""PostgreSQL with transactions that cannot leak: the connection always goes back, nested ones are savepoints."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from registry.domain.errors import Unavailable

_AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
)


class SafeTransaction(PostgresTransaction):
    """As Piccolo's, but a failed COMMIT gives the connection back, and a nested one can fail alone."""

    def __init__(self, engine: "SafePostgres") -> None:
        super().__init__(engine=engine, allow_nested=True)
        self._point: Any = None

    async def __aenter__(self) -> Self:
        if self._parent is not None:
            self._point = await self._parent.savepoint()
            return self
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction()
            await self.begin()
        except BaseException:
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if self._parent is not None:
            if kind is not None:
                await self._point.rollback_to()
            await self._point.release()
            return False
        try:
            if kind is not None:
                await self.rollback()
            else:
                await self.commit()
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._give_back()
        return False

    async def _give_back(self) -> None:
        if self.engine.pool is not None:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class SafePostgres(PostgresEngine):
    """Piccolo's engine with a pool opened on first use, and no look at the server while it is made."""

    __slots__ = ("known_version",)

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.known_version = 0
        super().__init__(config={**config_of(url), "min_size": 0, "max_size": pool_size})

    async def get_version(self) -> float:
        """Not asked at start: a server that is away must not keep a module from being imported."""
        return 0.0

    async def get_new_connection(self) -> Any:  # noqa: ANN401 - asyncpg's own
        """From the pool: every connection of ours is one of it."""
        with _said_when_away():
            await self.open()
            return await self.pool.acquire()  # type: ignore[union-attr] # open() made it

    async def open(self) -> None:
        """Open the pool, unless it is."""
        if self.pool is None:
            await self.start_connection_pool()

    async def close(self) -> None:
        """Close the pool."""
        if self.pool is not None:
            pool, self.pool = self.pool, None
            await pool.close()

    async def run_querystring(self, querystring: Any, in_pool: bool = True) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - Piccolo's signature
        """Run a query in the transaction of the task, or on a connection of the pool."""
        with _said_when_away():
            await self.open()
            return await super().run_querystring(querystring, in_pool=True)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - Piccolo's signature
        """Run a statement of definition."""
        with _said_when_away():
            await self.open()
            return await super().run_ddl(ddl, in_pool=True)

    @staticmethod
    def mark(number: int) -> str:
        """How a statement of `run_many` marks its value with the number."""
        return f"${number}"

    async def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for many rows. Only inside a transaction."""
        open_one = self.current_transaction.get()
        if open_one is None:
            msg = "many rows are written inside a transaction"
            raise RuntimeError(msg)
        await open_one.connection.executemany(sql, rows)

    def transaction(self, allow_nested: bool = True) -> SafeTransaction:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        """A transaction; nested ones are savepoints."""
        return SafeTransaction(self)

    def content_version(self) -> int:
        """The content's version as last polled or written by this process."""
        return self.known_version


@contextmanager
def _said_when_away() -> Generator[None]:
    try:
        yield
    except _AWAY as error:
        msg = "The database does not answer. Nothing was saved. Please try again in a minute."
        raise Unavailable(msg) from error


def config_of(url: str) -> dict[str, Any]:
    """What asyncpg takes, from `postgresql://user:pass@host:port/name?host=/socket/folder`. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        msg = "a PostgreSQL database is given as postgresql://user:password@host:port/name"
        raise ValueError(msg)
    query = dict(parse_qsl(parts.query))
    config: dict[str, Any] = {
        "database": unquote(parts.path.lstrip("/")) or "postgres",
        "user": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "host": query.get("host") or parts.hostname,
        "port": int(query.get("port") or parts.port or 0) or None,
        "ssl": query.get("sslmode"),
    }
    return {name: value for name, value in config.items() if value is not None}
