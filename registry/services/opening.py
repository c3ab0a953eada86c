"""How services open a session and name its secrets; no verb of its own."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from registry.domain.register.access import Actor
from registry.domain.register.events import Event, EventName
from registry.storage.journal import record
from registry.storage.repositories import access


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session in use: `token` is the cookie's secret, in no table."""

    token: str
    actor: Actor
    user_id: str
    email: str
    name: str
    by_link: bool
    has_password: bool
    started_at: datetime


def hash_of(secret: str) -> str:
    """How a secret is stored."""
    return sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    """256 random bits as text for an address or a cookie."""
    return token_urlsafe(32)


def actor_of(user: access.User) -> Actor:
    """The person as events name them."""
    return Actor(id=f"user:{user.id}", roles=user.roles)


def signed_in(user: access.User, token: str, session: access.Session) -> SignedIn:
    """The session with its person."""
    return SignedIn(
        token=token,
        actor=actor_of(user),
        user_id=user.id,
        email=user.email,
        name=user.name or user.email,
        by_link=session.by_link,
        has_password=user.password_hash is not None,
        started_at=session.started_at,
    )


async def open_session(user: access.User, *, now: datetime, by_link: bool, old_token: str | None) -> SignedIn:
    """A new session with a new secret; the one the browser had ends. Called inside a transaction."""
    if old_token:
        await access.end_session(hash_of(old_token), now)
    token = new_secret()
    session = access.Session(
        token_hash=hash_of(token), user_id=user.id, by_link=by_link, started_at=now, seen_at=now, ended_at=None
    )
    await access.add_session(session)
    await access.note_signed_in(user.id, now)
    return signed_in(user, token, session)


async def note(name: EventName, user_id: str, actor: Actor, now: datetime, **data: object) -> None:
    """Record what happened to the user: ids and codes only."""
    await record(Event(name=name, subject=f"user:{user_id}", actor=actor.id, at=now, data={"user": user_id, **data}))
