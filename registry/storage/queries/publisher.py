"""The publisher as every face reads it."""

from registry.domain.register.publisher import Publisher
from registry.storage.repositories import publisher as repository


async def publisher() -> Publisher | None:
    """The publisher with its services and entities, or None before set-up."""
    return await repository.load()
