"""Sign in by e-mail and password: slowed by account and address, the same time and words whoever is unknown."""

from datetime import datetime, timedelta
from math import ceil

from registry.domain.errors import InvalidInput, TooManyAttempts
from registry.domain.register.events import EventName
from registry.domain.register.sign_in import PER_ACCOUNT, PER_ADDRESS, normal_email
from registry.services.opening import SignedIn, actor_of, hash_of, note, open_session
from registry.services.passwords import hash_password, is_password, needs_rehash
from registry.storage.repositories import access
from registry.storage.transaction import transaction


async def sign_in(*, email: str, password: str, address: str, now: datetime, old_token: str | None = None) -> SignedIn:
    """Open a session. `address` is the client's. Raises `InvalidInput` when they do not fit, `TooManyAttempts`."""
    try:
        known_as = normal_email(email)
    except InvalidInput:
        known_as = ""
    account = hash_of(f"account:{known_as or email[:254]}")
    attempt = await _reserve(account, hash_of(f"address:{address}"), now)
    user = await access.find_user(known_as) if known_as else None
    usable = user if user is not None and user.is_active else None
    if not await is_password(usable.password_hash if usable else None, password) or usable is None:
        if user is not None:
            async with transaction():
                await note(EventName.USER_SIGN_IN_FAILED, user.id, actor_of(user), now)
        msg = "The address and the password do not fit together."
        raise InvalidInput(msg)
    fresh = await hash_password(password) if usable.password_hash and needs_rehash(usable.password_hash) else None
    return await _open(usable, now, old_token, fresh, (account, attempt))


async def _reserve(account: str, address: str, now: datetime) -> int:
    """Write the try down first, then count: so that many tries at once cannot pass as one."""
    async with transaction():
        await access.forget_before(now)
        number = await access.add_attempt(account_hash=account, address_hash=address, at=now)
    since = now - max(PER_ACCOUNT.window, PER_ADDRESS.window)
    by_account, by_address = await access.failures(
        account_hash=account, address_hash=address, besides=number, since=since
    )
    wait = max(PER_ACCOUNT.wait(by_account, now=now), PER_ADDRESS.wait(by_address, now=now))
    if wait > timedelta():
        async with transaction():
            await access.forget_attempt(number)
        msg = "Too many tries to sign in. Wait a little and try again."
        raise TooManyAttempts(msg, retry_after=ceil(wait.total_seconds()))
    return number


async def _open(
    user: access.User, now: datetime, old_token: str | None, fresh_hash: str | None, tries: tuple[str, int]
) -> SignedIn:
    account, attempt = tries
    async with transaction():
        current = await access.load_user(user.id)
        if not current.is_active or current.password_hash != user.password_hash:
            msg = "The address and the password do not fit together."
            raise InvalidInput(msg)
        await access.forget_attempts(account)
        await access.forget_attempt(attempt)
        if fresh_hash is not None:
            await access.set_password_hash(user.id, fresh_hash)
        session = await open_session(current, now=now, by_link=False, old_token=old_token)
        await note(EventName.USER_SIGNED_IN, user.id, actor_of(user), now, by="password")
    return session
