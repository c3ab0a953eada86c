"""One notice as it was published, with what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.answers.changes import judged_with, services_told
from registry.answers.standpoint import Standpoint
from registry.domain.errors import NotFound
from registry.domain.law.citations import Reason
from registry.domain.register.publications import Publication, PublishedText
from registry.domain.register.revisions import Operation
from registry.storage.queries import notices


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDetail:
    """A notice, never edited. `corrections` are later events that set it right."""

    id: str
    number: str
    text: PublishedText
    publication: Publication
    reason: str
    operations: tuple[Operation, ...]
    announced_on: date
    object_by: date | None
    effective_on: date
    published_at: datetime
    time_zone: str
    withdrawn_on: date | None
    corrections: tuple[Publication, ...]
    services: tuple[str, ...]
    vendor_slug: str
    vendor_name: str
    verdict: str
    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    change_href: str


async def notice(notice_id: str, point: Standpoint) -> NoticeDetail:
    """The notice. Raises `NotFound`."""
    view = await notices.by_id(notice_id)
    if view is None or view.published is None:
        msg = "There is no notice with this address."
        raise NotFound(msg)
    told = view.published
    judged = await judged_with(told.engagement_id, view.change_id, view.text, point)
    return NoticeDetail(
        id=view.id,
        number=view.number,
        text=view.text,
        publication=told,
        reason=view.text.reason,
        operations=view.text.operations,
        announced_on=told.day,
        object_by=view.object_by,
        effective_on=view.effective_on,
        published_at=told.published_at,
        time_zone=point.publisher.time_zone,
        withdrawn_on=view.withdrawn.day if view.withdrawn else None,
        corrections=view.corrections,
        services=services_told(view.text),
        vendor_slug=view.text.vendor_slug,
        vendor_name=view.text.vendor_name,
        verdict=view.text.verdict,
        reasons=judged.reasons if judged else (),
        missing=judged.missing if judged else (),
        change_href=f"/changes/{view.change_id}",
    )
