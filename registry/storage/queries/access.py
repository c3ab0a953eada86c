"""Users as the admin's page and the desk's log read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from registry.storage.tables.access import UserRow


@dataclass(frozen=True, slots=True, kw_only=True)
class UserView:
    """One line of the list of users; `roles` are stored words."""

    id: str
    email: str
    name: str
    roles: tuple[str, ...]
    is_active: bool
    added_at: datetime
    signed_in_at: datetime | None
    has_password: bool
    version: int


async def list_users() -> list[UserView]:
    """All users by address, closed ones included."""
    return [_view(row) for row in await UserRow.select().order_by(UserRow.email)]


async def user_detail(user_id: str) -> UserView | None:
    """One user."""
    rows = await UserRow.select().where(UserRow.id == user_id)
    return _view(rows[0]) if rows else None


async def user_by_email(email: str) -> UserView | None:
    """The user with the normalised address."""
    rows = await UserRow.select().where(UserRow.email == email)
    return _view(rows[0]) if rows else None


async def user_names(actors: Collection[str]) -> dict[str, str]:
    """The name (or address) behind each `user:ID` among the actors; others are left out."""
    wanted = sorted({actor.removeprefix("user:") for actor in actors if actor.startswith("user:")})
    if not wanted:
        return {}
    rows = await UserRow.select(UserRow.id, UserRow.name, UserRow.email).where(UserRow.id.is_in(wanted))
    return {f"user:{row['id']}": row["name"] or row["email"] for row in rows}


async def never_signed_in() -> list[UserView]:
    """Active users who have never signed in: those whose one-time link is still of use."""
    rows = await UserRow.select().where(UserRow.signed_in_at.is_null(), UserRow.is_active.eq(True))
    return [_view(row) for row in sorted(rows, key=lambda row: str(row["email"]))]


def _view(row: dict[str, Any]) -> UserView:
    return UserView(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        roles=tuple(msgspec.json.decode(row["roles"])),
        is_active=bool(row["is_active"]),
        added_at=row["created_at"],
        signed_in_at=row["signed_in_at"],
        has_password=row["password_hash"] is not None,
        version=row["version"],
    )
