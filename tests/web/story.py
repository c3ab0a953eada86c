"""A register with something to show, made by the verbs: vendors on the list, a change in every state, people."""

from dataclasses import dataclass, replace
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
from registry.services.take_effect import take_effect
from registry.services.withdraw_change import withdraw_change
from registry.storage.queries.access import list_users
from tests.answers.register import STARLING, set_up
from tests.cast import ERIN, PEOPLE, Person
from tests.http.apps import NOON

JUDGE = Judge(load_law_book())
TODAY = NOON.date()
LONG_AGO = NOON - timedelta(days=200)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The cast as users: each with the id it has here, and one-time tokens by first name."""

    alice: Person
    bob: Person
    tokens: dict[str, str]


async def people() -> People:
    """Everybody of the cast who may sign in."""
    tokens = {}
    for person in PEOPLE:
        added = await add_user(actor=ERIN.actor, email=person.email, name=person.name, roles=person.roles, now=NOON)
        tokens[first_name(person)] = added.link_token
    ids = {user.email: user.id for user in await list_users()}
    known = {first_name(person): replace(person, id=ids[person.email]) for person in PEOPLE}
    return People(alice=known["alice"], bob=known["bob"], tokens=tokens)


def first_name(person: Person) -> str:
    return person.name.split()[0].lower()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What Alice and Bob do, at the instant."""

    alice: Person
    bob: Person
    now: datetime = NOON

    def at(self, now: datetime) -> "Story":
        return replace(self, now=now)

    async def propose(self, proposal: Proposal) -> Change:
        actor = self.alice.actor
        return await propose_change(actor=actor, proposal=proposal, now=self.now, today=self.now.date())

    async def draft(self, name: str, *, effective_on: date | None = None, **facts: Any) -> Change:
        """A new vendor with one engagement."""
        vendor = VendorFacts(name=name, website=f"https://{name.split(maxsplit=1)[0].lower()}.example")
        proposal = Proposal(
            kind=ChangeKind.ADDED,
            vendor=vendor,
            engagement=engagement(name, **facts),
            effective_on=effective_on,
            public_reason="Customers asked for it.",
        )
        return await self.propose(proposal)

    async def amend(self, was: Change, name: str, **facts: Any) -> Change:
        """Other facts of the engagement that the change added."""
        proposal = Proposal(
            kind=ChangeKind.AMENDED,
            vendor_id=was.vendor_id,
            engagement_id=was.engagement_id,
            engagement=engagement(name, **facts),
            public_reason="Nearer to customers.",
        )
        return await self.propose(proposal)

    async def end(self, was: Change) -> Change:
        proposal = Proposal(kind=ChangeKind.ENDED, vendor_id=was.vendor_id, engagement_id=was.engagement_id)
        return await self.propose(proposal)

    async def step(self, change: Change, step: Step, *, by: Person, reason: str = "") -> Change:
        return await review_change(
            actor=by.actor,
            change_id=change.id,
            version=change.version,
            step=step,
            reason=reason,
            now=self.now,
            today=self.now.date(),
            judge=JUDGE,
        )

    async def submit(self, change: Change) -> Change:
        return await self.step(change, Step.SUBMIT, by=self.alice)

    async def approve(self, change: Change) -> Change:
        """Submitted by Alice and approved by Bob."""
        return await self.step(await self.submit(change), Step.APPROVE, by=self.bob, reason="Accepted by the board.")

    async def announce(self, change: Change, *, on: date | None = None) -> Change:
        """Submitted, approved and announced."""
        approved = await self.approve(change)
        return await announce_change(
            actor=self.bob.actor,
            change_id=approved.id,
            version=approved.version,
            effective_on=on,
            now=self.now,
            today=self.now.date(),
            judge=JUDGE,
        )

    async def withdraw(self, change: Change) -> Change:
        return await withdraw_change(
            actor=self.alice.actor,
            change_id=change.id,
            version=change.version,
            reason="Not needed after all.",
            now=self.now,
            today=self.now.date(),
        )


async def fill(who: People) -> dict[str, Change]:
    """A list of four vendors and a change in every state, by state."""
    await set_up(PUBLISHER)
    now = Story(alice=who.alice, bob=who.bob)
    then = now.at(LONG_AGO)
    cumulus = await then.announce(await then.draft("Cumulus Hosting"))
    await then.announce(await then.draft("Polder Telecom", role=VendorRole.CONDUIT))
    await then.announce(await then.draft("Guilder Pay", role=VendorRole.INDEPENDENT_CONTROLLER, entity_country="NL"))
    unclear = (Unclear(column="locations", text="Global edge network", reason="It names no country."),)
    kestrel = await then.announce(
        await then.draft("Kestrel Logs", locations=(Location(country="US"),), to_be_clarified=unclear)
    )
    later = LONG_AGO + timedelta(days=31)
    await take_effect(now=later, today=later.date(), judge=JUDGE)
    german = await now.amend(cumulus, "Cumulus Hosting", locations=(IRELAND, Location(country="DE")))
    returned = await now.submit(await now.draft("Thaler Data"))
    refused = await now.submit(await now.draft("Merlin Mail"))
    return {
        "effective": cumulus,
        "announced": await now.announce(german),
        "ending": await now.announce(await now.end(kestrel), on=TODAY + timedelta(days=6)),
        "draft": await now.draft("Larkspur Video"),
        "submitted": await now.submit(await now.draft("Sahyadri Support", locations=(IRELAND, INDIA, USA))),
        "approved": await now.approve(await now.draft("Boreal Voice", services=("voice",))),
        "returned": await now.step(returned, Step.RETURN, by=who.bob, reason="Name the places."),
        "rejected": await now.step(refused, Step.REJECT, by=who.bob, reason="Too risky."),
        "withdrawn": await now.withdraw(await now.announce(await now.draft("Aurora Backup"))),
    }
