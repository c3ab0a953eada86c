"""The publisher's services: which data of end users each involves, and how many processors handle them."""

from dataclasses import dataclass

from registry.answers.filters import may_serve
from registry.answers.standpoint import Standpoint
from registry.storage.queries import listing


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """A service as its line shows it."""

    slug: str
    name: str
    description: str
    data_categories: tuple[str, ...]
    processors: int


async def services(point: Standpoint) -> tuple[ServiceView, ...]:
    """All services, with the vendors on the list that day for each."""
    engagements = await listing.on_day(point.as_of, known_at=point.known_at)
    return tuple(
        ServiceView(
            slug=service.slug,
            name=service.name,
            description=service.description,
            data_categories=service.data_categories,
            processors=len({one.vendor.id for one in engagements if may_serve(one.facts, service.slug)}),
        )
        for service in point.publisher.services
    )
