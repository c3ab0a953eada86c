"""The digest of a stretch of the deliveries' log: the same rows give the same digest on either engine."""

import hashlib
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import msgspec

from registry.storage.tables.deliveries import DeliveryAttemptRow

_BATCH = 1000
_FIELDS = ("id", "delivery_id", "number", "at", "outcome", "code", "answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The tries after one number up to `until`, that included."""

    until: int
    count: int
    digest: str


async def digest_of(*, after: int, until: int | None = None) -> Stretch:
    """SHA-256 over the rows in their order; to the end where `until` is None."""
    said, last, count = hashlib.sha256(), after, 0
    while True:
        where: Any = DeliveryAttemptRow.id > last
        if until is not None:
            where = where & (DeliveryAttemptRow.id <= until)
        rows = await DeliveryAttemptRow.select().where(where).order_by(DeliveryAttemptRow.id).limit(_BATCH)
        for row in rows:
            said.update(_line(row))
        count += len(rows)
        if len(rows) < _BATCH:
            return Stretch(until=rows[-1]["id"] if rows else last, count=count, digest=said.hexdigest())
        last = rows[-1]["id"]


def _line(row: dict[str, Any]) -> bytes:
    values = {name: row[name] for name in _FIELDS}
    values["at"] = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return msgspec.json.encode(values, order="sorted") + b"\n"
