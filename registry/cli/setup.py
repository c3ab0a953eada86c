"""`registry setup`: say whose list this is, with its entities, services, notice days and sender."""

from pathlib import Path

import click

from registry.cli.context import House, run
from registry.reference.setup_file import example, read_setup_file
from registry.services.set_up import SetUp, set_up


@click.command("setup")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--example", "as_example", is_flag=True, help="Print a file to begin with.")
def setup(file: Path | None, *, as_example: bool) -> None:
    """Set the register up as FILE.toml says; safe to run again after every edit."""
    if as_example:
        click.echo(example(), nl=False)
        return
    if file is None:
        msg = "Name a file. “registry setup --example” prints one to begin with."
        raise click.UsageError(msg)

    async def work(house: House) -> int:
        click.echo(said(await set_up_from(house, file)))
        return 0

    run(work)


async def set_up_from(house: House, file: Path) -> SetUp:
    """Read the file and set the register up. Raises `UnreadableFile`, `InvalidInput`, `Conflict`."""
    publisher = read_setup_file(
        file,
        countries=house.law.countries,
        time_zone=house.settings.time_zone,
        started_on=house.clock.today(),
    )
    return await set_up(actor=house.actor, publisher=publisher, now=house.clock.now())


def said(done: SetUp) -> str:
    """What was set up, in a sentence."""
    if not done.changed:
        return "Nothing changed: the register is set up like this already."
    own = done.publisher
    return (
        f"Set up: {own.legal_name}, {own.country}; {len(own.services)} services, {len(own.entities)} entities, "
        f"{own.notice_days} days’ notice, feeds of {own.feed_domain}."
    )
