"""The desk's form to end an engagement: a day and a reason."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from registry.domain.register.access import Action
from registry.domain.register.changes import Change, ChangeKind
from registry.http.context import context_of
from registry.http.guards import requires
from registry.services.propose_change import Proposal
from registry.web.engagements import ENGAGEMENTS, VENDORS, engagement_of
from registry.web.forms.base import Form, read_form
from registry.web.page import desk_page
from registry.web.proposing import AnyRequest, Errors, Refusal, keep, wished_day
from registry.wording.languages import say

_REASON = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingForm:
    """What the template is given."""

    title: str
    action: str
    version: str
    errors: Errors
    vendor_name: str
    vendor_href: str
    since: date
    effective_on: str
    reason: str


@get(f"{ENGAGEMENTS}/{{engagement_id:str}}/end", opt=requires(Action.PROPOSE_CHANGE), include_in_schema=False)
async def end_page(request: AnyRequest, engagement_id: FromPath[str]) -> Response[Any]:
    """The form."""
    return await show_ending(request, engagement_id, Form())


@post(f"{ENGAGEMENTS}/{{engagement_id:str}}/end", opt=requires(Action.PROPOSE_CHANGE), include_in_schema=False)
async def end(request: AnyRequest, engagement_id: FromPath[str]) -> Response[Any]:
    """Propose the end."""
    return await take_ending(request, engagement_id)


async def show_ending(
    request: AnyRequest,
    engagement_id: str,
    form: Form,
    *,
    change: Change | None = None,
    errors: Errors | None = None,
    status: int = 200,
) -> Response[Any]:
    """The form with everything as typed; `change` is the draft it edits."""
    found = await engagement_of(request, engagement_id)
    shown = EndingForm(
        title=say("End {name}", name=found.facts.listed_as),
        action=f"/manage/changes/{change.id}/edit" if change else f"{ENGAGEMENTS}/{engagement_id}/end",
        version=form.typed("version") or (str(change.version) if change else ""),
        errors=errors or [],
        vendor_name=found.vendor.name,
        vendor_href=f"{VENDORS}/{found.vendor.slug}",
        since=found.since,
        effective_on=form.typed("effective_on"),
        reason=form.typed("reason"),
    )
    return await desk_page(request, "manage/ending_form.html", status=status, form=shown)


async def take_ending(request: AnyRequest, engagement_id: str, *, change: Change | None = None) -> Response[Any]:
    """Keep the proposal."""
    form, found = await read_form(request), await engagement_of(request, engagement_id)
    proposal = Proposal(
        kind=ChangeKind.ENDED,
        vendor_id=found.vendor.id,
        engagement_id=engagement_id,
        effective_on=wished_day(form, context_of(request).clock.today()),
        public_reason=form.text("reason", required=False, most=_REASON, lines=True),
    )
    refused = Refusal(status=422, errors=form.shown_errors(say))
    done = refused if form.errors else await keep(request, proposal, form, change=change)
    if isinstance(done, Refusal):
        return await show_ending(request, engagement_id, form, change=change, errors=done.errors, status=done.status)
    return done


handlers = [end_page, end]
