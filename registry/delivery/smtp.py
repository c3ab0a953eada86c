"""One kept SMTP connection: it greets, secures and signs in once, then takes one message after the other."""

import contextlib
import ssl
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import aiosmtplib

from registry.delivery.letters import Envelope, Reply
from registry.domain.register.deliveries import Outcome, Stage, outcome_of

COMMAND_TIMEOUT, CONTENT_TIMEOUT = 60.0, 600.0
"""Seconds; the second is what RFC 5321 4.5.3.2.6 asks for after the final full stop."""
_CLOSING = 421
_SIGN_IN_NEEDED = frozenset({530, 534, 535, 538})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_LOST = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, aiosmtplib.SMTPConnectError, OSError)
_NO_SMTPUTF8 = "The mail server does not take addresses with letters outside ASCII before the @ (SMTPUTF8)."


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mail is handed in and how. With `starttls` None the connection is secured where that is offered."""

    host: str
    port: int
    local_hostname: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    starttls: bool | None = None
    verify: bool = False

    @classmethod
    def from_url(cls, url: str, *, local_hostname: str) -> "SmtpServer":
        """Read `smtp://user:pass@host:port` or `smtps://…`.

        smtps is always verified. smtp uses STARTTLS where offered; with a password and a server elsewhere it demands
        and verifies it, so that no password leaves in the clear. Raises ValueError.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            msg = "a mail server is given as smtp://host:port or smtps://host:port"
            raise ValueError(msg)
        tls = parts.scheme == "smtps"
        guarded = parts.password is not None and parts.hostname not in _LOOPBACK
        port = parts.port or (465 if tls else 587 if parts.password is not None else 25)
        return cls(
            host=parts.hostname,
            port=port,
            local_hostname=local_hostname,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password is not None else None,
            tls=tls,
            starttls=False if tls else (True if guarded else None),
            verify=tls or guarded,
        )


class SmtpConnection:
    """A connection opened when first needed and kept; opened anew when it was lost."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self._client: aiosmtplib.SMTP | None = None

    async def send(self, envelope: Envelope) -> Reply:
        """Hand the message over. A kept connection that turns out closed before the message began is opened anew."""
        kept = self._client is not None and self._client.is_connected
        stage, reply = await self._try(envelope)
        gone = reply.outcome is Outcome.LOST or reply.code == _CLOSING
        if kept and gone and stage is Stage.SENDER:
            await self.close()
            stage, reply = await self._try(envelope)
        return reply

    async def close(self) -> None:
        """Take leave, without waiting long."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=2)
            client.close()

    async def _try(self, envelope: Envelope) -> tuple[Stage, Reply]:
        stage = Stage.CONNECT
        try:
            client = await self._connected()
            options = self._options(client, envelope)
            if options is None:
                return stage, Reply(outcome=Outcome.REFUSED_BY_US, text=_NO_SMTPUTF8)
            stage = Stage.SENDER
            await client.mail(envelope.sender, options=options, encoding="utf-8")
            stage = Stage.RECIPIENT
            await client.rcpt(envelope.recipient, encoding="utf-8")
            stage = Stage.CONTENT
            answer = await client.data(envelope.content, timeout=CONTENT_TIMEOUT)
        except aiosmtplib.SMTPResponseException as error:
            return stage, await self._refused(stage, error)
        except (*_LOST, aiosmtplib.SMTPException) as error:
            await self._drop()
            outcome = Outcome.UNREACHABLE if stage is Stage.CONNECT else Outcome.LOST
            return stage, Reply(outcome=outcome, text=f"{type(error).__name__}: {error}")
        return stage, Reply(outcome=Outcome.ACCEPTED, code=answer.code, text=answer.message)

    @staticmethod
    def _options(client: aiosmtplib.SMTP, envelope: Envelope) -> list[str] | None:
        """The options of MAIL FROM; None where the recipient needs what the server does not offer."""
        if envelope.recipient.isascii():
            return []
        return ["SMTPUTF8", "BODY=8BITMIME"] if client.supports_extension("smtputf8") else None

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        server = self.server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls,
            start_tls=server.starttls,
            tls_context=_tls(verify=server.verify),
            local_hostname=server.local_hostname,
            timeout=COMMAND_TIMEOUT,
        )
        await client.connect()
        if client.is_ehlo_or_helo_needed:
            await client.ehlo()
        self._client = client
        return client

    async def _refused(self, stage: Stage, error: aiosmtplib.SMTPResponseException) -> Reply:
        code, text = error.code, error.message
        if stage is Stage.CONNECT or code in _SIGN_IN_NEEDED:
            await self._drop()
            return Reply(outcome=Outcome.UNREACHABLE, code=code, text=text)
        if code == _CLOSING:
            await self._drop()
        else:
            await self._reset()
        return Reply(outcome=outcome_of(stage=stage, code=code, text=text), code=code, text=text)

    async def _reset(self) -> None:
        try:
            if self._client is not None:
                await self._client.rset()
        except (*_LOST, aiosmtplib.SMTPException):
            await self._drop()

    async def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


def _tls(*, verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
