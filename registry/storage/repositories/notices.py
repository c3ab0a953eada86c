"""Notices as announced, written once."""

from datetime import date, datetime

from registry.domain.register.changes import Change
from registry.domain.register.publications import PublishedText
from registry.storage.repositories.counters import next_numbers
from registry.storage.repositories.revisions import encode
from registry.storage.tables.changes import ChangeRow, NoticeRow


async def next_number(year: int) -> str:
    """The next notice number of the year, such as N-2026-014."""
    number = (await next_numbers(f"notice:{year}"))[0]
    return f"N-{year}-{number:03d}"


async def add(
    notice_id: str,
    *,
    number: str,
    change: Change,
    announced_at: datetime,
    object_by: date | None,
    text: PublishedText,
) -> None:
    """Write the notice; `change.effective_on` is its day."""
    await NoticeRow.insert(
        NoticeRow(
            id=notice_id,
            number=number,
            change_id=change.id,
            vendor_id=change.vendor_id,
            announced_at=announced_at,
            effective_on=change.effective_on,
            object_by=object_by,
            payload=encode(text),
        )
    )


async def of_change(change_id: str) -> tuple[str, str] | None:
    """(id, number) of the change's newest notice."""
    rows = (
        await NoticeRow.select(NoticeRow.id, NoticeRow.number)
        .where(NoticeRow.change_id == change_id)
        .order_by(NoticeRow.announced_at, NoticeRow.number, ascending=False)
        .limit(1)
    )
    return (rows[0]["id"], rows[0]["number"]) if rows else None


async def newest_about(vendor_id: str, engagement_id: str | None, *, but_not: str) -> str | None:
    """The number of the newest notice about the engagement (None: the vendor), of another change than `but_not`."""
    rows = (
        await NoticeRow.select(NoticeRow.number, NoticeRow.change_id)
        .where(NoticeRow.vendor_id == vendor_id, NoticeRow.change_id != but_not)
        .order_by(NoticeRow.announced_at, NoticeRow.number, ascending=False)
    )
    if engagement_id is None or not rows:
        return str(rows[0]["number"]) if rows else None
    about = await ChangeRow.select(ChangeRow.id).where(
        ChangeRow.vendor_id == vendor_id, ChangeRow.engagement_id == engagement_id
    )
    of_it = {row["id"] for row in about}
    return next((str(row["number"]) for row in rows if row["change_id"] in of_it), None)
