"""Edit a draft: the form it came from, filled with what it says."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from registry.answers.desk import DeskChange, desk_change, desk_vendor
from registry.domain.errors import InvalidStep
from registry.domain.register.access import Action
from registry.domain.register.changes import ALLOWED_STEPS, Change, ChangeKind, Step
from registry.domain.register.facts import LISTED, EngagementFacts, SubjectKind, VendorFacts
from registry.http.guards import requires
from registry.web.decisions import PATH
from registry.web.endings import show_ending, take_ending
from registry.web.engagements import NOTHING, Target, show_form, take_form
from registry.web.forms.base import Form
from registry.web.forms.engagement import engagement_values
from registry.web.forms.rows import Values
from registry.web.forms.vendor import vendor_values
from registry.web.proposing import AnyRequest
from registry.web.standpoint import point_today
from registry.web.vendors import show_vendor, take_vendor
from registry.wording.languages import say


@get(f"{PATH}/{{change_id:str}}/edit", opt=requires(Action.PROPOSE_CHANGE), include_in_schema=False)
async def edit_page(request: AnyRequest, change_id: FromPath[str]) -> Response[Any]:
    """The draft in its form."""
    found = await _draft(request, change_id)
    change, values = found.change, _said(found.change)
    if change.engagement_id is None:
        facts = found.proposed.vendor or VendorFacts(name=found.vendor.name)
        vendor = await desk_vendor(found.vendor.slug, await point_today(request))
        return await show_vendor(request, vendor, Form(values={**vendor_values(facts), **values}), change=change)
    if change.kind is ChangeKind.ENDED:
        return await show_ending(request, change.engagement_id, Form(values=values), change=change)
    target = _target(found)
    typed = {**engagement_values(found.proposed.engagement or NOTHING), **values}
    if target.new_vendor:
        typed |= {"vendor": [target.new_vendor.name], "website": [target.new_vendor.website]}
    return await show_form(request, target, Form(values=typed))


@post(f"{PATH}/{{change_id:str}}/edit", opt=requires(Action.PROPOSE_CHANGE), include_in_schema=False)
async def edit(request: AnyRequest, change_id: FromPath[str]) -> Response[Any]:
    """Keep the draft as it is typed now."""
    found = await _draft(request, change_id)
    change = found.change
    if change.engagement_id is None:
        vendor = await desk_vendor(found.vendor.slug, await point_today(request))
        return await take_vendor(request, vendor, change=change)
    if change.kind is ChangeKind.ENDED:
        return await take_ending(request, change.engagement_id, change=change)
    return await take_form(request, _target(found))


async def _draft(request: AnyRequest, change_id: str) -> DeskChange:
    found = await desk_change(change_id, await point_today(request))
    if found.change.state not in ALLOWED_STEPS[Step.EDIT][0]:
        msg = "A change that is {state} cannot be edited."
        raise InvalidStep(msg, state=found.change.state.value)
    return found


def _said(change: Change) -> Values:
    return {
        "effective_on": [change.effective_on.isoformat() if change.effective_on else ""],
        "reason": [str(change.data.get("public_reason", ""))],
    }


def _target(found: DeskChange) -> Target:
    change = found.change
    is_correction = change.kind is ChangeKind.CORRECTED
    return Target(
        title=say("Edit change {number}", number=change.number),
        action=f"{PATH}/{change.id}/edit",
        kind=change.kind,
        vendor=found.vendor,
        new_vendor=found.proposed.vendor if _brings_vendor(change) else None,
        engagement_id=change.engagement_id,
        base=_base(found),
        change=change,
        on=change.effective_on if is_correction else None,
    )


def _base(found: DeskChange) -> EngagementFacts:
    """What the draft says: the form keeps of it what it does not show."""
    return found.proposed.engagement or NOTHING


def _brings_vendor(change: Change) -> bool:
    """Whether the vendor comes with the change."""
    return any(
        part.subject_kind is SubjectKind.VENDOR and any(o.field == LISTED and o.after for o in part.operations)
        for part in change.parts
    )


handlers = [edit_page, edit]
