"""How a face lets several verbs happen all or not at all; no verb of its own."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from registry.storage.repositories.counters import next_numbers
from registry.storage.transaction import transaction


@asynccontextmanager
async def together(series: str) -> AsyncGenerator[None]:
    """One transaction around the verbs inside; whoever does the same `series` meanwhile waits for its end."""
    async with transaction():
        await next_numbers(series, 0)
        yield
