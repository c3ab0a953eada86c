"""The desk's vendors: the list with search, one vendor with what it is used for, and the form of its own facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from registry.answers.desk import PER_PAGE, DeskEngagement, DeskVendor, desk_vendor, desk_vendors
from registry.domain.law.verdicts import Verdict
from registry.domain.register.access import Action
from registry.domain.register.changes import Change, ChangeKind
from registry.domain.register.facts import VendorFacts
from registry.http.guards import requires
from registry.services.propose_change import Proposal
from registry.web.forms.base import Form, read_form
from registry.web.forms.vendor import VendorFields, read_vendor_facts, vendor_fields, vendor_values
from registry.web.page import desk_page
from registry.web.paging import Pages, page_number, pages
from registry.web.proposing import AnyRequest, Errors, Refusal, check_start, keep, mark_of, wished_day
from registry.web.shown import service_words
from registry.web.standpoint import point_today
from registry.wording.languages import say
from registry.wording.sentences import service_names

PATH = "/manage/vendors"
_LONGEST_QUERY = 200
_REASON = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementLine:
    """An engagement in a list; `href` leads to its part of the vendor's page."""

    id: str
    title: str
    purpose: str
    services: Sequence[str]
    verdict: Verdict
    since: date
    until: date | None
    is_listed: bool
    to_be_clarified: Sequence[str]
    begins_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorLine:
    """A vendor in the list."""

    slug: str
    name: str
    is_published: bool
    verdict: Verdict | None
    engagements: Sequence[EngagementLine]
    open_changes: Sequence[Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What the template of the list is given."""

    q: str
    total: int
    pages: Pages
    vendors: Sequence[VendorLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPage:
    """What the template of one vendor is given; `facts` None for one that is only proposed."""

    slug: str
    name: str
    is_published: bool
    facts: VendorFacts | None
    verdict: Verdict | None
    engagements: Sequence[EngagementLine]
    open_changes: Sequence[Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """What the template of the form is given beside the fields."""

    title: str
    action: str
    version: str
    errors: Errors
    vendor_name: str
    vendor_href: str


@get(PATH, opt=requires(Action.READ_REGISTER), include_in_schema=False)
async def vendors_page(request: AnyRequest) -> Response[Any]:
    """Vendors by name, those found by the search."""
    query, number = request.query_params.get("q", "").strip()[:_LONGEST_QUERY], page_number(request)
    point = await point_today(request)
    found = await desk_vendors(query, point, page=number)
    services = service_words(point.publisher)
    shown = ListPage(
        q=query,
        total=found.total,
        pages=pages(PATH, number=number, total=found.total, per_page=PER_PAGE, q=query),
        vendors=[_line(one, services) for one in found.vendors],
    )
    return await desk_page(request, "manage/vendors.html", page=shown)


def _line(one: DeskVendor, services: dict[str, str]) -> VendorLine:
    return VendorLine(
        slug=one.vendor.slug,
        name=one.facts.name if one.facts else one.vendor.name,
        is_published=one.vendor.is_published,
        verdict=one.verdict,
        engagements=[_engagement(e, services) for e in one.engagements],
        open_changes=one.open_changes,
    )


def _engagement(one: DeskEngagement, services: dict[str, str]) -> EngagementLine:
    facts = one.facts
    return EngagementLine(
        id=one.id,
        title=facts.listed_as,
        purpose=facts.purpose,
        services=service_names([services.get(slug, slug) for slug in facts.services]),
        verdict=one.verdict,
        since=one.since,
        until=one.until,
        is_listed=one.is_listed,
        to_be_clarified=[item.text for item in facts.to_be_clarified],
        begins_on=one.begins_on,
    )


@get(f"{PATH}/{{slug:str}}", opt=requires(Action.READ_REGISTER), include_in_schema=False)
async def vendor_page(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """One vendor with its engagements and open changes."""
    point = await point_today(request)
    found = await desk_vendor(slug, point)
    line = _line(found, service_words(point.publisher))
    shown = VendorPage(
        slug=line.slug,
        name=line.name,
        is_published=line.is_published,
        facts=found.facts,
        verdict=line.verdict,
        engagements=line.engagements,
        open_changes=line.open_changes,
    )
    return await desk_page(request, "manage/vendor.html", vendor=shown)


@get(f"{PATH}/{{slug:str}}/edit", opt=requires(Action.PROPOSE_CHANGE), include_in_schema=False)
async def edit_page(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The vendor's own facts, to propose others."""
    found = await desk_vendor(slug, await point_today(request))
    return await show_vendor(request, found, Form(values=vendor_values(base_of(found))))


@post(f"{PATH}/{{slug:str}}/edit", opt=requires(Action.PROPOSE_CHANGE), include_in_schema=False)
async def edit(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Propose other facts of the vendor."""
    return await take_vendor(request, await desk_vendor(slug, await point_today(request)))


def base_of(found: DeskVendor) -> VendorFacts:
    """The facts on record, or the name alone."""
    return found.facts or VendorFacts(name=found.vendor.name)


async def show_vendor(
    request: AnyRequest,
    found: DeskVendor,
    form: Form,
    *,
    change: Change | None = None,
    errors: Errors | None = None,
    status: int = 200,
) -> Response[Any]:
    """The form with everything as typed; `change` is the draft it edits."""
    slug = found.vendor.slug
    point = await point_today(request)
    page = FormPage(
        title=say("Change {name} itself", name=found.vendor.name),
        action=f"/manage/changes/{change.id}/edit" if change else f"{PATH}/{slug}/edit",
        version=form.typed("version") or (str(change.version) if change else mark_of(base_of(found))),
        errors=errors or [],
        vendor_name=found.vendor.name,
        vendor_href=f"{PATH}/{slug}",
    )
    fields: VendorFields = vendor_fields(form, point.judge.law)
    return await desk_page(request, "manage/vendor_form.html", status=status, page=page, form=fields)


async def take_vendor(request: AnyRequest, found: DeskVendor, *, change: Change | None = None) -> Response[Any]:
    """Keep the proposal."""
    form, point = await read_form(request), await point_today(request)
    if change is None:
        check_start(form, mark_of(base_of(found)))
    proposal = Proposal(
        kind=ChangeKind.AMENDED,
        vendor_id=found.vendor.id,
        vendor=read_vendor_facts(form, base_of(found), point.judge.law),
        effective_on=wished_day(form, point.today),
        public_reason=form.text("reason", required=False, most=_REASON, lines=True),
    )
    refused = Refusal(status=422, errors=form.shown_errors(say))
    done = refused if form.errors else await keep(request, proposal, form, change=change)
    if isinstance(done, Refusal):
        return await show_vendor(request, found, form, change=change, errors=done.errors, status=done.status)
    return done


handlers = [vendors_page, vendor_page, edit_page, edit]
