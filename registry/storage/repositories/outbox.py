"""The outbox worked off: the oldest event that waits, held by its row for the length of the transaction."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from registry.storage.tables.outbox import OutboxRow

_NEXT = """
    SELECT id FROM outbox WHERE done_at IS NULL AND available_at <= {{}} ORDER BY available_at, id LIMIT 1 {skip}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One event to tell; `reached` is the last subscription that was looked at."""

    id: int
    event: str
    subject: str
    at: datetime
    data: dict[str, object]
    reached: str
    attempts: int


async def is_waiting(*, now: datetime) -> bool:
    """Whether there is an event to tell; a cheap look without a lock."""
    return await OutboxRow.exists().where(OutboxRow.done_at.is_null(), OutboxRow.available_at <= now)


async def hold_next(*, now: datetime) -> Waiting | None:
    """The oldest event that nobody else holds; let go at the end of the transaction, however it ends."""
    skip = "FOR UPDATE SKIP LOCKED" if OutboxRow._meta.db.engine_type == "postgres" else ""  # noqa: SLF001
    found = await OutboxRow.raw(_NEXT.format(skip=skip), now)
    if not found:
        return None
    row = (await OutboxRow.select().where(OutboxRow.id == found[0]["id"]))[0]
    return Waiting(
        id=row["id"],
        event=row["event"],
        subject=row["subject"],
        at=row["at"],
        data=msgspec.json.decode(row["data"]),
        reached=row["reached"],
        attempts=row["attempts"],
    )


async def move_on(outbox_id: int, *, reached: str) -> None:
    """Remember how far the audience has been looked through."""
    await OutboxRow.update({OutboxRow.reached: reached}).where(OutboxRow.id == outbox_id)


async def finish(outbox_id: int, *, at: datetime) -> None:
    """The event is told: every delivery of it is written."""
    await OutboxRow.update({OutboxRow.done_at: at}).where(OutboxRow.id == outbox_id)


async def postpone(outbox_id: int, *, until: datetime) -> None:
    """Try the event again later."""
    await OutboxRow.update({OutboxRow.available_at: until, OutboxRow.attempts: OutboxRow.attempts + 1}).where(
        OutboxRow.id == outbox_id
    )
