"""Issue a one-time link for somebody who may sign in; their earlier unused links end."""

from datetime import datetime

from registry.domain.errors import InvalidStep
from registry.domain.register.access import Action, Actor, require
from registry.domain.register.events import EventName
from registry.domain.register.sign_in import LINK_LIFE
from registry.services.opening import hash_of, new_secret, note
from registry.storage.repositories import access
from registry.storage.transaction import transaction


async def issue_sign_in_link(*, actor: Actor, user_id: str, now: datetime) -> str:
    """The link's secret, shown once. Raises `NotFound`, `InvalidStep` for a closed user, `NotPermitted`."""
    require(actor, Action.MANAGE_USERS)
    token = new_secret()
    async with transaction():
        user = await access.load_user(user_id)
        if not user.is_active:
            msg = "This user is closed. Open it again first."
            raise InvalidStep(msg)
        link = access.Link(
            token_hash=hash_of(token), user_id=user.id, created_at=now, expires_at=now + LINK_LIFE, used_at=None
        )
        await access.add_link(link)
        await note(EventName.USER_LINK_ISSUED, user.id, actor, now)
    return token
