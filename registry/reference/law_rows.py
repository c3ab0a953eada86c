"""One reader for each table of the law: a row of text in, a row of law out; errors name the file and the row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypedDict, TypeVar

from registry.domain.errors import BrokenData
from registry.domain.law.adequacy import Decision, DecisionNote, Scope
from registry.domain.law.countries import Arrangement, Bloc, Country, Membership, RegimeRow, Territory, Treatment
from registry.domain.law.mechanisms import Kind, Mechanism, Proof
from registry.domain.law.periods import LawRow

Choice = TypeVar("Choice", bound=StrEnum)
Table = Sequence[Mapping[str, str]]


class _Dated(TypedDict):
    id: str
    from_: date
    until: date | None
    source: str
    verified: str


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table, read cell by cell."""

    file: str
    number: int
    cells: Mapping[str, str]

    def broken(self, what: str) -> BrokenData:
        """The error for this row."""
        name = self.cells.get("id") or self.cells.get("code") or ""
        return BrokenData("{file}, row {row} ({name}): {what}", file=self.file, row=self.number, name=name, what=what)

    def text(self, column: str) -> str:
        """The cell, possibly empty; the column must exist."""
        value = self.cells.get(column)
        if value is None:
            raise self.broken(f"the column {column} is missing")
        return value

    def must(self, column: str) -> str:
        """The cell, never empty."""
        value = self.text(column).strip()
        if not value:
            raise self.broken(f"{column} is empty")
        return value

    def day(self, column: str) -> date | None:
        """The cell as a day, or None where it is empty."""
        value = self.text(column)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.broken(f"{column} is not a day: {value}") from None

    def choice(self, column: str, kind: type[Choice]) -> Choice:
        """The cell as one of a closed list."""
        try:
            return kind(self.text(column))
        except ValueError:
            raise self.broken(f"{column} is none of {', '.join(kind)}: {self.text(column)}") from None

    def dated(self) -> _Dated:
        """What every row of law has."""
        from_ = self.day("from")
        until = self.day("until")
        if from_ is None:
            if self.cells.get("status") != "announced-not-adopted":
                raise self.broken("from is empty")
            from_ = date.max
        if until is not None and until <= from_:
            raise self.broken("until is not after from")
        return {
            "id": self.must("id"), "from_": from_, "until": until, "source": self.must("source"),
            "verified": self.must("verified"),
        }  # fmt: skip


def country(row: Cells) -> Country:
    """A row of countries.csv."""
    return Country(code=row.must("code"), name=row.must("name"), kind=row.must("kind"))


def membership(row: Cells) -> Membership:
    """A row of memberships.csv."""
    return Membership(**row.dated(), code=row.must("code"), bloc=row.choice("bloc", Bloc), note=row.text("note"))


def arrangement(row: Cells) -> Arrangement:
    """A row of arrangements.csv."""
    return Arrangement(
        **row.dated(), code=row.must("code"), instrument=row.must("instrument"), what=row.must("what"),
        note=row.text("note"),
    )  # fmt: skip


def territory(row: Cells) -> Territory:
    """A row of territories.csv."""
    return Territory(
        **row.dated(), code=row.must("code"), parent=row.text("parent"), treatment=row.choice("treatment", Treatment),
        status=row.must("status"), note=row.text("note"),
    )  # fmt: skip


def regime(row: Cells) -> RegimeRow:
    """A row of regimes.csv."""
    return RegimeRow(
        **row.dated(), regime=row.must("regime"), group=row.must("group"), instrument=row.must("instrument"),
        transfer_article=row.must("transfer_article"), adequacy_article=row.must("adequacy_article"),
        kept_article=row.must("kept_article"), safeguards_article=row.must("safeguards_article"),
        derogations_article=row.must("derogations_article"), note=row.text("note"),
    )  # fmt: skip


def decision_note(row: Cells) -> DecisionNote:
    """A row of decision_notes.csv."""
    return DecisionNote(
        **row.dated(), decision=row.must("decision"), kind=row.must("kind"), act=row.text("act"),
        celex=row.text("celex"), oj=row.text("oj"), what=row.text("what"),
    )  # fmt: skip


def decision(row: Cells, amendments: tuple[DecisionNote, ...]) -> Decision:
    """A row of adequacy.csv with the amendments made to it."""
    scope, _, shown_by = row.text("evidence").partition(":")
    if row.text("kind") == "public-authority":
        scope = Scope.PUBLIC_AUTHORITY
    if scope not in {"", *Scope} or (scope in {Scope.SUBJECT_TO, Scope.CERTIFICATION} and not shown_by):
        raise row.broken(f"evidence is not readable: {row.text('evidence')}")
    return Decision(
        **row.dated(), regime=row.must("regime"), code=row.must("code"), territory=row.must("territory"),
        instrument=row.must("instrument"), celex=row.text("celex"), oj=row.text("oj"), basis=row.must("basis"),
        kind=row.must("kind"), scope=Scope(scope or "whole"), shown_by=shown_by, covers=row.must("scope"),
        limits=row.text("limits"), limits_until=row.day("limits_until"), end=row.text("end"),
        ended_by=row.text("ended_by"), efta=row.text("efta"), note=row.text("note"),
        verified_note=row.text("verified_note"), amendments=amendments,
    )  # fmt: skip


def mechanism(row: Cells) -> Mechanism:
    """A row of mechanisms.csv."""
    return Mechanism(
        **row.dated(), mechanism=row.must("mechanism"), label=row.must("label"),
        regimes=frozenset(row.must("regimes").split()), kind=row.choice("kind", Kind), basis=row.must("basis"),
        status=row.must("status"), needs_assessment=row.must("tia") in {"yes", "conditional"},
        authorisation=row.text("authorisation"), proof=Proof(row.text("evidence") or "none"),
        exporter_roles=frozenset(row.text("exporter_roles").split()),
        importer_roles=frozenset(row.text("importer_roles").split()),
        module=int(row.text("module")) if row.text("module") else None,
        only_own_controller=row.text("own_controller") == "yes", not_if_bound_by=row.text("not_if_bound_by"),
        decision=row.text("decision"), contracts_until=row.day("contracts_until"), ended_by=row.text("ended_by"),
        note=row.text("note"), verified_note=row.text("verified_note"),
    )  # fmt: skip


def duty(row: Cells) -> tuple[LawRow, str]:
    """A row of duties.csv with its citation."""
    return LawRow(**row.dated()), row.must("instrument")
