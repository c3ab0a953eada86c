"""What was measured, against what is held, as lines of a table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One measurement: `limit` is what is held, at least or (`at_most`) at most."""

    what: str
    measured: float
    limit: float
    unit: str = ""
    at_most: bool = False
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether the limit is held."""
        return self.measured <= self.limit if self.at_most else self.measured >= self.limit

    def __str__(self) -> str:
        held = f"{'≤' if self.at_most else '≥'} {self.limit:g} {self.unit}".rstrip()
        measured = f"{self.measured:.2f} {self.unit}".rstrip()
        return f"{'pass' if self.passed else 'FAIL'}  {self.what:<44} {measured:>14}  {held:<14} {self.note}".rstrip()
