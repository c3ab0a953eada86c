"""Senders: each has a connection of its own, hands one message over and records the answer before its next."""

import asyncio
import logging
from collections.abc import Callable

from registry.delivery.channels import Connection
from registry.delivery.clock import Clock
from registry.delivery.letters import Reply
from registry.delivery.mailroom import Mailroom
from registry.domain.register.deliveries import Delivery, Outcome
from registry.services.prepare_delivery import prepare_delivery
from registry.services.settle_delivery import settle_delivery

logger = logging.getLogger("registry.delivery")
_RECORD_AGAIN = 1.0
_LONGEST_PAUSE = 60.0
_OURS = frozenset({Outcome.NOT_WANTED, Outcome.SUPPRESSED, Outcome.BROKEN, Outcome.REFUSED_BY_US})
"""Outcomes that say nothing of the mail server."""


class Gate:
    """Closed for a while, longer each time, when the mail server cannot be reached; then one message tries it."""

    def __init__(self) -> None:
        self.failures = 0
        self._opens_at = 0.0

    def note(self, outcome: Outcome) -> None:
        """What a try says about the mail server."""
        if outcome is Outcome.UNREACHABLE:
            if self.waits() == 0:
                if not self.failures:
                    logger.warning("mails cannot be handed over and wait; /manage/deliveries says why")
                self._opens_at = asyncio.get_running_loop().time() + min(2.0**self.failures, _LONGEST_PAUSE)
                self.failures += 1
        elif outcome not in _OURS:
            if self.failures:
                logger.info("mails are handed over again")
            self.failures = 0

    def waits(self) -> float:
        """Seconds until the next try."""
        return max(0.0, self._opens_at - asyncio.get_running_loop().time()) if self.failures else 0.0


class Senders:
    """A few senders at one queue. What waits in it or is being sent counts as `busy`."""

    def __init__(
        self,
        *,
        worker: str,
        count: int,
        connect: Callable[[], Connection],
        mailroom: Mailroom,
        clock: Clock,
        gate: Gate,
    ) -> None:
        self.count = count
        self.busy = 0
        self.freed = asyncio.Event()
        self._worker = worker
        self._connect = connect
        self._mailroom = mailroom
        self._clock = clock
        self._gate = gate
        self._queue: asyncio.Queue[Delivery | None] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Let them wait for work."""
        self._tasks = [asyncio.create_task(self._work(), name=f"sender {n}") for n in range(self.count)]

    def put(self, delivery: Delivery) -> None:
        """Have it sent by the next who is free."""
        self.busy += 1
        self._queue.put_nowait(delivery)

    async def stop(self, *, grace: float) -> None:
        """Let each finish the message in its hands; who takes longer than `grace` seconds is cut off."""
        while not self._queue.empty():
            self._queue.get_nowait()
        for _ in self._tasks:
            self._queue.put_nowait(None)
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self) -> None:
        connection = self._connect()
        try:
            while (delivery := await self._queue.get()) is not None:
                self._gate.note(await self._send(delivery, connection))
                self.busy -= 1
                if self.busy <= self.count:
                    self.freed.set()
        finally:
            await connection.close()

    async def _send(self, delivery: Delivery, connection: Connection) -> Outcome:
        email = ""
        try:
            prepared = await prepare_delivery(delivery=delivery, now=self._clock.now())
            if isinstance(prepared, Outcome):
                reply = Reply(outcome=prepared)
            else:
                email = prepared.email
                envelope = await self._mailroom.envelope(prepared, now=self._clock.now())
                reply = await connection.send(envelope)
        except Exception:
            logger.exception("delivery %s could not be made", delivery.id)
            await connection.close()
            reply = Reply(outcome=Outcome.BROKEN, text="The message could not be made; see the log.")
        await self._record(delivery, reply, email)
        return reply.outcome

    async def _record(self, delivery: Delivery, reply: Reply, email: str) -> None:
        """Until it is written: a message whose answer is not recorded would be sent again."""
        while True:
            try:
                await settle_delivery(
                    worker=self._worker,
                    delivery=delivery,
                    outcome=reply.outcome,
                    code=reply.code,
                    text=reply.text,
                    email=email,
                    now=self._clock.now(),
                )
            except Exception:
                logger.exception("the answer to delivery %s could not be recorded yet", delivery.id)
                await asyncio.sleep(_RECORD_AGAIN)
            else:
                return
