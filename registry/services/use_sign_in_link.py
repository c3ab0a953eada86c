"""Sign in by a one-time link: looking at it changes nothing, using it works once."""

from datetime import datetime
from enum import StrEnum

from registry.domain.errors import InvalidStep
from registry.domain.register.events import EventName
from registry.services.opening import SignedIn, actor_of, hash_of, note, open_session
from registry.storage.repositories import access
from registry.storage.transaction import transaction


class LinkState(StrEnum):
    """What a one-time link is worth."""

    GOOD = "good"
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


async def look_at_link(*, token: str, now: datetime) -> LinkState:
    """What the link is worth now; changes nothing, so that mail scanners do no harm."""
    link = await access.find_link(hash_of(token))
    if link is None:
        return LinkState.UNKNOWN
    if link.used_at is not None:
        return LinkState.USED
    return LinkState.GOOD if now < link.expires_at else LinkState.EXPIRED


async def use_sign_in_link(*, token: str, now: datetime, old_token: str | None = None) -> SignedIn:
    """Open a session. Raises `InvalidStep` when the link was used, has expired, never was, or the user is closed."""
    async with transaction():
        user_id = await access.use_link(hash_of(token), now=now)
        user = await access.load_user(user_id) if user_id else None
        if user is None or not user.is_active:
            msg = "This link can no longer be used. Ask for a new one."
            raise InvalidStep(msg)
        session = await open_session(user, now=now, by_link=True, old_token=old_token)
        await note(EventName.USER_LINK_USED, user.id, actor_of(user), now)
        await note(EventName.USER_SIGNED_IN, user.id, actor_of(user), now, by="link")
    return session
