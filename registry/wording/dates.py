"""How days and distances are said: absolute always, relative beside it, never broken between number and unit."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from registry.wording.languages import current, gettext, ngettext

NBSP = "\u00a0"
_SHORT, _LONG, _MONTH_DAY = "d MMM y", "d MMMM y", "d MMM"


def _as_date(on: date | datetime | str) -> date:
    if isinstance(on, str):
        on = datetime.fromisoformat(on) if len(on) > len("2026-01-01") else date.fromisoformat(on)
    return on.date() if isinstance(on, datetime) else on


def _said(on: date | datetime | str, pattern: str) -> str:
    day = _as_date(on)
    return str(format_date(day, format=pattern, locale=current())).replace(" ", NBSP)


def short_day(on: date | datetime | str) -> str:
    """For tables: 4 Jan 2027, with no-break spaces."""
    return _said(on, _SHORT)


def long_day(on: date | datetime | str) -> str:
    """For sentences: 4 January 2027, with no-break spaces."""
    return _said(on, _LONG)


def month_day(on: date | datetime | str) -> str:
    """For a second day of the same year: 4 Jan."""
    return _said(on, _MONTH_DAY)


def plain_day(on: date | datetime | str) -> str:
    """As `short_day`, with plain spaces: for subjects and feed titles."""
    return short_day(on).replace(NBSP, " ")


def instant(at: datetime, zone: str = "UTC") -> str:
    """A moment in the zone: 16 Nov 2026, 09:00."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{short_day(local)},{NBSP}{format_datetime(local, 'HH:mm', locale=current())}"


def day_in(at: datetime, zone: str) -> str:
    """The day of the moment in the zone, as a date field holds it: 2026-11-16."""
    return at.astimezone(ZoneInfo(zone)).date().isoformat()


def iso(on: date | datetime | str) -> str:
    """What a <time datetime> holds."""
    return on if isinstance(on, str) else on.isoformat()


def distance(on: date, today: date) -> str:
    """How far off a day is: today, tomorrow, in 14 days, 9 days ago."""
    days = (_as_date(on) - _as_date(today)).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days == -1:
        return gettext("yesterday")
    number = abs(days)
    said = (
        ngettext("in {n} day", "in {n} days", number) if days > 0 else ngettext("{n} day ago", "{n} days ago", number)
    )
    return said.format(n=number).replace(" ", NBSP)


def days_left(days: int) -> str:
    """What is left of a window: last day today, 1 day left, 9 days left, closed."""
    if days < 0:
        return gettext("closed")
    if days == 0:
        return gettext("last day today")
    return ngettext("{n} day left", "{n} days left", days).format(n=days).replace(" ", NBSP)


def in_days(days: int) -> str:
    """The distance for a number of days: today, tomorrow, in 14 days."""
    start = date(2000, 1, 1)
    return distance(date.fromordinal(start.toordinal() + days), start)
