"""The public list of approved processors, and each processor with its history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from registry.answers import processor as answers
from registry.answers import processors as lists
from registry.answers.filters import NAMES, Filters, read_filters
from registry.answers.history import HistoryStep
from registry.answers.processor import Comparison, Moved, Processor
from registry.answers.processors import ApprovedList, Choices, Counts, Group
from registry.answers.rows import ProcessorRow
from registry.answers.standpoint import LawBookView, Standpoint
from registry.domain.errors import FieldError, InvalidInput
from registry.domain.law.verdicts import Verdict
from registry.domain.register.facts import LegalEntity
from registry.domain.register.revisions import Operation
from registry.http.as_of import parse_day
from registry.http.guards import public
from registry.http.site import alternate_links, feed_links
from registry.web.page import page
from registry.web.shown import ComingItem, LedgerLine, Option, coming_items, history_line, service_words
from registry.web.standpoint import ASKED, point_of
from registry.wording.countries import country_name
from registry.wording.labels import EEA_STATUSES, ROLES, word
from registry.wording.languages import say
from registry.wording.steps import named

_COMPARE = "from"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterForm:
    """The filters as the form shows them: what is chosen, and what there is to choose."""

    q: str
    service: str
    country: str
    eea_status: str
    role: str
    services: Sequence[Option]
    countries: Sequence[Option]
    eea_statuses: Sequence[Option]
    roles: Sequence[Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What the template of the list is given."""

    as_of: date
    known_at: datetime | None
    is_today: bool
    nothing_recorded: bool
    version: int
    law_book: LawBookView
    counts: Counts
    filters: FilterForm
    groups: tuple[Group, ...]
    total: int
    coming: Sequence[ComingItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedDays:
    """What differs between `day` and the day asked about, services by name."""

    day: date
    operations: Sequence[Operation]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessorPage:
    """What the template of a processor is given."""

    slug: str
    name: str
    as_of: date
    known_at: datetime | None
    is_today: bool
    nothing_recorded: bool
    law_book: LawBookView
    website: str
    privacy_contact: str
    other_names: tuple[str, ...]
    parent: str
    parent_country: str | None
    entities: tuple[LegalEntity, ...]
    verdict: Verdict | None
    under_review_since: date | None
    engagements: tuple[ProcessorRow, ...]
    coming: Sequence[ComingItem]
    history: Sequence[LedgerLine]
    compare: ComparedDays | None


@get("/", opt=public(ready=ASKED | set(NAMES)), include_in_schema=False)
async def list_page(request: Request[Any, Any, Any]) -> Response[Any]:
    """The list as of a day, narrowed by the filters in the address."""
    point = await point_of(request)
    found = await lists.approved_list(point, read_filters(request.query_params, point))
    return await page(request, "processors/list.html", page=_list(found, point), headers=alternate_links())


@get("/processors/{slug:str}", opt=public(ready=ASKED | {_COMPARE}), include_in_schema=False)
async def processor_page(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """One processor; the address of one that was merged leads to the other for good."""
    point = await point_of(request)
    found = await answers.processor(slug, point, compare_with=_compared_day(request))
    if isinstance(found, Moved):
        query = urlencode(list(request.query_params.multi_items()))
        return Redirect(f"/processors/{found.slug}{'?' + query if query else ''}", status_code=308)
    feeds = feed_links(f"processors/{found.slug}", say("Changes of {name}", name=found.name))
    shown = _processor(found, point)
    return await page(request, "processors/detail.html", processor=shown, feeds=feeds, headers=alternate_links(feeds))


def _compared_day(request: Request[Any, Any, Any]) -> date | None:
    text = request.query_params.get(_COMPARE, "").strip()
    if not text:
        return None
    try:
        return parse_day(text)
    except ValueError as error:
        msg = "Write the day to compare with as YYYY-MM-DD, such as 2026-11-24."
        raise InvalidInput(msg, errors=(FieldError(field=_COMPARE, message=msg),)) from error


def _list(found: ApprovedList, point: Standpoint) -> ListPage:
    return ListPage(
        as_of=found.as_of,
        known_at=found.known_at,
        is_today=found.is_today,
        nothing_recorded=found.nothing_recorded,
        version=found.version,
        law_book=found.law_book,
        counts=found.counts,
        filters=filter_form(found.filters, found.choices),
        groups=found.groups,
        total=found.total,
        coming=coming_items(found.coming, point.publisher),
    )


def filter_form(filters: Filters, choices: Choices) -> FilterForm:
    """The form with what is chosen; a chosen value stays to be seen when the day no longer offers it."""
    countries = {filters.country, *choices.countries} - {""}
    named_countries = sorted(((code, country_name(code)) for code in countries), key=lambda pair: pair[1])
    status, role = filters.eea_status or "", filters.role or ""
    statuses = [(item, word(EEA_STATUSES, item)) for item in EEA_STATUSES if item in {status, *choices.eea_statuses}]
    roles = [(item, word(ROLES, item)) for item in ROLES if item in {role, *choices.roles}]
    return FilterForm(
        q=filters.q,
        service=filters.service,
        country=filters.country,
        eea_status=status,
        role=role,
        services=_options(say("All products"), choices.services, filters.service),
        countries=_options(say("All countries"), named_countries, filters.country),
        eea_statuses=_options(say("Anywhere"), statuses, status),
        roles=_options(say("All roles"), roles, role),
    )


def _options(all_of_them: str, known: Iterable[tuple[str, str]], chosen: str) -> list[Option]:
    return [("", all_of_them, not chosen), *((value, label, value == chosen) for value, label in known)]


def _processor(found: Processor, point: Standpoint) -> ProcessorPage:
    services = service_words(point.publisher)
    return ProcessorPage(
        slug=found.slug,
        name=found.name,
        as_of=found.as_of,
        known_at=found.known_at,
        is_today=found.is_today,
        nothing_recorded=found.nothing_recorded,
        law_book=found.law_book,
        website=_safe_address(found.website),
        privacy_contact=found.privacy_contact,
        other_names=found.other_names,
        parent=found.parent,
        parent_country=found.parent_country,
        entities=found.entities,
        verdict=found.verdict,
        under_review_since=found.under_review_since,
        engagements=found.engagements,
        coming=coming_items(found.coming, point.publisher),
        history=_history(found.history, services, found.name),
        compare=_compared(found.compare, services),
    )


def _history(steps: Iterable[HistoryStep], services: dict[str, str], name: str) -> list[LedgerLine]:
    return [history_line(step, services, name) for step in steps]


def _compared(compare: Comparison | None, services: dict[str, str]) -> ComparedDays | None:
    if compare is None:
        return None
    return ComparedDays(day=compare.day, operations=named(compare.operations, services))


def _safe_address(website: str) -> str:
    """The website, if a browser may be sent there: published lists hold all sorts of text."""
    return website if website.lower().startswith(("https://", "http://")) else ""


handlers = [list_page, processor_page]
