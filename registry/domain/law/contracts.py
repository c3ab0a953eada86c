"""Art. 28(3) and 26: whether the contract that the roles ask for is in place on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from registry.domain.law.book import LawBook
from registry.domain.law.citations import Reason, msgid, reason

_NONE = msgid("The contract with the processor that binds it: none is recorded.")
_NO_ARRANGEMENT = msgid("The arrangement between the joint controllers: none is recorded.")
_ASK_TERMS = msgid("Which terms the contract consists of.")
_ASK_DAY = msgid("When the contract was signed or accepted.")
_LATER = msgid("The contract was signed only on {signed_on}, after {day_on}.")


class ContractVerdict(StrEnum):
    """What is recorded of the contract, worst first. Stored values: kept for ever."""

    MISSING = "missing"
    INCOMPLETE = "incomplete"
    IN_PLACE = "in_place"


class ContractDuty(StrEnum):
    """Which contract the roles ask for."""

    PROCESSING = "processing"
    JOINT_CONTROL = "joint_control"


_ARTICLES: Mapping[ContractDuty, str] = MappingProxyType({
    ContractDuty.PROCESSING: "GDPR Art. 28(3), (4)",
    ContractDuty.JOINT_CONTROL: "GDPR Art. 26(1), (2)",
})  # fmt: skip
_DIRECTIVE = "Directive 95/46/EC Art. 17(3), (4)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractReading:
    """Whether the contract is in place, and what is still to be shown; `verdict` None: the roles ask for none."""

    verdict: ContractVerdict | None
    missing: tuple[Reason, ...] = ()


def judge_contract(
    duty: ContractDuty | None,
    law: LawBook,
    *,
    is_recorded: bool,
    terms: str,
    signed_on: date | None,
    exporter: str | None,
    on: date,
) -> ContractReading:
    """What the recorded contract comes to on the day; `exporter` is the country of the party that engages."""
    if duty is None:
        return ContractReading(verdict=None)
    regime = law.regime_on(exporter, on) or law.regimes["eu", "eu"][-1]
    cited = _DIRECTIVE if regime.instrument.startswith("Directive") else _ARTICLES[duty]
    if not is_recorded:
        template = _NONE if duty is ContractDuty.PROCESSING else _NO_ARRANGEMENT
        return ContractReading(verdict=ContractVerdict.MISSING, missing=(reason(template, regime, cited, law.names),))
    wanted: list[Reason] = []
    if not terms.strip():
        wanted.append(reason(_ASK_TERMS, regime, cited, law.names))
    if signed_on is None:
        wanted.append(reason(_ASK_DAY, regime, cited, law.names))
    elif signed_on > on:
        wanted.append(reason(_LATER, regime, cited, law.names, signed_on=signed_on, day_on=on))
    verdict = ContractVerdict.INCOMPLETE if wanted else ContractVerdict.IN_PLACE
    return ContractReading(verdict=verdict, missing=tuple(wanted))
