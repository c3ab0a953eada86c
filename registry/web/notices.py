"""A notice as it was published, with what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from registry.answers import notices as answers
from registry.answers.notices import NoticeDetail
from registry.answers.standpoint import Standpoint
from registry.domain.law.citations import Reason
from registry.domain.register.changes import ChangeKind
from registry.domain.register.publications import Publication
from registry.domain.register.revisions import Operation
from registry.http.guards import public
from registry.http.site import alternate_links
from registry.web.page import page
from registry.web.shown import service_words
from registry.web.standpoint import point_today
from registry.wording.publications import heading, page_path
from registry.wording.steps import named, summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A later event that sets the notice right."""

    href: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """What the template is given."""

    id: str
    number: str
    kind: ChangeKind
    title: str
    summary: str
    reason: str
    operations: Sequence[Operation]
    announced_on: date
    object_by: date | None
    effective_on: date
    published_at: datetime
    time_zone: str
    withdrawn_on: date | None
    corrections: Sequence[Correction]
    services: Sequence[str]
    vendor_slug: str
    vendor_name: str
    verdict: str
    reasons: Sequence[Reason]
    missing: Sequence[Reason]
    change_href: str


@get("/notices/{notice_id:str}", opt=public(ready=frozenset()), include_in_schema=False)
async def notice_page(request: Request[Any, Any, Any], notice_id: FromPath[str]) -> Response[Any]:
    """One notice."""
    point = await point_today(request)
    shown = _notice(await answers.notice(notice_id, point), point)
    return await page(request, "notices/detail.html", notice=shown, headers=alternate_links())


def _notice(found: NoticeDetail, point: Standpoint) -> NoticePage:
    services = service_words(point.publisher)
    return NoticePage(
        id=found.id,
        number=found.number,
        kind=found.text.change_kind,
        title=heading(found.publication),
        summary=summary(found.text, services),
        reason=found.reason,
        operations=named(found.operations, services),
        announced_on=found.announced_on,
        object_by=found.object_by,
        effective_on=found.effective_on,
        published_at=found.published_at,
        time_zone=found.time_zone,
        withdrawn_on=found.withdrawn_on,
        corrections=[_correction(one) for one in found.corrections],
        services=found.services,
        vendor_slug=found.vendor_slug,
        vendor_name=found.vendor_name,
        verdict=found.verdict,
        reasons=found.reasons,
        missing=found.missing,
        change_href=found.change_href,
    )


def _correction(publication: Publication) -> Correction:
    return Correction(href=page_path(publication), title=heading(publication))


handlers = [notice_page]
