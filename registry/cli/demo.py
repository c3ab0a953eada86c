"""`registry demo`: load a fictional register with a past and a future into an empty database."""

from dataclasses import replace
from datetime import timedelta
from time import monotonic

import click

from registry.cli.context import House, run
from registry.cli.demo_story import BEGINNING, Story
from registry.cli.users import link_until_used
from registry.domain.errors import Conflict
from registry.reference.demo_data import read_demo
from registry.reference.setup_file import read_setup_file
from registry.services.importing_run import ListFile
from registry.services.publish_baseline import publish_baseline
from registry.services.set_up import set_up
from registry.services.together import together
from registry.storage.queries.access import list_users
from registry.storage.queries.desk import count_vendors
from registry.storage.queries.publisher import publisher

_SERIES = "demo"
_LIST, _PROOF = "site", "Starling’s list as it stood on its site, archived copy 7"
_TOLD_BEFORE = timedelta(days=180)
"""How long before the register was set up customers had been told of the list that stood before it."""


@click.command("demo")
def demo() -> None:
    """Load the demo: invented data, told as such on every page, in every feed and mail. Only into an empty register."""

    async def work(house: House) -> int:
        started = monotonic()
        await load_demo(house)
        click.echo(f"The demo is loaded ({monotonic() - started:.1f} s): invented data. “registry serve” shows it.")
        for name, link in await one_time_links(house):
            click.echo(f"  Sign in as {name}: {link}")
        return 0

    run(work)


async def load_demo(house: House) -> None:
    """Load all of it or nothing. Raises `Conflict` when the register holds anything."""
    async with together(_SERIES):
        if not await is_empty():
            msg = "The register is not empty. The demo goes only into an empty one, so that nothing real mixes with it."
            raise Conflict(msg)
        await _load(house)


async def load_demo_if_empty(house: House) -> bool:
    """Load it into an empty register; whether it did."""
    async with together(_SERIES):
        if not await is_empty():
            return False
        await _load(house)
        return True


async def is_empty() -> bool:
    """Whether nobody has set the register up, may sign in, or has brought in a vendor."""
    own = await publisher()
    return (own is None or not own.is_set_up) and not await list_users() and not await count_vendors("")


async def _load(house: House) -> None:
    now, today = house.clock.now(), house.clock.today()
    told = read_demo(today=today)
    began = today - BEGINNING
    own = read_setup_file(
        told.publisher, countries=house.law.countries, time_zone=house.settings.time_zone, started_on=began
    )
    story = Story(zone=house.settings.zone, judge=house.judge, actor=house.actor)
    beginning = story.beginning(today)
    await set_up(actor=house.actor, publisher=replace(own, is_demo=True), now=beginning)
    await publish_baseline(
        actor=house.actor,
        files=[ListFile(name=told.published.name, list_name=_LIST, content=told.published.read_bytes())],
        told_on=began - _TOLD_BEFORE,
        proof=_PROOF,
        now=beginning + timedelta(minutes=6),
        today=began,
    )
    await story.play(told, now=now, today=today)


async def one_time_links(house: House) -> list[tuple[str, str]]:
    """Name and one-time link of those of the demo's people who get one and have never signed in."""
    own = await publisher()
    if own is None or not own.is_demo:
        return []
    links = []
    for user in read_demo(today=house.clock.today()).users:
        if user.gets_link:
            link = await link_until_used(
                actor=house.actor, email=user.email, base_url=house.settings.base_url, now=house.clock.now()
            )
            if link:
                links.append((user.name.partition(" ")[0], link))
    return links
