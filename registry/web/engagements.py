"""The desk's forms of engagements: a new vendor with its first one, another one, other facts, a correction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from registry.answers.desk import DeskEngagement, desk_engagement, desk_vendor
from registry.answers.proposals import engagement_on, judge_facts
from registry.answers.standpoint import Standpoint
from registry.domain.errors import InvalidInput, NotFound
from registry.domain.law.citations import Reason
from registry.domain.register.access import Action
from registry.domain.register.changes import Change, ChangeKind, earliest_day, material_fields
from registry.domain.register.facts import EngagementFacts, VendorFacts, to_facts
from registry.domain.register.revisions import difference
from registry.http.as_of import parse_day
from registry.http.guards import requires
from registry.services.propose_change import Proposal
from registry.storage.queries.vendors import VendorView
from registry.web.forms.base import Form, read_form
from registry.web.forms.engagement import (
    engagement_fields,
    engagement_values,
    new_values,
    offers,
    read_engagement,
    read_vendor,
)
from registry.web.forms.rows import add_row, remove_row, renumbered
from registry.web.page import desk_page
from registry.web.proposing import AnyRequest, Errors, Refusal, check_start, keep, mark_of, wished_day
from registry.web.standpoint import point_today
from registry.wording.dates import long_day
from registry.wording.languages import say

VENDORS, ENGAGEMENTS = "/manage/vendors", "/manage/engagements"
_ROWS = ("locations", "mechanisms")
_REASON = 4000
NOTHING = EngagementFacts(vendor="", listed_as="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a form is for. `vendor` None with `new_vendor` is a vendor that comes with it.

    `base` are the facts it starts from, `change` the draft it edits, `on` the day a correction is for, and `begins_on`
    the day from which an announced change makes `base` hold.
    """

    title: str
    action: str
    kind: ChangeKind
    vendor: VendorView | None = None
    new_vendor: VendorFacts | None = None
    engagement_id: str | None = None
    base: EngagementFacts = NOTHING
    change: Change | None = None
    on: date | None = None
    begins_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the law says of what is typed, and which facts make the change material."""

    verdict: str
    reasons: Sequence[Reason]
    missing: Sequence[Reason]
    contract: str | None
    contract_missing: Sequence[Reason]
    material: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """What the template is given beside the fields."""

    title: str
    action: str
    version: str
    errors: Errors
    is_new_vendor: bool
    vendor_name: str
    vendor_href: str
    earliest_day: date | None
    corrected_on: date | None
    begins_on: date | None
    preview: Preview | None


@get(f"{VENDORS}/new", opt=requires(Action.PROPOSE_CHANGE), include_in_schema=False)
async def new_vendor_page(request: AnyRequest) -> Response[Any]:
    """The empty form of a vendor with its first engagement."""
    return await show_form(request, _new_vendor(), Form(values=new_values()))


@post(f"{VENDORS}/new", opt=requires(Action.PROPOSE_CHANGE), include_in_schema=False)
async def new_vendor(request: AnyRequest) -> Response[Any]:
    """Propose the vendor."""
    return await take_form(request, _new_vendor())


@get(f"{VENDORS}/{{slug:str}}/engagements/new", opt=requires(Action.PROPOSE_CHANGE), include_in_schema=False)
async def new_engagement_page(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The form of another engagement, with the vendor's name and entity to start from."""
    target = await _another(request, slug)
    return await show_form(request, target, Form(values=engagement_values(target.base)))


@post(f"{VENDORS}/{{slug:str}}/engagements/new", opt=requires(Action.PROPOSE_CHANGE), include_in_schema=False)
async def new_engagement(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Propose another engagement."""
    return await take_form(request, await _another(request, slug))


@get(f"{ENGAGEMENTS}/{{engagement_id:str}}/edit", opt=requires(Action.PROPOSE_CHANGE), include_in_schema=False)
async def edit_page(request: AnyRequest, engagement_id: FromPath[str]) -> Response[Any]:
    """The engagement's facts, to propose others."""
    target = await _edited(request, engagement_id)
    values = engagement_values(target.base)
    if target.begins_on:
        values["effective_on"] = [target.begins_on.isoformat()]
    return await show_form(request, target, Form(values=values))


@post(f"{ENGAGEMENTS}/{{engagement_id:str}}/edit", opt=requires(Action.PROPOSE_CHANGE), include_in_schema=False)
async def edit(request: AnyRequest, engagement_id: FromPath[str]) -> Response[Any]:
    """Propose other facts."""
    return await take_form(request, await _edited(request, engagement_id))


@get(f"{ENGAGEMENTS}/{{engagement_id:str}}/correct", opt=requires(Action.CORRECT_CHANGE), include_in_schema=False)
async def correct_page(request: AnyRequest, engagement_id: FromPath[str]) -> Response[Any]:
    """The facts of a day that has passed, to say what really held."""
    target = await _corrected(request, engagement_id)
    return await show_form(request, target, Form(values=engagement_values(target.base)))


@post(f"{ENGAGEMENTS}/{{engagement_id:str}}/correct", opt=requires(Action.CORRECT_CHANGE), include_in_schema=False)
async def correct(request: AnyRequest, engagement_id: FromPath[str]) -> Response[Any]:
    """Propose the correction."""
    return await take_form(request, await _corrected(request, engagement_id))


def _new_vendor() -> Target:
    return Target(
        title=say("Propose a vendor"),
        action=f"{VENDORS}/new",
        kind=ChangeKind.ADDED,
        new_vendor=VendorFacts(name=""),
    )


async def _another(request: AnyRequest, slug: str) -> Target:
    found = await desk_vendor(slug, await point_today(request))
    like = next((one.facts for one in found.engagements), NOTHING)
    name = found.facts.name if found.facts else found.vendor.name
    return Target(
        title=say("Another engagement of {name}", name=name),
        action=f"{VENDORS}/{slug}/engagements/new",
        kind=ChangeKind.ADDED,
        vendor=found.vendor,
        base=replace(
            NOTHING,
            listed_as=name,
            legal_entity=like.legal_entity,
            entity_country=like.entity_country,
            recipient_category=like.recipient_category,
            certifications=like.certifications,
        ),
    )


async def _edited(request: AnyRequest, engagement_id: str) -> Target:
    found = await engagement_of(request, engagement_id)
    return Target(
        title=say("Change {name}", name=found.facts.listed_as),
        action=f"{ENGAGEMENTS}/{engagement_id}/edit",
        kind=ChangeKind.AMENDED,
        vendor=found.vendor,
        engagement_id=engagement_id,
        base=found.latest,
        begins_on=found.begins_on,
    )


async def _corrected(request: AnyRequest, engagement_id: str) -> Target:
    found = await engagement_of(request, engagement_id)
    on = _past_day(request, found.since, (await point_today(request)).today)
    base = await engagement_on(engagement_id, on)
    if base is None and not found.is_listed:
        msg = "{name} was not on the list on {day}: there is nothing to correct."
        raise InvalidInput(msg, name=found.facts.listed_as, day=long_day(on))
    return Target(
        title=say("Correct {name}", name=found.facts.listed_as),
        action=f"{ENGAGEMENTS}/{engagement_id}/correct?on={on.isoformat()}",
        kind=ChangeKind.CORRECTED,
        vendor=found.vendor,
        engagement_id=engagement_id,
        base=base or found.facts,
        on=on,
    )


def _past_day(request: AnyRequest, default: date, today: date) -> date:
    text = request.query_params.get("on", "").strip()
    try:
        day = parse_day(text) if text else min(default, today)
    except ValueError as error:
        msg = "Write the day as YYYY-MM-DD, such as 2026-11-24."
        raise InvalidInput(msg) from error
    if day > today:
        msg = "A correction says what held already: its day cannot lie ahead."
        raise InvalidInput(msg)
    return day


async def engagement_of(request: AnyRequest, engagement_id: str) -> DeskEngagement:
    """The engagement as it stands today. Raises `NotFound`."""
    found = await desk_engagement(engagement_id, await point_today(request))
    if found is None:
        msg = "There is no engagement with this address."
        raise NotFound(msg)
    return found


async def take_form(request: AnyRequest, target: Target) -> Response[Any]:
    """Add or remove a row, show the verdict, or keep the proposal."""
    form = await read_form(request)
    for name in _ROWS:
        renumbered(form, name)
    if form.typed("add") in _ROWS:
        add_row(form, form.typed("add"))
        return await show_form(request, target, form)
    kind, _, number = form.typed("remove").partition(".")
    if kind in _ROWS:
        remove_row(form, kind, number)
        renumbered(form, kind)
        return await show_form(request, target, form)
    point = await point_today(request)
    if target.engagement_id and not target.change:
        check_start(form, mark_of(target.base))
    proposal = _proposal(target, form, point)
    if form.ticked("check") or form.errors:
        errors = form.shown_errors(say)
        return await show_form(request, target, form, errors=errors, status=422 if errors else 200, typed=proposal)
    done = await keep(request, proposal, form, change=target.change)
    if isinstance(done, Refusal):
        return await show_form(request, target, form, errors=done.errors, status=done.status, typed=proposal)
    return done


def _proposal(target: Target, form: Form, point: Standpoint) -> Proposal:
    """What is typed; the form notes what is wrong."""
    vendor = read_vendor(form, target.new_vendor) if target.new_vendor else None
    engagement = read_engagement(form, target.base, offers(point.publisher, point.judge.law))
    effective_on = target.on or wished_day(form, point.today)
    if effective_on and target.kind is ChangeKind.ADDED and engagement.needs_notice:
        earliest = _earliest(point)
        if effective_on < earliest:
            msg = "Choose {day} or later: customers have time to object."
            form.wrong("effective_on", say(msg, day=long_day(earliest)))
    return Proposal(
        kind=target.kind,
        vendor_id=target.vendor.id if target.vendor else None,
        vendor=vendor,
        engagement_id=target.engagement_id,
        engagement=engagement,
        effective_on=effective_on,
        public_reason=form.text("reason", required=target.kind is ChangeKind.CORRECTED, most=_REASON, lines=True),
    )


def _earliest(point: Standpoint) -> date:
    return earliest_day(announced_on=point.today, notice_days=point.publisher.notice_days, needs_window=True)


async def show_form(
    request: AnyRequest,
    target: Target,
    form: Form,
    *,
    errors: Errors | None = None,
    status: int = 200,
    typed: Proposal | None = None,
) -> Response[Any]:
    """The form with everything as typed; with `typed`, what the law says of it."""
    point = await point_today(request)
    offered = offers(point.publisher, point.judge.law)
    facts = typed.engagement if typed else target.base if target.engagement_id else None
    page = FormPage(
        title=target.title,
        action=target.action,
        version=_version(target, form),
        errors=errors or [],
        is_new_vendor=target.new_vendor is not None,
        vendor_name=target.vendor.name if target.vendor else "",
        vendor_href=f"{VENDORS}/{target.vendor.slug}" if target.vendor else "",
        earliest_day=_earliest(point),
        corrected_on=target.on,
        begins_on=target.begins_on,
        preview=_preview(target, facts, point, typed.effective_on if typed else target.on) if facts else None,
    )
    shown = engagement_fields(form, target.base, offered)
    return await desk_page(request, "manage/engagement_form.html", status=status, page=page, form=shown)


def _version(target: Target, form: Form) -> str:
    mark = mark_of(target.base) if target.engagement_id else ""
    return form.typed("version") or (str(target.change.version) if target.change else mark)


def _preview(target: Target, facts: EngagementFacts, point: Standpoint, on: date | None) -> Preview:
    judged = judge_facts(facts, on or point.today, point)
    before = to_facts(target.base) if target.engagement_id and target.kind is not ChangeKind.ADDED else {}
    changed = difference(before, to_facts(replace(facts, vendor=target.base.vendor)))
    return Preview(
        verdict=judged.verdict.value,
        reasons=judged.reasons,
        missing=judged.missing,
        contract=judged.contract.value if judged.contract else None,
        contract_missing=judged.contract_missing,
        material=material_fields(changed),
    )


handlers = [
    new_vendor_page, new_vendor, new_engagement_page, new_engagement, edit_page, edit, correct_page, correct,
]  # fmt: skip
