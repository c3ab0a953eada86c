"""The publisher as one aggregate: its row, entities and services."""

from datetime import datetime
from typing import Any

import msgspec

from registry.domain.register.publisher import Entity, Publisher, Service
from registry.storage.repositories.revisions import encode
from registry.storage.tables.publisher import EntityRow, PublisherRow, ServiceRow


async def load() -> Publisher | None:
    """The publisher, or None before set-up."""
    rows = await PublisherRow.select().where(PublisherRow.id == 1)
    if not rows:
        return None
    row = rows[0]
    services = await ServiceRow.select().order_by(ServiceRow.position, ServiceRow.slug)
    entities = await EntityRow.select().order_by(EntityRow.position, EntityRow.name)
    return Publisher(
        name=row["name"],
        legal_name=row["legal_name"],
        country=row["country"],
        address=row["address"],
        privacy_contact=row["privacy_contact"],
        role=row["role"],
        notice_days=row["notice_days"],
        time_zone=row["time_zone"],
        mail_from=row["mail_from"],
        feed_domain=row["feed_domain"],
        feed_started_on=row["feed_started_on"],
        is_demo=bool(row["is_demo"]),
        is_set_up=bool(row["is_set_up"]),
        services=tuple(
            Service(
                slug=s["slug"],
                name=s["name"],
                description=s["description"],
                data_categories=tuple(msgspec.json.decode(s["data_categories"])),
            )
            for s in services
        ),
        entities=tuple(Entity(id=e["id"], name=e["name"], country=e["country"], kind=e["kind"]) for e in entities),
    )


async def save(publisher: Publisher, *, at: datetime) -> None:
    """Write the publisher, its services and entities; services that are gone stay (a slug is never reused)."""
    values: dict[str, Any] = {
        "name": publisher.name,
        "legal_name": publisher.legal_name,
        "country": publisher.country,
        "address": publisher.address,
        "privacy_contact": publisher.privacy_contact,
        "role": publisher.role,
        "notice_days": publisher.notice_days,
        "time_zone": publisher.time_zone,
        "mail_from": publisher.mail_from,
        "is_demo": publisher.is_demo,
        "is_set_up": publisher.is_set_up,
        "feed_domain": publisher.feed_domain,
        "feed_started_on": publisher.feed_started_on,
    }
    row = PublisherRow(id=1, **values, set_up_at=at)
    if not await PublisherRow.insert(row).on_conflict(action="DO NOTHING").returning(PublisherRow.id):
        await PublisherRow.update(values, force=True)  # type: ignore[arg-type]
    for position, service in enumerate(publisher.services):
        await ServiceRow.delete().where(ServiceRow.slug == service.slug)
        await ServiceRow.insert(
            ServiceRow(
                slug=service.slug,
                name=service.name,
                description=service.description,
                data_categories=encode(service.data_categories),
                position=position,
            )
        )
    await EntityRow.delete(force=True)
    for position, entity in enumerate(publisher.entities):
        await EntityRow.insert(
            EntityRow(id=entity.id, name=entity.name, country=entity.country, kind=entity.kind, position=position)
        )
