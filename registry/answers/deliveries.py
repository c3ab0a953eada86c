"""What was sent to whom, as the desk follows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.domain.register.deliveries import DeliveryState
from registry.storage.queries import deliveries as queries
from registry.storage.queries.deliveries import DeliveryLine

__all__ = ["PER_PAGE", "DeliveryLine", "DeliveryList", "list_deliveries"]

PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryList:
    """A page of deliveries."""

    rows: Sequence[DeliveryLine]
    total: int


async def list_deliveries(*, page: int, state: DeliveryState | None = None) -> DeliveryList:
    """The page of that number, from 1, of those in the state."""
    rows = await queries.list_deliveries(state=state, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
    return DeliveryList(rows=rows, total=await queries.count_deliveries(state=state))
