"""Work off the outbox: an event becomes one delivery for each who is entitled, a batch at a time."""

import logging
from datetime import datetime
from uuid import uuid4

from registry.domain.register.deliveries import Delivery, DeliveryKind, next_try
from registry.domain.register.events import EventName
from registry.domain.register.facts import ALL_SERVICES
from registry.domain.register.publications import Publication, PublishedText
from registry.domain.register.subscriptions import CONFIRMATION_INTERVAL, is_meant
from registry.storage.repositories import deliveries, outbox, publications, subscriptions
from registry.storage.repositories.outbox import Waiting
from registry.storage.transaction import transaction

logger = logging.getLogger("registry.delivery")
BATCH = 200


async def expand_event(*, now: datetime, domain: str) -> bool:
    """Write the deliveries of one batch of the oldest event; False when none waits. `domain` stands in Message-IDs.

    Those are entitled who had confirmed when the event was recorded. An event that cannot be told waits and is logged.
    """
    if not await outbox.is_waiting(now=now):
        return False
    async with transaction():
        waiting = await outbox.hold_next(now=now)
        if waiting is None:
            return False
        try:
            async with transaction():
                await _expand(waiting, now, domain)
        except Exception:
            logger.exception("event %d (%s) cannot be told now", waiting.id, waiting.event)
            later = next_try(attempts=waiting.attempts + 1, first_tried_at=now, now=now)
            await outbox.postpone(waiting.id, until=later or now)
    return True


async def _expand(waiting: Waiting, now: datetime, domain: str) -> None:
    publication = waiting.data.get("publication")
    if waiting.event == EventName.SUBSCRIPTION_REQUESTED:
        await _ask(waiting, now, domain)
    elif isinstance(publication, int):
        await _tell(waiting, await publications.load(publication), now, domain)
    else:
        await outbox.finish(waiting.id, at=now)


async def _ask(waiting: Waiting, now: datetime, domain: str) -> None:
    """At most one mail an address and interval, whoever asks how often."""
    kind = DeliveryKind.SUBSCRIPTION_CONFIRM
    subscription = await subscriptions.load_for_update(waiting.subject.removeprefix("subscription:"))
    if subscription is not None and not await deliveries.has_recent(
        subscription.id, kind, since=now - CONFIRMATION_INTERVAL
    ):
        asked = _delivery(kind, subscription.id, now, domain, consent_id=str(waiting.data["consent"]))
        await deliveries.add_many(waiting.id, [asked])
    await outbox.finish(waiting.id, at=now)


async def _tell(waiting: Waiting, publication: Publication, now: datetime, domain: str) -> None:
    entitled = await subscriptions.load_entitled(after=waiting.reached, recorded_at=waiting.at, limit=BATCH)
    kind, services = DeliveryKind(publication.kind.value), services_told(publication.text)
    meant = [
        _delivery(kind, subscription.id, now, domain, publication=publication.sequence)
        for subscription in entitled
        if is_meant(subscription.filters, services=services, vendor=publication.text.vendor_slug)
    ]
    await deliveries.add_many(waiting.id, meant)
    if len(entitled) < BATCH:
        await outbox.finish(waiting.id, at=now)
    else:
        await outbox.move_on(waiting.id, reached=entitled[-1].id)


def services_told(text: PublishedText) -> tuple[str, ...]:
    """The slugs that filters are held against; `*` where every service is meant."""
    return (ALL_SERVICES,) if text.all_services else tuple(service.slug for service in text.services)


def _delivery(
    kind: DeliveryKind,
    subscription_id: str,
    now: datetime,
    domain: str,
    *,
    publication: int | None = None,
    consent_id: str | None = None,
) -> Delivery:
    delivery_id = str(uuid4())
    return Delivery(
        id=delivery_id,
        kind=kind,
        subscription_id=subscription_id,
        message_id=f"<{delivery_id}@{domain}>",
        publication=publication,
        consent_id=consent_id,
        created_at=now,
    )
