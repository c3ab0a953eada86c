"""Bring the database to the tables of today: one process at a time, each step with its record or not at all."""

import asyncio
import contextlib
import fcntl
import io
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from piccolo.apps.migrations.tables import Migration

from registry.domain.errors import Conflict
from registry.storage import database
from registry.storage.engines.postgres import SafePostgres
from registry.storage.migrations import versions

_APP = "registry"
_LOCK = 7_201_140_225
"""The advisory lock that one migrating process holds on PostgreSQL."""


def steps() -> dict[str, ModuleType]:
    """The steps by id, in their order."""
    found = [import_module(module.name) for module in iter_modules(versions.__path__, f"{versions.__name__}.")]
    return {module.ID: module for module in sorted(found, key=lambda module: str(module.ID))}


async def migrate() -> list[str]:
    """Take the steps that are missing; their ids. Raises `Conflict` for a database of a newer release."""
    os.environ.setdefault("PICCOLO_CONF", "registry.storage.piccolo_conf")
    async with _alone(), _quietly():
        await Migration.create_table(if_not_exists=True)
        known = steps()
        taken = set(await Migration.get_migrations_which_ran(_APP))
        if unknown := sorted(taken - set(known)):
            msg = "The database is of a newer release: it has the step {step}, which this one does not know."
            raise Conflict(msg, step=unknown[-1])
        missing = [step for step in known if step not in taken]
        for step in missing:
            async with database.current().transaction():
                manager = await known[step].forwards()
                await manager.run()
                await Migration.insert(Migration(name=step, app_name=_APP))
    return missing


@asynccontextmanager
async def _quietly() -> AsyncGenerator[None]:
    """Piccolo prints its progress; ours is said by the command."""
    with contextlib.redirect_stdout(io.StringIO()):
        yield


@asynccontextmanager
async def _alone() -> AsyncGenerator[None]:
    engine = database.current()
    if isinstance(engine, SafePostgres):
        connection = await engine.get_new_connection()
        try:
            await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
            yield
        finally:
            await connection.execute("SELECT pg_advisory_unlock($1)", _LOCK)
            await engine.pool.release(connection)  # type: ignore[union-attr] # the pool the connection came from
        return
    handle = os.open(f"{engine.path}.migrating", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        await asyncio.to_thread(fcntl.flock, handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
