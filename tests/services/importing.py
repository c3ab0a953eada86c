"""Lists as tests import them: rows as mappings, one short call."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from registry.domain.register.access import Actor
from registry.domain.register.changes import PENDING, Change, ChangeState
from registry.services.import_list import import_list
from registry.services.importing_run import Imported, ListFile
from registry.services.publish_baseline import publish_baseline
from registry.storage.repositories import changes
from tests.cast import COMMAND
from tests.services.lifecycle import TODAY, noon

Rows = Sequence[Mapping[str, str]]
LIST: tuple[dict[str, str], ...] = (
    {"name": "Cumulus", "legal_entity": "Cumulus Ltd", "locations": "Ireland", "purpose": "Hosting", "services": "SMS"},
    {"name": "Nimbus B.V.", "locations": "Netherlands", "purpose": "Mail", "services": "SMS"},
    {"name": "Nimbus", "locations": "United States", "purpose": "Support", "transfer_mechanism": "SCCs"},
    {"name": "Stratus", "locations": "Xanadu", "purpose": "Search", "services": "Fax"},
)
"""A small list of invented companies: four rows, three vendors, two cells to be clarified."""


def a_file(rows: Rows, *, name: str = "list.csv", list_name: str = "list") -> ListFile:
    text = io.StringIO()
    columns = list(dict.fromkeys(column for row in rows for column in row)) or ["name"]
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return ListFile(name=name, list_name=list_name, content=text.getvalue().encode())


async def bring(*files: ListFile, actor: Actor = COMMAND, on: date = TODAY, **more: Any) -> Imported:
    return await import_list(actor=actor, files=files, now=noon(on), today=on, **more)


async def bring_baseline(
    *files: ListFile, actor: Actor = COMMAND, told_on: date = date(2026, 10, 1), on: date = TODAY, **more: Any
) -> Imported:
    proof = more.pop("proof", "mailing 12")
    return await publish_baseline(
        actor=actor, files=files, told_on=told_on, proof=proof, now=noon(on), today=on, **more
    )


async def pending(list_name: str = "list") -> list[Change]:
    return await changes.load_where_listed(list_name, sorted(PENDING))


async def drafts(list_name: str = "list") -> list[Change]:
    return [change for change in await pending(list_name) if change.state is ChangeState.DRAFT]


def edited(rows: Rows, number: int, **cells: str) -> list[dict[str, str]]:
    return [{**row, **cells} if place == number else dict(row) for place, row in enumerate(rows)]


def counts(done: Imported) -> tuple[int, int, int, int]:
    """Imported, changed, unchanged, refused."""
    report = done.report
    return report.imported, report.changed, report.unchanged, report.refused
