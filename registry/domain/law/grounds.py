"""What each ground claimed for a transfer comes to, and the case it is judged in."""

from dataclasses import dataclass
from datetime import date

from registry.domain.law.book import LawBook
from registry.domain.law.citations import Reason, reason
from registry.domain.law.countries import RegimeRow
from registry.domain.law.periods import LawRow
from registry.domain.law.places import PlaceReading
from registry.domain.law.transfers import Transfer
from registry.domain.law.verdicts import VERDICT_RANK, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One restricted transfer on one day under one act; `seen_on` is the latest day a check could have been made."""

    transfer: Transfer
    law: LawBook
    regime: RegimeRow
    place: PlaceReading
    on: date
    seen_on: date

    def say(self, template: str, row: LawRow, citation: str, /, **params: object) -> Reason:
        """A reason that rests on the row."""
        return reason(template, row, citation, self.law.names, **params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What one ground comes to: its verdict, why, and what is still to be shown."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...] = ()

    @property
    def is_lawful(self) -> bool:
        """Whether the transfer may rest on it."""
        return VERDICT_RANK[self.verdict] >= VERDICT_RANK[Verdict.DEROGATION]


def refused(*reasons: Reason) -> Ground:
    """A ground that does not carry."""
    return Ground(verdict=Verdict.NOT_ALLOWED, reasons=reasons)


def best_first(grounds: list[Ground]) -> list[Ground]:
    """The grounds with the one that carries first; among equals the order relied on decides."""
    carries = max(grounds, key=lambda ground: VERDICT_RANK[ground.verdict])
    return [carries, *(ground for ground in grounds if ground is not carries)]
