"""Half-open periods of rows of law: `from_` is the first day a row holds, `until` the first day it no longer does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar


def eur_lex(celex: str) -> str:
    """The address of an act by its CELEX number, or nothing."""
    return f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{celex}" if celex else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRow:
    """A dated fact of law; `verified` says how far anyone checked it (`unchecked` is shown wherever it decides)."""

    id: str
    from_: date
    until: date | None
    source: str
    verified: str

    def holds(self, on: date) -> bool:
        """Whether the row is in force on the day."""
        return self.from_ <= on and (self.until is None or on < self.until)

    @property
    def link(self) -> str:
        """Where the instrument can be read, if an address is known."""
        return ""

    @property
    def last_on(self) -> date | None:
        """The last day the row holds, if it ends."""
        return None if self.until is None else self.until - timedelta(days=1)


Row = TypeVar("Row", bound=LawRow)


def row_on(rows: Iterable[Row], on: date) -> Row | None:
    """The first row in force on the day."""
    for row in rows:
        if row.holds(on):
            return row
    return None


def last_ended(rows: Iterable[Row], on: date) -> Row | None:
    """Of the rows that had ended by the day, the one that ended last."""
    ended = [row for row in rows if row.until is not None and row.until <= on]
    return max(ended, key=lambda row: row.until or row.from_, default=None)


def overlap(rows: Sequence[Row]) -> tuple[Row, Row] | None:
    """Two rows that are in force on the same day, if there are such."""
    for earlier, later in pairwise(sorted(rows, key=lambda row: row.from_)):
        if earlier.until is None or later.from_ < earlier.until:
            return earlier, later
    return None
