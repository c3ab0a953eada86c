"""The desk's changes: the list by state, one change with its log, and the steps from draft to announcement."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from registry.answers.desk import PER_PAGE, ChangeLine, DeskChange, desk_change, desk_changes
from registry.domain.errors import Conflict, InvalidInput, InvalidStep, NotPermitted, RegistryError, StaleVersion
from registry.domain.register.access import Action
from registry.domain.register.changes import PENDING, Change, ChangeKind, ChangeState, Step
from registry.http.context import context_of
from registry.http.guards import requires
from registry.http.sessions import current_actor
from registry.services.announce_change import announce_change
from registry.services.preview_announcement import Announcement, preview_announcement
from registry.services.review_change import review_change
from registry.services.telling import Subject
from registry.services.withdraw_change import withdraw_change
from registry.web.decision_views import change_page, title_of_line, turn_words
from registry.web.forms.base import Form, errors_of, read_form
from registry.web.page import desk_page, see_other
from registry.web.paging import Pages, page_number, pages
from registry.web.shown import Option
from registry.web.standpoint import point_today
from registry.wording.labels import STATES, word
from registry.wording.languages import say

PATH = "/manage/changes"
Errors = list[tuple[str, str]]
AnyRequest = Request[Any, Any, Any]
_REASON = 2000
_DONE = {
    "saved": "The draft is saved.",
    "submitted": "Submitted. Somebody else reviews it now.",
    "return": "Sent back with your reason.",
    "reject": "Refused. It goes no further.",
    "approve": "Approved. It can be announced.",
    "announce": "Announced. The list, the feeds and the subscribers are told.",
    "withdraw": "Withdrawn.",
}
_STATUS: tuple[tuple[type[RegistryError], int], ...] = (
    (InvalidInput, 422), (NotPermitted, 403), (InvalidStep, 409), (StaleVersion, 409), (Conflict, 409),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One change in the list."""

    id: str
    number: int
    title: str
    kind: ChangeKind
    list_name: str
    state: ChangeState
    effective_on: date | None
    turn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What the template of the list is given."""

    total: int
    pages: Pages
    states: Sequence[Option]
    changes: Sequence[Line]


@get(PATH, opt=requires(Action.READ_REGISTER), include_in_schema=False)
async def changes_page(request: AnyRequest) -> Response[Any]:
    """The changes of one state or all, the newest first."""
    asked, number = request.query_params.get("state", ""), page_number(request)
    state = ChangeState(asked) if asked in set(ChangeState) else None
    found = await desk_changes({state} if state else (), page=number)
    actor = current_actor(request).id
    shown = ListPage(
        total=found.total,
        pages=pages(PATH, number=number, total=found.total, per_page=PER_PAGE, state=state or ""),
        states=[("", say("All"), state is None), *((s.value, word(STATES, s), s is state) for s in ChangeState)],
        changes=[_line(line, actor) for line in found.lines],
    )
    return await desk_page(request, "manage/changes.html", page=shown)


def _line(line: ChangeLine, actor: str) -> Line:
    change = line.change
    return Line(
        id=change.id,
        number=change.number,
        title=title_of_line(line),
        kind=change.kind,
        list_name=change.list_name,
        state=change.state,
        effective_on=change.effective_on,
        turn=turn_words(line.turn, actor),
    )


@get(f"{PATH}/{{change_id:str}}", opt=requires(Action.READ_REGISTER), include_in_schema=False)
async def one_change(request: AnyRequest, change_id: FromPath[str]) -> Response[Any]:
    """One change with its log and the steps that the reader may take."""
    told = _DONE.get(request.query_params.get("done", ""))
    return await show(request, change_id, done=say(told) if told else "")


async def show(
    request: AnyRequest,
    change_id: str,
    *,
    form: Form | None = None,
    errors: Errors | None = None,
    status: int = 200,
    done: str = "",
    wished: date | None = None,
) -> Response[Any]:
    """The change's page. `form` is what was typed, `wished` the day for which the announcement is shown."""
    point = await point_today(request)
    found = await desk_change(change_id, point)
    announcement, wrong = await _preview(request, found, wished)
    typed = (form or Form()).typed
    shown = change_page(found, announcement, actor=current_actor(request), point=point, typed=typed)
    return await desk_page(
        request, "manage/change.html", status=status, done=done, change=shown, errors=[*(errors or []), *wrong]
    )


async def _preview(request: AnyRequest, found: DeskChange, wished: date | None) -> tuple[Announcement | None, Errors]:
    """What announcing it would tell; what is wrong with the wished day is said, and the earliest day is shown."""
    context, change = context_of(request), found.change
    if change.state not in PENDING or found.proposed.clash:
        return None, []
    subject = Subject(engagement=found.proposed.engagement, vendor=found.proposed.vendor)
    today, judge = context.clock.today(), context.judge
    try:
        shown = await preview_announcement(change=change, subject=subject, wished=wished, today=today, judge=judge)
    except InvalidInput as error:
        wrong = errors_of(error, say) if wished else []
    else:
        return shown, []
    undated = replace(change, effective_on=None)
    shown = await preview_announcement(change=undated, subject=subject, wished=None, today=today, judge=judge)
    return shown, wrong


@post(f"{PATH}/{{change_id:str}}/submit", opt=requires(Action.SUBMIT_CHANGE), include_in_schema=False)
async def submit(request: AnyRequest, change_id: FromPath[str]) -> Response[Any]:
    """Hand a draft to somebody else."""
    return await _review(request, change_id, Step.SUBMIT, "submitted")


@post(f"{PATH}/{{change_id:str}}/return", opt=requires(Action.RETURN_CHANGE), include_in_schema=False)
async def send_back(request: AnyRequest, change_id: FromPath[str]) -> Response[Any]:
    """Send it back to whoever wrote it, with the reason."""
    return await _review(request, change_id, Step.RETURN, "return")


@post(f"{PATH}/{{change_id:str}}/reject", opt=requires(Action.APPROVE_CHANGE), include_in_schema=False)
async def refuse(request: AnyRequest, change_id: FromPath[str]) -> Response[Any]:
    """Refuse it for good, with the reason."""
    return await _review(request, change_id, Step.REJECT, "reject")


@post(f"{PATH}/{{change_id:str}}/approve", opt=requires(Action.APPROVE_CHANGE), include_in_schema=False)
async def approve(request: AnyRequest, change_id: FromPath[str]) -> Response[Any]:
    """Approve it."""
    return await _review(request, change_id, Step.APPROVE, "approve")


@post(f"{PATH}/{{change_id:str}}/announce", opt=requires(Action.ANNOUNCE_CHANGE), include_in_schema=False)
async def announce(request: AnyRequest, change_id: FromPath[str]) -> Response[Any]:
    """Announce it for a lawful day, or show what would be told for the day typed."""
    form, context = await read_form(request), context_of(request)
    day, version = form.day("effective_on", required=False), form.number("version", least=1)
    if form.errors:
        return await show(request, change_id, form=form, errors=form.shown_errors(say), status=422)
    if form.ticked("preview"):
        return await show(request, change_id, form=form, wished=day)

    async def work() -> Change:
        return await announce_change(
            actor=current_actor(request),
            change_id=change_id,
            version=version,
            effective_on=day,
            now=context.clock.now(),
            today=context.clock.today(),
            judge=context.judge,
        )

    return await _taken(request, change_id, form, work, "announce")


@post(f"{PATH}/{{change_id:str}}/withdraw", opt=requires(Action.WITHDRAW_CHANGE), include_in_schema=False)
async def withdraw(request: AnyRequest, change_id: FromPath[str]) -> Response[Any]:
    """Withdraw it; an announced one in public, with the reason."""
    form, context = await read_form(request), context_of(request)
    reason = form.text("reason", most=_REASON, lines=True)
    version = form.number("version", least=1)
    if form.errors:
        return await show(request, change_id, form=form, errors=_at(form.shown_errors(say), "withdraw"), status=422)

    async def work() -> Change:
        return await withdraw_change(
            actor=current_actor(request),
            change_id=change_id,
            version=version,
            reason=reason,
            now=context.clock.now(),
            today=context.clock.today(),
        )

    return await _taken(request, change_id, form, work, "withdraw")


async def _review(request: AnyRequest, change_id: str, step: Step, done: str) -> Response[Any]:
    form, context = await read_form(request), context_of(request)
    reason = form.text("reason", required=False, most=_REASON, lines=True)
    version = form.number("version", least=1)
    if form.errors:
        return await show(request, change_id, form=form, errors=_at(form.shown_errors(say), step), status=422)

    async def work() -> Change:
        return await review_change(
            actor=current_actor(request),
            change_id=change_id,
            version=version,
            step=step,
            reason=reason,
            now=context.clock.now(),
            today=context.clock.today(),
            judge=context.judge,
        )

    return await _taken(request, change_id, form, work, done, step)


async def _taken(  # noqa: PLR0917 - the request, what is done in it, and how it is told
    request: AnyRequest,
    change_id: str,
    form: Form,
    work: Callable[[], Awaitable[Change]],
    done: str,
    step: str = "",
) -> Response[Any]:
    """303 when the step was taken; a refusal is the change's page as it stands now, with the reason on top."""
    try:
        await work()
    except tuple(kind for kind, _ in _STATUS) as error:
        status = next(code for kind, code in _STATUS if isinstance(error, kind))
        told = errors_of(error, say) if isinstance(error, InvalidInput) else [("", say(error.message, **error.params))]
        return await show(request, change_id, form=form, errors=_at(told, step or done), status=status)
    return see_other(f"{PATH}/{change_id}?done={done}")


def _at(errors: Errors, step: str) -> Errors:
    """The errors at the fields of the step's own form, whose reason has an id of its own."""
    return [(f"{step}-reason" if name == "reason" else name, message) for name, message in errors]


handlers = [changes_page, one_change, submit, send_back, refuse, approve, announce, withdraw]
