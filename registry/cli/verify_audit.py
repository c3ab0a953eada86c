"""`registry verify-audit`: whether every entry of the audit stands as it was written."""

import click

from registry.answers.audit import ChainCheck, check_chain
from registry.cli.context import House, run

FAULTY = 1


@click.command("verify-audit")
@click.option("--head", default="", help="A newest hash noted earlier: it must still be in the chain.")
def verify_audit(head: str) -> None:
    """Walk the whole audit and name every entry that was changed, removed, swapped or put in."""

    async def work(_house: House) -> int:
        return report(await check_chain(expected=head))

    run(work)


def report(check: ChainCheck) -> int:
    """Say what was found; the exit code: 0 whole, 1 not."""
    for fault in check.faults:
        click.echo(fault)
    if check.faults:
        click.echo(f"The audit is not whole: {len(check.faults)} faults in {check.entries} entries.")
        return FAULTY
    click.echo(f"The audit is whole: {check.entries} entries. Its newest hash is {check.head or 'none yet'}.")
    return 0
