"""What the desk's forms share: keep a proposal as a draft, hand it on, or say at which field it was refused."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import msgspec
from litestar import Request, Response

from registry.domain.errors import Conflict, InvalidInput, InvalidStep, NotPermitted, StaleVersion
from registry.domain.register.changes import Change, Step
from registry.domain.register.facts import EngagementFacts, VendorFacts
from registry.http.context import context_of
from registry.http.sessions import current_actor
from registry.services.propose_change import Proposal, propose_change
from registry.services.review_change import review_change
from registry.web.decisions import PATH, show
from registry.web.forms.base import Form, errors_of
from registry.web.page import see_other
from registry.wording.languages import say

Errors = list[tuple[str, str]]
AnyRequest = Request[Any, Any, Any]
_FIELDS = {
    "vendor.name": "vendor", "vendor.website": "website", "vendor.other_names": "other_names",
    "vendor.privacy_contact": "privacy_contact", "vendor.parent": "parent", "vendor.parent_country": "parent_country",
    "public_reason": "reason", "engagement": "",
}  # fmt: skip
"""Where the form has a field that the proposal calls otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The form is shown again with what is wrong; nothing was kept."""

    status: int
    errors: Errors


async def keep(
    request: AnyRequest, proposal: Proposal, form: Form, *, change: Change | None
) -> Response[Any] | Refusal:
    """Keep the proposal; hand it on when the form says so. 303 to the change, or why not."""
    context, actor = context_of(request), current_actor(request)
    now, today = context.clock.now(), context.clock.today()
    try:
        kept = await propose_change(
            actor=actor,
            proposal=proposal,
            now=now,
            today=today,
            change_id=change.id if change else None,
            version=form.number("version", least=1) if change else None,
        )
    except InvalidInput as error:
        return Refusal(status=422, errors=[(_FIELDS.get(name, name), said) for name, said in errors_of(error, say)])
    except (Conflict, InvalidStep, StaleVersion) as error:
        return Refusal(status=409, errors=[("", say(error.message, **error.params))])
    if not form.ticked("submit"):
        return see_other(f"{PATH}/{kept.id}?done=saved")
    try:
        await review_change(
            actor=actor,
            change_id=kept.id,
            version=kept.version,
            step=Step.SUBMIT,
            reason="",
            now=now,
            today=today,
            judge=context.judge,
        )
    except (Conflict, InvalidStep, NotPermitted, StaleVersion) as error:
        return await show(request, kept.id, errors=[("", say(error.message, **error.params))], status=409)
    return see_other(f"{PATH}/{kept.id}?done=submitted")


def wished_day(form: Form, today: date) -> date | None:
    """The day the change is to take effect; none for the earliest lawful one."""
    day = form.day("effective_on", required=False)
    if day and day < today:
        form.wrong("effective_on", "This day has passed.")
    return day


def mark_of(facts: EngagementFacts | VendorFacts) -> str:
    """A mark of recorded facts, by which a form says what it started from."""
    return sha256(msgspec.json.encode(facts)).hexdigest()[:16]


def check_start(form: Form, mark: str) -> None:
    """Note it when the form started from other facts than stand now; sent again, it starts from these."""
    if form.typed("version") not in {"", mark}:
        form.values = {**form.values, "version": [mark]}
        msg = "What is recorded has changed since you opened this form. Compare what you typed, then send it again."
        form.wrong("", msg)
