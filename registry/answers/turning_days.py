"""The days on which the verdict on a leg may turn: rows of law that begin or end, and proof that comes or lapses."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from registry.domain.law.book import LawBook
from registry.domain.law.coverage import LISTING_CHECK_DAYS
from registry.domain.law.impact import REVIEW_GRACE
from registry.domain.law.mechanisms import CLAIMS, VAGUE_CLAIMS, Mechanism
from registry.domain.law.parties import Certification
from registry.domain.law.periods import LawRow
from registry.domain.law.transfers import RecordedTia, Reliance, Transfer

_DAY = timedelta(days=1)


def turning_days(transfer: Transfer, law: LawBook) -> set[date]:
    """The days; between two of them, in order, the verdict stays as it is."""
    days: set[date] = set()
    for row in _rows(transfer, law):
        days |= {row.from_} | ({row.until} if row.until else set())
    days |= set(_claimed(transfer.relies_on or (), law))
    days |= {day for entry in transfer.importer.certifications or () for day in _of_listing(entry)}
    return days | set(_of_assessment(transfer.assessment))


def _rows(transfer: Transfer, law: LawBook) -> Iterator[LawRow]:
    for rows in law.regimes.values():
        yield from rows
    yield from law.duties.values()
    code = law.code_of(transfer.destination) if transfer.destination else None
    if code is None:
        return
    territories = law.territories.get(code, ())
    yield from territories
    yield from law.decisions_for("eu", code)
    for home in {code, *(row.parent for row in territories)}:
        yield from law.memberships.get(home, ())
        yield from law.arrangements.get(home, ())


def _claimed(relies_on: Iterable[Reliance], law: LawBook) -> Iterator[date]:
    for reliance in relies_on:
        for name in {reliance.mechanism, reliance.with_ or reliance.mechanism}:
            for row in _mechanism_rows(name, law):
                yield from filter(None, (row.from_, row.until, row.contracts_until))
        dates = (
            reliance.signed_on, reliance.accepted_on, reliance.acceded_on, reliance.stated_on, reliance.approved_on,
        )  # fmt: skip
        yield from filter(None, dates)


def _mechanism_rows(name: str, law: LawBook) -> tuple[Mechanism, ...]:
    start = VAGUE_CLAIMS.get(name)
    if start is None:
        return law.mechanisms.get(CLAIMS.get(name, name), ())
    return tuple(row for key, rows in law.mechanisms.items() if key.startswith(start) for row in rows)


def _of_listing(entry: Certification) -> Iterator[date]:
    checked_until = entry.checked_on + timedelta(days=LISTING_CHECK_DAYS) + _DAY if entry.checked_on else None
    yield from filter(None, (entry.from_, entry.until, entry.checked_on, checked_until))


def _of_assessment(tia: RecordedTia | None) -> Iterator[date]:
    if tia is None:
        return
    overdue_on = tia.review_by + REVIEW_GRACE + _DAY if tia.review_by else None
    yield from filter(None, (tia.approved_on, tia.review_by, overdue_on, tia.measures_in_force_on))
