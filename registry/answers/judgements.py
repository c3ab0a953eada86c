"""Judge an engagement: the worst of its legs and its contract, with reasons, from recorded facts and one law book."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from registry.answers.legs import legs_of, places_of
from registry.answers.turning_days import turning_days
from registry.domain.law.assessment import Assessment, assess
from registry.domain.law.book import LawBook
from registry.domain.law.citations import Reason
from registry.domain.law.contracts import ContractDuty, ContractReading, ContractVerdict, judge_contract
from registry.domain.law.places import EeaStatusReading, eea_status
from registry.domain.law.transfers import Transfer
from registry.domain.law.verdicts import VERDICT_RANK, EeaStatus, Flag, Verdict, worst, worst_status
from registry.domain.register.facts import EngagementFacts, Location, VendorRole
from registry.domain.register.publisher import Publisher

Answer = TypeVar("Answer")
UNDER_REVIEW = frozenset({Verdict.NOT_ALLOWED, Verdict.UNDETERMINED, Verdict.INCOMPLETE})
"""Verdicts that the public reads as “under review”: incomplete or worse (PRODUCT §4)."""
_KEPT = 20_000
_DUTIES = {
    VendorRole.SUB_PROCESSOR: ContractDuty.PROCESSING,
    VendorRole.PROCESSOR: ContractDuty.PROCESSING,
    VendorRole.JOINT_CONTROLLER: ContractDuty.JOINT_CONTROL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLocation:
    """One place of an engagement as it stands on the day, with the verdict of the leg that leads there."""

    country: str | None
    region: str | None
    text: str
    activity: str
    who: str
    condition: str
    eea_status: EeaStatus
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an engagement comes to on the day: the worst of its legs, with all their reasons, the worst leg's first.

    `contract` is None where the roles ask for none. `missing` is what the transfers still have to show (`reasons` does
    not repeat it), and `contract_missing` what the contract has. `law_book` names the edition.
    """

    verdict: Verdict
    flags: tuple[Flag, ...]
    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    locations: tuple[JudgedLocation, ...]
    eea_status: EeaStatus
    contract: ContractVerdict | None
    contract_missing: tuple[Reason, ...]
    law_book: str


class Judge:
    """Judges by one law book. Pure but for what it remembers: equal legs on one day are assessed once."""

    def __init__(self, law: LawBook) -> None:
        self.law = law
        self._assessed: _Memory[Assessment] = _Memory()
        self._statuses: _Memory[EeaStatusReading] = _Memory()
        self._judged: _Memory[Judgement] = _Memory()
        self._reviews: _Memory[date | None] = _Memory()

    def facts(self, facts: EngagementFacts, *, on: date, today: date, publisher: Publisher) -> Judgement:
        """Judge the engagement's facts on the day; a day after `today` is flagged as projected."""
        legs = legs_of(facts, publisher)
        assessed = [(place, self._assess(transfer, on, today)) for place, transfer in legs]
        worst_first = sorted(assessed, key=lambda leg: VERDICT_RANK[leg[1].verdict])
        contract = self._contract(facts, publisher, on)
        flags = {flag for _, found in assessed for flag in found.flags}
        locations = tuple(self._location(place, found, on) for place, found in assessed)
        missing = _once(said for _, found in worst_first for said in found.missing)
        return Judgement(
            verdict=worst(found.verdict for _, found in assessed),
            flags=tuple(flag for flag in Flag if flag in flags),
            reasons=_once((said for _, found in worst_first for said in found.reasons), but_not=missing),
            missing=missing,
            locations=locations,
            eea_status=worst_status(place.eea_status for place in locations),
            contract=contract.verdict,
            contract_missing=contract.missing,
            law_book=self.law.label,
        )

    def stored(self, text: str, facts: EngagementFacts, *, on: date, today: date, publisher: Publisher) -> Judgement:
        """As `facts`, remembered under `text`, the facts as they are stored."""
        key = (text, on, _seen_on(on, today), publisher.country)
        return self._judged.get(key, lambda: self.facts(facts, on=on, today=today, publisher=publisher))

    def under_review_since(
        self, text: str, facts: EngagementFacts, *, since: date, on: date, publisher: Publisher
    ) -> date | None:
        """Since when, within [since, on], the verdict has been incomplete or worse without a break; None: it is not.

        `since` is the first day the facts hold.
        """
        key = (text, since, on, publisher.country)
        return self._reviews.get(key, lambda: self._first_bad_day(facts, since, on, publisher))

    def _first_bad_day(self, facts: EngagementFacts, since: date, on: date, publisher: Publisher) -> date | None:
        transfers = [transfer for _, transfer in legs_of(facts, publisher)]
        turns = {day for transfer in transfers for day in turning_days(transfer, self.law) if since < day < on}
        found: date | None = None
        for day in (on, *sorted(turns, reverse=True), since):
            if worst(self._assess(transfer, day, day).verdict for transfer in transfers) not in UNDER_REVIEW:
                break
            found = day
        return found

    def status(self, facts: EngagementFacts, *, on: date) -> EeaStatus:
        """How the engagement's places stand to the EEA on the day: the worst of them. Cheaper than a verdict."""
        return worst_status(self._status(place, on).status for place in places_of(facts))

    def _assess(self, transfer: Transfer, on: date, today: date) -> Assessment:
        seen_on = _seen_on(on, today)
        key = (transfer, on, seen_on)
        return self._assessed.get(key, lambda: assess(transfer, self.law, on=on, today=seen_on))

    def _status(self, place: Location, on: date) -> EeaStatusReading:
        named = place.country or place.region or place.text or None
        return self._statuses.get((named, on), lambda: eea_status(self.law, named, on=on))

    def _location(self, place: Location, found: Assessment, on: date) -> JudgedLocation:
        return JudgedLocation(
            country=place.country,
            region=place.region,
            text=place.text,
            activity=place.activity,
            who=place.who,
            condition=place.condition,
            eea_status=self._status(place, on).status,
            verdict=found.verdict,
        )

    def _contract(self, facts: EngagementFacts, publisher: Publisher, on: date) -> ContractReading:
        contract = facts.contract
        signed_on = contract.signed_on if contract else None
        return judge_contract(
            _DUTIES.get(facts.role),
            self.law,
            is_recorded=contract is not None,
            terms=contract.terms if contract else "",
            signed_on=date.fromisoformat(signed_on) if signed_on else None,
            exporter=publisher.country,
            on=on,
        )


class _Memory(Generic[Answer]):
    """Answers by key; those asked for least lately are forgotten."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(self, key: Hashable, find: Callable[[], Answer]) -> Answer:
        """The answer, found at most once while it is remembered."""
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        found = self._known[key] = find()
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return found


def _seen_on(on: date, today: date) -> date:
    """All that a verdict needs of today: a day that has passed is judged alike for ever."""
    return min(on, today)


def _once(reasons: Iterable[Reason], *, but_not: Iterable[Reason] = ()) -> tuple[Reason, ...]:
    """The reasons in their order, each once, without those told elsewhere; what a reader sees decides."""
    elsewhere = {_seen(said) for said in but_not}
    told: dict[Hashable, Reason] = {}
    for said in reasons:
        if (key := _seen(said)) not in elsewhere:
            told.setdefault(key, said)
    return tuple(told.values())


def _seen(said: Reason) -> Hashable:
    return said.template, repr(said.params), said.row
