"""The desk's first page: what waits for whom, what falls due, what is under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from litestar import Request, Response, get

from registry.answers.due import Due, DueKind, DueList, RecentStep, Underway, due
from registry.domain.law.citations import msgid
from registry.domain.register.access import Action
from registry.domain.register.changes import NOT_ALLOWED
from registry.http.guards import requires
from registry.http.sessions import current_actor
from registry.web.decision_views import title_of_line, turn_words
from registry.web.decisions import PATH
from registry.web.page import desk_page
from registry.web.standpoint import point_today
from registry.wording.labels import STATES, STEPS, USER_ROLES, VERDICTS, actor, word
from registry.wording.languages import say
from registry.wording.publications import heading

_WEEK, _MONTH = timedelta(days=7), timedelta(days=30)
_MOST = 20
_GROUPS = {
    "waiting": msgid("To decide"),
    "incidents": msgid("Not allowed as it stands"),
    "overdue": msgid("Overdue"),
    "week": msgid("In 7 days"),
    "month": msgid("In 30 days"),
    "later": msgid("Later"),
    "clarify": msgid("To be clarified"),
}
_TITLES = {
    DueKind.TAKES_EFFECT: msgid("{name} takes effect"),
    DueKind.ENDS: msgid("{name} ends"),
    DueKind.WINDOW_CLOSES: msgid("{name}: last day to object"),
    DueKind.LISTING_ENDS: msgid("{name}: its listing ends, see whether it was renewed"),
    DueKind.LISTING_CHECK: msgid("{name}: look its listing up again"),
    DueKind.REVIEW: msgid("{name}: review the impact assessment"),
    DueKind.UNDER_REVIEW: msgid("{name}: the verdict is “{verdict}”"),
    DueKind.CLARIFY: msgid("{name}: what was published is not clear"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of what is due."""

    day: date | None
    title: str
    detail: str
    href: str
    turn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines that fall due alike; `more` of them are not shown and stand at `href`."""

    key: str
    title: str
    count: int
    rows: Sequence[Row]
    more: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A notice under way."""

    href: str
    number: str
    title: str
    sent: int
    whole: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentLine:
    """A step taken lately."""

    day: date
    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """What the template is given."""

    groups: Sequence[Group]
    notices: Sequence[NoticeLine]
    recent: Sequence[RecentLine]


@get("/manage", opt=requires(Action.READ_REGISTER), include_in_schema=False)
async def dashboard(request: Request[Any, Any, Any]) -> Response[Any]:
    """What is due."""
    point = await point_today(request)
    shown = _dashboard(await due(point), current_actor(request).id, point.today)
    return await desk_page(request, "manage/dashboard.html", page=shown)


def _dashboard(found: DueList, reader: str, today: date) -> Dashboard:
    rows: dict[str, list[Row]] = {key: [] for key in _GROUPS}
    for item in found.items:
        rows[_group(item, today)].append(_row(item, reader))
    hidden = found.waiting - len(rows["waiting"])
    return Dashboard(
        groups=[_shown(key, rows[key], hidden if key == "waiting" else 0) for key in _GROUPS if rows[key]],
        notices=[_notice(one) for one in found.underway],
        recent=[_recent(one) for one in found.recent],
    )


def _group(item: Due, today: date) -> str:
    if item.kind is DueKind.DECISION:
        return "waiting"
    if item.day is None:
        return "incidents" if item.detail == NOT_ALLOWED and item.kind is DueKind.UNDER_REVIEW else "clarify"
    if item.day < today:
        return "overdue"
    return "week" if item.day <= today + _WEEK else "month" if item.day <= today + _MONTH else "later"


def _shown(key: str, rows: list[Row], hidden: int) -> Group:
    ordered = sorted(rows, key=lambda row: (row.turn != say("You"), row.day or date.max, row.title.casefold()))
    return Group(
        key=key,
        title=say(_GROUPS[key]),
        count=len(rows) + hidden,
        rows=ordered[:_MOST],
        more=max(0, len(rows) + hidden - _MOST),
        href=PATH if key == "waiting" else "/manage/vendors",
    )


def _row(item: Due, reader: str) -> Row:
    line = item.change
    if line is None:
        title = say(_TITLES[item.kind], name=item.name, verdict=word(VERDICTS, item.detail).lower())
        detail = item.detail if item.kind is DueKind.CLARIFY else ""
        vendor_manager = word(USER_ROLES, "vendor_manager")
        return Row(day=item.day, title=title, detail=detail, href=f"/manage/vendors/{item.slug}", turn=vendor_manager)
    named = title_of_line(line)
    if item.kind is DueKind.DECISION:
        title = say("{name}, change {number}", name=named, number=line.change.number)
        detail = word(STATES, line.change.state)
    else:
        title, detail = say(_TITLES[item.kind], name=named), say("Change {number}", number=line.change.number)
    turn = turn_words(line.turn, reader)
    return Row(day=item.day, title=title, detail=detail, href=f"{PATH}/{line.change.id}", turn=turn)


def _notice(one: Underway) -> NoticeLine:
    return NoticeLine(
        href=one.ahead.href,
        number=one.ahead.number,
        title=heading(one.ahead.publication),
        sent=one.sent.sent,
        whole=one.sent.whole,
        failed=one.sent.failed,
    )


def _recent(one: RecentStep) -> RecentLine:
    who, step = actor(one.log.who), word(STEPS, one.log.step)
    said = say("{who}: {step}, change {number}", who=who, step=step, number=one.number)
    return RecentLine(day=one.log.at.date(), text=said, href=f"{PATH}/{one.change_id}")


handlers = [dashboard]
