"""A publisher and published events for feeds, tame and hostile, as values and as rows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from registry.domain.register.changes import ChangeKind
from registry.domain.register.events import Event, EventName
from registry.domain.register.facts import ALL_SERVICES, Location
from registry.domain.register.publications import EntryKind, Publication, PublishedService, PublishedText
from registry.domain.register.publisher import Publisher, Service
from registry.domain.register.revisions import Operation
from registry.storage.journal import record
from registry.storage.repositories import publications, publisher, vendors
from registry.storage.transaction import transaction

BEGAN = datetime(2026, 10, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = Publisher(
    name="Starling Messaging",
    legal_name="Starling Messaging B.V.",
    country="NL",
    privacy_contact="privacy@starling.example",
    feed_domain="registry.starling.example",
    feed_started_on=date(2026, 10, 1),
    is_demo=True,
    services=(Service(slug="sms", name="SMS"), Service(slug="inbox", name="Inbox")),
)
SMS = PublishedService(slug="sms", name="SMS")
INBOX = PublishedService(slug="inbox", name="Inbox")
KINDS = tuple(EntryKind)
HOSTILE = (
    "<script>alert(1)</script> & Söhne GmbH",
    "]]> <![CDATA[ Ltd",
    '"><img src=x onerror=alert(1)> Ltd',
    "AT&amp;T &lt;b&gt;bold&lt;/b&gt; &#x3c;i&#x3e;",
    "שלום בע״מ \u202eevil\u202c مرحبا",
    "👩\u200d👩\u200d👧 Emoji 🚀 Ltd",
    "W" * 3000,
    "control \x00\x01\x0b\x1f\x7f\x85 \ufffe\uffff characters",
    "new\nline\r\nand\ttab\u2028here",
    "{{ 7*7 }} {% raw %} %(name)s {name} ${x}",
    "<a href='javascript:alert(1)'>click</a>",
    "",
)
TEXT = PublishedText(
    change_kind=ChangeKind.ADDED,
    change_number=14,
    vendor_slug="x-messaging",
    vendor_name="X Messaging",
    listed_as="X Messaging",
    legal_entity="X Messaging Ltd",
    entity_country="IE",
    purpose="carries text messages to phones in Ireland",
    services=(SMS,),
    data_categories=("Message content", "Phone numbers"),
    locations=(Location(country="IE"),),
    operations=(
        Operation(field="purpose", before=None, after="carries text messages to phones in Ireland"),
        Operation(field="services", before=None, after=["sms"]),
        Operation(field="locations", before=None, after=[{"country": "IE", "activity": "storage"}]),
    ),
    effective_on=date(2027, 1, 15),
    object_by=date(2027, 1, 14),
    notice_number="N-2026-014",
    reason="Lower latency for Irish numbers.",
)
MOVED = (
    Operation(
        field="locations",
        before=[{"country": "IE", "activity": "storage"}],
        after=[{"country": "IE", "activity": "storage"}, {"country": "IN", "activity": "support"}],
    ),
)


def publication(number: int = 1, kind: EntryKind = EntryKind.NOTICE, **more: Any) -> Publication:
    """The event with the number; its id and instant follow from it."""
    change = {"change_kind": ChangeKind.AMENDED, "operations": MOVED} if kind is not EntryKind.NOTICE else {}
    if kind is EntryKind.ENDED:
        change = {"change_kind": ChangeKind.ENDED, "operations": ()}
    return Publication(
        sequence=number,
        id=str(UUID(int=number, version=4)),
        kind=kind,
        published_at=BEGAN + timedelta(hours=number),
        day=(BEGAN + timedelta(hours=number)).date(),
        change_id=f"c-{number}",
        notice_id=f"n-{number}" if kind in {EntryKind.NOTICE, EntryKind.EFFECTIVE} else None,
        vendor_id="v-1",
        engagement_id="e-1",
        text=replace(TEXT, **{**change, **more}),
    )


def hostile(number: int) -> Publication:
    """An event in which everything that people type is hostile."""
    name = HOSTILE[number % len(HOSTILE)]
    return publication(
        number,
        KINDS[number % len(KINDS)],
        vendor_name=name,
        listed_as=name,
        legal_entity=name,
        purpose=name * 2,
        reason=name,
        services=(PublishedService(slug="sms", name=f"SMS {name}"[:200]),),
        operations=tuple(
            Operation(field=field, before=before, after=after)
            for field, before, after in (
                ("purpose", name, name + "!"),
                ("listed_as", None, name),
                ("locations", [{"country": None, "text": name, "condition": name}], [{"region": name}]),
                ("mechanisms", [name], [{"claim": name}, {"terms": name}]),
                ("data_categories", [name], [name, "x"]),
                (name or "odd", name, [name]),
            )
        ),
    )


async def set_up(site: Publisher = SITE) -> None:
    """The publisher and the vendor of the events."""
    async with transaction():
        await publisher.save(site, at=BEGAN)
        await vendors.add_many(
            [vendors.Vendor(id="v-1", slug="x-messaging", name="X Messaging", is_published=True)], at=BEGAN
        )


async def fill(events: Iterable[Publication]) -> None:
    """Publish them, each told to the feeds of its services, and say that the content changed."""
    async with transaction():
        for event in events:
            await publications.publish(event, services=carried(event))
        await record(Event(name=EventName.CHANGE_ANNOUNCED, subject="change:test", actor="system", at=NOW))


def carried(event: Publication) -> tuple[str, ...]:
    """The services whose feeds carry it."""
    text = event.text
    if text.all_services or not text.services:
        return (ALL_SERVICES, *(service.slug for service in SITE.services))
    return tuple(service.slug for service in text.services)
