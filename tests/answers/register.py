"""A small register to ask: fictional vendors, recorded as the verbs record them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from registry.answers.standpoint import Standpoint, standpoint
from registry.domain.law.book import LawBook
from registry.domain.register.facts import (
    EngagementFacts,
    Location,
    SubjectKind,
    VendorFacts,
    to_facts,
)
from registry.domain.register.publisher import Publisher, Service
from registry.domain.register.revisions import Recorder, Revision, difference, facts_on, record
from registry.reference.reading import name_key
from registry.storage.repositories import publisher, revisions, vendors
from registry.storage.repositories.counters import next_numbers
from registry.storage.repositories.vendors import Vendor, slug_of
from registry.storage.transaction import transaction

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOON.date()
LONG_AGO = date(2019, 3, 1)
STARLING = Publisher(
    name="Starling Messaging",
    legal_name="Starling Messaging B.V.",
    country="NL",
    privacy_contact="privacy@starling.example",
    mail_from="register@starling.example",
    feed_domain="starling.example",
    feed_started_on=date(2026, 1, 1),
    services=(
        Service(slug="sms", name="SMS", description="Text messages", data_categories=("Phone numbers",)),
        Service(slug="inbox", name="Inbox"),
    ),
)
IRELAND = Location(country="IE")
USA = Location(country="US")


async def set_up(own: Publisher = STARLING) -> Publisher:
    async with transaction():
        await publisher.save(own, at=NOON)
    return own


async def at(law: LawBook, **asked: Any) -> Standpoint:
    return await standpoint(law, **{"today": TODAY, **asked})


async def add_vendor(name: str, *, on: date = LONG_AGO, at: datetime = NOON, **facts: Any) -> str:
    """A published vendor; its id."""
    vendor_id = str(uuid4())
    known = VendorFacts(name=name, **facts)
    names = {name_key(said): said for said in (name, *known.other_names)}
    vendor = Vendor(id=vendor_id, slug=slug_of(name), name=name, is_published=True, names=names)
    async with transaction():
        await vendors.add_many([vendor], at=at)
        await _record(SubjectKind.VENDOR, vendor_id, to_facts(known), on, at)
    return vendor_id


async def engage(vendor_id: str, listed_as: str, *, on: date = LONG_AGO, at: datetime = NOON, **facts: Any) -> str:
    """An engagement of the vendor on the list from the day; its id."""
    engagement_id = str(uuid4())
    given = {"services": ("sms",), "locations": (IRELAND,), **facts}
    known = EngagementFacts(vendor=vendor_id, listed_as=listed_as, **given)
    async with transaction():
        await vendors.add_engagements([(engagement_id, vendor_id, known.list_name)], at=at)
        await _record(SubjectKind.ENGAGEMENT, engagement_id, to_facts(known), on, at)
    return engagement_id


async def listed(name: str, *, on: date = LONG_AGO, at: datetime = NOON, **facts: Any) -> str:
    """A vendor with one engagement; the engagement's id."""
    return await engage(await add_vendor(name, on=on, at=at), name, on=on, at=at, **facts)


async def amend(engagement_id: str, *, on: date, at: datetime = NOON, **facts: Any) -> None:
    """From the day on, these facts are others."""
    async with transaction():
        before = facts_on(await revisions.load(SubjectKind.ENGAGEMENT, engagement_id), as_of=on)
        changed = to_facts(EngagementFacts(**{"vendor": "", "listed_as": "", **facts}))
        after = {**before, **{name: changed.get(name) for name in facts}}
        await _record(SubjectKind.ENGAGEMENT, engagement_id, after, on, at)


async def end(engagement_id: str, *, on: date, at: datetime = NOON) -> None:
    """From the day on, the engagement is off the list."""
    async with transaction():
        await _record(SubjectKind.ENGAGEMENT, engagement_id, {}, on, at)


async def _record(kind: SubjectKind, subject_id: str, facts: dict[str, Any], on: date, at: datetime) -> None:
    history = await revisions.load(kind, subject_id)
    numbers = iter(await next_numbers("revision", 10))
    step = Revision(
        id="",
        subject_kind=kind,
        subject_id=subject_id,
        sequence=0,
        effective_on=on,
        recorded_at=at,
        operations=difference(facts_on(history, as_of=on), facts),
        facts={},
    )
    recorder = Recorder(at=at, new_id=lambda: str(uuid4()), next_sequence=lambda: next(numbers))
    await revisions.append(record(history, step, recorder).revisions)


def also(own: Publisher, **more: Any) -> Publisher:
    return replace(own, **more)
