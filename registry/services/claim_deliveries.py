"""Claim deliveries that are due: nobody else gets them for 60 seconds, unless the claim is kept or given back."""

from datetime import datetime

from registry.domain.register.deliveries import Delivery
from registry.storage.repositories import deliveries
from registry.storage.transaction import transaction


async def claim_deliveries(*, worker: str, now: datetime, limit: int) -> list[Delivery]:
    """Up to `limit` due deliveries, now held by the worker, oldest first."""
    if limit < 1 or not await deliveries.is_due(now=now):
        return []
    async with transaction():
        return await deliveries.claim(claimed_by=worker, now=now, limit=limit)


async def keep_claims(*, worker: str, now: datetime) -> None:
    """Hold what is held for another 60 seconds: the mail server takes its time."""
    async with transaction():
        await deliveries.extend(claimed_by=worker, now=now)


async def give_back(*, worker: str | None = None) -> None:
    """Give back what the worker holds; without a name everybody's, for the one who knows to be alone."""
    async with transaction():
        await deliveries.release(claimed_by=worker)
