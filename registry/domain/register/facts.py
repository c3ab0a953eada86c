"""What is known of a vendor and of one engagement of it, as plain values that can be stored, compared and changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

Value = Any
"""A JSON value (None, bool, int, str, list, mapping of them); a fact is one of these."""
Facts = Mapping[str, Any]
"""All facts of one subject by field name; the empty mapping means: not on the list."""

LISTED = "listed"
"""The field that says a subject is on the list; every non-empty `Facts` holds it as True."""
ALL_SERVICES = "*"
COLUMNS = (
    "name", "legal_entity", "country", "locations", "purpose", "data_categories", "services", "transfer_mechanism",
    "website", "entity_type", "notes",
)  # fmt: skip
"""The columns of a list as published, in their order."""


class SubjectKind(StrEnum):
    """What a revision is of: an engagement, or the vendor's own facts. Stored values: kept for ever."""

    ENGAGEMENT = "engagement"
    VENDOR = "vendor"


class Capacity(StrEnum):
    """What we are, towards this engagement's data. Stored values: kept for ever."""

    PROCESSOR = "processor"
    SUB_PROCESSOR = "sub_processor"
    CONTROLLER = "controller"
    JOINT_CONTROLLER = "joint_controller"


class VendorRole(StrEnum):
    """What the vendor is, for the named data. Stored values: kept for ever."""

    SUB_PROCESSOR = "sub_processor"
    PROCESSOR = "processor"
    INDEPENDENT_CONTROLLER = "independent_controller"
    JOINT_CONTROLLER = "joint_controller"
    CONDUIT = "conduit"


class RecipientCategory(StrEnum):
    """The kind of recipient (GDPR Art. 13(1)(e), 30(1)(d)). Stored values: kept for ever."""

    TELECOMMUNICATIONS = "telecommunications"
    SERVICE_AND_TECHNOLOGY = "service_and_technology"
    PAYMENT = "payment"
    AFFILIATE = "affiliate"
    PUBLIC_AUTHORITY = "public_authority"


class ListGroup(StrEnum):
    """Under which heading of the public list a row stands."""

    SUB_PROCESSORS = "sub_processors"
    INDEPENDENT_CONTROLLERS = "independent_controllers"
    CONDUITS = "conduits"
    AFFILIATES = "affiliates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """One place of processing: a country code or a region, as `text` published it, who is there and when it applies."""

    country: str | None = None
    region: str | None = None
    text: str = ""
    activity: str = "storage"
    who: str = "importer"
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """Something published that could not be read: which column, the text, and why."""

    column: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The contract that Art. 28(3) or 26 asks for: which terms, signed or accepted on which day (ISO)."""

    terms: str = ""
    signed_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementFacts:
    """One engagement as it stands: field names are the names of facts. Days inside are ISO texts."""

    listed: bool = True
    vendor: str
    listed_as: str
    legal_entity: str = ""
    entity_country: str | None = None
    capacity: Capacity = Capacity.PROCESSOR
    role: VendorRole = VendorRole.SUB_PROCESSOR
    recipient_category: RecipientCategory = RecipientCategory.SERVICE_AND_TECHNOLOGY
    held_for: str = "customers"
    services: tuple[str, ...] = ()
    services_text: str = ""
    purpose: str = ""
    data_categories: tuple[str, ...] = ()
    data_subjects: tuple[str, ...] = ()
    locations: tuple[Location, ...] = ()
    location_text: str = ""
    condition: str = ""
    mechanisms: tuple[dict[str, object], ...] = ()
    mechanism_text: str = ""
    subject_to: tuple[str, ...] | None = None
    certifications: tuple[dict[str, object], ...] | None = None
    assessment: dict[str, object] | None = None
    contract: Contract | None = None
    retention: str = ""
    training: str = ""
    list_name: str = ""
    published: dict[str, str] = field(default_factory=dict)
    to_be_clarified: tuple[Unclear, ...] = ()
    known_since: str | None = None

    @property
    def group(self) -> ListGroup:
        """The heading it stands under."""
        if self.recipient_category is RecipientCategory.AFFILIATE:
            return ListGroup.AFFILIATES
        if self.role is VendorRole.CONDUIT:
            return ListGroup.CONDUITS
        if self.role in {VendorRole.INDEPENDENT_CONTROLLER, VendorRole.JOINT_CONTROLLER}:
            return ListGroup.INDEPENDENT_CONTROLLERS
        return ListGroup.SUB_PROCESSORS

    @property
    def needs_notice(self) -> bool:
        """Whether customers have a window for material changes: data held for them reaches a processor (Art. 28(2))."""
        return self.held_for == "customers" and self.role in {VendorRole.SUB_PROCESSOR, VendorRole.PROCESSOR}

    def serves(self, service: str) -> bool:
        """Whether it is used for the service (a slug)."""
        return ALL_SERVICES in self.services or service in self.services


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalEntity:
    """A company of the vendor; `contact` is a role mailbox, never a person's."""

    name: str
    country: str | None = None
    number: str = ""
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorFacts:
    """The vendor's own facts; the parent is the ultimate one, shown as a flag."""

    listed: bool = True
    name: str
    other_names: tuple[str, ...] = ()
    website: str = ""
    privacy_contact: str = ""
    entities: tuple[LegalEntity, ...] = ()
    parent: str = ""
    parent_country: str | None = None
    source: str = ""


def to_facts(known: EngagementFacts | VendorFacts) -> dict[str, Value]:
    """The facts as JSON values by field name, without those that are not stated."""
    values = {item.name: _plain(getattr(known, item.name)) for item in fields(known)}
    return {name: value for name, value in values.items() if name == LISTED or value not in (None, "", [], {})}


def _plain(value: Value) -> Value:
    """The value as JSON has it: lists, mappings, texts, numbers."""
    if value is None or type(value) in {str, int, bool, float}:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
