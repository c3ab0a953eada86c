"""Mails as files, where no mail server is set: one .eml a delivery, whole or not there."""

import asyncio
import os
import tempfile
from pathlib import Path

from registry.delivery.letters import Envelope, Reply
from registry.domain.register.deliveries import Outcome


class FileConnection:
    """Writes each mail to `{delivery id}.eml`, so that a repeat replaces the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def send(self, envelope: Envelope) -> Reply:
        """Write the file; what the disk refuses is tried again later."""
        try:
            await asyncio.to_thread(self._write, envelope)
        except OSError as error:
            return Reply(outcome=Outcome.UNREACHABLE, text=f"file: {error.strerror}")
        return Reply(outcome=Outcome.ACCEPTED, text="written to a file")

    async def close(self) -> None:
        """Nothing is held open."""

    def _write(self, envelope: Envelope) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(envelope.content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.folder / f"{envelope.delivery_id}.eml")
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
