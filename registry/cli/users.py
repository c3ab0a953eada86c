"""`registry users`: who may sign in, from the command line."""

from collections.abc import Collection
from datetime import datetime

import click

from registry.cli.context import House, run
from registry.domain.register.access import Actor, Role
from registry.domain.register.sign_in import normal_email
from registry.services.add_user import add_user
from registry.services.issue_sign_in_link import issue_sign_in_link
from registry.storage.queries.access import user_by_email


def link_address(base_url: str, token: str) -> str:
    """Where a one-time link leads."""
    return f"{base_url.rstrip('/')}/manage/sign-in/{token}"


async def add_and_link(
    *, actor: Actor, email: str, name: str, roles: Collection[Role], base_url: str, now: datetime
) -> str:
    """Add the user and give the one-time link; who has just these roles already gets a new one, if theirs is lost.

    Raises `InvalidInput`, `Conflict`, `NotPermitted`.
    """
    known = await user_by_email(normal_email(email))
    if known and known.is_active and set(known.roles) == set(roles):
        return link_address(base_url, await issue_sign_in_link(actor=actor, user_id=known.id, now=now))
    added = await add_user(actor=actor, email=email, name=name, roles=roles, now=now)
    return link_address(base_url, added.link_token)


async def link_until_used(*, actor: Actor, email: str, base_url: str, now: datetime) -> str | None:
    """A fresh one-time link for somebody who has never signed in; None for others. For the demo's start."""
    user = await user_by_email(normal_email(email))
    if user is None or user.signed_in_at is not None or not user.is_active:
        return None
    return link_address(base_url, await issue_sign_in_link(actor=actor, user_id=user.id, now=now))


@click.group()
def users() -> None:
    """Who may sign in."""


@users.command("add")
@click.argument("email")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--name", default="", help="The person's name, for the desk only.")
def add(email: str, roles: tuple[str, ...], name: str) -> None:
    """Add somebody and print their one-time link."""

    async def work(house: House) -> int:
        link = await add_and_link(
            actor=house.actor,
            email=email,
            name=name,
            roles=[Role(role) for role in roles],
            base_url=house.settings.base_url,
            now=house.clock.now(),
        )
        click.echo(link)
        return 0

    run(work)
