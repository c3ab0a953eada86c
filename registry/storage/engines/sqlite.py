"""SQLite for many tasks at once: WAL, one writer behind a lock, reads inline on a connection that cannot write."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self, TypeVar

from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType
from piccolo.querystring import QueryString

from registry.domain.errors import Unavailable

_PRAGMAS = (
    "PRAGMA busy_timeout=15000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-20000",
    "PRAGMA trusted_schema=OFF",
)
DURABILITY = "FULL"
"""SQLite's `synchronous`: what was committed is on the disk. Tests, whose files nobody needs, turn it off."""
_READS = ("SELECT", "WITH", "PRAGMA", "EXPLAI", "VALUES")
_PRIMARY_CODE = 0xFF
Row = dict[str, Any]
T = TypeVar("T")


def _run(connection: sqlite3.Connection, sql: str, args: Sequence[Any] = ()) -> list[Row]:
    try:
        cursor = connection.execute(sql, args)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & _PRIMARY_CODE != sqlite3.SQLITE_BUSY:
            raise
        msg = "Another program keeps the database busy. Nothing was saved. Please try again in a minute."
        raise Unavailable(msg) from error
    try:
        if cursor.description is None:
            return []
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    finally:
        cursor.close()


class _WriterProxy:
    """What Piccolo's transaction and savepoint expect of a connection: `await execute(sql)`."""

    def __init__(self, engine: "PooledSQLite") -> None:
        self._engine = engine

    async def execute(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        return await self._engine.on_writer(sql, args)


class ImmediateTransaction(SQLiteTransaction):
    """Takes the one writer with BEGIN IMMEDIATE; inside another it is a savepoint; it never leaves the writer open."""

    engine: "PooledSQLite"

    def __init__(self, engine: "PooledSQLite") -> None:
        super().__init__(engine=engine, transaction_type=TransactionType.immediate, allow_nested=True)
        self._point: Any = None

    async def __aenter__(self) -> Self:
        if self._parent is not None:
            self._point = await self._parent.savepoint()
            return self
        engine = self.engine
        await engine.write_lock.acquire()
        try:
            engine.open()
            self.connection = engine.writer_proxy
            await self.begin()
        except BaseException:
            engine.roll_back_later()
            engine.write_lock.release()
            raise
        self.context = engine.current_transaction.set(self)
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
            self.engine.roll_back_later()
            self.engine.current_transaction.reset(self.context)
            self.engine.write_lock.release()
        return False


class PooledSQLite(SQLiteEngine):
    """Piccolo's engine over two kept connections. Opens itself on first use; `close` when the process ends."""

    __slots__ = ("_data_version", "_reader", "_thread", "_version", "_writer", "write_lock", "writer_proxy")

    def __init__(self, path: str) -> None:
        super().__init__(path=path)
        self._writer: sqlite3.Connection | None = None
        self._reader: sqlite3.Connection | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._data_version = -1
        self._version = 0
        self.write_lock = asyncio.Lock()
        self.writer_proxy = _WriterProxy(self)

    def open(self) -> None:
        """Open both connections, unless they are."""
        if self._writer is not None:
            return
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")
        self._writer = self._connect()
        self._reader = self._connect()
        self._reader.execute("PRAGMA query_only=ON")

    def _connect(self) -> sqlite3.Connection:
        try:
            connection: sqlite3.Connection = sqlite3.connect(
                check_same_thread=False, cached_statements=512, **self.connection_kwargs
            )
            for pragma in (*_PRAGMAS, f"PRAGMA synchronous={DURABILITY}"):
                connection.execute(pragma)
        except sqlite3.DatabaseError as error:
            msg = "The file of the database cannot be used: {why}."
            raise Unavailable(msg, why=error) from error
        return connection

    async def close(self) -> None:
        """Let go of the file; what runs is waited for."""
        if self._writer is None or self._reader is None or self._thread is None:
            return
        writer, self._writer = self._writer, None
        await self._in_thread(lambda: _finish(writer))
        self._thread.shutdown()
        self._reader.close()
        self._reader = self._thread = None

    def content_version(self) -> int:
        """The content's version now; read anew only when another connection has committed something."""
        self.open()
        reader = self._reader
        if reader is None:
            return self._version
        (seen,) = reader.execute("PRAGMA data_version").fetchone()
        if seen != self._data_version:
            found = reader.execute("SELECT version FROM content_version WHERE id = 1").fetchone()
            self._version, self._data_version = int(found[0]) if found else 0, seen
        return self._version

    async def on_writer(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        """Run one statement on the writing connection, off the event loop."""
        return await self._in_thread(lambda: _run(self._writing(), sql, args))

    @staticmethod
    def mark(number: int) -> str:  # noqa: ARG004 - asked of either engine
        """How a statement of `run_many` marks its value with the number."""
        return "?"

    async def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for many rows, off the event loop. Only inside a transaction."""
        if not self.current_transaction.get():
            msg = "many rows are written inside a transaction"
            raise RuntimeError(msg)
        await self._in_thread(lambda: self._writing().executemany(sql, rows).close())

    def roll_back_later(self) -> None:
        """Queue a rollback behind whatever still runs: nothing when no transaction is open."""

        def roll_back() -> None:
            if self._writer is not None and self._writer.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    self._writer.execute("ROLLBACK")

        if self._thread is not None:
            self._thread.submit(roll_back)

    def _writing(self) -> sqlite3.Connection:
        if self._writer is None:
            self.open()
        return self._writer  # type: ignore[return-value] # open() made it

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._thread is None:
            self.open()
        done: Future[T] = self._thread.submit(work)  # type: ignore[union-attr] # open() made it
        return await asyncio.wrap_future(done)

    async def _query(self, sql: str, args: Sequence[Any]) -> list[Row]:
        if self.current_transaction.get():
            return await self.on_writer(sql, args)
        self.open()
        if sql.lstrip()[:6].upper().startswith(_READS) and self._reader is not None:
            return _run(self._reader, sql, args)
        async with self.write_lock:
            return await self.on_writer(sql, args)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = False) -> list[Row]:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        """Run a query: a read inline, anything else on the writer."""
        sql, args = querystring.compile_string(engine_type=self.engine_type)
        return await self._query(sql, args)

    async def run_ddl(self, ddl: str, in_pool: bool = False) -> list[Row]:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        """Run a statement of definition on the writer."""
        return await self._query(ddl, ())

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,  # noqa: ARG002 - always this one
        allow_nested: bool = True,  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
    ) -> ImmediateTransaction:
        """A transaction that takes the writer at once; nested ones are savepoints."""
        return ImmediateTransaction(self)


def _finish(writer: sqlite3.Connection) -> None:
    with contextlib.suppress(sqlite3.Error):
        writer.execute("PRAGMA optimize")
    writer.close()
