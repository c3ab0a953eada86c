"""Set one's own password: after a one-time link freely, later only with the old one; other sessions end."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from registry.domain.errors import FieldError, InvalidInput, TooManyAttempts
from registry.domain.register.events import EventName
from registry.domain.register.sign_in import LINK_PASSWORD_WITHIN, PER_ACCOUNT, check_password
from registry.services.opening import SignedIn, hash_of, note, open_session
from registry.services.passwords import hash_password, is_password
from registry.storage.repositories import access
from registry.storage.transaction import transaction


def may_skip_old(session: SignedIn, now: datetime) -> bool:
    """Whether the old password need not be shown: there is none, or a link was used just now."""
    return not session.has_password or (session.by_link and now - session.started_at < LINK_PASSWORD_WITHIN)


async def set_password(*, session: SignedIn, old: str, password: str, repeated: str, now: datetime) -> SignedIn:
    """Set it; the session goes on under a new secret. Raises `InvalidInput` naming the field, `TooManyAttempts`."""
    user = await access.load_user(session.user_id)
    if not may_skip_old(session, now):
        await _check_old(user, old, now)
    new_hash = await hash_password(check_password(password, repeated=repeated, email=user.email))
    async with transaction():
        current = await access.load_user(user.id)
        changed = replace(current, password_hash=new_hash, version=current.version + 1)
        await access.save_user(changed, was=user.version)
        await access.end_sessions(user.id, now)
        opened = await open_session(changed, now=now, by_link=False, old_token=session.token)
        await note(EventName.USER_PASSWORD_SET, user.id, session.actor, now)
    return opened


async def _check_old(user: access.User, old: str, now: datetime) -> None:
    """The old password, slowed as signing in is: a stolen session must not guess it."""
    account = hash_of(f"account:{user.email}")
    async with transaction():
        number = await access.add_attempt(account_hash=account, address_hash="", at=now)
    tried, _ = await access.failures(
        account_hash=account, address_hash="", besides=number, since=now - PER_ACCOUNT.window
    )
    wait = PER_ACCOUNT.wait(tried, now=now)
    if wait > timedelta():
        async with transaction():
            await access.forget_attempt(number)
        msg = "Too many tries. Wait a little and try again."
        raise TooManyAttempts(msg, retry_after=ceil(wait.total_seconds()))
    if not await is_password(user.password_hash, old):
        msg = "This is not your present password."
        raise InvalidInput(msg, errors=(FieldError(field="old", message=msg),))
    async with transaction():
        await access.forget_attempt(number)
