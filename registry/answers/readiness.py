"""Whether this process can answer."""

from registry.storage import database


async def is_ready() -> bool:
    """Whether the database answers and holds our tables."""
    return await database.is_ready()
