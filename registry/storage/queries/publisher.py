"""The publisher as every face reads it."""

import msgspec

from registry.domain.register.publisher import Entity, Publisher, Service
from registry.storage.tables.publisher import EntityRow, PublisherRow, ServiceRow


async def publisher() -> Publisher | None:
    """The publisher with its services and entities, or None before set-up."""
    rows = await PublisherRow.select().where(PublisherRow.id == 1)
    if not rows:
        return None
    row = rows[0]
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
        services=await _services(),
        entities=await _entities(),
    )


async def _services() -> tuple[Service, ...]:
    rows = await ServiceRow.select().order_by(ServiceRow.position, ServiceRow.slug)
    return tuple(
        Service(
            slug=row["slug"],
            name=row["name"],
            description=row["description"],
            data_categories=tuple(msgspec.json.decode(row["data_categories"])),
        )
        for row in rows
    )


async def _entities() -> tuple[Entity, ...]:
    rows = await EntityRow.select().order_by(EntityRow.position, EntityRow.name)
    return tuple(Entity(id=row["id"], name=row["name"], country=row["country"], kind=row["kind"]) for row in rows)
