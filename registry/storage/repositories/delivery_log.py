"""The deliveries' log, sealed stretch by stretch."""

from dataclasses import dataclass

import msgspec

from registry.domain.register.events import EventName
from registry.storage.sealed_log import Stretch, digest_of
from registry.storage.tables.audit import AuditEntryRow
from registry.storage.tables.deliveries import DeliveryAttemptRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Up to which try the log is sealed."""

    until: int = 0


async def last_seal() -> Seal:
    """The newest seal in the audit; one up to nothing before the first."""
    rows = (
        await AuditEntryRow.select(AuditEntryRow.data)
        .where(AuditEntryRow.event == EventName.DELIVERIES_SEALED.value)
        .order_by(AuditEntryRow.number, ascending=False)
        .limit(1)
    )
    return Seal(until=int(msgspec.json.decode(rows[0]["data"])["until"])) if rows else Seal()


async def has_more(*, after: int) -> bool:
    """Whether tries were written since; a cheap look without a lock."""
    return await DeliveryAttemptRow.exists().where(DeliveryAttemptRow.id > after)


async def hold() -> None:
    """Wait for whoever is writing to the log and keep others from it to the end of the transaction.

    On PostgreSQL numbers are given out before rows are seen: without this a stretch could be sealed with a gap in it.
    """
    if DeliveryAttemptRow._meta.db.engine_type == "postgres":  # noqa: SLF001 - Piccolo keeps the engine there
        await DeliveryAttemptRow.raw("LOCK TABLE delivery_attempts IN SHARE ROW EXCLUSIVE MODE")


async def digest(*, after: int) -> Stretch:
    """Everything written after the number."""
    return await digest_of(after=after)
