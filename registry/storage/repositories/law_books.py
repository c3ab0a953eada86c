"""Law books as used here: kept whole, by hash."""

from datetime import datetime

from registry.storage.tables.publisher import LawBookRow


async def is_kept(hash_: str) -> bool:
    """Whether the book is kept."""
    return await LawBookRow.exists().where(LawBookRow.hash == hash_)


async def keep(hash_: str, *, label: str, content: str, at: datetime) -> bool:
    """Keep the book; False where somebody else just did."""
    row = LawBookRow(hash=hash_, label=label, content=content, first_used_at=at)
    done = await LawBookRow.insert(row).on_conflict(action="DO NOTHING").returning(LawBookRow.hash)
    return bool(done)
