"""The journal of a transaction: each recorded event becomes one chained audit entry and one outbox row (R13).

The chain's head is locked last, just before the commit, so that many writers make one chain and wait little.
"""

import hashlib
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from registry.domain.register.events import TOLD, Event
from registry.storage import database
from registry.storage.engines.postgres import SafePostgres
from registry.storage.tables.audit import AuditEntryRow, AuditHeadRow
from registry.storage.tables.outbox import OutboxRow
from registry.storage.tables.versions import ContentVersionRow

_BATCH = 100
_LOCK = 7_201_140_226
"""The advisory lock that guards the head of the chain on PostgreSQL."""
_PRIVATE = ("user.", "subscription.", "deliveries.", "sessions.")
"""Events that change nothing the public can see."""
_collected: ContextVar["Collected | None"] = ContextVar("journal", default=None)


@dataclass(slots=True, kw_only=True)
class Collected:
    """The events recorded so far in the transaction of this task."""

    is_outermost: bool
    events: list[Event] = field(default_factory=list)


@contextmanager
def collecting() -> Generator[Collected]:
    """Collect what is recorded inside; an inner transaction hands its events to the outer one when it ends well."""
    outer = _collected.get()
    mine = Collected(is_outermost=outer is None)
    token = _collected.set(mine)
    try:
        yield mine
    finally:
        _collected.reset(token)
    if outer is not None:
        outer.events += mine.events


async def record(event: Event) -> None:
    """Record that it happened. Raises RuntimeError outside a transaction."""
    collected = _collected.get()
    if collected is None:
        msg = "events are recorded inside a transaction"
        raise RuntimeError(msg)
    collected.events.append(event)


async def record_many(events: Sequence[Event]) -> None:
    """Record several, in their order."""
    for event in events:
        await record(event)


async def write(collected: Collected) -> int | None:
    """Write what was collected; the content's new version where the public can see a change. For `transaction`."""
    events = collected.events
    if not events:
        return None
    version = await _bump() if any(not event.name.value.startswith(_PRIVATE) for event in events) else None
    for start in range(0, len(events), _BATCH):
        await OutboxRow.insert(*map(_outbox_row, events[start : start + _BATCH]))
    await _chain(events)
    return version


def note_own_write(version: int) -> None:
    """Let this process see its own change at once."""
    engine = database.current()
    if isinstance(engine, SafePostgres):
        engine.known_version = max(engine.known_version, version)


async def _bump() -> int:
    rows = (
        await ContentVersionRow.update({ContentVersionRow.version: ContentVersionRow.version + 1})
        .where(ContentVersionRow.id == 1)
        .returning(ContentVersionRow.version)
    )
    return int(rows[0]["version"])


async def _chain(events: Sequence[Event]) -> None:
    if isinstance(database.current(), SafePostgres):
        await AuditHeadRow.raw("SELECT pg_advisory_xact_lock({})", _LOCK)
    head = (await AuditHeadRow.select().where(AuditHeadRow.id == 1))[0]
    number, previous = int(head["number"]), str(head["hash"])
    rows: list[AuditEntryRow] = []
    for event in events:
        number += 1
        row = AuditEntryRow(
            number=number,
            at=event.at,
            event=event.name.value,
            subject=event.subject,
            actor=event.actor,
            data=encode_data(event.data),
            previous=previous,
        )
        previous = row.hash = entry_hash(row.to_dict())
        rows.append(row)
    for start in range(0, len(rows), _BATCH):
        await AuditEntryRow.insert(*rows[start : start + _BATCH])
    await AuditHeadRow.update({AuditHeadRow.number: number, AuditHeadRow.hash: previous}).where(AuditHeadRow.id == 1)


def encode_data(data: Mapping[str, object]) -> str:
    """The data of an event as JSON, keys sorted."""
    return msgspec.json.encode(dict(data), order="sorted").decode()


def entry_hash(entry: Mapping[str, object]) -> str:
    """SHA-256 over everything the entry says and the hash of the one before."""
    at = entry["at"]
    moment = at.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(at, datetime) else str(at)
    said = [entry["number"], moment, *(entry[name] for name in ("event", "subject", "actor", "data", "previous"))]
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _outbox_row(event: Event) -> OutboxRow:
    return OutboxRow(
        event=event.name.value,
        subject=event.subject,
        at=event.at,
        data=encode_data(event.data),
        available_at=event.at,
        done_at=None if event.name in TOLD else event.at,
    )
