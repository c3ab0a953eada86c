"""Adding users and changing their roles: by admins only, audited, never over somebody else's change."""

from datetime import UTC, datetime

import pytest

from registry.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, StaleVersion
from registry.domain.register.access import Actor, Role
from registry.services.add_user import add_user
from registry.services.change_user_roles import change_user_roles
from registry.services.issue_sign_in_link import issue_sign_in_link
from registry.services.keep_session import keep_session
from registry.services.use_sign_in_link import use_sign_in_link
from registry.storage.queries.access import list_users, never_signed_in, user_names
from registry.storage.repositories import access
from tests.cast import ALICE, BOB, COMMAND, DANA, ERIN, NOBODY, PETRA

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OTHERS = [ALICE.actor, BOB.actor, PETRA.actor, DANA.actor, NOBODY]


async def added(actor: Actor = ERIN.actor, email: str = "new@starling.example", name: str = "New") -> tuple[str, str]:
    done = await add_user(actor=actor, email=email, name=name, roles=[Role.AUDITOR], now=NOW)
    return done.user_id, done.link_token


@pytest.mark.parametrize("actor", [ERIN.actor, COMMAND], ids=str)
async def test_an_admin_and_the_command_line_add_users(actor: Actor) -> None:
    await added(actor)
    assert [(u.email, u.roles, u.is_active) for u in await list_users()] == [
        ("new@starling.example", ("auditor",), True)
    ]


@pytest.mark.parametrize("actor", OTHERS, ids=lambda actor: "".join(actor.roles) or "nobody")
async def test_others_may_not(actor: Actor) -> None:
    user_id, _ = await added()
    with pytest.raises(NotPermitted):
        await added(actor, email="other@starling.example")
    with pytest.raises(NotPermitted):
        await issue_sign_in_link(actor=actor, user_id=user_id, now=NOW)
    with pytest.raises(NotPermitted):
        await change_user_roles(actor=actor, user_id=user_id, roles=[Role.ADMIN], is_active=True, version=1, now=NOW)
    assert len(await list_users()) == 1


async def test_an_address_is_taken_once_whatever_its_case() -> None:
    await added()
    with pytest.raises(Conflict):
        await added(email="NEW@starling.example")


async def test_somebody_without_a_role_is_not_added() -> None:
    with pytest.raises(InvalidInput):
        await add_user(actor=ERIN.actor, email="a@b.example", name="", roles=[], now=NOW)


async def test_hostile_text_is_kept_as_text_or_refused() -> None:
    await added(email="x'--@starling.example", name="<script>alert(1)</script>{{7*7}}")
    assert (await list_users())[0].name == "<script>alert(1)</script>{{7*7}}"
    with pytest.raises(InvalidInput):
        await added(email="a\x00@b.example")


async def test_roles_change_once_and_the_same_again_changes_nothing() -> None:
    user_id, _ = await added()
    for _ in range(2):
        user = await change_user_roles(
            actor=ERIN.actor, user_id=user_id, roles=[Role.DPO], is_active=True, version=1, now=NOW
        )
    assert (user.roles, user.version) == (frozenset({Role.DPO}), 2)


async def test_a_stale_version_changes_nothing() -> None:
    user_id, _ = await added()
    await change_user_roles(actor=ERIN.actor, user_id=user_id, roles=[Role.DPO], is_active=True, version=1, now=NOW)
    with pytest.raises(StaleVersion):
        await change_user_roles(
            actor=ERIN.actor, user_id=user_id, roles=[Role.AUDITOR], is_active=True, version=1, now=NOW
        )
    assert (await access.load_user(user_id)).roles == {Role.DPO}


async def test_closing_ends_sessions_at_once() -> None:
    user_id, token = await added()
    session = await use_sign_in_link(token=token, now=NOW)
    await change_user_roles(actor=ERIN.actor, user_id=user_id, roles=[Role.DPO], is_active=False, version=1, now=NOW)
    assert await keep_session(token=session.token, now=NOW) is None


async def test_a_changed_role_holds_for_sessions_under_way() -> None:
    user_id, token = await added()
    session = await use_sign_in_link(token=token, now=NOW)
    await change_user_roles(actor=ERIN.actor, user_id=user_id, roles=[Role.DPO], is_active=True, version=1, now=NOW)
    kept = await keep_session(token=session.token, now=NOW)
    assert kept is not None
    assert kept.actor.roles == {Role.DPO}


async def test_an_admin_cannot_lock_themselves_out() -> None:
    user_id, _ = await added()
    self_ = Actor(id=f"user:{user_id}", roles=frozenset({Role.ADMIN}))
    for roles, active in (([Role.DPO], True), ([Role.ADMIN], False)):
        with pytest.raises(Conflict):
            await change_user_roles(actor=self_, user_id=user_id, roles=roles, is_active=active, version=1, now=NOW)


async def test_nobody_is_not_found() -> None:
    with pytest.raises(NotFound):
        await change_user_roles(actor=ERIN.actor, user_id="x", roles=[Role.DPO], is_active=True, version=1, now=NOW)
    with pytest.raises(NotFound):
        await issue_sign_in_link(actor=ERIN.actor, user_id="x", now=NOW)


async def test_names_stand_behind_actors_and_fresh_users_are_known() -> None:
    user_id, token = await added()
    assert await user_names([f"user:{user_id}", "cli:x@y", "system"]) == {f"user:{user_id}": "New"}
    assert [u.id for u in await never_signed_in()] == [user_id]
    await use_sign_in_link(token=token, now=NOW)
    assert await never_signed_in() == []
