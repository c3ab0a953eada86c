"""`registry due`: do once what the schedule would do now."""

import asyncio

import click

from registry.cli.context import House, run
from registry.cli.worker import work_on
from registry.services.take_effect import take_effect


@click.command("due")
def due() -> None:
    """Let every change whose day has come take effect, deliver what is to be told, and leave."""
    run(_once)


async def _once(house: House) -> int:
    done = await take_effect(now=house.clock.now(), today=house.clock.today(), judge=house.judge)
    for change in done:
        click.echo(f"Change {change.number}, due on {change.effective_on}: {change.state.value}.")
    if not done:
        click.echo(f"No change is due on {house.clock.today()}.")
    await work_on(house, asyncio.Event(), once=True)
    return 0
