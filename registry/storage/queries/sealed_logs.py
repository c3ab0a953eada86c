"""Seals of the deliveries' log as the audit holds them, and what the log gives today."""

from dataclasses import dataclass

import msgspec

from registry.domain.register.events import EventName
from registry.storage.sealed_log import Stretch, digest_of
from registry.storage.tables.audit import AuditEntryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSeal:
    """What a seal says: the tries after `after` up to `until` give `digest`."""

    after: int
    until: int
    count: int
    digest: str


_SEAL = msgspec.json.Decoder(StoredSeal)


async def seals() -> list[tuple[int, StoredSeal | None]]:
    """All seals with the number of their audit entry, oldest first; None for one that cannot be read."""
    rows = (
        await AuditEntryRow.select(AuditEntryRow.number, AuditEntryRow.data)
        .where(AuditEntryRow.event == EventName.DELIVERIES_SEALED.value)
        .order_by(AuditEntryRow.number)
    )
    return [(row["number"], _read(row["data"])) for row in rows]


async def stretch(*, after: int, until: int) -> Stretch:
    """What the log gives for the stretch now."""
    return await digest_of(after=after, until=until)


def _read(data: str) -> StoredSeal | None:
    try:
        return _SEAL.decode(data)
    except msgspec.MsgspecError:
        return None
