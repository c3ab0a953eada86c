"""A small register that has something to tell, a sink that takes mail, and a worker between them."""

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session

from registry.answers.judgements import Judge
from registry.delivery.channels import Mailing
from registry.delivery.worker import run_worker
from registry.domain.register.events import Event, EventName
from registry.domain.register.publications import EntryKind, Publication
from registry.domain.register.publisher import Publisher, Service
from registry.reference.law_book import load_law_book
from registry.services.telling import services_of
from registry.storage.journal import record
from registry.storage.repositories import publications, publisher
from registry.storage.transaction import transaction
from tests.delivery.samples import publication
from tests.services.subscribing import NOW

JUDGE = Judge(load_law_book())
BASE_URL = "https://registry.starling.example"
PUBLISHER = Publisher(
    name="Starling Messaging",
    legal_name="Starling Messaging B.V.",
    country="NL",
    privacy_contact="privacy@starling.example",
    mail_from="notices@starling.example",
    feed_domain="registry.starling.example",
    feed_started_on=date(2026, 11, 1),
    is_demo=True,
    services=(Service(slug="sms", name="SMS"), Service(slug="inbox", name="Inbox")),
)


@dataclass
class SetClock:
    """A clock that stands where the test puts it."""

    at: datetime = NOW + timedelta(minutes=1)

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()


@dataclass
class Taken:
    """One message that the sink took."""

    sender: str
    recipient: str
    message: EmailMessage


@dataclass
class Sink:
    """A mail server that keeps what it takes; `answer` decides, by recipient, what it says to RCPT."""

    taken: list[Taken] = field(default_factory=list)
    answer: Callable[[str], str | None] = lambda _: None
    after_content: str | None = None
    port: int = 0
    slow: float = 0.0
    utf8: bool = True
    at_once: int = 0
    most_at_once: int = 0
    _open: list[SMTP] = field(default_factory=list)
    _took: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name and signature
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        refused = self.answer(address)
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.slow)
        finally:
            self.at_once -= 1
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = email.message_from_bytes(content, policy=email.policy.default)
        for recipient in envelope.rcpt_tos:
            self.taken.append(Taken(sender=envelope.mail_from or "", recipient=recipient, message=message))
        self._took.set()
        return self.after_content or "250 2.0.0 OK"

    async def has(self, count: int, *, within: float = 20) -> None:
        """Wait until it took so many."""
        async with asyncio.timeout(within):
            while len(self.taken) < count:
                self._took.clear()
                await self._took.wait()

    def serve(self) -> SMTP:
        """One connection's side of the conversation."""
        conversation = SMTP(self, enable_SMTPUTF8=self.utf8, hostname="sink.example")
        self._open.append(conversation)
        return conversation

    def hang_up(self) -> None:
        """Close what is open, as a server does with an idle client."""
        for conversation in self._open:
            if conversation.transport is not None:
                conversation.transport.close()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def recipients(self) -> list[str]:
        return sorted(taken.recipient for taken in self.taken)


@asynccontextmanager
async def listening(sink: Sink) -> AsyncIterator[Sink]:
    server = await asyncio.get_running_loop().create_server(sink.serve, host="127.0.0.1", port=0)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()
        await server.wait_closed()


async def set_up() -> None:
    async with transaction():
        await publisher.save(PUBLISHER, at=NOW)


async def tell(kind: EntryKind = EntryKind.NOTICE, *, at: datetime = NOW, **more: object) -> Publication:
    """Publish an event as the verbs do: an entry and its row in the outbox."""
    told = replace(publication(kind, **more), id=str(uuid4()), published_at=at)
    async with transaction():
        entry = await publications.publish(told, services=services_of(told.text, PUBLISHER.services))
        data = {"publication": entry.sequence, "change": "c-1"}
        name = EventName.CHANGE_ANNOUNCED if kind is EntryKind.NOTICE else EventName.CHANGE_EFFECTIVE
        await record(Event(name=name, subject="change:c-1", actor="system", at=at, data=data))
    return entry


async def work(sink: Sink, clock: SetClock | None = None, *, connections: int = 4) -> None:
    """Let a worker do once what there is to do."""
    await run_worker(
        mailing=Mailing(smtp_url=sink.url, connections=connections),
        clock=clock or SetClock(),
        judge=JUDGE,
        base_url=BASE_URL,
        stop=asyncio.Event(),
        once=True,
    )


@asynccontextmanager
async def working(sink: Sink, *, connections: int = 4) -> AsyncIterator[asyncio.Event]:
    """A worker that runs beside the test."""
    stop = asyncio.Event()
    task = asyncio.create_task(
        run_worker(
            mailing=Mailing(smtp_url=sink.url, connections=connections),
            clock=SetClock(),
            judge=JUDGE,
            base_url=BASE_URL,
            stop=stop,
        )
    )
    try:
        yield stop
    finally:
        stop.set()
        await task
