"""Read data/law into a checked, immutable law book, and read a stored one again from its content."""

import csv
import hashlib
import json
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from registry.domain.errors import BrokenData
from registry.domain.law.adequacy import Decision, Scope
from registry.domain.law.book import LawBook, grouped
from registry.reference import law_rows
from registry.reference.data_folder import data_folder
from registry.reference.law_checks import check_law_book
from registry.reference.law_rows import Cells, Table

Row = TypeVar("Row")
TABLES = (
    "countries", "aliases", "memberships", "arrangements", "territories", "regimes", "adequacy", "decision_notes",
    "mechanisms", "duties",
)  # fmt: skip
TITLE = "law_book"


def load_law_book(folder: Path | None = None) -> LawBook:
    """The law book in `folder` (default: this installation's data/law); raises BrokenData naming file and row."""
    law = folder or data_folder() / "law"
    try:
        with (law / f"{TITLE}.toml").open("rb") as title:
            about = {name: str(value) for name, value in tomllib.load(title).items()}
        tables: dict[str, Table] = {name: _read(law / f"{name}.csv") for name in TABLES}
    except (OSError, UnicodeDecodeError, csv.Error, tomllib.TOMLDecodeError) as error:
        raise BrokenData("The law book in {folder} cannot be read: {what}", folder=str(law), what=str(error)) from error
    return _built({TITLE: [about], **tables})


def law_book_from(content: str) -> LawBook:
    """The law book whose `content` was kept."""
    return _built(json.loads(content))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise BrokenData("{file}, row {row}: not as many cells as columns", file=path.name, row=number)
    return rows


def _rows(tables: Mapping[str, Table], name: str, read: Callable[[Cells], Row]) -> list[Row]:
    return [read(Cells(f"{name}.csv", number, row)) for number, row in enumerate(tables[name], start=2)]


def _built(tables: Mapping[str, Table]) -> LawBook:
    content = json.dumps(tables, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    about = Cells(f"{TITLE}.toml", 1, tables[TITLE][0])
    countries = {row.code: row for row in _rows(tables, "countries", law_rows.country)}
    decisions = _decisions(tables)
    duties = _rows(tables, "duties", law_rows.duty)
    regimes = sorted(_rows(tables, "regimes", law_rows.regime), key=lambda row: row.from_)
    mechanisms = sorted(_rows(tables, "mechanisms", law_rows.mechanism), key=lambda row: row.from_)
    territories = sorted(_rows(tables, "territories", law_rows.territory), key=lambda row: row.from_)
    judged = [row for row in decisions if row.scope is not Scope.PUBLIC_AUTHORITY]
    law = LawBook(
        version=about.must("version"),
        as_of=about.day("as_of") or date.min,
        adopted_on=about.day("adopted_on") or date.min,
        adopted_by=about.must("adopted_by"),
        hash=hashlib.sha256(content.encode()).hexdigest(),
        content=content,
        countries=MappingProxyType(countries),
        aliases=MappingProxyType({row["alias"]: row["code"] for row in tables["aliases"]}),
        memberships=grouped((row.code, row) for row in _rows(tables, "memberships", law_rows.membership)),
        arrangements=grouped((row.code, row) for row in _rows(tables, "arrangements", law_rows.arrangement)),
        territories=grouped((row.code, row) for row in territories),
        regimes=grouped(((row.regime, row.group), row) for row in regimes),
        decisions=grouped(((row.regime, row.code), row) for row in judged),
        decision_by_id=MappingProxyType({row.id: row for row in decisions}),
        mechanisms=grouped((row.mechanism, row) for row in mechanisms),
        duties=MappingProxyType({row.id: row for row, _ in duties}),
        duty_citations=MappingProxyType({row.id: instrument for row, instrument in duties}),
        names=MappingProxyType({code: row.name for code, row in countries.items()}),
    )
    check_law_book(law, tables)
    return law


def _decisions(tables: Mapping[str, Table]) -> list[Decision]:
    notes = grouped((note.decision, note) for note in _rows(tables, "decision_notes", law_rows.decision_note))
    read = []
    for number, row in enumerate(tables["adequacy"], start=2):
        amendments = tuple(note for note in notes.get(row.get("id", ""), ()) if note.kind == "amendment")
        read.append(law_rows.decision(Cells("adequacy.csv", number, row), amendments))
    return sorted(read, key=lambda row: row.from_)
