"""The worker: what is due takes effect, events become deliveries, deliveries go out; until it is told to stop."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable
from datetime import date
from uuid import uuid4

from registry.answers.judgements import Judge
from registry.delivery.channels import Mailing, connector
from registry.delivery.clock import Clock
from registry.delivery.email import domain_of
from registry.delivery.mailroom import Mailroom
from registry.delivery.sending import Gate, Senders
from registry.domain.errors import NotFound
from registry.domain.register.deliveries import LEASE
from registry.services.claim_deliveries import claim_deliveries, give_back, keep_claims
from registry.services.expand_event import expand_event
from registry.services.forget_addresses import forget_addresses
from registry.services.seal_logs import seal_logs
from registry.services.take_effect import take_effect
from registry.storage.worker_turn import WorkerTurn

logger = logging.getLogger("registry.delivery")
POLL = 0.5
"""Seconds between two looks when there is nothing to do."""
AFTER_ERROR = 5.0
"""Seconds until the next look when one went wrong: the database may be away."""
GRACE = 20.0
"""Seconds that a message in hand has when the worker is told to stop."""
_DUE_EVERY, _KEEP_EVERY, _SEAL_EVERY, _FORGET_EVERY = 60.0, LEASE.total_seconds() / 3, 60.0, 3600.0


async def run_worker(
    *,
    mailing: Mailing,
    clock: Clock,
    judge: Judge,
    base_url: str,
    stop: asyncio.Event,
    mail_from: str = "",
    bounce_domain: str = "",
    once: bool = False,
) -> None:
    """Work until `stop` is set; with `once`, until nothing is left to do now. Raises ValueError for a bad SMTP URL.

    On SQLite a second worker waits for its turn; with `once` it only does what is due and leaves the mails to the
    other. Whatever goes wrong meanwhile is logged and tried again.
    """
    worker = _Worker(
        mailing=mailing,
        clock=clock,
        judge=judge,
        mailroom=Mailroom(base_url=base_url, mail_from=mail_from, bounce_domain=bounce_domain),
        stop=stop,
        once=once,
    )
    await worker.run()


class _Every:
    """Whether it is time again; the first time at once."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = 0.0

    def comes(self) -> bool:
        now = asyncio.get_running_loop().time()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


class _Worker:
    def __init__(
        self, *, mailing: Mailing, clock: Clock, judge: Judge, mailroom: Mailroom, stop: asyncio.Event, once: bool
    ) -> None:
        self._name = str(uuid4())
        self._clock = clock
        self._judge = judge
        self._mailroom = mailroom
        self._stop = stop
        self._once = once
        self._gate = Gate()
        self._senders = Senders(
            worker=self._name,
            count=mailing.connections,
            connect=connector(mailing),
            mailroom=mailroom,
            clock=clock,
            gate=self._gate,
        )
        self._day: date | None = None
        self._due, self._keep = _Every(_DUE_EVERY), _Every(_KEEP_EVERY)
        self._seal, self._forget = _Every(_SEAL_EVERY), _Every(_FORGET_EVERY)

    async def run(self) -> None:
        turn = WorkerTurn()
        if not await self._turn_comes(turn):
            return
        try:
            if turn.is_alone:
                await give_back()
            self._senders.start()
            await self._work()
        finally:
            await self._leave()
            turn.give_up()

    async def _turn_comes(self, turn: WorkerTurn) -> bool:
        if turn.take():
            return True
        logger.info("another worker delivers from this database; this one waits")
        if self._once:
            await self._take_effect()
            return False
        while not self._stop.is_set():
            if turn.take():
                logger.info("it is this worker's turn now")
                return True
            await self._pause(POLL)
        return False

    async def _work(self) -> None:
        while not self._stop.is_set():
            pause = POLL
            try:
                did_something = await self._round()
            except NotFound as error:
                logger.debug("%s", error)
                did_something = False
            except Exception:
                if self._once:
                    raise
                logger.exception("the worker could not do its round; it tries again")
                did_something, pause = False, AFTER_ERROR
            if self._once and not did_something and not self._senders.busy:
                return
            if not did_something:
                await self._pause(pause)

    async def _round(self) -> bool:
        """One look at everything; whether there was something to do."""
        await self._chores()
        house = await self._mailroom.open()
        expanded = await expand_event(now=self._clock.now(), domain=domain_of(house.sender))
        self._senders.freed.clear()
        claimed = await claim_deliveries(worker=self._name, now=self._clock.now(), limit=self._room())
        for delivery in claimed:
            self._senders.put(delivery)
        return expanded or bool(claimed)

    def _room(self) -> int:
        """How many deliveries to claim: enough that no sender waits, one alone where the mail server was away."""
        if self._gate.failures:
            return 0 if self._gate.waits() or self._senders.busy else 1
        free = 2 * self._senders.count - self._senders.busy
        return free if free >= self._senders.count else 0

    async def _chores(self) -> None:
        """What returns by the clock; one that fails keeps no other and no mail."""
        today = self._clock.today()
        if self._due.comes() or today != self._day:
            self._day = today
            await _tried(self._take_effect(), "what is due")
        if self._keep.comes() and self._senders.busy:
            await keep_claims(worker=self._name, now=self._clock.now())
        if self._forget.comes():
            await _tried(forget_addresses(now=self._clock.now()), "forgetting addresses")
        if self._seal.comes():
            await _tried(seal_logs(now=self._clock.now()), "sealing the log")

    async def _take_effect(self) -> None:
        done = await take_effect(now=self._clock.now(), today=self._clock.today(), judge=self._judge)
        for change in done:
            logger.info("change %d: %s", change.number, change.state.value)

    async def _pause(self, seconds: float) -> None:
        """Until the worker is told to stop, a sender is free, or the time is over."""
        waiting = [asyncio.create_task(self._stop.wait()), asyncio.create_task(self._senders.freed.wait())]
        try:
            await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()

    async def _leave(self) -> None:
        """Let what is in hand end, give the rest back, seal the log."""
        await self._senders.stop(grace=GRACE)
        with contextlib.suppress(Exception):
            await give_back(worker=self._name)
            await seal_logs(now=self._clock.now())


async def _tried(work: Awaitable[object], what: str) -> None:
    try:
        await work
    except Exception:
        logger.exception("%s failed; tried again later", what)
