"""Deliveries as the desk follows them and as a subscriber sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from registry.domain.register.deliveries import DeliveryKind, DeliveryState
from registry.domain.register.publications import PublishedText
from registry.storage.tables.changes import PublicationRow
from registry.storage.tables.deliveries import DeliveryRow
from registry.storage.tables.subscriptions import SubscriptionRow

_TEXT = msgspec.json.Decoder(PublishedText)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One delivery; `text` is what it tells, None for a question to confirm; `email` None once erased."""

    id: str
    kind: DeliveryKind
    text: PublishedText | None
    email: str | None
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_try_at: datetime
    answered_at: datetime | None
    code: int | None
    answer: str


async def count_deliveries(*, state: DeliveryState | None = None) -> int:
    """How many there are in the state."""
    return int(await DeliveryRow.count().where(_in(state)))


async def list_deliveries(*, state: DeliveryState | None = None, offset: int, limit: int) -> list[DeliveryLine]:
    """A page of them, the newest first."""
    newest = DeliveryRow.select().where(_in(state)).order_by(DeliveryRow.created_at, DeliveryRow.id, ascending=False)
    return await _lines(await newest.offset(offset).limit(limit))


async def deliveries_to(subscription_id: str, *, limit: int) -> list[DeliveryLine]:
    """What was or will be sent to one subscriber, the newest first."""
    newest = DeliveryRow.select().where(DeliveryRow.subscription_id == subscription_id)
    return await _lines(await newest.order_by(DeliveryRow.created_at, ascending=False).limit(limit))


def _in(state: DeliveryState | None) -> Any:  # noqa: ANN401 - Piccolo's conditions have no common type
    return DeliveryRow.state == state.value if state else DeliveryRow.state != ""


async def _lines(rows: Sequence[dict[str, Any]]) -> list[DeliveryLine]:
    texts = await _texts({row["publication"] for row in rows if row["publication"] is not None})
    emails = await _emails({row["subscription_id"] for row in rows})
    return [
        DeliveryLine(
            id=row["id"],
            kind=DeliveryKind(row["kind"]),
            text=texts.get(row["publication"]),
            email=emails.get(row["subscription_id"]),
            state=DeliveryState(row["state"]),
            attempts=row["attempts"],
            created_at=row["created_at"],
            next_try_at=row["available_at"],
            answered_at=row["answered_at"],
            code=row["code"],
            answer=row["answer"],
        )
        for row in rows
    ]


async def _texts(sequences: set[int]) -> dict[int, PublishedText]:
    if not sequences:
        return {}
    columns = (PublicationRow.sequence, PublicationRow.payload)
    rows = await PublicationRow.select(*columns).where(PublicationRow.sequence.is_in(sorted(sequences)))
    return {int(row["sequence"]): _TEXT.decode(row["payload"]) for row in rows}


async def _emails(subscription_ids: set[str]) -> dict[str, str | None]:
    if not subscription_ids:
        return {}
    columns = (SubscriptionRow.id, SubscriptionRow.email)
    rows = await SubscriptionRow.select(*columns).where(SubscriptionRow.id.is_in(sorted(subscription_ids)))
    return {row["id"]: row["email"] for row in rows}
