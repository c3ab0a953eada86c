"""May we use X for Y? The decision a check comes to, with ordered reasons, from how a vendor stands on the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from registry.domain.law.citations import Reason, msgid
from registry.domain.law.contracts import ContractVerdict
from registry.domain.law.verdicts import Verdict

_LIVE = msgid("{listed_as} is on the list since {since_on}.")
_LIVE_FOR = msgid("{listed_as} is on the list for {services} since {since_on}.")
_ENDING = msgid("It leaves the list on {until_on}.")
_OPEN_SERVICES = msgid(
    "Which services {listed_as} is used for is still to be clarified: {service} has to be among them."
)
_INCOMPLETE = msgid("Its transfers have a ground, but what proves it is not all there.")
_DEROGATION = msgid("Its transfers rest on a derogation, which carries occasional transfers only.")
_CONTRACT = msgid("Its contract is not shown to be in place.")
_UNDETERMINED = msgid("Whether its transfers are allowed is open in law, so it is under review.")
_NOT_ALLOWED = msgid("Its transfers are not allowed.")
_OTHER_SERVICES = msgid("{listed_as} is on the list for {services}, not for {service}.")
_ANNOUNCED = msgid("{listed_as} is announced from {from_on}; until then it may not be used for this.")
_ANNOUNCED_FOR = msgid(
    "{listed_as} is announced for {services} from {from_on}; until then it may not be used for this."
)
_ENDED = msgid("{listed_as} was on the list until {last_on}.")
_ENDED_FOR = msgid("{listed_as} was on the list for {services} until {last_on}.")
_NEVER = msgid("{name} is known, but is not on the list.")
_ANOTHER = msgid("The list names {entities}; “{asked}” is another legal entity, even if of the same group.")
_ASK_ENTITY = msgid("That {entities} is meant, and not {asked}: another legal entity needs a change of its own.")
_UNKNOWN = msgid("No processor on the list is known as “{asked}”.")
_AMBIGUOUS = msgid("“{asked}” can mean more than one processor: name one of them.")
_TWO = msgid("“{asked}” names two companies: ask for one of them.")


class Decision(StrEnum):
    """What a check answers. Stored values: kept for ever."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    ANNOUNCED = "announced"
    UNDER_REVIEW = "under_review"
    NOT_APPROVED = "not_approved"
    ENDED = "ended"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"


_WORST_FIRST = (Decision.NOT_APPROVED, Decision.UNDER_REVIEW, Decision.APPROVED_WITH_CONDITIONS, Decision.APPROVED)


class Standing(StrEnum):
    """Where a use lies in time, seen from the day asked about."""

    LIVE = "live"
    AHEAD = "ahead"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One engagement as it holds on [from_, until): `serves` None means its services are still to be clarified.

    `services` are names; empty for every service, and where none is stated. `reasons` and `missing` are the law's;
    a use that is over has none.
    """

    standing: Standing
    from_: date
    until: date | None
    listed_as: str
    serves: bool | None
    services: tuple[str, ...]
    legal_entity: str = ""
    verdict: Verdict | None = None
    contract: ContractVerdict | None = None
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Reason, ...] = ()
    contract_missing: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The decision, why in order, what still has to be shown, and for an announced one the day it may be used from."""

    decision: Decision
    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...] = ()
    from_on: date | None = None


def decide(name: str, uses: Sequence[Use], *, service: str | None) -> Outcome:
    """The decision about a known vendor; `service` is the name of the one asked for, None for any.

    What is live decides, the worst of several; then what is announced, then what it is listed for instead, then what
    is over.
    """
    fitting = _fitting([use for use in uses if use.standing is Standing.LIVE])
    if fitting:
        return _worst([_live(use, service) for use in fitting])
    ahead = sorted(_fitting([u for u in uses if u.standing is Standing.AHEAD]), key=lambda use: use.from_)
    if ahead:
        return _announced(ahead[0])
    others = [use for use in uses if use.standing is Standing.LIVE]
    if others:
        reasons = tuple(_other(use, service or "") for use in others)
        return Outcome(decision=Decision.NOT_APPROVED, reasons=reasons)
    over = sorted(_fitting([u for u in uses if u.standing is Standing.OVER]), key=lambda use: use.until or date.max)
    if over:
        return Outcome(decision=Decision.ENDED, reasons=(_over(over[-1]),))
    return Outcome(decision=Decision.NOT_APPROVED, reasons=(said(_NEVER, name=name),))


def of_another_entity(outcome: Outcome, asked: str, entities: tuple[str, ...]) -> Outcome:
    """The outcome for those on the list, told to somebody who asked about another company of the same vendor."""
    if outcome.decision not in {Decision.APPROVED, Decision.APPROVED_WITH_CONDITIONS, Decision.ANNOUNCED}:
        return outcome
    is_approved = outcome.decision is Decision.APPROVED
    return replace(
        outcome,
        decision=Decision.APPROVED_WITH_CONDITIONS if is_approved else outcome.decision,
        reasons=(said(_ANOTHER, asked=asked, entities=entities), *outcome.reasons),
        missing=(said(_ASK_ENTITY, asked=asked, entities=entities), *outcome.missing),
    )


def unknown(asked: str, *, is_two: bool = False) -> Outcome:
    """Nobody on the list is known by this name; or it names two companies at once."""
    if is_two:
        return Outcome(decision=Decision.AMBIGUOUS, reasons=(said(_TWO, asked=asked),))
    return Outcome(decision=Decision.UNKNOWN, reasons=(said(_UNKNOWN, asked=asked),))


def ambiguous(asked: str) -> Outcome:
    """Several processors are known by this name."""
    return Outcome(decision=Decision.AMBIGUOUS, reasons=(said(_AMBIGUOUS, asked=asked),))


def said(template: str, /, **params: object) -> Reason:
    """A reason of ours: it rests on the register, on no row of law."""
    return Reason(template=template, params=params, citation="", row="", source="", verified="")


def _fitting(uses: Sequence[Use]) -> list[Use]:
    """Those that serve; only where none does, those of which nobody can say."""
    return [use for use in uses if use.serves] or [use for use in uses if use.serves is None]


def _worst(outcomes: Sequence[Outcome]) -> Outcome:
    """The worst decision, its reasons first, then those of the others."""
    ordered = sorted(outcomes, key=lambda outcome: _WORST_FIRST.index(outcome.decision))
    return Outcome(
        decision=ordered[0].decision,
        reasons=_once(reason for outcome in ordered for reason in outcome.reasons),
        missing=_once(reason for outcome in ordered for reason in outcome.missing),
    )


def _once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons in their order, each sentence once."""
    told: dict[tuple[str, str], Reason] = {}
    for reason in reasons:
        told.setdefault((reason.template, repr(reason.params)), reason)
    return tuple(told.values())


def _live(use: Use, service: str | None) -> Outcome:
    decision, conditions = Decision.APPROVED, []
    if use.serves is None:
        conditions.append(said(_OPEN_SERVICES, listed_as=use.listed_as, service=service or ""))
    if use.verdict is Verdict.INCOMPLETE:
        conditions.append(said(_INCOMPLETE))
    if use.verdict is Verdict.DEROGATION:
        conditions.append(said(_DEROGATION))
    if use.contract not in {None, ContractVerdict.IN_PLACE}:
        conditions.append(said(_CONTRACT))
    if conditions:
        decision = Decision.APPROVED_WITH_CONDITIONS
    if use.verdict is Verdict.UNDETERMINED:
        decision, conditions = Decision.UNDER_REVIEW, [said(_UNDETERMINED), *conditions]
    if use.verdict is Verdict.NOT_ALLOWED:
        decision, conditions = Decision.NOT_APPROVED, [said(_NOT_ALLOWED), *conditions]
    first = [_told(use, _LIVE, _LIVE_FOR, since_on=use.from_)]
    if use.until is not None:
        first.append(said(_ENDING, until_on=use.until))
    return Outcome(
        decision=decision,
        reasons=(*first, *conditions, *use.reasons),
        missing=(*use.missing, *use.contract_missing),
    )


def _announced(use: Use) -> Outcome:
    first = _told(use, _ANNOUNCED, _ANNOUNCED_FOR, from_on=use.from_)
    return Outcome(
        decision=Decision.ANNOUNCED,
        reasons=(first, *use.reasons),
        missing=(*use.missing, *use.contract_missing),
        from_on=use.from_,
    )


def _other(use: Use, service: str) -> Reason:
    return said(_OTHER_SERVICES, listed_as=use.listed_as, services=use.services, service=service)


def _over(use: Use) -> Reason:
    return _told(use, _ENDED, _ENDED_FOR, last_on=(use.until or use.from_) - timedelta(days=1))


def _told(use: Use, plain: str, for_services: str, **params: object) -> Reason:
    if not use.services:
        return said(plain, listed_as=use.listed_as, **params)
    return said(for_services, listed_as=use.listed_as, services=use.services, **params)
