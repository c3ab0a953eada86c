"""How a place stands on a day: inside the EEA, inside by agreement, outside, or open."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.domain.law.adequacy import Decision
from registry.domain.law.book import LawBook
from registry.domain.law.citations import Reason, msgid, reason
from registry.domain.law.countries import EEA_WORDS, Arrangement, Bloc, Membership, RegimeRow, Territory, Treatment
from registry.domain.law.periods import LawRow, row_on
from registry.domain.law.verdicts import EeaStatus

_MEMBER = msgid(
    "{place_code} has belonged to the {bloc} since {since_on}: data that stay there are not transferred to a third "
    "country."
)
_MEMBER_UNTIL = msgid(
    "{place_code} belonged to the {bloc} from {since_on} to {last_on}: data that stayed there were not transferred to "
    "a third country."
)
_WITH_PARENT = msgid(
    "{place_code} is treated as part of {parent_code}, which has belonged to the {bloc} since {since_on}: data that "
    "stay there are not transferred to a third country."
)
_BY_AGREEMENT = msgid(
    "{place_code} was a third country, but from {since_on} to {last_on} sending data there did not count as a "
    "transfer: {what}."
)
_OPEN = msgid("Whether {place_code} counts as inside the EEA is open in law ({why}).")
_OUTSIDE = msgid("{place_code} is outside the EEA and no adequacy decision covers it on {day_on}.")
_ADEQUATE = msgid("{place_code} has an adequacy decision, {instrument}, in force since {since_on}.")
_ADEQUATE_UNTIL = msgid("{place_code} has an adequacy decision, {instrument}, from {since_on} to {last_on}.")
_LIMITED = msgid(
    "Only some recipients in {place_code} are covered by {instrument}, in force since {since_on}: {covers}."
)
_LIMITED_UNTIL = msgid(
    "Only some recipients in {place_code} are covered by {instrument}, from {since_on} to {last_on}: {covers}."
)
_REGION = msgid("{region} lies wholly inside the EEA: data that stay there are not transferred to a third country.")
_NO_COUNTRY = msgid("“{region}” does not say which country: name the country.")
_NO_PLACE = msgid("No place is recorded: name the country.")
_BEFORE = msgid("{day_on} lies before the law book, which begins on {first_on}.")
_NO_ACT = msgid("The law book holds no act that governs transfers on {day_on}.")


class Standing(StrEnum):
    """Where a place stands to the EEA."""

    INSIDE = "inside"
    BY_AGREEMENT = "by_agreement"
    THIRD_COUNTRY = "third_country"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReading:
    """Where a place stands on a day, and the row that says so (none for a country the book only names)."""

    code: str
    standing: Standing
    bloc: Bloc | None = None
    member: Membership | None = None
    agreement: Arrangement | None = None
    territory: Territory | None = None

    @property
    def row(self) -> LawRow | None:
        """The row that decides."""
        return self.territory or self.agreement or self.member


@dataclass(frozen=True, slots=True, kw_only=True)
class EeaStatusReading:
    """The EEA status of one place on one day with its reason."""

    status: EeaStatus
    reason: Reason


def read_place(law: LawBook, code: str, on: date) -> PlaceReading:
    """Where the place stands on the day; `code` must be one of the book's."""
    territory = row_on(law.territories.get(code, ()), on)
    home = code
    if territory is not None:
        if territory.treatment is Treatment.OPEN:
            return PlaceReading(code=code, standing=Standing.OPEN, territory=territory)
        if territory.treatment is Treatment.THIRD_COUNTRY:
            return PlaceReading(code=code, standing=Standing.THIRD_COUNTRY, territory=territory)
        home = territory.parent
    for bloc in Bloc:
        member = law.is_member(home, bloc, on)
        if member is not None:
            return PlaceReading(code=code, standing=Standing.INSIDE, bloc=bloc, member=member, territory=territory)
    agreement = row_on(law.arrangements.get(home, ()), on)
    if agreement is not None:
        return PlaceReading(code=code, standing=Standing.BY_AGREEMENT, agreement=agreement, territory=territory)
    return PlaceReading(code=code, standing=Standing.THIRD_COUNTRY, territory=territory)


def eea_status(law: LawBook, place: str | None, *, on: date) -> EeaStatusReading:
    """The EEA status of a place: a code, an alias or a region word; None or any other word is unclear."""
    regime = law.regime_on(None, on)
    if regime is None:
        return EeaStatusReading(status=EeaStatus.UNCLEAR, reason=before_the_book(law, on))
    code = law.code_of(place) if place else None
    if code is None:
        return _region_status(law, place, regime)
    reading = read_place(law, code, on)
    if reading.standing is Standing.THIRD_COUNTRY:
        return _third_country_status(law, reading, regime, on)
    if reading.standing is Standing.OPEN:
        return EeaStatusReading(status=EeaStatus.UNCLEAR, reason=open_reason(law, reading, regime))
    status = EeaStatus.THIRD_COUNTRY
    if reading.standing is Standing.INSIDE:
        status = EeaStatus.EU if reading.bloc is Bloc.EU else EeaStatus.EEA
    return EeaStatusReading(status=status, reason=inside_reason(law, reading, regime))


def is_inside_word(region: str | None) -> bool:
    """Whether the region lies wholly inside the EEA."""
    return region is not None and region.strip().lower() in EEA_WORDS


def _third_country_status(law: LawBook, reading: PlaceReading, regime: RegimeRow, on: date) -> EeaStatusReading:
    decision = row_on(law.decisions.get(("eu", reading.code), ()), on)
    if decision is None:
        return EeaStatusReading(status=EeaStatus.THIRD_COUNTRY, reason=outside_reason(law, reading, regime, on))
    status = EeaStatus.ADEQUATE_LIMITED if decision.is_limited else EeaStatus.ADEQUATE
    return EeaStatusReading(status=status, reason=_decision_reason(law, reading.code, decision, regime, on))


def _region_status(law: LawBook, region: str | None, regime: RegimeRow) -> EeaStatusReading:
    status = EeaStatus.EEA if is_inside_word(region) else EeaStatus.UNCLEAR
    return EeaStatusReading(status=status, reason=region_reason(law, region, regime))


def region_reason(law: LawBook, region: str | None, regime: RegimeRow) -> Reason:
    """Why a region counts as inside, or why it does not say enough."""
    template = _REGION if is_inside_word(region) else _NO_COUNTRY if region else _NO_PLACE
    params = {"region": region} if region else {}
    return reason(template, regime, regime.transfer_article, law.names, **params)


def inside_reason(law: LawBook, reading: PlaceReading, regime: RegimeRow) -> Reason:
    """Why data in this place are not transferred to a third country."""
    agreement = reading.agreement
    if agreement is not None:
        return reason(
            _BY_AGREEMENT, agreement, f"{agreement.instrument}; {regime.transfer_article}", law.names,
            place_code=reading.code, since_on=agreement.from_, last_on=agreement.last_on, what=agreement.what,
        )  # fmt: skip
    member = reading.member
    if member is None:
        raise AssertionError(reading)
    bloc = "European Union" if reading.bloc is Bloc.EU else "European Economic Area"
    citation = f"{regime.transfer_article}; {'Treaties of accession' if reading.bloc is Bloc.EU else 'EEA Agreement'}"
    if reading.territory is not None:
        return reason(
            _WITH_PARENT, reading.territory, f"{citation}; TFEU Art. 355", law.names, place_code=reading.code,
            parent_code=member.code, bloc=bloc, since_on=member.from_,
        )  # fmt: skip
    template = _MEMBER if member.until is None else _MEMBER_UNTIL
    ends = {} if member.until is None else {"last_on": member.last_on}
    return reason(
        template, member, citation, law.names, place_code=reading.code, bloc=bloc, since_on=member.from_, **ends
    )


def open_reason(law: LawBook, reading: PlaceReading, regime: RegimeRow) -> Reason:
    """Why nobody can say whether the place is inside."""
    row = reading.territory
    if row is None:
        raise AssertionError(reading)
    why = (row.note or row.status).partition(". ")[0]
    cited = f"{regime.transfer_article}; {row.source.partition(' | ')[0]}"
    return reason(_OPEN, row, cited, law.names, place_code=reading.code, why=why)


def outside_reason(law: LawBook, reading: PlaceReading, regime: RegimeRow, on: date) -> Reason:
    """That the place is a third country without a decision on the day."""
    citation = f"{regime.transfer_article}; {regime.adequacy_article}"
    return reason(_OUTSIDE, reading.row or regime, citation, law.names, place_code=reading.code, day_on=on)


def before_the_book(law: LawBook, on: date) -> Reason:
    """That the day lies before the first row of the regime."""
    first = law.regimes["eu", "eu"][0]
    if on >= first.from_:
        return reason(_NO_ACT, first, first.transfer_article, law.names, day_on=on)
    return reason(_BEFORE, first, first.transfer_article, law.names, day_on=on, first_on=first.from_)


def _decision_reason(law: LawBook, code: str, decision: Decision, regime: RegimeRow, on: date) -> Reason:
    names: dict[str, object] = {"place_code": code, "instrument": decision.instrument, "since_on": decision.from_}
    if decision.until is not None:
        names["last_on"] = decision.last_on
    if decision.is_limited:
        template = _LIMITED if decision.until is None else _LIMITED_UNTIL
        names["covers"] = decision.covers
    else:
        template = _ADEQUATE if decision.until is None else _ADEQUATE_UNTIL
    article = regime.kept_article if decision.predates_gdpr else regime.adequacy_article
    return reason(template, decision, f"{article}; {decision.cited(on)}", law.names, **names)
