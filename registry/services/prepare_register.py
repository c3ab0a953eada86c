"""Give a register its nameless publisher at the first start, so that lists can come in and be read before set-up."""

from datetime import date, datetime

from registry.domain.register.publisher import Publisher
from registry.storage.repositories import publisher as publishers
from registry.storage.transaction import transaction

_NAME = "Processor register"


async def prepare_register(*, domain: str, today: date, now: datetime) -> bool:
    """Write it unless there is a publisher; whether it did. `domain` is the host people reach the register at."""
    if await publishers.load() is not None:
        return False
    nameless = Publisher(
        name=_NAME,
        legal_name=_NAME,
        country="",
        privacy_contact="",
        feed_domain=domain,
        feed_started_on=today,
        is_set_up=False,
    )
    async with transaction():
        if await publishers.load() is None:
            await publishers.save(nameless, at=now)
    return True
