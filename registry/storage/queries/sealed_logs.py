"""Seals of the deliveries' log as the audit holds them, and what the log gives today."""

from dataclasses import dataclass

import msgspec

from registry.domain.register.events import EventName
from registry.storage.sealed_log import Stretch, digest_of
from registry.storage.tables.audit import AuditEntryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSeal:
    """One seal: audit entry `number` says that the tries after `after` up to `until` give `digest`."""

    number: int
    after: int
    until: int
    count: int
    digest: str


async def seals() -> list[StoredSeal]:
    """All seals, oldest first."""
    rows = (
        await AuditEntryRow.select(AuditEntryRow.number, AuditEntryRow.data)
        .where(AuditEntryRow.event == EventName.DELIVERIES_SEALED.value)
        .order_by(AuditEntryRow.number)
    )
    return [StoredSeal(number=row["number"], **msgspec.json.decode(row["data"])) for row in rows]


async def stretch(*, after: int, until: int) -> Stretch:
    """What the log gives for the stretch now."""
    return await digest_of(after=after, until=until)
