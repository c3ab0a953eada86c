"""Deliveries: added once per event and subscription, claimed for a time, settled with what was answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from registry.domain.register.deliveries import LEASE, Answer, Delivery, DeliveryKind, DeliveryState, Settled
from registry.storage.tables.deliveries import DeliveryAttemptRow, DeliveryRow

_BATCH = 100
_CLAIM = """
    UPDATE deliveries SET locked_until = {{}}, claimed_by = {{}}
    WHERE id IN (SELECT id FROM deliveries
                 WHERE state = 'pending' AND available_at <= {{}} AND (locked_until IS NULL OR locked_until <= {{}})
                 ORDER BY available_at, id LIMIT {{}} {skip})
    RETURNING id
"""


async def add_many(outbox_id: int, deliveries: Sequence[Delivery]) -> None:
    """Write the event's deliveries; one that exists already for its subscription stays as it is."""
    for start in range(0, len(deliveries), _BATCH):
        rows = [_row(outbox_id, delivery) for delivery in deliveries[start : start + _BATCH]]
        await DeliveryRow.insert(*rows).on_conflict(
            target=(DeliveryRow.outbox_id, DeliveryRow.subscription_id), action="DO NOTHING"
        )


async def has_recent(subscription_id: str, kind: DeliveryKind, *, since: datetime) -> bool:
    """Whether a message of the kind was made for the subscription since the instant."""
    return await DeliveryRow.exists().where(
        DeliveryRow.subscription_id == subscription_id, DeliveryRow.kind == kind.value, DeliveryRow.created_at > since
    )


async def is_due(*, now: datetime) -> bool:
    """Whether a delivery waits that nobody holds; a cheap look without a lock."""
    free = DeliveryRow.locked_until.is_null() | (DeliveryRow.locked_until <= now)
    return await DeliveryRow.exists().where(
        DeliveryRow.state == DeliveryState.PENDING.value, DeliveryRow.available_at <= now, free
    )


async def claim(*, claimed_by: str, now: datetime, limit: int) -> list[Delivery]:
    """Claim due deliveries that nobody else holds, for 60 seconds, inside the caller's transaction."""
    skip = "FOR UPDATE SKIP LOCKED" if DeliveryRow._meta.db.engine_type == "postgres" else ""  # noqa: SLF001
    rows = await DeliveryRow.raw(_CLAIM.format(skip=skip), now + LEASE, claimed_by, now, now, limit)
    if not rows:
        return []
    claimed = await DeliveryRow.select().where(DeliveryRow.id.is_in([row["id"] for row in rows]))
    return sorted(map(to_delivery, claimed), key=lambda delivery: (delivery.created_at, delivery.id))


async def extend(*, claimed_by: str, now: datetime) -> None:
    """Keep what the worker holds for another 60 seconds."""
    await DeliveryRow.update({DeliveryRow.locked_until: now + LEASE}).where(
        DeliveryRow.claimed_by == claimed_by, DeliveryRow.state == DeliveryState.PENDING.value
    )


async def release(*, claimed_by: str | None = None) -> None:
    """Give back what the worker holds and has not settled; without a name, what anybody holds."""
    held = DeliveryRow.claimed_by.is_not_null() if claimed_by is None else DeliveryRow.claimed_by == claimed_by
    await DeliveryRow.update({DeliveryRow.locked_until: None, DeliveryRow.claimed_by: None}).where(
        held, DeliveryRow.state == DeliveryState.PENDING.value
    )


async def settle(delivery: Delivery, answer: Answer, settled: Settled, *, claimed_by: str) -> bool:
    """Write the answer and what follows. False, nothing written, where somebody else settled it meanwhile."""
    waiting = settled.state is DeliveryState.PENDING
    attempts = delivery.attempts + (1 if settled.counts else 0)
    values = {
        DeliveryRow.state: settled.state.value,
        DeliveryRow.attempts: attempts,
        DeliveryRow.available_at: settled.next_try_at if waiting else answer.at,
        DeliveryRow.locked_until: None,
        DeliveryRow.claimed_by: None,
        DeliveryRow.first_tried_at: delivery.first_tried_at or (answer.at if settled.counts else None),
        DeliveryRow.answered_at: answer.at,
        DeliveryRow.code: answer.code,
        DeliveryRow.answer: answer.text,
    }
    done = (
        await DeliveryRow.update(values)  # type: ignore[arg-type]
        .where(
            DeliveryRow.id == delivery.id,
            DeliveryRow.claimed_by == claimed_by,
            DeliveryRow.state == DeliveryState.PENDING.value,
        )
        .returning(DeliveryRow.id)
    )
    if not done:
        return False
    await DeliveryAttemptRow.insert(
        DeliveryAttemptRow(
            delivery_id=delivery.id,
            number=attempts,
            at=answer.at,
            outcome=answer.outcome.value,
            code=answer.code,
            answer=answer.text,
        )
    )
    return True


async def cancel_waiting(subscription_id: str, *, at: datetime) -> None:
    """What waits for a subscription that ended is not sent."""
    values = {
        DeliveryRow.state: DeliveryState.CANCELLED.value,
        DeliveryRow.answered_at: at,
        DeliveryRow.locked_until: None,
    }
    await DeliveryRow.update(values).where(  # type: ignore[arg-type]
        DeliveryRow.subscription_id == subscription_id,
        DeliveryRow.state == DeliveryState.PENDING.value,
        DeliveryRow.claimed_by.is_null(),
    )


def to_delivery(row: dict[str, Any]) -> Delivery:
    """A stored row as the domain's value."""
    return Delivery(
        id=row["id"],
        kind=DeliveryKind(row["kind"]),
        subscription_id=row["subscription_id"],
        message_id=row["message_id"],
        publication=row["publication"],
        consent_id=row["consent_id"],
        attempts=row["attempts"],
        created_at=row["created_at"],
        first_tried_at=row["first_tried_at"],
    )


def _row(outbox_id: int, delivery: Delivery) -> DeliveryRow:
    return DeliveryRow(
        id=delivery.id,
        outbox_id=outbox_id,
        subscription_id=delivery.subscription_id,
        kind=delivery.kind.value,
        publication=delivery.publication,
        consent_id=delivery.consent_id,
        message_id=delivery.message_id,
        created_at=delivery.created_at,
        available_at=delivery.created_at,
    )
