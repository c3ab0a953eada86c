"""What the desk works on: changes in every state with who did what, and vendors with their engagements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from registry.answers.proposals import Proposed, judge_facts, proposed
from registry.answers.standpoint import Standpoint
from registry.domain.errors import NotFound
from registry.domain.law.verdicts import Verdict, worst
from registry.domain.register.access import Role
from registry.domain.register.changes import PENDING, Change, ChangeState, Step
from registry.domain.register.facts import EngagementFacts, VendorFacts
from registry.reference.reading import name_key
from registry.storage.queries import access, desk, history, notices, vendors
from registry.storage.queries.desk import StepView
from registry.storage.queries.history import Stretch
from registry.storage.queries.notices import NoticeView
from registry.storage.queries.vendors import VendorView

PER_PAGE = 50
OPEN = PENDING | {ChangeState.ANNOUNCED}
"""The states in which somebody still has to do or wait for something."""
_DECIDES = {
    ChangeState.DRAFT: Role.VENDOR_MANAGER,
    ChangeState.RETURNED: Role.VENDOR_MANAGER,
    ChangeState.SUBMITTED: Role.APPROVER,
    ChangeState.APPROVED: Role.VENDOR_MANAGER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """Who took a step, when and why; `who` is a name, or the actor as recorded where nobody has a name."""

    step: Step
    state: ChangeState
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whose turn it is: actors by id with their names. Empty when nobody has to do anything."""

    role: Role | None
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskChange:
    """A change with all of it."""

    change: Change
    vendor: VendorView
    proposed: Proposed
    log: tuple[LogLine, ...]
    turn: Turn
    notice: NoticeView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A change in a list; `listed_as` is empty for a vendor's own facts."""

    change: Change
    vendor_name: str
    listed_as: str
    turn: Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskChanges:
    """A page of changes, newest first."""

    lines: tuple[ChangeLine, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEngagement:
    """An engagement of a vendor as it stands today; one not on the list today as it will begin, or was last.

    `since` is the first day of these facts. `latest` are the facts after every announced change, from `begins_on`.
    """

    id: str
    vendor: VendorView
    facts: EngagementFacts
    latest: EngagementFacts
    begins_on: date | None
    since: date
    until: date | None
    verdict: Verdict
    is_listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskVendor:
    """A vendor with what is known of it today; `facts` None for one that is only proposed."""

    vendor: VendorView
    facts: VendorFacts | None
    engagements: tuple[DeskEngagement, ...]
    open_changes: tuple[Change, ...]

    @property
    def verdict(self) -> Verdict | None:
        """The worst of what is on the list today."""
        listed = [one.verdict for one in self.engagements if one.is_listed]
        return worst(listed) if listed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskVendors:
    """A page of vendors by name."""

    vendors: tuple[DeskVendor, ...]
    total: int


async def desk_change(change_id: str, point: Standpoint) -> DeskChange:
    """The change. Raises `NotFound`."""
    found = await desk.change(change_id)
    if found is None:
        msg = "There is no change with this address."
        raise NotFound(msg)
    return DeskChange(
        change=found,
        vendor=(await vendors.by_ids([found.vendor_id]))[0],
        proposed=await proposed(found, point),
        log=await log_of(await desk.steps_of(change_id)),
        turn=(await _turns([found]))[found.id],
        notice=await notices.of_change(change_id),
    )


async def log_of(steps: Sequence[StepView]) -> tuple[LogLine, ...]:
    """The steps with the names of who took them."""
    names = await access.user_names({step.actor for step in steps})
    return tuple(
        LogLine(step=s.step, state=s.state, who=names.get(s.actor, s.actor), at=s.at, reason=s.reason) for s in steps
    )


async def desk_changes(states: Collection[ChangeState], *, page: int) -> DeskChanges:
    """The page of that number, from 1, of the changes in one of the states (none given: in any)."""
    wanted = states or set(ChangeState)
    found = await desk.page_of_changes(wanted, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
    return DeskChanges(lines=await lines_of(found), total=await desk.count_changes(wanted))


async def lines_of(changes: Sequence[Change]) -> tuple[ChangeLine, ...]:
    """The changes with the names that stand in a list."""
    names = {view.id: view.name for view in await vendors.by_ids(change.vendor_id for change in changes)}
    turns = await _turns(changes)
    known = await history.of_many(change.engagement_id for change in changes if change.engagement_id)
    return tuple(
        ChangeLine(
            change=change,
            vendor_name=names.get(change.vendor_id, ""),
            listed_as=_listed_as(change, known.get(change.engagement_id or "", ())),
            turn=turns[change.id],
        )
        for change in changes
    )


def _listed_as(change: Change, stretches: Sequence[Stretch]) -> str:
    """The name with the change, else the last on record."""
    wished = (o.after for o in change.operations if o.field == "listed_as" and o.after)
    last = stretches[-1].facts.get("listed_as") if stretches else None
    return str(next(wished, last) or "")


async def _turns(changes: Iterable[Change]) -> dict[str, Turn]:
    """Whose turn it is with each: drafts wait for whoever wrote them, submitted ones for somebody who did not."""
    users = [user for user in await access.list_users() if user.is_active]
    turns: dict[str, Turn] = {}
    for change in changes:
        role = _DECIDES.get(change.state)
        waiting = {f"user:{user.id}": user.name or user.email for user in users if role in user.roles}
        if change.state in {ChangeState.DRAFT, ChangeState.RETURNED} and change.drafted_by in waiting:
            waiting = {change.drafted_by: waiting[change.drafted_by]}
        if change.state is ChangeState.SUBMITTED:
            waiting = {actor: name for actor, name in waiting.items() if actor not in change.authors}
        turns[change.id] = Turn(role=role, names=waiting)
    return turns


async def desk_vendors(query: str, point: Standpoint, *, page: int) -> DeskVendors:
    """The page of that number, from 1, of the vendors with the text in one of their names."""
    key = name_key(query) if query.strip() else ""
    found = await desk.page_of_vendors(key, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
    return DeskVendors(vendors=await _desk_vendors(found, point), total=await desk.count_vendors(key))


async def desk_vendor(slug: str, point: Standpoint) -> DeskVendor:
    """One vendor, published or not. Raises `NotFound`."""
    found = await vendors.by_slug(slug)
    if found is None:
        msg = "There is no vendor with this address."
        raise NotFound(msg)
    return (await _desk_vendors([found], point))[0]


async def _desk_vendors(found: Sequence[VendorView], point: Standpoint) -> tuple[DeskVendor, ...]:
    ids = [vendor.id for vendor in found]
    waiting = await desk.changes_of_vendors(ids, OPEN)
    own = await history.of_vendors(ids)
    known = await desk.engagements_known(ids)
    stretches = await history.of_many(id_ for mine in known.values() for id_ in mine)
    return tuple(
        DeskVendor(
            vendor=vendor,
            facts=_vendor_facts(own.get(vendor.id, ()), point.today),
            engagements=_engagements(vendor, (stretches[id_] for id_ in known.get(vendor.id, ())), point),
            open_changes=tuple(change for change in waiting if change.vendor_id == vendor.id),
        )
        for vendor in found
    )


def _vendor_facts(stretches: Iterable[Stretch], today: date) -> VendorFacts | None:
    held = [s for s in stretches if s.holds_from <= today]
    return msgspec.convert(held[-1].facts, VendorFacts) if held else None


def _engagements(
    vendor: VendorView, histories: Iterable[Sequence[Stretch]], point: Standpoint
) -> tuple[DeskEngagement, ...]:
    found = [_engagement(stretches, vendor, point) for stretches in histories]
    mine = (one for one in found if one.facts.vendor == vendor.id)
    return tuple(sorted(mine, key=lambda one: (not one.is_listed, one.facts.listed_as.casefold())))


async def desk_engagement(engagement_id: str, point: Standpoint) -> DeskEngagement | None:
    """The engagement as it stands today; of one not on the list today, as it will begin or was last."""
    stretches = await history.of_engagement(engagement_id)
    if not stretches:
        return None
    shown = _shown(stretches, point.today)
    return _engagement(stretches, (await vendors.by_ids([shown.vendor_id]))[0], point)


def _shown(stretches: Sequence[Stretch], today: date) -> Stretch:
    held = [s for s in stretches if s.holds_from <= today and (s.holds_until is None or today < s.holds_until)]
    ahead = [s for s in stretches if s.holds_from > today]
    return (held or ahead[:1] or stretches)[-1]


def _engagement(stretches: Sequence[Stretch], vendor: VendorView, point: Standpoint) -> DeskEngagement:
    today = point.today
    shown, last = _shown(stretches, today), stretches[-1]
    facts = msgspec.convert(shown.facts, EngagementFacts)
    return DeskEngagement(
        id=shown.subject_id,
        vendor=vendor,
        facts=facts,
        latest=msgspec.convert(last.facts, EngagementFacts),
        begins_on=last.holds_from if last.holds_from > today else None,
        since=shown.holds_from,
        until=last.holds_until,
        verdict=judge_facts(facts, max(today, shown.holds_from), point).verdict,
        is_listed=shown.holds_from <= today and (shown.holds_until is None or today < shown.holds_until),
    )
