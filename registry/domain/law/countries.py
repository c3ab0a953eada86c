"""Facts about places: which exist, which belong to the EU and the EEA and since when, and territories of their own."""

from dataclasses import dataclass
from enum import StrEnum

from registry.domain.law.periods import LawRow

EEA_WORDS = frozenset({
    "eu", "eea", "eu/eea", "eea/eu", "european union", "european economic area", "eu and eea", "eu & eea",
})  # fmt: skip
"""Regions wholly inside the EEA, in lower case; every other region leaves the country open."""


class Bloc(StrEnum):
    """What a country is a member of."""

    EU = "EU"
    EEA = "EEA"


class Treatment(StrEnum):
    """How a territory stands: with its parent country, outside, or disputed."""

    AS_PARENT = "as_parent"
    THIRD_COUNTRY = "third_country"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A place data can be in: an ISO 3166-1 country, or one of our own codes where ISO has none."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(LawRow):
    """A country's membership of a bloc."""

    code: str
    bloc: Bloc
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement(LawRow):
    """An agreement by which sending data to a third country is not treated as a transfer."""

    code: str
    instrument: str
    what: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory(LawRow):
    """A place with a code of its own whose standing differs from what its flag suggests."""

    code: str
    parent: str
    treatment: Treatment
    status: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeRow(LawRow):
    """Which act governs transfers for exporters of a group (`eu`, `efta`) and in which articles."""

    regime: str
    group: str
    instrument: str
    transfer_article: str
    adequacy_article: str
    kept_article: str
    safeguards_article: str
    derogations_article: str
    note: str
