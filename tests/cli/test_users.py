"""Who may sign in, from the command line."""

from datetime import UTC, datetime

import pytest

from registry.cli.users import add_and_link
from registry.domain.errors import Conflict
from registry.domain.register.access import Role
from registry.services.use_sign_in_link import LinkState, look_at_link
from tests.cast import COMMAND

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def link(*roles: Role) -> str:
    base = "https://register.example"
    return await add_and_link(
        actor=COMMAND, email="Erin@starling.example", name="", roles=roles, base_url=base, now=NOON
    )


async def state(address: str) -> LinkState:
    return await look_at_link(token=address.rpartition("/")[2], now=NOON)


async def test_the_same_command_again_gives_a_new_link_and_ends_the_old_one() -> None:
    first = await link(Role.ADMIN)
    second = await link(Role.ADMIN)
    assert first.startswith("https://register.example/manage/sign-in/")
    assert (await state(first) is LinkState.GOOD, await state(second)) == (False, LinkState.GOOD)


async def test_other_roles_are_not_given_by_the_way() -> None:
    await link(Role.ADMIN)
    with pytest.raises(Conflict):
        await link(Role.ADMIN, Role.APPROVER)
