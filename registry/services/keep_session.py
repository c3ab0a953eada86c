"""Recognise a session by its secret and keep it from going idle."""

from datetime import datetime

from registry.domain.register.sign_in import SEEN_EVERY, session_holds
from registry.services.opening import SignedIn, hash_of, signed_in
from registry.storage.repositories import access
from registry.storage.transaction import transaction


async def keep_session(*, token: str, now: datetime) -> SignedIn | None:
    """The session in use; None when it has ended, is idle too long or too old, or its user is closed."""
    session = await access.find_session(hash_of(token))
    if session is None or not session_holds(
        started_at=session.started_at, seen_at=session.seen_at, ended_at=session.ended_at, now=now
    ):
        return None
    user = await access.load_user(session.user_id)
    if not user.is_active:
        return None
    if now - session.seen_at >= SEEN_EVERY:
        async with transaction():
            await access.see_session(session.token_hash, now)
    return signed_in(user, token, session)
