"""The one clock of a process: UTC, the day in the register's zone, and the shift that tries out another day."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_SHIFT = re.compile(r"([+-])(?:(\d{1,5})d)?(?:(\d{1,5})h)?(?:(\d{1,5})m)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Reads the system's clock, moved by `shift`."""

    zone: ZoneInfo
    shift: timedelta = timedelta()

    def now(self) -> datetime:
        """The instant, aware UTC, shift included."""
        return datetime.now(UTC) + self.shift

    def today(self) -> date:
        """The day in the register's zone, shift included."""
        return self.now().astimezone(self.zone).date()


def parse_shift(text: str) -> timedelta:
    """`+8d`, `+30d6h`, `-2h`; empty is none. Raises ValueError."""
    if not text:
        return timedelta()
    match = _SHIFT.fullmatch(text.strip())
    if match is None or not any(match.groups()[1:]):
        msg = "write a shift such as +8d or +30d6h"
        raise ValueError(msg)
    sign, days, hours, minutes = match.groups()
    shift = timedelta(days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0))
    return -shift if sign == "-" else shift
