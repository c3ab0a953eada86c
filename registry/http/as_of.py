"""The two questions about time that every list answers: which day, and as known when."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from registry.domain.errors import FieldError, InvalidInput

EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 1, 1)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Which day is asked about and what had been recorded by then; `is_today` when nothing was asked."""

    as_of: date
    known_at: datetime | None
    is_today: bool


def parse_moment(as_of: str | None, known_at: str | None, *, today: date, time_zone: str) -> Moment:
    """From the query's texts. Raises `InvalidInput` naming every wrong parameter."""
    errors: list[FieldError] = []
    day, known = today, None
    try:
        day = parse_day(as_of) if as_of else today
    except ValueError:
        errors.append(FieldError(field="as_of", message="Write as_of as a day from 1900 to 2199, such as 2026-11-24."))
    try:
        known = parse_known_at(known_at, time_zone) if known_at else None
    except ValueError:
        message = "Write known_at as a day, such as 2026-11-24, or an instant with its offset: 2026-11-24T12:00:00Z."
        errors.append(FieldError(field="known_at", message=message))
    if errors:
        msg = "The day or the instant asked for cannot be read."
        raise InvalidInput(msg, errors=tuple(errors))
    return Moment(as_of=day, known_at=known, is_today=not as_of and not known_at)


def parse_day(text: str) -> date:
    """A day as YYYY-MM-DD. Raises `ValueError`."""
    text = text.strip()
    if not _DAY.fullmatch(text):
        msg = "not a day"
        raise ValueError(msg)
    day = date.fromisoformat(text)
    if not EARLIEST <= day < LATEST:
        msg = "out of range"
        raise ValueError(msg)
    return day


def parse_known_at(text: str, time_zone: str) -> datetime:
    """An aware UTC instant; a day means its end in the zone. Raises `ValueError`."""
    text = text.strip()
    if _DAY.fullmatch(text):
        after = datetime.combine(parse_day(text) + timedelta(days=1), time(), ZoneInfo(time_zone))
        return after.astimezone(UTC) - timedelta(microseconds=1)
    instant = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    if instant.tzinfo is None or not EARLIEST <= instant.date() < LATEST:
        msg = "an instant needs its offset"
        raise ValueError(msg)
    return instant.astimezone(UTC)
