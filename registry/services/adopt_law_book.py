"""Keep every law book the installation uses, whole, so that an answer of the past can be given again."""

from datetime import datetime

from registry.domain.law.book import LawBook
from registry.domain.register.access import SYSTEM
from registry.domain.register.events import Event, EventName
from registry.storage.journal import record
from registry.storage.repositories import law_books
from registry.storage.transaction import transaction


async def adopt_law_book(*, law: LawBook, now: datetime) -> bool:
    """Keep the book unless it is kept already; whether it is new here. Safe for many processes at once."""
    if await law_books.is_kept(law.hash):
        return False
    async with transaction():
        if not await law_books.keep(law.hash, label=law.label, content=law.content, at=now):
            return False
        event = Event(
            name=EventName.LAW_BOOK_ADOPTED,
            subject=f"law_book:{law.hash}",
            actor=SYSTEM.id,
            at=now,
            data={"label": law.label},
        )
        await record(event)
    return True
