"""Users, one-time links, sessions and tries: written and read whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from registry.domain.errors import Conflict, NotFound, StaleVersion
from registry.domain.register.access import Role
from registry.storage.tables.access import SessionRow, SignInAttemptRow, SignInLinkRow, UserRow


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person who may sign in while active."""

    id: str
    email: str
    name: str
    roles: frozenset[Role]
    password_hash: str | None
    is_active: bool
    created_at: datetime
    signed_in_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as stored; the token itself is only in the cookie."""

    token_hash: str
    user_id: str
    by_link: bool
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A one-time link as stored."""

    token_hash: str
    user_id: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


async def add_user(user: User) -> None:
    """Write a new user. Raises `Conflict` when the address is taken."""
    if await UserRow.exists().where(UserRow.email == user.email):
        msg = "Somebody with this address may sign in already."
        raise Conflict(msg)
    await UserRow.insert(UserRow(id=user.id, **_values(user)))


async def load_user(user_id: str) -> User:
    """The user. Raises `NotFound`."""
    rows = await UserRow.select().where(UserRow.id == user_id)
    if not rows:
        msg = "There is no such user."
        raise NotFound(msg)
    return _user(rows[0])


async def find_user(email: str) -> User | None:
    """The user with the normalised address."""
    rows = await UserRow.select().where(UserRow.email == email)
    return _user(rows[0]) if rows else None


async def save_user(user: User, *, was: int) -> None:
    """Write the user back. Raises `StaleVersion` unless the stored version is the one that was read."""
    done = (
        await UserRow.update(_values(user), force=True)
        .where(UserRow.id == user.id, UserRow.version == was)
        .returning(UserRow.id)
    )
    if not done:
        msg = "Somebody else changed this meanwhile. Read it again, then repeat your step."
        raise StaleVersion(msg)


async def note_signed_in(user_id: str, at: datetime) -> None:
    """Remember when the user last signed in; no change of the user as such."""
    await UserRow.update({UserRow.signed_in_at: at}).where(UserRow.id == user_id)


async def set_password_hash(user_id: str, password_hash: str) -> None:
    """Keep a stronger hash of the same password; no change of the user as such."""
    await UserRow.update({UserRow.password_hash: password_hash}).where(UserRow.id == user_id)


async def add_link(link: Link) -> None:
    """Write a link; the user's unused ones end."""
    unused = SignInLinkRow.used_at.is_null()
    ended = SignInLinkRow.update({SignInLinkRow.expires_at: link.created_at})
    await ended.where(SignInLinkRow.user_id == link.user_id, unused, SignInLinkRow.expires_at > link.created_at)
    await SignInLinkRow.insert(
        SignInLinkRow(
            token_hash=link.token_hash,
            user_id=link.user_id,
            created_at=link.created_at,
            expires_at=link.expires_at,
            used_at=link.used_at,
        )
    )


async def find_link(token_hash: str) -> Link | None:
    """The link, used or not."""
    rows = await SignInLinkRow.select().where(SignInLinkRow.token_hash == token_hash)
    return Link(**rows[0]) if rows else None


async def use_link(token_hash: str, *, now: datetime) -> str | None:
    """Mark the link used and give its user's id; None when it was used, has expired or never was. One caller wins."""
    rows = (
        await SignInLinkRow.update({SignInLinkRow.used_at: now})
        .where(SignInLinkRow.token_hash == token_hash, SignInLinkRow.used_at.is_null(), SignInLinkRow.expires_at > now)
        .returning(SignInLinkRow.user_id)
    )
    return str(rows[0]["user_id"]) if rows else None


async def add_session(session: Session) -> None:
    """Write a new session."""
    await SessionRow.insert(
        SessionRow(
            token_hash=session.token_hash,
            user_id=session.user_id,
            by_link=session.by_link,
            started_at=session.started_at,
            seen_at=session.seen_at,
            ended_at=session.ended_at,
        )
    )


async def find_session(token_hash: str) -> Session | None:
    """The session, ended or not."""
    rows = await SessionRow.select().where(SessionRow.token_hash == token_hash)
    return Session(**rows[0]) if rows else None


async def see_session(token_hash: str, at: datetime) -> None:
    """Remember that the session was used."""
    await SessionRow.update({SessionRow.seen_at: at}).where(SessionRow.token_hash == token_hash)


async def end_session(token_hash: str, at: datetime) -> str | None:
    """End the session; its user's id, or None when it had ended."""
    rows = (
        await SessionRow.update({SessionRow.ended_at: at})
        .where(SessionRow.token_hash == token_hash, SessionRow.ended_at.is_null())
        .returning(SessionRow.user_id)
    )
    return str(rows[0]["user_id"]) if rows else None


async def end_sessions(user_id: str, at: datetime) -> None:
    """End all sessions and unused links of the user."""
    ended = SessionRow.update({SessionRow.ended_at: at})
    await ended.where(SessionRow.user_id == user_id, SessionRow.ended_at.is_null())
    links = SignInLinkRow.update({SignInLinkRow.expires_at: at})
    await links.where(SignInLinkRow.user_id == user_id, SignInLinkRow.used_at.is_null(), SignInLinkRow.expires_at > at)


async def add_attempt(*, account_hash: str, address_hash: str, at: datetime) -> int:
    """Write down a try, as failed until `forget_attempts` says otherwise; its number."""
    row = SignInAttemptRow(account_hash=account_hash, address_hash=address_hash, tried_at=at)
    written = await SignInAttemptRow.insert(row).returning(SignInAttemptRow.id)
    return int(written[0]["id"])


async def failures(
    *, account_hash: str, address_hash: str, besides: int, since: datetime
) -> tuple[Sequence[datetime], Sequence[datetime]]:
    """When earlier tries failed: for the account, and from the address."""
    tried = SignInAttemptRow.tried_at
    recent = SignInAttemptRow.select(tried).where(tried > since, SignInAttemptRow.id != besides)
    account = await recent.where(SignInAttemptRow.account_hash == account_hash)
    others = SignInAttemptRow.select(tried).where(tried > since, SignInAttemptRow.id != besides)
    address = await others.where(SignInAttemptRow.address_hash == address_hash)
    return [row["tried_at"] for row in account], [row["tried_at"] for row in address]


async def forget_attempt(number: int) -> None:
    """Take a try back: it was refused unheard, or it succeeded."""
    await SignInAttemptRow.delete().where(SignInAttemptRow.id == number)


async def forget_attempts(account_hash: str) -> None:
    """Forget the account's failures: somebody signed in."""
    await SignInAttemptRow.delete().where(SignInAttemptRow.account_hash == account_hash)


async def forget_before(now: datetime) -> None:
    """Forget tries older than a day."""
    await SignInAttemptRow.delete().where(SignInAttemptRow.tried_at < now - timedelta(days=1))


def _values(user: User) -> dict[Any, Any]:
    return {
        "email": user.email,
        "name": user.name,
        "roles": msgspec.json.encode(sorted(user.roles)).decode(),
        "password_hash": user.password_hash,
        "is_active": user.is_active,
        "created_at": user.created_at,
        "signed_in_at": user.signed_in_at,
        "version": user.version,
    }


def _user(row: dict[str, Any]) -> User:
    roles = frozenset(map(Role, msgspec.json.decode(row["roles"])))
    return User(**{**row, "roles": roles})
