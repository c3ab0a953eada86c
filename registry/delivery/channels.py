"""Channels: the ways by which a message leaves, and which one an installation uses."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from registry.delivery.files import FileConnection
from registry.delivery.letters import Envelope, Reply
from registry.delivery.smtp import SmtpConnection, SmtpServer


class Connection(Protocol):
    """One way out, used by one sender at a time: at most one message is in flight on it."""

    async def send(self, envelope: Envelope) -> Reply:
        """Hand one message over and wait for the answer; never raises for what the other side does."""

    async def close(self) -> None:
        """Take leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """How mail leaves: `smtp_url` empty means files under `var`/mail; over how many connections at a time."""

    smtp_url: str = ""
    var: Path = Path("var")
    local_hostname: str = "localhost"
    connections: int = 4

    @property
    def is_smtp(self) -> bool:
        """Whether a mail server is set."""
        return bool(self.smtp_url)


def connector(mailing: Mailing) -> Callable[[], Connection]:
    """What makes a connection of the channel in use. Raises ValueError for a URL that names no mail server."""
    if not mailing.is_smtp:
        return lambda: FileConnection(mailing.var / "mail")
    server = SmtpServer.from_url(mailing.smtp_url, local_hostname=mailing.local_hostname)
    return lambda: SmtpConnection(server)
