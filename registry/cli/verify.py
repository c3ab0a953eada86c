"""`registry verify`: whether the list as it is shown is what the recorded revisions give."""

import click

from registry.cli.context import House, run
from registry.services.verify_register import Verified, verify_register

FAULTY = 1


@click.command("verify")
@click.option("--rebuild", is_flag=True, help="Where something differs, compute everything that is derived anew.")
def verify(*, rebuild: bool) -> None:
    """Compare everything derived from the revisions with the revisions themselves."""

    async def work(house: House) -> int:
        return report(await verify_register(actor=house.actor, rebuild=rebuild, now=house.clock.now()))

    run(work)


def report(found: Verified) -> int:
    """Say what was found; the exit code: 0 all is well (again), 1 not."""
    for subject in found.differing:
        click.echo(f"{subject}: its periods are not what its revisions give.")
    if found.lost_events:
        click.echo(f"{found.lost_events} published events are missing: restore them from a backup.")
    if found.rebuilt:
        click.echo(f"The periods of {found.rebuilt} subjects were computed anew.")
    elif not found.differing and not found.lost_events:
        click.echo("Everything that is derived is what the revisions give.")
    return FAULTY if found.lost_events or (found.differing and not found.rebuilt) else 0
