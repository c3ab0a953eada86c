"""Sign out: the session ends on the server, not only in the browser."""

from datetime import datetime

from registry.domain.register.access import Actor
from registry.domain.register.events import EventName
from registry.services.opening import hash_of, note
from registry.storage.repositories import access
from registry.storage.transaction import transaction


async def sign_out(*, token: str, now: datetime) -> None:
    """End the session with this secret; one that has ended stays so, silently."""
    async with transaction():
        user_id = await access.end_session(hash_of(token), now)
        if user_id is not None:
            await note(EventName.USER_SIGNED_OUT, user_id, Actor(id=f"user:{user_id}"), now)
