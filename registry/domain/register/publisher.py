"""The publisher: whose list this is, its entities, its services, and the notice it gives."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service of the publisher and the categories of end-user personal data it involves."""

    slug: str
    name: str
    description: str = ""
    data_categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A company of the publisher's group; `kind` is `publisher` or `affiliate`."""

    id: str
    name: str
    country: str
    kind: str = "affiliate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """`role` is what the publisher is for its customers' data: processor or controller.

    `notice_days` is the notice it gives until customers' contracts are known (R8). `feed_domain` and `feed_started_on`
    are frozen at set-up: they stand in the ids of feed entries for ever. Before set-up there is a nameless publisher of
    the first start (`is_set_up` false), so that a list can be brought in and read.
    """

    name: str
    legal_name: str
    country: str
    address: str = ""
    privacy_contact: str
    role: str = "processor"
    notice_days: int = 30
    time_zone: str = "Europe/Amsterdam"
    mail_from: str = ""
    feed_domain: str
    feed_started_on: date
    is_demo: bool = False
    is_set_up: bool = True
    services: tuple[Service, ...] = ()
    entities: tuple[Entity, ...] = ()

    def service(self, slug: str) -> Service | None:
        """The service with the slug."""
        return next((service for service in self.services if service.slug == slug), None)
