"""The public change log, and one change with all that was told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from registry.answers import changes as answers
from registry.answers.changes import PAGE, ChangeDetail, Changes, read_change_filters
from registry.answers.standpoint import Standpoint
from registry.domain.law.citations import Reason
from registry.domain.register.changes import ChangeKind, ChangeState
from registry.domain.register.publications import EntryKind
from registry.domain.register.revisions import Operation
from registry.http.guards import public
from registry.http.site import alternate_links
from registry.web.page import page
from registry.web.paging import Pages, page_number, pages
from registry.web.shown import EntryLine, LedgerLine, Option, entry_line, service_words, told_line
from registry.web.standpoint import ASKED, point_of, point_today
from registry.wording.labels import ENTRY_KINDS, word
from registry.wording.languages import say
from registry.wording.publications import heading
from registry.wording.steps import named

PATH = "/changes"
_QUERY = ASKED | {"service", "kind", "from", "until", "processor", "page"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterForm:
    """The filters as the form shows them."""

    services: Sequence[Option]
    kinds: Sequence[Option]
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """What the template of the log is given."""

    filters: FilterForm
    entries: Sequence[EntryLine]
    total: int
    pages: Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """What the template of one change is given."""

    id: str
    number: int
    title: str
    reason: str
    kind: ChangeKind
    is_editorial: bool
    state: ChangeState
    vendor_slug: str
    vendor_name: str
    services: Sequence[str]
    operations: Sequence[Operation]
    announced_on: date | None
    object_by: date | None
    effective_on: date | None
    time_zone: str
    verdict: str
    reasons: Sequence[Reason]
    missing: Sequence[Reason]
    notice_href: str | None
    notice_number: str | None
    entries: Sequence[LedgerLine]


@get(PATH, opt=public(ready=_QUERY), include_in_schema=False)
async def changes_page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Everything that was told about the list, newest first."""
    point = await point_of(request)
    filters = read_change_filters(request.query_params, point)
    found = await answers.changes_page(point, filters, number=page_number(request))
    return await page(request, "changes/list.html", page=_log(found, point), headers=alternate_links())


@get("/changes/{change_id:str}", opt=public(ready=frozenset()), include_in_schema=False)
async def change_page(request: Request[Any, Any, Any], change_id: FromPath[str]) -> Response[Any]:
    """One change that was told to the world; what is still decided in the house is not there."""
    point = await point_today(request)
    shown = _change(await answers.change(change_id, point), point)
    return await page(request, "changes/detail.html", change=shown, headers=alternate_links())


def _log(found: Changes, point: Standpoint) -> ChangesPage:
    services, filters = service_words(point.publisher), found.filters
    kind = filters.kind or ""
    asked = {
        "service": filters.service,
        "processor": filters.processor,
        "kind": kind,
        "from": filters.from_on.isoformat() if filters.from_on else "",
        "until": filters.until_on.isoformat() if filters.until_on else "",
        "as_of": "" if point.is_today else point.as_of.isoformat(),
        "known_at": point.known_at.isoformat() if point.known_at else "",
    }
    return ChangesPage(
        filters=FilterForm(
            services=[
                ("", say("All products"), not filters.service),
                *((slug, name, slug == filters.service) for slug, name in found.services),
            ],
            kinds=[
                ("", say("All kinds"), not kind),
                *((item.value, word(ENTRY_KINDS, item), item == kind) for item in EntryKind),
            ],
            from_on=filters.from_on,
            until_on=filters.until_on,
        ),
        entries=[entry_line(entry, services) for entry in found.entries],
        total=found.total,
        pages=pages(PATH, number=found.number, total=found.total, per_page=PAGE, **asked),
    )


def _change(found: ChangeDetail, point: Standpoint) -> ChangePage:
    services = service_words(point.publisher)
    is_ahead = found.state is ChangeState.ANNOUNCED and (found.effective_on or point.today) > point.today
    return ChangePage(
        id=found.id,
        number=found.number,
        title=heading(found.publication),
        reason=found.reason,
        kind=found.kind,
        is_editorial=found.is_editorial,
        state=found.state,
        vendor_slug=found.vendor_slug,
        vendor_name=found.vendor_name,
        services=found.services,
        operations=named(found.operations, services),
        announced_on=found.announced_on,
        object_by=found.object_by,
        effective_on=found.effective_on,
        time_zone=found.time_zone,
        verdict=found.verdict,
        reasons=found.reasons,
        missing=found.missing,
        notice_href=f"/notices/{found.notice_id}" if found.notice_id else None,
        notice_number=found.notice_number,
        entries=[told_line(entry, services, is_ahead=is_ahead) for entry in found.entries],
    )


handlers = [changes_page, change_page]
