"""What waits for whom and what falls due: changes to decide, days that come, proofs that lapse, facts not clear."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from registry.answers.ahead import Ahead, changes_ahead
from registry.answers.desk import ChangeLine, LogLine, lines_of, log_of
from registry.answers.judgements import UNDER_REVIEW
from registry.answers.standpoint import Standpoint
from registry.domain.law.coverage import LISTING_CHECK_DAYS
from registry.domain.register.changes import PENDING, ChangeKind, ChangeState
from registry.storage.queries import desk, listing, notices
from registry.storage.queries.desk import Sent
from registry.storage.queries.listing import ListedEngagement

HORIZON = timedelta(days=60)
"""How far ahead a lapse is told."""
_MOST_CHANGES = 100
_RECENT = 8


class DueKind(StrEnum):
    """Why something is on the list."""

    DECISION = "decision"
    TAKES_EFFECT = "takes_effect"
    ENDS = "ends"
    WINDOW_CLOSES = "window_closes"
    LISTING_ENDS = "listing_ends"
    LISTING_CHECK = "listing_check"
    REVIEW = "review"
    UNDER_REVIEW = "under_review"
    CLARIFY = "clarify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing to do or to wait for. `change` is set for decisions, days and windows; else `slug` names the vendor."""

    kind: DueKind
    name: str
    day: date | None = None
    change: ChangeLine | None = None
    slug: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """A notice whose change lies ahead, and how many of its messages were sent."""

    ahead: Ahead
    sent: Sent


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentStep:
    """A step taken lately."""

    log: LogLine
    number: int
    change_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList:
    """Everything, in no order; `waiting` counts the changes to decide, more than are listed perhaps."""

    items: tuple[Due, ...]
    waiting: int
    underway: tuple[Underway, ...]
    recent: tuple[RecentStep, ...]


async def due(point: Standpoint) -> DueList:
    """As of the point's today."""
    pending = await desk.page_of_changes(PENDING, offset=0, limit=_MOST_CHANGES)
    announced = await desk.page_of_changes({ChangeState.ANNOUNCED}, offset=0, limit=_MOST_CHANGES)
    items = [_decision(line) for line in await lines_of(pending)]
    until = {notice.change_id: notice.object_by for notice in await notices.ahead(point.today)}
    for line in await lines_of(announced):
        items += _days(line, until.get(line.change.id), point.today)
    for engagement in await listing.on_day(point.today):
        items += _of_engagement(engagement, point)
    return DueList(
        items=tuple(items),
        waiting=await desk.count_changes(PENDING),
        underway=await _underway(point),
        recent=await _recent(),
    )


def _decision(line: ChangeLine) -> Due:
    return Due(kind=DueKind.DECISION, name=line.vendor_name, day=line.change.effective_on, change=line)


def _days(line: ChangeLine, object_by: date | None, today: date) -> list[Due]:
    kind = DueKind.ENDS if line.change.kind is ChangeKind.ENDED else DueKind.TAKES_EFFECT
    found = [Due(kind=kind, name=line.vendor_name, day=line.change.effective_on, change=line)]
    if object_by and object_by >= today:
        found.append(Due(kind=DueKind.WINDOW_CLOSES, name=line.vendor_name, day=object_by, change=line))
    return found


def _of_engagement(engagement: ListedEngagement, point: Standpoint) -> Iterator[Due]:
    facts, today = engagement.facts, point.today
    name, slug = facts.listed_as, engagement.vendor.slug
    for kind, day in _lapses(engagement):
        if day <= today + HORIZON:
            yield Due(kind=kind, name=name, day=day, slug=slug)
    unclear = "; ".join(item.text for item in facts.to_be_clarified if item.text)
    if facts.to_be_clarified:
        yield Due(kind=DueKind.CLARIFY, name=name, slug=slug, detail=unclear)
        return
    judged = point.judge.stored(engagement.text, facts, on=today, today=today, publisher=point.publisher)
    if judged.verdict in UNDER_REVIEW:
        yield Due(kind=DueKind.UNDER_REVIEW, name=name, slug=slug, detail=judged.verdict.value)


def _lapses(engagement: ListedEngagement) -> Iterable[tuple[DueKind, date]]:
    facts = engagement.facts
    for entry in facts.certifications or ():
        if ends_on := _day(entry.get("until")):
            yield DueKind.LISTING_ENDS, ends_on
        if checked_on := _day(entry.get("checked_on")):
            yield DueKind.LISTING_CHECK, checked_on + timedelta(days=LISTING_CHECK_DAYS)
    if review_by := _day((facts.assessment or {}).get("review_by")):
        yield DueKind.REVIEW, review_by


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


async def _underway(point: Standpoint) -> tuple[Underway, ...]:
    ahead = await changes_ahead(point)
    sent = await desk.sent_of([item.publication.sequence for item in ahead])
    nobody = Sent(whole=0, sent=0, failed=0)
    return tuple(Underway(ahead=item, sent=sent.get(item.publication.sequence, nobody)) for item in ahead)


async def _recent() -> tuple[RecentStep, ...]:
    steps = await desk.newest_steps(_RECENT)
    known = await desk.changes_by_ids(step.change_id for step in steps)
    return tuple(
        RecentStep(log=log, number=known[step.change_id].number, change_id=step.change_id)
        for step, log in zip(steps, await log_of(steps), strict=True)
        if step.change_id in known
    )
