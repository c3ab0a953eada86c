"""What a run over published lists did with every row, the same for import and replay."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A cell that was refused or is to be clarified. `row` is counted as a spreadsheet does: the header is row 1."""

    file: str
    row: int
    column: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Every row read is exactly one of imported, changed, unchanged and refused."""

    imported: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    to_be_clarified: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def read(self) -> int:
        """All rows that were read."""
        return self.imported + self.changed + self.unchanged + self.refused

    def as_dict(self) -> dict[str, object]:
        """The report as `--json` prints it."""
        return {
            "read": self.read,
            "imported": self.imported,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "to_be_clarified": self.to_be_clarified,
            "problems": [
                {"file": p.file, "row": p.row, "column": p.column, "text": p.text, "reason": p.reason}
                for p in self.problems
            ],
        }
