"""`registry import`: published lists, from CSV files, as drafts or as the baseline that customers were told."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from registry.cli.context import FAILED, UNREADABLE, House, fail, run
from registry.domain.errors import UnreadableFile
from registry.domain.register.changes import ChangeKind
from registry.domain.register.facts import COLUMNS
from registry.domain.register.reports import Problem, Report
from registry.domain.register.revisions import Operation
from registry.services.import_list import import_list
from registry.services.importing import NO_ROW, RowStep
from registry.services.importing_run import Imported, ListFile
from registry.services.publish_baseline import publish_baseline
from registry.wording import sentences

_UNSAID = frozenset({"listed", "vendor", "listed_as", "list_name", "published", "to_be_clarified"})
"""Facts that say nothing to a reader beside the others."""
_CELLS = frozenset({"country", "website", "entity_type", "notes"})
"""Cells of which no single fact says the same."""
_MARKS = {ChangeKind.ADDED: "+", ChangeKind.AMENDED: "~", ChangeKind.ENDED: "-"}


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--list", "list_name", default=None, help="The list the rows belong to; by default the file’s name.")
@click.option("--complete", "is_complete", is_flag=True, help="Propose to remove rows that are gone from the list.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Print what would change and write nothing.")
@click.option("--baseline", "is_baseline", is_flag=True, help="Publish at once what customers were last told.")
@click.option("--told-on", type=click.DateTime(["%Y-%m-%d"]), help="With --baseline: the day customers were told.")
@click.option("--proof", default="", help="With --baseline: what proves it. Kept for ever: name no person.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_(
    *,
    files: Sequence[Path],
    list_name: str | None,
    is_complete: bool,
    is_dry: bool,
    is_baseline: bool,
    told_on: datetime | None,
    proof: str,
    as_json: bool,
) -> None:
    """Import the published lists in FILES (CSV). Every new or changed row becomes a draft; repeating changes nothing.

    Exit code 2: some rows were refused and the rest went in. 3: a file cannot be read, and nothing was written.
    """
    if is_baseline != (told_on is not None) or is_baseline != bool(proof.strip()):
        fail("--baseline, --told-on and --proof belong together.")
    try:
        read = read_files(files, list_name)
    except UnreadableFile as error:
        fail(str(error), UNREADABLE)

    async def work(house: House) -> int:
        done = await import_files(
            house, read, is_complete=is_complete, is_dry=is_dry, told_on=told_on and told_on.date(), proof=proof
        )
        click.echo(json.dumps(done.report.as_dict(), ensure_ascii=False) if as_json else said(done, is_dry=is_dry))
        return FAILED if done.report.refused else 0

    run(work)


def read_files(files: Sequence[Path], list_name: str | None) -> list[ListFile]:
    """The files with their bytes, each once. Raises `UnreadableFile`."""
    read: list[ListFile] = []
    for path in dict.fromkeys(files):
        try:
            content = path.read_bytes()
        except OSError as error:
            msg = "{file} cannot be read: {why}."
            raise UnreadableFile(msg, file=str(path), why=error.strerror or str(error)) from error
        name = path.stem if list_name is None else list_name
        read.append(ListFile(name=str(path), list_name=name, content=content))
    return read


async def import_files(
    house: House,
    files: Sequence[ListFile],
    *,
    is_complete: bool,
    is_dry: bool,
    told_on: date | None,
    proof: str,
) -> Imported:
    """The import, or the baseline when a day is given."""
    now, today = house.clock.now(), house.clock.today()
    if told_on is None:
        return await import_list(
            actor=house.actor, files=files, now=now, today=today, is_complete=is_complete, is_dry=is_dry
        )
    return await publish_baseline(
        actor=house.actor,
        files=files,
        told_on=told_on,
        proof=proof,
        now=now,
        today=today,
        is_complete=is_complete,
        is_dry=is_dry,
    )


def said(done: Imported, *, is_dry: bool) -> str:
    """Every row that is new, changed or gone with old → new of each field, what to look at, and the counts."""
    lines = [line for step in done.steps for line in _step(step)]
    lines += [_problem(problem) for problem in done.report.problems]
    return "\n".join([*lines, _counts(done.report, done.published, is_dry=is_dry)])


def _step(step: RowStep) -> Iterator[str]:
    where = f"row {step.row} of {step.file}" if step.row != NO_ROW else f"gone from “{step.list_name}”"
    yield f"{_MARKS[step.kind]} {step.listed_as} ({where})"
    for operation in step.operations:
        if operation.field not in _UNSAID or (operation.field == "listed_as" and operation.before):
            yield f"    {sentences.change_line(operation)}"
        elif operation.field == "published":
            yield from _cells(operation)


def _cells(operation: Operation) -> Iterator[str]:
    """The cells that differ and that no other line speaks of."""
    before, after = operation.before or {}, operation.after or {}
    for column in dict.fromkeys((*before, *after)):
        differs = before.get(column) != after.get(column)
        if differs and (column in _CELLS or column not in COLUMNS):
            old, new = (cells.get(column) or "not stated" for cells in (before, after))
            yield f"    {column}: {old} → {new}"


def _problem(problem: Problem) -> str:
    where = f"{problem.file}, row {problem.row}" if problem.row != NO_ROW else problem.file
    column = f", {problem.column}" if problem.column else ""
    return f"? {where}{column}: “{problem.text}” {problem.reason}"


def _counts(report: Report, published: int, *, is_dry: bool) -> str:
    counts = (
        f"{report.read} rows read: {report.imported} imported, {report.changed} changed, "
        f"{report.unchanged} unchanged, {report.refused} refused; {report.to_be_clarified} to be clarified"
    )
    told = f"; {published} published" if published else ""
    return f"{'Dry run, nothing was written. ' if is_dry else ''}{counts}{told}."
