"""One transaction on either engine: all of it or nothing; what was recorded inside is chained just before the end."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from registry.storage import database, journal


@asynccontextmanager
async def transaction() -> AsyncGenerator[None]:
    """Everything inside together or not at all. Nested, a savepoint: it can fail alone. Never gather inside."""
    engine = database.current()
    with journal.collecting() as collected:
        async with engine.transaction():
            yield
            written = await journal.write(collected) if collected.is_outermost else None
    if written is not None:
        journal.note_own_write(written)
