"""The law book: every row of law as one immutable value, indexed by place, mechanism and regime."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from registry.domain.errors import InvalidInput
from registry.domain.law.adequacy import Decision, Scope
from registry.domain.law.citations import msgid
from registry.domain.law.countries import Arrangement, Bloc, Country, Membership, RegimeRow, Territory
from registry.domain.law.mechanisms import Mechanism
from registry.domain.law.periods import LawRow, row_on

Key = TypeVar("Key")
Value = TypeVar("Value")
EFTA = frozenset({"IS", "LI", "NO"})
"""The EEA states for which an act becomes law by decision of the EEA Joint Committee."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawBook:
    """All rows of law; `content` is their canonical JSON, `hash` its SHA-256: a stored verdict can be redone."""

    version: str
    as_of: date
    adopted_on: date
    adopted_by: str
    hash: str
    content: str = field(repr=False)
    countries: Mapping[str, Country] = field(repr=False)
    aliases: Mapping[str, str] = field(repr=False)
    memberships: Mapping[str, tuple[Membership, ...]] = field(repr=False)
    arrangements: Mapping[str, tuple[Arrangement, ...]] = field(repr=False)
    territories: Mapping[str, tuple[Territory, ...]] = field(repr=False)
    regimes: Mapping[tuple[str, str], tuple[RegimeRow, ...]] = field(repr=False)
    decisions: Mapping[tuple[str, str], tuple[Decision, ...]] = field(repr=False)
    decision_by_id: Mapping[str, Decision] = field(repr=False)
    mechanisms: Mapping[str, tuple[Mechanism, ...]] = field(repr=False)
    duties: Mapping[str, LawRow] = field(repr=False)
    duty_citations: Mapping[str, str] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)

    @property
    def label(self) -> str:
        """How a verdict names the book: its version and the start of its hash."""
        return f"{self.version}+{self.hash[:12]}"

    def code_of(self, text: str) -> str | None:
        """The book's code for a code or alias in any case (`uk` is GB), or None where it knows none."""
        code = text.strip().upper()
        code = self.aliases.get(code, code)
        return code if code in self.countries else None

    def place(self, text: str) -> str:
        """As `code_of`; raises InvalidInput naming a code the book does not know."""
        code = self.code_of(text)
        if code is None:
            raise InvalidInput(msgid("{code} is not a country or place in the law book."), code=text)
        return code

    def name_of(self, code: str) -> str:
        """The English name of a place; the code itself where the book knows none."""
        return self.names.get(code, code)

    def regime_on(self, exporter: str | None, on: date) -> RegimeRow | None:
        """The act that governs an exporter of this country under the EU regime on the day."""
        return row_on(self.regimes["eu", "efta" if exporter in EFTA else "eu"], on)

    def decisions_for(self, regime: str, code: str) -> tuple[Decision, ...]:
        """Every decision of the regime that names the place, and for an outlying territory its parent's listings."""
        own = self.decisions.get((regime, code), ())
        territory = self.territories.get(code, ())
        if not territory or not territory[-1].parent:
            return own
        parents = self.decisions.get((regime, territory[-1].parent), ())
        return own + tuple(decision for decision in parents if decision.scope is Scope.CERTIFICATION)

    def is_member(self, code: str, bloc: Bloc, on: date) -> Membership | None:
        """The membership of the bloc that holds on the day."""
        for row in self.memberships.get(code, ()):
            if row.bloc is bloc and row.holds(on):
                return row
        return None


def grouped(pairs: Iterable[tuple[Key, Value]]) -> Mapping[Key, tuple[Value, ...]]:
    """The values by key, read-only, in their order."""
    groups: dict[Key, list[Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return MappingProxyType({key: tuple(values) for key, values in groups.items()})
