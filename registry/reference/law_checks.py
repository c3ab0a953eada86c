"""What no single row shows: ids used twice, rows that overlap, names of places and rows that do not exist."""

from collections.abc import Iterable, Mapping, Sequence

from registry.domain.errors import BrokenData
from registry.domain.law.book import LawBook
from registry.domain.law.periods import LawRow, overlap
from registry.reference.law_rows import Table

GROUPS = frozenset({"EEA", "EU-INST"})
"""What a decision may name beside a place of countries.csv."""
NEEDED_DUTIES = ("efta-adequacy", "impact-assessment")


def check_law_book(law: LawBook, tables: Mapping[str, Table]) -> None:
    """Raise BrokenData for the first thing that does not hold together, naming file and row."""
    for name in ("memberships", "arrangements", "territories", "regimes", "adequacy", "mechanisms", "duties"):
        _unique(f"{name}.csv", "id", tables[name])
    _unique("countries.csv", "code", tables["countries"])
    _places(law, tables)
    for groups, file in (
        (law.memberships.values(), "memberships.csv"), (law.arrangements.values(), "arrangements.csv"),
        (law.territories.values(), "territories.csv"), (law.regimes.values(), "regimes.csv"),
        (law.decisions.values(), "adequacy.csv"), (law.mechanisms.values(), "mechanisms.csv"),
    ):  # fmt: skip
        _no_overlaps(file, groups)
    _needed(law)


def _needed(law: LawBook) -> None:
    for duty in NEEDED_DUTIES:
        if duty not in law.duties:
            raise _broken("duties.csv", duty, "the row is missing")
    for group in ("eu", "efta"):
        if ("eu", group) not in law.regimes:
            raise _broken("regimes.csv", group, "no row says which act governs")


def _broken(file: str, row: str, what: str) -> BrokenData:
    return BrokenData("{file}, row {row}: {what}", file=file, row=row, what=what)


def _unique(file: str, column: str, table: Table) -> None:
    seen: set[str] = set()
    for row in table:
        name = row[column]
        if name in seen:
            raise _broken(file, name, "used twice")
        seen.add(name)


def _places(law: LawBook, tables: Mapping[str, Table]) -> None:
    for file in ("memberships", "arrangements", "territories", "adequacy", "aliases"):
        for row in tables[file]:
            name = row.get("id") or row["code"]
            if row["code"] not in law.countries and not (file == "adequacy" and row["code"] in GROUPS):
                raise _broken(f"{file}.csv", name, f"{row['code']} is no place of countries.csv")
            if row.get("parent") and row["parent"] not in law.countries:
                raise _broken(f"{file}.csv", name, f"{row['parent']} is no place of countries.csv")


def _no_overlaps(file: str, groups: Iterable[Sequence[LawRow]]) -> None:
    for rows in groups:
        for bloc in {getattr(row, "bloc", None) for row in rows}:
            clash = overlap([row for row in rows if getattr(row, "bloc", None) == bloc])
            if clash is not None:
                raise _broken(file, clash[1].id, f"overlaps {clash[0].id}")
