"""How services tell the world: the text of an event, fixed once, its entry, its notice and its place in the feeds."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

import msgspec

from registry.domain.register.changes import Change, ChangeKind
from registry.domain.register.facts import ALL_SERVICES, EngagementFacts, Facts, SubjectKind, VendorFacts
from registry.domain.register.publications import (
    PUBLIC_FIELDS,
    EntryKind,
    Publication,
    PublishedService,
    PublishedText,
)
from registry.domain.register.publisher import Publisher
from registry.domain.register.revisions import Operation
from registry.services import recording
from registry.storage.repositories import notices, publications, vendors


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a change is about: the engagement (if any) and the vendor, as they stand with the change."""

    engagement: EngagementFacts | None
    vendor: VendorFacts | None


def engagement_facts(facts: Facts) -> EngagementFacts | None:
    """The facts as the domain's value; None when not on the list."""
    return msgspec.convert(facts, EngagementFacts) if facts else None


def vendor_facts(facts: Facts) -> VendorFacts | None:
    """The facts as the domain's value; None when nothing is known."""
    return msgspec.convert(facts, VendorFacts) if facts else None


async def subject_on(change: Change, on: date) -> Subject:
    """The change's subject as it is recorded to stand on the day."""
    engagement = (
        await recording.current_facts(SubjectKind.ENGAGEMENT, change.engagement_id, on=on)
        if change.engagement_id
        else {}
    )
    vendor = await recording.current_facts(SubjectKind.VENDOR, change.vendor_id, on=on)
    return Subject(engagement=engagement_facts(engagement), vendor=vendor_facts(vendor))


def text_of(
    change: Change,
    subject: Subject,
    publisher: Publisher,
    *,
    slug: str,
    operations: tuple[Operation, ...] | None = None,
    **more: object,
) -> PublishedText:
    """What readers are told of the change; only public fields of its operations leave the house."""
    engagement, vendor = subject.engagement, subject.vendor
    name = vendor.name if vendor else (engagement.listed_as if engagement else slug)
    told = change.operations if operations is None else operations
    base = PublishedText(
        change_kind=change.kind,
        change_number=change.number,
        vendor_slug=slug,
        vendor_name=name,
        listed_as=engagement.listed_as if engagement else name,
        operations=tuple(o for o in told if o.field in PUBLIC_FIELDS),
        effective_on=change.effective_on,
        verdict=change.verdict or "",
    )
    if engagement is None:
        return _with(base, more)
    return _with(
        base,
        {
            "legal_entity": engagement.legal_entity,
            "entity_country": engagement.entity_country,
            "group": engagement.group,
            "purpose": engagement.purpose,
            "all_services": ALL_SERVICES in engagement.services,
            "services": tuple(
                PublishedService(slug=s.slug, name=s.name) for s in publisher.services if s.slug in engagement.services
            ),
            "data_categories": engagement.data_categories,
            "locations": engagement.locations,
            "location_text": engagement.location_text,
            "mechanism_text": engagement.mechanism_text,
            **more,
        },
    )


def _with(text: PublishedText, more: dict[str, object]) -> PublishedText:
    return replace(text, **more)  # type: ignore[arg-type]


def services_of(text: PublishedText, publisher: Publisher) -> tuple[str, ...]:
    """The slugs of the services whose feeds carry the event; unknown services count as every one (R8)."""
    if text.all_services or not text.services:
        return (ALL_SERVICES, *(service.slug for service in publisher.services))
    return tuple(service.slug for service in text.services)


async def publish(
    kind: EntryKind,
    change: Change,
    text: PublishedText,
    publisher: Publisher,
    *,
    now: datetime,
    day: date,
    notice_id: str | None = None,
) -> Publication:
    """Write the event as an entry of its own; its number follows the last one without a gap."""
    return await publications.publish(
        Publication(
            sequence=0,
            id=str(uuid4()),
            kind=kind,
            published_at=now,
            day=day,
            change_id=change.id,
            notice_id=notice_id,
            vendor_id=change.vendor_id,
            engagement_id=change.engagement_id,
            text=text,
        ),
        services=services_of(text, publisher),
    )


async def give_notice(change: Change, text: PublishedText, *, now: datetime, number: str) -> str:
    """Keep the notice as it was announced; its id."""
    notice_id = str(uuid4())
    await notices.add(
        notice_id,
        number=number,
        change=change,
        announced_at=now,
        object_by=text.object_by,
        text=text,
    )
    return notice_id


def ending_kind(change: Change) -> EntryKind:
    """The entry that says the change has taken effect."""
    if change.kind is ChangeKind.ENDED:
        return EntryKind.ENDED
    if change.kind is ChangeKind.CORRECTED:
        return EntryKind.CORRECTION
    return EntryKind.EDITORIAL if change.is_editorial else EntryKind.EFFECTIVE


async def slug_of(vendor_id: str) -> str:
    """The vendor's address part."""
    return (await vendors.load(vendor_id)).slug
