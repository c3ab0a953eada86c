"""A publisher and published events to make mails of, tame and hostile."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from registry.delivery.messages import House
from registry.domain.register.changes import ChangeKind
from registry.domain.register.facts import Location
from registry.domain.register.publications import EntryKind, Publication, PublishedService, PublishedText
from registry.domain.register.publisher import Service
from registry.domain.register.revisions import Operation

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSite:
    name: str = "Starling Messaging"
    legal_name: str = "Starling Messaging B.V."
    country: str = "NL"
    privacy_contact: str = "privacy@starling.example"
    time_zone: str = "Europe/Amsterdam"
    feed_domain: str = "registry.starling.example"
    is_demo: bool = True
    services: tuple[Service, ...] = (Service(slug="sms", name="SMS"), Service(slug="inbox", name="Inbox"))


HOUSE = House(site=SampleSite(), sender="notices@starling.example", base_url="https://registry.starling.example")

TEXT = PublishedText(
    change_kind=ChangeKind.ADDED,
    change_number=14,
    vendor_slug="x-messaging",
    vendor_name="X Messaging",
    listed_as="X Messaging",
    legal_entity="X Messaging Ltd",
    entity_country="IE",
    purpose="carries text messages to phones in Ireland",
    services=(PublishedService(slug="sms", name="SMS"),),
    data_categories=("Message content", "Phone numbers"),
    locations=(Location(country="IE"),),
    operations=(
        Operation(field="purpose", before=None, after="carries text messages to phones in Ireland"),
        Operation(field="services", before=None, after=["sms"]),
        Operation(field="locations", before=None, after=[{"country": "IE", "activity": "storage"}]),
        Operation(field="location_text", before=None, after="Dublin"),
    ),
    effective_on=date(2027, 1, 15),
    object_by=date(2027, 1, 14),
    notice_number="N-2026-014",
    reason="Lower latency for Irish numbers.",
)


def publication(kind: EntryKind = EntryKind.NOTICE, **more: Any) -> Publication:
    return Publication(
        sequence=1,
        id="2b7c1e6e-8d6e-4f47-9a69-0f5f0e1f7a10",
        kind=kind,
        published_at=NOW,
        day=date(2026, 11, 24),
        change_id="c-1",
        notice_id="n-1",
        vendor_id="v-1",
        engagement_id="e-1",
        text=replace(TEXT, **more),
    )
