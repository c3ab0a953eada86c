"""The clock as delivery reads it."""

from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """An aware UTC instant and the day in the register's zone."""

    def now(self) -> datetime:
        """The instant."""
        ...

    def today(self) -> date:
        """The day."""
        ...
