"""Passwords hashed and compared off the event loop, a few at a time; no verb of its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from registry.domain.errors import TooManyAttempts
from registry.domain.register.sign_in import PASSWORD_MOST, normal_password

_AT_ONCE = 2
_WAITING = 16
_hasher = PasswordHasher()
_pool = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="argon2")
_UNKNOWN = _hasher.hash("nobody has this password")
"""What a try against an unknown account is compared with, so that it takes as long."""
_waiting = 0


async def hash_password(password: str) -> str:
    """The argon2id hash with its salt and parameters. Raises `TooManyAttempts` when too many wait."""
    return str(await _in_thread(_hasher.hash, normal_password(password)))


async def is_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one; None (nobody, or no password set) takes the same time and is never right."""
    tried = normal_password(password)[: PASSWORD_MOST + 1]
    right = bool(await _in_thread(_verify, password_hash or _UNKNOWN, tried))
    return right and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


async def _in_thread(function: object, *values: str) -> object:
    global _waiting  # noqa: PLW0603 - one count for the process, touched on the event loop only
    if _waiting >= _WAITING:
        msg = "Many people are signing in. Try again in a few seconds."
        raise TooManyAttempts(msg, retry_after=3)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_pool, function, *values)  # type: ignore[arg-type] # one of the two above
    finally:
        _waiting -= 1
