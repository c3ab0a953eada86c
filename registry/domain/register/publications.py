"""What is told to the world about a change, fixed at the moment it is told and never edited (R11)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from registry.domain.register.changes import ChangeKind
from registry.domain.register.facts import ListGroup, Location
from registry.domain.register.revisions import Operation


class EntryKind(StrEnum):
    """The kinds of published events; each is an entry of its own. Stored values: kept for ever."""

    NOTICE = "notice"
    EFFECTIVE = "effective"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    CORRECTION = "correction"
    EDITORIAL = "editorial"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedService:
    """A service as it was called when the event was published."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedText:
    """Everything a reader is told of one event. Holds no names or addresses of persons (R13).

    `operations` are the public fields only, old → new. `services` empty with `all_services` means every service.
    `effective_on` is the day it takes (took) effect; `object_by` the last day to object, None where there is no window.
    `about` is the number of the notice that a later event (effective, withdrawn, correction) belongs to.
    """

    change_kind: ChangeKind
    change_number: int
    vendor_slug: str
    vendor_name: str
    listed_as: str
    legal_entity: str = ""
    entity_country: str | None = None
    group: ListGroup = ListGroup.SUB_PROCESSORS
    purpose: str = ""
    services: tuple[PublishedService, ...] = ()
    all_services: bool = False
    data_categories: tuple[str, ...] = ()
    locations: tuple[Location, ...] = ()
    location_text: str = ""
    mechanism_text: str = ""
    verdict: str = ""
    operations: tuple[Operation, ...] = ()
    effective_on: date | None = None
    object_by: date | None = None
    notice_number: str | None = None
    about: str | None = None
    reason: str = ""
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One published event. `sequence` counts all of them without a gap; `published_at` (UTC) never changes.

    `day` is the publisher's local day the event belongs to (a replayed one: the day of its snapshot).
    """

    sequence: int
    id: str
    kind: EntryKind
    published_at: datetime
    day: date
    change_id: str | None
    notice_id: str | None
    vendor_id: str
    engagement_id: str | None
    text: PublishedText


PUBLIC_FIELDS = (
    "listed_as", "legal_entity", "entity_country", "role", "recipient_category", "capacity", "purpose", "services",
    "services_text", "data_categories", "locations", "location_text", "mechanisms", "mechanism_text", "condition",
    "website", "retention", "training", "name", "other_names", "parent", "parent_country",
)  # fmt: skip
"""Fields whose old and new value may be told; nothing else leaves the house."""
