"""Whose register this is: what pages, feeds and mails say of the publisher."""

from registry.domain.errors import NotFound
from registry.domain.register.publisher import Publisher
from registry.storage.queries import publisher as queries


async def load_site() -> Publisher:
    """The publisher with its services and entities. Raises `NotFound` before set-up."""
    found = await queries.publisher()
    if found is None:
        msg = "The register is not set up yet: run “registry setup”."
        raise NotFound(msg)
    return found
