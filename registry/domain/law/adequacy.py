"""Facts about adequacy decisions: whom they cover, within which limits, from when and until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.domain.law.periods import LawRow, eur_lex


class Scope(StrEnum):
    """What has to be shown before a decision covers a transfer."""

    WHOLE = "whole"
    SUBJECT_TO = "subject_to"
    CERTIFICATION = "certification"
    PUBLIC_AUTHORITY = "public_authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionNote(LawRow):
    """Something that happened to a decision: an amendment, a review, a pending challenge."""

    decision: str
    kind: str
    act: str
    celex: str
    oj: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(LawRow):
    """An adequacy decision. `shown_by` names the law or the certification scheme that a limited scope asks for."""

    regime: str
    code: str
    territory: str
    instrument: str
    celex: str
    oj: str
    basis: str
    kind: str
    scope: Scope
    shown_by: str
    covers: str
    limits: str
    limits_until: date | None
    end: str
    ended_by: str
    efta: str
    note: str
    verified_note: str
    amendments: tuple[DecisionNote, ...] = ()

    @property
    def is_limited(self) -> bool:
        """Whether it covers only recipients that can show something."""
        return self.scope is not Scope.WHOLE

    @property
    def predates_gdpr(self) -> bool:
        """Whether it was made under the Directive and lives on by Art. 45(9)."""
        return self.basis.startswith("Directive")

    @property
    def link(self) -> str:
        """Its address at EUR-Lex."""
        return eur_lex(self.celex)

    @property
    def listing(self) -> str:
        """The name of the list a certification stands on: what the territory says in brackets."""
        return self.territory.partition("(")[2].rstrip(")") or self.territory

    def cited(self, on: date) -> str:
        """The instrument with its amendments as they stood on the day."""
        text = f"{self.instrument}, {self.oj}" if self.oj else self.instrument
        acts = [note.act for note in self.amendments if note.holds(on)]
        return f"{text}; as amended by {', '.join(acts)}" if acts else text

    def limits_on(self, on: date) -> str:
        """The carve-outs that hold on the day, if any."""
        return "" if self.limits_until is not None and on >= self.limits_until else self.limits
