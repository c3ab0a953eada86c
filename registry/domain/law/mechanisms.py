"""Facts about transfer mechanisms: what each is, whom it fits, which proof it needs, from when and until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.domain.law.periods import LawRow, eur_lex


class Kind(StrEnum):
    """What a thing named as a mechanism is."""

    NO_TRANSFER = "no-transfer"
    ADEQUACY = "adequacy"
    SAFEGUARD = "safeguard"
    DEROGATION = "derogation"
    WRAPPER = "wrapper"
    NO_TOOL = "not-a-transfer-tool"


class Proof(StrEnum):
    """What shows that a safeguard is in place between these parties."""

    NONE = "none"
    CONTRACT = "contract"
    GROUP_RULES = "group_rules"
    APPROVED_CONTRACT = "approved_contract"
    PUBLIC_BODIES = "public_bodies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism(LawRow):
    """A mechanism during one period of law; several rows may describe the same `mechanism` one after the other."""

    mechanism: str
    label: str
    regimes: frozenset[str]
    kind: Kind
    basis: str
    status: str
    needs_assessment: bool
    authorisation: str
    proof: Proof
    exporter_roles: frozenset[str]
    importer_roles: frozenset[str]
    module: int | None
    only_own_controller: bool
    not_if_bound_by: str
    decision: str
    contracts_until: date | None
    ended_by: str
    note: str
    verified_note: str

    @property
    def is_adopted(self) -> bool:
        """Whether it exists; a planned instrument is listed but cannot be relied on."""
        return self.status != "announced-not-adopted"

    @property
    def link(self) -> str:
        """The address of the act named in the basis, where its CELEX number stands there."""
        return eur_lex(self.basis.partition("CELEX ")[2].partition(",")[0])

    def fits(self, exporter_role: str, importer_role: str) -> bool:
        """Whether it is made for this pair of roles; a tool that names none fits all."""
        return (not self.exporter_roles or exporter_role in self.exporter_roles) and (
            not self.importer_roles or importer_role in self.importer_roles
        )


CLAIMS = {
    "adequacy": "art45-adequacy",
    "dpf": "art45-dpf",
    "privacy-shield": "art45-privacy-shield",
    "safe-harbour": "art45-safe-harbour",
    "scc-m1": "scc-2021-914-m1",
    "scc-m2": "scc-2021-914-m2",
    "scc-m3": "scc-2021-914-m3",
    "scc-m4": "scc-2021-914-m4",
    "none-needed": "none-eea",
}
"""What published lists claim, as the mechanism meant."""
VAGUE_CLAIMS = {"scc": "scc-", "bcr": "bcr-", "derogation": "art49-"}
"""Claims that leave open which tool is meant, by what the ids of the possible tools start with."""
UNKNOWN_CLAIM = "unknown"
