"""Whose turn it is to deliver: one worker at a time on SQLite, held by a lock that ends with its process."""

import fcntl
import os

from registry.storage import database
from registry.storage.engines.sqlite import PooledSQLite


class WorkerTurn:
    """A worker's place. On PostgreSQL there is one for everybody: claims keep them apart."""

    def __init__(self) -> None:
        engine = database.current()
        self._path = f"{engine.path}.worker" if isinstance(engine, PooledSQLite) else None
        self._handle: int | None = None

    @property
    def is_alone(self) -> bool:
        """Whether nobody else delivers while the turn is held."""
        return self._path is not None

    def take(self) -> bool:
        """Take it, if nobody else holds it. The file stays: another may wait for it."""
        if self._path is None or self._handle is not None:
            return True
        handle = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def give_up(self) -> None:
        """Let the next one have it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
