"""Play the demo's past: everything is done by the real verbs, by Alice and Bob, at instants in rising order."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from registry.answers.judgements import Judge
from registry.domain.errors import BrokenData
from registry.domain.register.access import Actor, Role
from registry.domain.register.changes import Change, ChangeKind, ChangeState, Step
from registry.domain.register.facts import EngagementFacts, VendorFacts, to_facts
from registry.domain.register.subscriptions import CONFIRM, UNSUBSCRIBE, Filters
from registry.reference.demo_data import Demo, DemoChange, DemoSubscriber
from registry.services.add_user import add_user
from registry.services.announce_change import announce_change
from registry.services.confirm_subscription import confirm_subscription
from registry.services.keyring import open_keyring
from registry.services.propose_change import Proposal, propose_change
from registry.services.request_subscription import request_subscription
from registry.services.review_change import review_change
from registry.services.take_effect import take_effect
from registry.services.unsubscribe import unsubscribe
from registry.services.withdraw_change import withdraw_change
from registry.storage.queries import listing
from registry.storage.queries.subscriptions import list_subscriptions
from registry.wording.consent import WORDING
from registry.wording.languages import DEFAULT

Act = Callable[[datetime, date], Awaitable[None]]
BEGINNING = timedelta(days=440)
"""How long before the day of loading the demo's register was set up."""
_DRAFTED, _SUBMITTED, _APPROVED, _ANNOUNCED, _WITHDRAWN = time(10, 5), time(10, 40), time(14, 10), time(9, 30), time(16)
_SUBSCRIBED, _CONFIRMED, _LEFT = time(8, 12), time(8, 19), time(12, 3)
_SET_UP, _MIDNIGHT = time(9), time(0, 0, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing that happens at an instant."""

    at: datetime
    act: Act


@dataclass(slots=True, kw_only=True)
class Story:
    """The demo as far as it has been played."""

    zone: ZoneInfo
    judge: Judge
    actor: Actor
    people: dict[Role, Actor] = field(default_factory=dict)
    vendor_ids: dict[str, str] = field(default_factory=dict)
    vendor_facts: dict[str, VendorFacts] = field(default_factory=dict)
    due: set[date] = field(default_factory=set)

    async def play(self, demo: Demo, *, now: datetime, today: date) -> None:
        """All of it, up to `now`; what took effect by then has taken effect."""
        await self._hire(demo, self.beginning(today) + timedelta(minutes=12))
        for told in sorted(self._all(demo), key=lambda told: told.at):
            day = told.at.astimezone(self.zone).date()
            await self._take_effect(day, told.at)
            await told.act(told.at, day)
        await self._take_effect(today, now)

    def instant(self, day: date, at: time) -> datetime:
        """The instant on the publisher's clock."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def beginning(self, today: date) -> datetime:
        """When the register was set up."""
        return self.instant(today - BEGINNING, _SET_UP)

    @property
    def alice(self) -> Actor:
        """Who proposes."""
        return self.people[Role.VENDOR_MANAGER]

    @property
    def bob(self) -> Actor:
        """Who approves."""
        return self.people[Role.APPROVER]

    async def _hire(self, demo: Demo, now: datetime) -> None:
        for user in demo.users:
            added = await add_user(actor=self.actor, email=user.email, name=user.name, roles=user.roles, now=now)
            for role in user.roles:
                self.people[role] = Actor(id=f"user:{added.user_id}", roles=frozenset(user.roles))

    async def _take_effect(self, day: date, before: datetime) -> None:
        for due in sorted(due for due in self.due if due <= day):
            now = min(self.instant(due, _MIDNIGHT), before)
            await take_effect(now=now, today=due, judge=self.judge)
            self.due.remove(due)

    def _all(self, demo: Demo) -> Iterator[Told]:
        for number, change in enumerate(demo.changes):
            yield from _Played(story=self, told=change, late=timedelta(minutes=number % 29)).steps()
        for subscriber in demo.subscribers:
            yield from self._subscription(subscriber)

    def _subscription(self, who: DemoSubscriber) -> Iterator[Told]:
        async def ask(now: datetime, _day: date) -> None:
            await request_subscription(
                email=who.email,
                filters=Filters(services=who.services),
                language=DEFAULT,
                wording=WORDING,
                asked_from="/subscribe",
                client=who.email,
                now=now,
            )

        async def confirm(now: datetime, _day: date) -> None:
            await confirm_subscription(token=await _token(CONFIRM, who.email), now=now)

        async def leave(now: datetime, _day: date) -> None:
            await unsubscribe(token=await _token(UNSUBSCRIBE, who.email), now=now)

        yield Told(at=self.instant(who.asked, _SUBSCRIBED), act=ask)
        if who.confirmed:
            yield Told(at=self.instant(who.asked, _CONFIRMED), act=confirm)
        if who.ended:
            yield Told(at=self.instant(who.ended, _LEFT), act=leave)


async def _token(purpose: str, email: str) -> str:
    """The secret of the link that the mail would have brought."""
    for known in await list_subscriptions(offset=0, limit=100):
        if known.subscription.email == email and known.consent:
            thing = known.consent.id if purpose == CONFIRM else known.subscription.id
            return (await open_keyring()).token(purpose, thing)
    msg = "people.toml: {email} has not asked to be told"
    raise BrokenData(msg, email=email)


@dataclass(slots=True, kw_only=True)
class _Played:
    """One change on its way; `late` keeps changes of one day apart."""

    story: Story
    told: DemoChange
    late: timedelta
    change: Change | None = None

    def steps(self) -> Iterator[Told]:
        """Its steps with their instants, as far as it came."""
        told, reached = self.told, self.told.reached
        yield self._at(told.drafted, _DRAFTED, self._draft)
        if reached is ChangeState.DRAFT:
            return
        yield self._at(told.drafted, _SUBMITTED, self._review(Step.SUBMIT, self.story.alice))
        if reached is ChangeState.RETURNED:
            yield self._at(told.drafted, _APPROVED, self._review(Step.RETURN, self.story.bob))
        elif reached is ChangeState.REJECTED:
            yield self._at(told.drafted, _APPROVED, self._review(Step.REJECT, self.story.bob))
        if told.approved is not None:
            yield self._at(told.approved, _APPROVED, self._review(Step.APPROVE, self.story.bob))
        if told.announced is not None:
            yield self._at(told.announced, _ANNOUNCED, self._announce)
        if told.withdrawn is not None:
            yield self._at(told.withdrawn, _WITHDRAWN, self._withdraw)

    def _at(self, day: date, at: time, act: Act) -> Told:
        return Told(at=self.story.instant(day, at) + self.late, act=act)

    async def _draft(self, now: datetime, today: date) -> None:
        story, told = self.story, self.told
        proposal = Proposal(
            kind=told.kind,
            vendor_id=story.vendor_ids.get(told.vendor),
            vendor=self._vendor(),
            effective_on=told.effective,
            public_reason=told.why,
        )
        if told.kind is ChangeKind.ADDED:
            proposal = replace(proposal, engagement=_with(None, told.facts))
        elif told.facts or told.kind is ChangeKind.ENDED:
            base = told.effective or today
            standing = await self._standing(base if told.kind is ChangeKind.CORRECTED else max(base, today))
            ended = told.kind is ChangeKind.ENDED
            proposal = replace(
                proposal,
                engagement_id=standing.id,
                engagement=None if ended else _with(standing.facts, told.facts),
            )
        self.change = await propose_change(actor=story.alice, proposal=proposal, now=now, today=today)
        story.vendor_ids[told.vendor] = self.change.vendor_id

    def _vendor(self) -> VendorFacts | None:
        story, told = self.story, self.told
        if not told.vendor_facts:
            return None
        known = story.vendor_facts.get(told.vendor)
        given = {**(to_facts(known) if known else {}), **told.vendor_facts}
        story.vendor_facts[told.vendor] = msgspec.convert(given, VendorFacts)
        return story.vendor_facts[told.vendor]

    async def _standing(self, day: date) -> listing.ListedEngagement:
        vendor_id = self.story.vendor_ids[self.told.vendor]
        for known in await listing.on_day(day, vendor_ids=[vendor_id]):
            if known.facts.listed_as == self.told.listed_as:
                return known
        msg = "changes.toml, {vendor}: {listed_as} is not on the list on {day}"
        raise BrokenData(msg, vendor=self.told.vendor, listed_as=self.told.listed_as, day=day)

    def _review(self, step: Step, actor: Actor) -> Act:
        said = {Step.SUBMIT: "", Step.APPROVE: self.told.although}.get(step, self.told.remark)

        async def act(now: datetime, today: date) -> None:
            self.change = await review_change(
                actor=actor,
                change_id=self._known().id,
                version=self._known().version,
                step=step,
                reason=said,
                now=now,
                today=today,
                judge=self.story.judge,
            )

        return act

    async def _announce(self, now: datetime, today: date) -> None:
        self.change = await announce_change(
            actor=self.story.bob,
            change_id=self._known().id,
            version=self._known().version,
            effective_on=self.told.effective,
            now=now,
            today=today,
            judge=self.story.judge,
        )
        if self.change.state is ChangeState.ANNOUNCED and self.change.effective_on:
            self.story.due.add(self.change.effective_on)

    async def _withdraw(self, now: datetime, today: date) -> None:
        self.change = await withdraw_change(
            actor=self.story.alice,
            change_id=self._known().id,
            version=self._known().version,
            reason=self.told.remark,
            now=now,
            today=today,
        )

    def _known(self) -> Change:
        if self.change is None:
            raise AssertionError(self.told)
        return self.change


def _with(known: EngagementFacts | None, facts: Mapping[str, Any]) -> EngagementFacts:
    """The facts with others in their place."""
    return msgspec.convert({"vendor": "", **(to_facts(known) if known else {}), **facts}, EngagementFacts)
