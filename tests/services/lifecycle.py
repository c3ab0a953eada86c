"""The life of a change as tests take it: each step one short call, by the person whose step it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from registry.answers.judgements import Judge
from registry.domain.register.changes import Change, ChangeKind, Step
from registry.domain.register.facts import Contract, EngagementFacts, Facts, Location, SubjectKind, VendorFacts
from registry.domain.register.publications import Publication
from registry.domain.register.publisher import Publisher, Service
from registry.domain.register.revisions import facts_on
from registry.reference.law_book import load_law_book
from registry.services.announce_change import announce_change
from registry.services.propose_change import Proposal, propose_change
from registry.services.review_change import review_change
from registry.services.take_effect import take_effect
from registry.services.telling import engagement_facts
from registry.services.withdraw_change import withdraw_change
from registry.storage.database import all_tables
from registry.storage.queries import changes as published
from registry.storage.queries import listing
from registry.storage.repositories import changes, publisher, revisions
from registry.storage.transaction import transaction
from tests.cast import ALICE, BOB, Person

TODAY = date(2026, 11, 24)
JUDGE = Judge(load_law_book())
OWN = Publisher(
    name="Starling",
    legal_name="Starling Messaging B.V.",
    country="NL",
    privacy_contact="privacy@starling.example",
    feed_domain="starling.example",
    feed_started_on=TODAY,
    services=(Service(slug="sms", name="SMS"), Service(slug="voice", name="Voice")),
)
FIRST_LAWFUL = TODAY + timedelta(days=OWN.notice_days + 1)
IRELAND, GERMANY, INDIA = (Location(country=code) for code in ("IE", "DE", "IN"))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


async def set_up(**changed: Any) -> None:
    async with transaction():
        await publisher.save(replace(OWN, **changed), at=noon(TODAY))


def facts(**given: Any) -> EngagementFacts:
    """An engagement whose data stay in Ireland, so that nothing stands against it."""
    plain = EngagementFacts(
        vendor="",
        listed_as="Cumulus",
        legal_entity="Cumulus Ltd",
        entity_country="IE",
        services=("sms",),
        purpose="Hosting",
        data_categories=("Message content",),
        locations=(IRELAND,),
        contract=Contract(terms="DPA", signed_on="2026-01-01"),
    )
    return replace(plain, **given)


def new_vendor(name: str = "Cumulus", **given: Any) -> Proposal:
    wished = facts(**{"listed_as": name, **given})
    return Proposal(kind=ChangeKind.ADDED, vendor=VendorFacts(name=name), engagement=wished)


async def propose(proposal: Proposal, *, by: Person = ALICE, on: date = TODAY, **more: Any) -> Change:
    return await propose_change(actor=by.actor, proposal=proposal, now=noon(on), today=on, **more)


async def amend(change: Change, *, kind: ChangeKind = ChangeKind.AMENDED, on: date = TODAY, **given: Any) -> Change:
    """A draft that changes some facts of the engagement as last announced; `effective_on` and `public_reason` apart."""
    about = {name: given.pop(name) for name in ("effective_on", "public_reason") if name in given}
    wished = replace(await stands(change, on=about.get("effective_on", date.max)), **given)
    ids: Any = {"vendor_id": change.vendor_id, "engagement_id": change.engagement_id}
    return await propose(Proposal(kind=kind, engagement=wished, **ids, **about), on=on)


async def end(change: Change, *, on: date = TODAY) -> Change:
    ids: Any = {"vendor_id": change.vendor_id, "engagement_id": change.engagement_id}
    return await propose(Proposal(kind=ChangeKind.ENDED, **ids), on=on)


async def step(
    change: Change, taken: Step, *, by: Person = BOB, reason: str = "", on: date = TODAY, judge: Judge = JUDGE
) -> Change:
    return await review_change(
        actor=by.actor,
        change_id=change.id,
        version=change.version,
        step=taken,
        reason=reason,
        now=noon(on),
        today=on,
        judge=judge,
    )


async def approve(change: Change, *, on: date = TODAY, reason: str = "", judge: Judge = JUDGE) -> Change:
    submitted = await step(change, Step.SUBMIT, by=ALICE, on=on, judge=judge)
    return await step(submitted, Step.APPROVE, on=on, reason=reason, judge=judge)


async def announce(
    approved: Change, day: date | None = None, *, by: Person = BOB, on: date = TODAY, judge: Judge = JUDGE
) -> Change:
    return await announce_change(
        actor=by.actor,
        change_id=approved.id,
        version=approved.version,
        effective_on=day,
        now=noon(on),
        today=on,
        judge=judge,
    )


async def announced(draft: Change, day: date | None = None, *, on: date = TODAY, judge: Judge = JUDGE) -> Change:
    """From draft to announcement on one day."""
    return await announce(await approve(draft, on=on, judge=judge, reason="Decided."), day, on=on, judge=judge)


async def withdraw(change: Change, *, by: Person = ALICE, on: date = TODAY, reason: str = "Not needed.") -> Change:
    return await withdraw_change(
        actor=by.actor, change_id=change.id, version=change.version, reason=reason, now=noon(on), today=on
    )


async def due(on: date, *, judge: Judge = JUDGE) -> list[Change]:
    return await take_effect(now=noon(on), today=on, judge=judge)


async def listed(name: str = "Cumulus", *, since: date | None = None, **given: Any) -> Change:
    """An engagement on the list since a day, announced in time."""
    day = since or TODAY - timedelta(days=100)
    start = day - timedelta(days=OWN.notice_days + 1)
    change = await announced(await propose(new_vendor(name, **given), on=start), day, on=start)
    await due(day)
    return change


async def stands(change: Change, *, on: date) -> EngagementFacts:
    found = await recorded(change, on=on)
    known = engagement_facts(found)
    assert known is not None
    return known


async def recorded(change: Change, *, on: date, known_at: datetime | None = None) -> Facts:
    history = await revisions.load(SubjectKind.ENGAGEMENT, change.engagement_id or "")
    return facts_on(history, as_of=on, known_at=known_at)


async def on_list(on: date, known_at: datetime | None = None) -> list[str]:
    return [item.facts.listed_as for item in await listing.on_day(on, known_at=known_at)]


async def told() -> list[Publication]:
    """Everything published so far, in sequence."""
    return (await published.page(published.Told(), limit=10_000))[::-1]


async def everything() -> dict[str, list[str]]:
    """All that the database holds, so that one can see that nothing was half-written."""
    return {
        table.__name__: sorted(map(repr, await table.select())) for table in all_tables() if table.__name__ != "KeyRow"
    }


async def reload(change: Change) -> Change:
    return await changes.load(change.id)
