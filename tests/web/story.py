"""A register with something to show, made by the verbs: vendors on the list, changes in every state, people who may sign in."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from registry.answers.judgements import Judge
from registry.domain.register.changes import Change, ChangeKind, Step
from registry.domain.register.facts import Contract, EngagementFacts, Location, Unclear, VendorFacts, VendorRole
from registry.domain.register.publisher import Publisher, Service
from registry.reference.law_book import load_law_book
from registry.services.add_user import add_user
from registry.services.announce_change import announce_change
from registry.services.propose_change import Proposal, propose_change
from registry.services.review_change import review_change
from tests.answers.register import STARLING, set_up
from tests.cast import ALICE, BOB, ERIN, PEOPLE, Person
from tests.http.apps import NOON

JUDGE = Judge(load_law_book())
TODAY = NOON.date()
PUBLISHER: Publisher = replace(
    STARLING,
    is_demo=True,
    services=(
        Service(
            slug="sms",
            name="SMS",
            description="Sends and receives text messages",
            data_categories=("Phone numbers", "Message content", "Traffic data"),
        ),
        Service(slug="inbox", name="Inbox", description="Conversations in one place", data_categories=("Attachments",)),
        Service(slug="voice", name="Voice"),
    ),
)
IRELAND, INDIA = Location(country="IE"), Location(country="IN", activity="support")
USA = Location(country="US", activity="access", who="own_staff", condition="region_chosen")
DPA = Contract(terms="Data processing addendum, version 4", signed_on="2024-03-01")


def engagement(listed_as: str, **facts: Any) -> EngagementFacts:
    """An engagement in Ireland with a contract, unless said otherwise."""
    given = {
        "legal_entity": f"{listed_as} Ltd",
        "entity_country": "IE",
        "services": ("sms",),
        "purpose": "Hosts servers, databases and files",
        "data_categories": ("Phone numbers", "Message content"),
        "locations": (IRELAND,),
        "contract": DPA,
    }
    return EngagementFacts(vendor="", listed_as=listed_as, **{**given, **facts})


async def people() -> dict[str, str]:
    """Everybody of the cast who may sign in: one-time tokens by name."""
    tokens = {}
    for person in PEOPLE:
        tokens[person.name.split()[0].lower()] = await link_for(person)
    return tokens


async def link_for(person: Person) -> str:
    added = await add_user(actor=ERIN.actor, email=person.email, name=person.name, roles=person.roles, now=NOON)
    return added.link_token


async def propose(proposal: Proposal, *, by: Person = ALICE, now: datetime = NOON) -> Change:
    return await propose_change(actor=by.actor, proposal=proposal, now=now, today=now.date())


async def draft(name: str, *, now: datetime = NOON, effective_on: date | None = None, **facts: Any) -> Change:
    """A new vendor with one engagement, as a draft."""
    proposal = Proposal(
        kind=ChangeKind.ADDED,
        vendor=VendorFacts(name=name, website=f"https://{name.split()[0].lower()}.example"),
        engagement=engagement(name, **facts),
        effective_on=effective_on,
        public_reason="Customers asked for it.",
    )
    return await propose(proposal, now=now)


async def step(
    change: Change, step: Step, *, by: Person = ALICE, reason: str = "", now: datetime = NOON
) -> Change:
    return await review_change(
        actor=by.actor,
        change_id=change.id,
        version=change.version,
        step=step,
        reason=reason,
        now=now,
        today=now.date(),
        judge=JUDGE,
    )


async def approve(change: Change, *, now: datetime = NOON) -> Change:
    """Submitted by Alice and approved by Bob."""
    sent = await step(change, Step.SUBMIT, now=now)
    return await step(sent, Step.APPROVE, by=BOB, reason="Accepted by the board.", now=now)


async def announce(change: Change, *, on: date | None = None, now: datetime = NOON) -> Change:
    """Submitted, approved and announced."""
    approved = await approve(change, now=now)
    return await announce_change(
        actor=BOB.actor,
        change_id=approved.id,
        version=approved.version,
        effective_on=on,
        now=now,
        today=now.date(),
        judge=JUDGE,
    )


async def fill() -> dict[str, Change]:
    """A list of four vendors and a change in every state, by state."""
    await set_up(PUBLISHER)
    long_ago = NOON - timedelta(days=200)
    cumulus = await announce(await draft("Cumulus Hosting", now=long_ago), now=long_ago)
    await announce(await draft("Polder Telecom", role=VendorRole.CONDUIT, now=long_ago), now=long_ago)
    await announce(
        await draft("Guilder Pay", role=VendorRole.INDEPENDENT_CONTROLLER, entity_country="NL", now=long_ago),
        now=long_ago,
    )
    unclear = (Unclear(column="locations", text="Global edge network", reason="It names no country."),)
    kestrel = await announce(
        await draft("Kestrel Logs", locations=(Location(country="US"),), to_be_clarified=unclear, now=long_ago),
        now=long_ago,
    )
    india = Proposal(
        kind=ChangeKind.AMENDED,
        vendor_id=cumulus.vendor_id,
        engagement_id=cumulus.engagement_id,
        engagement=engagement("Cumulus Hosting", locations=(IRELAND, Location(country="DE"))),
        public_reason="Nearer to customers.",
    )
    ending = Proposal(kind=ChangeKind.ENDED, vendor_id=kestrel.vendor_id, engagement_id=kestrel.engagement_id)
    return {
        "effective": cumulus,
        "announced": await announce(await propose(india)),
        "ending": await announce(await propose(ending), on=TODAY + timedelta(days=6)),
        "draft": await draft("Larkspur Video"),
        "submitted": await step(await draft("Sahyadri Support", locations=(IRELAND, INDIA, USA)), Step.SUBMIT),
        "approved": await approve(await draft("Boreal Voice", services=("voice",))),
    }
