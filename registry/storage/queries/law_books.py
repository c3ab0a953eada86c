"""The law books this installation has used."""

from dataclasses import dataclass
from datetime import datetime

from registry.storage.tables.publisher import LawBookRow


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedLawBook:
    """A law book by its hash, and since when it was used."""

    hash: str
    first_used_at: datetime


async def used_at(known_at: datetime) -> UsedLawBook | None:
    """The book in use at the instant; None where none was noted by then."""
    rows = (
        await LawBookRow.select(LawBookRow.hash, LawBookRow.first_used_at)
        .where(LawBookRow.first_used_at <= known_at)
        .order_by(LawBookRow.first_used_at, ascending=False)
        .limit(1)
    )
    return UsedLawBook(**rows[0]) if rows else None


async def content_of(book_hash: str) -> str:
    """The whole content of a book that was used."""
    rows = await LawBookRow.select(LawBookRow.content).where(LawBookRow.hash == book_hash)
    return str(rows[0]["content"])
