"""Change what somebody may do, or close them out: audited; nobody takes the admin role from themselves."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from registry.domain.errors import Conflict, FieldError, InvalidInput
from registry.domain.register.access import Action, Actor, Role, require
from registry.domain.register.events import EventName
from registry.services.opening import note
from registry.storage.repositories import access
from registry.storage.transaction import transaction


async def change_user_roles(
    *, actor: Actor, user_id: str, roles: Collection[Role], is_active: bool, version: int, now: datetime
) -> access.User:
    """Save roles and whether the user may sign in; closing ends sessions and links. The same again changes nothing.

    Raises `InvalidInput` without a role, `Conflict` for one's own admin role, `StaleVersion`, `NotFound`,
    `NotPermitted`.
    """
    require(actor, Action.MANAGE_USERS)
    wished = frozenset(roles)
    if is_active and not wished:
        msg = "Choose at least one role, or close the user."
        raise InvalidInput(msg, errors=(FieldError(field="roles", message=msg),))
    async with transaction():
        user = await access.load_user(user_id)
        if actor.person == f"user:{user.id}" and (Role.ADMIN not in wished or not is_active):
            msg = "You cannot take the admin role from yourself or close yourself out. Ask another admin."
            raise Conflict(msg)
        if (user.roles, user.is_active) == (wished, is_active):
            return user
        changed = replace(user, roles=wished, is_active=is_active, version=version + 1)
        await access.save_user(changed, was=version)
        if user.is_active and not is_active:
            await access.end_sessions(user.id, now)
        data = {"roles": sorted(wished), "before": sorted(user.roles), "is_active": is_active}
        await note(EventName.USER_CHANGED, user.id, actor, now, **data)
    return changed
