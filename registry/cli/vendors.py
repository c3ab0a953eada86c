"""`registry merge` and `registry split`: vendors that are one, and vendors that were taken for one."""

import click

from registry.cli.context import House, run
from registry.services.merge_vendors import merge_vendors
from registry.services.split_vendor import split_vendor


@click.command("merge")
@click.argument("slug")
@click.argument("into")
def merge(slug: str, into: str) -> None:
    """Merge the vendor SLUG into the vendor INTO; from today its pages lead there."""

    async def work(house: House) -> int:
        vendor = await merge_vendors(
            actor=house.actor, slug=slug, into=into, now=house.clock.now(), today=house.clock.today()
        )
        click.echo(f"“{slug}” is “{vendor.slug}” ({vendor.name}) from today.")
        return 0

    run(work)


@click.command("split")
@click.argument("slug")
@click.option("--listed-as", multiple=True, help="A name whose rows are to be a vendor of their own; may be repeated.")
@click.option("--name", default="", help="What the new vendor is called; by default the first of those names.")
def split(slug: str, listed_as: tuple[str, ...], name: str) -> None:
    """Undo the merge of the vendor SLUG; or, with --listed-as, part rows off that are another vendor's."""

    async def work(house: House) -> int:
        vendor = await split_vendor(
            actor=house.actor,
            slug=slug,
            listed_as=listed_as,
            name=name,
            now=house.clock.now(),
            today=house.clock.today(),
        )
        click.echo(f"“{vendor.slug}” ({vendor.name}) stands by itself from today.")
        return 0

    run(work)
