"""`registry verify-audit`: whether every entry of the audit, and every log it seals, stands as it was written."""

from collections.abc import Sequence

import click

from registry.answers.audit import ChainCheck, check_chain
from registry.answers.sealed_logs import check_sealed_logs
from registry.cli.context import House, run

FAULTY = 1


@click.command("verify-audit")
@click.option("--head", default="", help="A newest hash noted earlier: it must still be in the chain.")
def verify_audit(head: str) -> None:
    """Walk the whole audit and name every entry that was changed, removed, swapped or put in."""

    async def work(_house: House) -> int:
        return report(await check_chain(expected=head), await check_sealed_logs())

    run(work)


def report(check: ChainCheck, sealed: Sequence[str] = ()) -> int:
    """Say what was found, in the chain and in the logs it seals; the exit code: 0 whole, 1 not."""
    faults = [*check.faults, *sealed]
    for fault in faults:
        click.echo(fault)
    if faults:
        click.echo(f"The audit is not whole: {len(faults)} faults in {check.entries} entries.")
        return FAULTY
    click.echo(f"The audit is whole: {check.entries} entries. Its newest hash is {check.head or 'none yet'}.")
    return 0
