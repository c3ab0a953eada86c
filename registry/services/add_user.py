"""Let somebody sign in: a user with roles and a one-time link."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from registry.domain.errors import FieldError, InvalidInput
from registry.domain.register.access import Action, Actor, Role, require
from registry.domain.register.events import EventName
from registry.domain.register.sign_in import LINK_LIFE, normal_email, normal_name
from registry.services.opening import hash_of, new_secret, note
from registry.storage.repositories import access
from registry.storage.transaction import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The new user's id and the secret of the one-time link, shown once."""

    user_id: str
    link_token: str


async def add_user(*, actor: Actor, email: str, name: str, roles: Collection[Role], now: datetime) -> Added:
    """Add the user. Raises `InvalidInput`, `Conflict` when the address is known, `NotPermitted`."""
    require(actor, Action.MANAGE_USERS)
    address, shown = normal_email(email), normal_name(name)
    if not roles:
        msg = "Choose at least one role."
        raise InvalidInput(msg, errors=(FieldError(field="roles", message=msg),))
    user = access.User(
        id=str(uuid4()),
        email=address,
        name=shown,
        roles=frozenset(roles),
        password_hash=None,
        is_active=True,
        created_at=now,
        signed_in_at=None,
        version=1,
    )
    token = new_secret()
    link = access.Link(
        token_hash=hash_of(token), user_id=user.id, created_at=now, expires_at=now + LINK_LIFE, used_at=None
    )
    async with transaction():
        await access.add_user(user)
        await access.add_link(link)
        await note(EventName.USER_ADDED, user.id, actor, now, roles=sorted(user.roles))
        await note(EventName.USER_LINK_ISSUED, user.id, actor, now)
    return Added(user_id=user.id, link_token=token)
