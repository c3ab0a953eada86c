"""How services tell the world: the text of an event, fixed once, its entry, its notice and its place in the feeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import msgspec

from registry.domain.errors import Conflict
from registry.domain.register.access import Actor
from registry.domain.register.changes import Change, ChangeKind
from registry.domain.register.events import Event, EventName
from registry.domain.register.facts import ALL_SERVICES, EngagementFacts, Facts, SubjectKind, VendorFacts
from registry.domain.register.publications import (
    PUBLIC_FIELDS,
    EntryKind,
    Publication,
    PublishedService,
    PublishedText,
)
from registry.domain.register.publisher import Publisher, Service
from registry.services import recording
from registry.storage.journal import record
from registry.storage.repositories import notices, publications, publisher, vendors

_EVENTS = {
    EntryKind.NOTICE: EventName.CHANGE_ANNOUNCED,
    EntryKind.EFFECTIVE: EventName.CHANGE_EFFECTIVE,
    EntryKind.ENDED: EventName.CHANGE_EFFECTIVE,
    EntryKind.WITHDRAWN: EventName.CHANGE_WITHDRAWN,
    EntryKind.CORRECTION: EventName.CHANGE_CORRECTED,
    EntryKind.EDITORIAL: EventName.CHANGE_EDITORIAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Who tells, in whose name, at which instant, on which of the publisher's days."""

    own: Publisher
    actor: Actor
    now: datetime
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a change is about: the engagement (if any) and the vendor, as they stand with the change."""

    engagement: EngagementFacts | None
    vendor: VendorFacts | None


async def publisher_or_refuse() -> Publisher:
    """The publisher. Raises `Conflict` before set-up."""
    own = await publisher.load()
    if own is None or not own.is_set_up:
        msg = "The register is not set up yet: run “registry setup”."
        raise Conflict(msg)
    return own


def engagement_facts(facts: Facts) -> EngagementFacts | None:
    """The facts as the domain's value; None when not on the list."""
    return msgspec.convert(facts, EngagementFacts) if facts else None


def vendor_facts(facts: Facts) -> VendorFacts | None:
    """The facts as the domain's value; None when nothing is known."""
    return msgspec.convert(facts, VendorFacts) if facts else None


async def subject_on(change: Change, on: date) -> Subject:
    """The change's subject as it is recorded to stand on the day."""
    engagement: Facts = {}
    if change.engagement_id:
        engagement = await recording.current_facts(SubjectKind.ENGAGEMENT, change.engagement_id, on=on)
    vendor = await recording.current_facts(SubjectKind.VENDOR, change.vendor_id, on=on)
    return Subject(engagement=engagement_facts(engagement), vendor=vendor_facts(vendor))


async def subject_told(change: Change, on: date) -> Subject:
    """As `subject_on`; an ending is told with what stood before it."""
    subject = await subject_on(change, on)
    if change.kind is not ChangeKind.ENDED or not change.engagement_id:
        return subject
    before = await subject_on(change, on - timedelta(days=1))
    if before.engagement:
        return replace(before, vendor=subject.vendor or before.vendor)
    kept = change.data.get("ended_facts")
    return replace(subject, engagement=engagement_facts(kept) if isinstance(kept, dict) else None)


async def tell(
    telling: Telling,
    kind: EntryKind,
    change: Change,
    subject: Subject,
    *,
    day: date,
    more: Mapping[str, object],
    name: EventName | None = None,
) -> Publication:
    """Publish the event as an entry of its own and record it for feeds and mails; `more` are fields of its text.

    What follows a notice names it. Inside a transaction.
    """
    notice_id, number = await notices.of_change(change.id) or (None, None)
    if kind is not EntryKind.NOTICE:
        more = {"about": number, **more}
    text = await text_of(change, subject, telling.own, more)
    entry = Publication(
        sequence=0,
        id=str(uuid4()),
        kind=kind,
        published_at=telling.now,
        day=day,
        change_id=change.id,
        notice_id=notice_id,
        vendor_id=change.vendor_id,
        engagement_id=change.engagement_id,
        text=text,
    )
    entry = await publications.publish(entry, services=services_of(text, telling.own.services))
    data = {"publication": entry.sequence, "change": change.id, "effective_on": change.effective_on}
    about = {"notice": notice_id} if notice_id else {}
    event, who = name or _EVENTS[kind], telling.actor.id
    await record(Event(name=event, subject=f"change:{change.id}", actor=who, at=telling.now, data={**data, **about}))
    return entry


async def give_notice(telling: Telling, change: Change, subject: Subject, *, object_by: date | None) -> Publication:
    """Keep the notice as it is announced, for ever, and tell it."""
    number = await notices.next_number(telling.today.year)
    more: dict[str, object] = {"object_by": object_by, "notice_number": number, "reason": public_reason(change)}
    text = await text_of(change, subject, telling.own, more)
    await notices.add(
        str(uuid4()), number=number, change=change, announced_at=telling.now, object_by=object_by, text=text
    )
    return await tell(telling, EntryKind.NOTICE, change, subject, day=telling.today, more=more)


async def text_of(change: Change, subject: Subject, own: Publisher, more: Mapping[str, object]) -> PublishedText:
    """What readers are told of the change; only public fields of its operations leave the house."""
    slug = (await vendors.load(change.vendor_id)).slug
    operations = tuple(o for o in change.operations if o.field in PUBLIC_FIELDS)
    return published_text(change, subject, slug=slug, services=own.services, more={"operations": operations, **more})


def published_text(
    change: Change, subject: Subject, *, slug: str, services: Sequence[Service], more: Mapping[str, object]
) -> PublishedText:
    """The text of the change's subject; `more` are fields of it."""
    engagement = subject.engagement
    listed_as = engagement.listed_as if engagement else ""
    name = subject.vendor.name if subject.vendor else listed_as or slug
    text = PublishedText(
        change_kind=change.kind,
        change_number=change.number,
        vendor_slug=slug,
        vendor_name=name,
        listed_as=listed_as or name,
        effective_on=change.effective_on,
        verdict=change.verdict or "",
    )
    told = {**(_told(engagement, services) if engagement else {}), **more}
    return replace(text, **told)  # type: ignore[arg-type] # fields of PublishedText by name


def _told(engagement: EngagementFacts, services: Sequence[Service]) -> dict[str, object]:
    return {
        "legal_entity": engagement.legal_entity,
        "entity_country": engagement.entity_country,
        "group": engagement.group,
        "purpose": engagement.purpose,
        "all_services": ALL_SERVICES in engagement.services,
        "services": tuple(
            PublishedService(slug=s.slug, name=s.name) for s in services if s.slug in engagement.services
        ),
        "data_categories": engagement.data_categories,
        "locations": engagement.locations,
        "location_text": engagement.location_text,
        "mechanism_text": engagement.mechanism_text,
    }


def services_of(text: PublishedText, services: Sequence[Service]) -> tuple[str, ...]:
    """The slugs of the services whose feeds carry the event; unknown services count as every one (R8)."""
    if text.all_services or not text.services:
        return (ALL_SERVICES, *(service.slug for service in services))
    return tuple(service.slug for service in text.services)


def public_reason(change: Change) -> str:
    """Why, as customers are told."""
    return str(change.data.get("public_reason", ""))


def ending_kind(change: Change) -> EntryKind:
    """The entry that says the change has taken effect."""
    if change.kind is ChangeKind.ENDED:
        return EntryKind.ENDED
    if change.kind is ChangeKind.CORRECTED:
        return EntryKind.CORRECTION
    return EntryKind.EDITORIAL if change.is_editorial else EntryKind.EFFECTIVE
