"""What is ahead of a day: announced changes that have not taken effect, soonest first, with the last day to object."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.answers.standpoint import Standpoint
from registry.domain.register.changes import ChangeKind
from registry.domain.register.facts import ALL_SERVICES
from registry.domain.register.publications import Publication, PublishedText
from registry.storage.queries import notices
from registry.storage.queries.notices import NoticeView


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """An announced change. Days left count from the day asked about; `object_days_left` is negative once it is over."""

    notice_id: str
    number: str
    vendor_id: str
    engagement_id: str | None
    publication: Publication
    announced_on: date
    day: date
    days_left: int
    object_by: date | None
    object_days_left: int | None
    is_ending: bool

    @property
    def text(self) -> PublishedText:
        """What was told."""
        return self.publication.text

    @property
    def href(self) -> str:
        """The notice's page."""
        return f"/notices/{self.notice_id}"

    def concerns(self, service: str) -> bool:
        """Whether customers of the service (a slug) are concerned: unknown services count as every one (R8)."""
        text = self.text
        slugs = {told.slug for told in text.services}
        return text.all_services or not slugs or service in slugs or service == ALL_SERVICES


async def changes_ahead(point: Standpoint, *, vendor_ids: Iterable[str] | None = None) -> tuple[Ahead, ...]:
    """What had been announced by the day asked about and takes effect after it."""
    wanted = None if vendor_ids is None else set(vendor_ids)
    told_by = point.as_of
    return tuple(
        _ahead(notice, notice.published, point.as_of)
        for notice in await notices.ahead(point.as_of, known_at=point.known_at)
        if notice.published is not None
        and notice.published.day <= told_by
        and (wanted is None or notice.vendor_id in wanted)
    )


def _ahead(notice: NoticeView, publication: Publication, as_of: date) -> Ahead:
    return Ahead(
        notice_id=notice.id,
        number=notice.number,
        vendor_id=notice.vendor_id,
        engagement_id=publication.engagement_id,
        publication=publication,
        announced_on=publication.day,
        day=notice.effective_on,
        days_left=(notice.effective_on - as_of).days,
        object_by=notice.object_by,
        object_days_left=(notice.object_by - as_of).days if notice.object_by else None,
        is_ending=publication.text.change_kind is ChangeKind.ENDED,
    )
