"""`registry replay`: the history of a published list, from a folder of snapshots."""

import json
from pathlib import Path

import click

from registry.cli.context import UNREADABLE, House, fail, run
from registry.domain.errors import UnreadableFile
from registry.domain.register.reports import Report
from registry.reference.histories import read_history
from registry.services.replay_history import replay_history


@click.command("replay")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def replay(folder: Path, *, as_json: bool) -> None:
    """Replay FOLDER/snapshots/NNN_DATE_COMMIT.csv into a register without published vendors, all of it or nothing."""
    name = folder.resolve().name
    try:
        history = read_history(folder)
    except UnreadableFile as error:
        fail(str(error), UNREADABLE)

    async def work(house: House) -> int:
        report = await replay_history(actor=house.actor, history=history, list_name=name, now=house.clock.now())
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False) if as_json else said(report))
        return UNREADABLE if report.refused else 0

    run(work)


def said(report: Report) -> str:
    """The report in sentences: every row, then every cell that a person should look at."""
    lines = [f"{p.file}, row {p.row}, {p.column}: “{p.text}” {p.reason}" for p in report.problems]
    if report.refused:
        return "\n".join([*lines, f"Nothing was replayed: {report.read} rows were read, and these cannot be kept."])
    counts = f"{report.imported} added, {report.changed} changed, {report.unchanged} unchanged"
    return "\n".join([*lines, f"{report.read} rows were read: {counts}; {report.to_be_clarified} to be clarified."])
