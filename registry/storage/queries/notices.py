"""Notices as announced, and what became of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from registry.domain.register.publications import EntryKind, Publication, PublishedText
from registry.storage.queries.publications import to_publication
from registry.storage.tables.changes import NoticeRow, PublicationRow

_TEXT = msgspec.json.Decoder(PublishedText)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A notice, never edited. `later` are the events of its change that followed, in order; `corrections` name it."""

    id: str
    number: str
    change_id: str
    vendor_id: str
    announced_at: datetime
    effective_on: date
    object_by: date | None
    text: PublishedText
    published: Publication | None
    later: tuple[Publication, ...]
    corrections: tuple[Publication, ...]

    @property
    def withdrawn(self) -> Publication | None:
        """The event that withdrew it."""
        return next((entry for entry in self.later if entry.kind is EntryKind.WITHDRAWN), None)


async def ahead(as_of: date, *, known_at: datetime | None = None) -> list[NoticeView]:
    """The notices of changes that take effect after the day and stand as known at the instant, soonest first."""
    where: Any = NoticeRow.effective_on > as_of
    if known_at is not None:
        where = where & (NoticeRow.announced_at <= known_at)
    rows = await NoticeRow.select().where(where).order_by(NoticeRow.effective_on, NoticeRow.number)
    found = await _views(rows, known_at)
    return [notice for notice in found if notice.withdrawn is None]


async def by_id(notice_id: str, *, known_at: datetime | None = None) -> NoticeView | None:
    """One notice."""
    found = await _views(await NoticeRow.select().where(NoticeRow.id == notice_id), known_at)
    return found[0] if found else None


async def of_change(change_id: str) -> NoticeView | None:
    """The newest notice of the change."""
    rows = (
        await NoticeRow.select()
        .where(NoticeRow.change_id == change_id)
        .order_by(NoticeRow.announced_at, ascending=False)
        .limit(1)
    )
    found = await _views(rows, None)
    return found[0] if found else None


async def numbers(notice_ids: Iterable[str]) -> dict[str, str]:
    """The number of each notice by its id."""
    wanted = sorted(set(notice_ids))
    if not wanted:
        return {}
    rows = await NoticeRow.select(NoticeRow.id, NoticeRow.number).where(NoticeRow.id.is_in(wanted))
    return {row["id"]: row["number"] for row in rows}


async def _views(rows: Sequence[dict[str, Any]], known_at: datetime | None) -> list[NoticeView]:
    if not rows:
        return []
    correction = PublicationRow.kind == EntryKind.CORRECTION.value
    of_vendors = PublicationRow.vendor_id.is_in(sorted({row["vendor_id"] for row in rows}))
    where: Any = PublicationRow.change_id.is_in(sorted({row["change_id"] for row in rows})) | (correction & of_vendors)
    if known_at is not None:
        where = (PublicationRow.published_at <= known_at) & where
    told = [to_publication(row) for row in await PublicationRow.select().where(where).order_by(PublicationRow.sequence)]
    return [_view(row, told) for row in rows]


def _view(row: dict[str, Any], told: Sequence[Publication]) -> NoticeView:
    own = next((p for p in told if p.notice_id == row["id"] and p.kind is EntryKind.NOTICE), None)
    after = own.sequence if own else 0
    later = (p for p in told if p.change_id == row["change_id"] and p.sequence > after)
    return NoticeView(
        id=row["id"],
        number=row["number"],
        change_id=row["change_id"],
        vendor_id=row["vendor_id"],
        announced_at=row["announced_at"],
        effective_on=row["effective_on"],
        object_by=row["object_by"],
        text=_TEXT.decode(row["payload"]),
        published=own,
        later=tuple(later),
        corrections=tuple(p for p in told if p.kind is EntryKind.CORRECTION and p.text.about == row["number"]),
    )
