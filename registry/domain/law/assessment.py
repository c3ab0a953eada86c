"""Judge one transfer on one day: a verdict that explains itself, from recorded facts and the law book alone."""

from dataclasses import dataclass, replace
from datetime import date

from registry.domain.errors import InvalidInput
from registry.domain.law.adequacy import Scope
from registry.domain.law.book import LawBook
from registry.domain.law.citations import Reason, msgid, reason
from registry.domain.law.claims import judge_claim, unknown_ground
from registry.domain.law.countries import RegimeRow
from registry.domain.law.coverage import ended_before, judge_decision
from registry.domain.law.grounds import Case, Ground, best_first, refused
from registry.domain.law.mechanisms import CLAIMS
from registry.domain.law.periods import LawRow, row_on
from registry.domain.law.places import (
    Standing,
    before_the_book,
    inside_reason,
    is_inside_word,
    open_reason,
    outside_reason,
    read_place,
    region_reason,
)
from registry.domain.law.transfers import Activity, RecipientThere, Regime, Reliance, Transfer
from registry.domain.law.verdicts import Flag, Verdict

_TRANSIT = msgid("Data that only pass through in transit are recorded, but are not transferred there.")
_OWN_STAFF = msgid(
    "Staff of the same entity abroad are no separate importer, so this is no transfer; the risk of access from "
    "{place_code} has to be covered all the same (GDPR Art. 5, 24, 32)."
)
_ASK_WHO = msgid("Who is at the destination: the importer, the same entity's own staff, or another entity.")
_WHO_UNKNOWN = msgid("Who handles the data in {place_code} is not known.")
_IMPORTER_ELSEWHERE = msgid(
    "The importer is established in {importer_code}: access from there would be a transfer of its own."
)
_NO_GROUND = msgid("No ground for the transfer is claimed.")
_ONLY_LISTED = msgid(
    "{territory}: adequacy decision {instrument}, in force since {since_on}, covers only listed organisations; no "
    "entry "
    "of the importer is recorded."
)
_UNCHECKED = msgid("This rests on a row of the law book that nobody has checked yet: {row_id}.")
_PROJECTED = msgid("{day_on} lies ahead: the answer is as law book {law_book} stands today.")
_NO_TRANSFER_ROW = "none-direct"
_NOT_VERIFIED = "unchecked"
_GUIDELINES = "EDPB Guidelines 05/2021"
_INSIDE = frozenset({Standing.INSIDE, Standing.BY_AGREEMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A verdict with its flags, its ordered reasons, and what is still to be shown; `law_book` names the edition."""

    verdict: Verdict
    flags: frozenset[Flag]
    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    law_book: str


def assess(transfer: Transfer, law: LawBook, *, on: date, today: date | None = None) -> Assessment:
    """Judge the transfer on the day; a day after `today` is flagged as projected.

    Raises InvalidInput for a regime, a place or a mechanism the law book does not hold. Source: GDPR Chapter V.
    """
    if transfer.regime is not Regime.EU:
        raise InvalidInput(msgid("The law book does not judge the regime {regime}."), regime=str(transfer.regime))
    for country in (transfer.exporter.country, transfer.importer.country):
        if country is not None:
            law.place(country)
    regime = law.regime_on(transfer.exporter.country, on)
    if regime is None:
        verdict = Verdict.UNDETERMINED
        grounds = [Ground(verdict=verdict, reasons=(before_the_book(law, on),))]
    else:
        grounds = _grounds(transfer, law, regime, on, today)
    return _told(law, regime, best_first(grounds), on, today)


def _grounds(transfer: Transfer, law: LawBook, regime: RegimeRow, on: date, today: date | None) -> list[Ground]:
    if transfer.activity is Activity.TRANSIT:
        row = _no_transfer_row(law, on, regime)
        return [_free(reason(_TRANSIT, row, f"{regime.transfer_article}; {_GUIDELINES}", law.names))]
    if transfer.destination is None:
        return [_somewhere(transfer, law, regime, on)]
    place = read_place(law, law.place(transfer.destination), on)
    if place.standing in _INSIDE:
        return [_inside(transfer, law, regime, on)]
    if transfer.recipient_there is RecipientThere.OWN_STAFF:
        return [_own_staff(law, regime, on, place.code)]
    seen_on = on if today is None else min(on, today)
    case = Case(transfer=transfer, law=law, regime=regime, place=place, on=on, seen_on=seen_on)
    if transfer.recipient_there is RecipientThere.UNKNOWN:
        return [_nobody_known(case)]
    return _open(case) if place.standing is Standing.OPEN else _restricted(case)


def _nobody_known(case: Case) -> Ground:
    cited = f"{case.regime.transfer_article}; {_GUIDELINES}"
    said = case.say(_WHO_UNKNOWN, case.regime, cited, place_code=case.place.code)
    return Ground(verdict=Verdict.INCOMPLETE, reasons=(said,), missing=(case.say(_ASK_WHO, case.regime, cited),))


def _free(*reasons: Reason) -> Ground:
    return Ground(verdict=Verdict.NOT_RESTRICTED, reasons=reasons)


def _no_transfer_row(law: LawBook, on: date, regime: RegimeRow) -> LawRow:
    for row in law.mechanisms.get(_NO_TRANSFER_ROW, ()):
        if row.holds(on):
            return row
    return regime


def _somewhere(transfer: Transfer, law: LawBook, regime: RegimeRow, on: date) -> Ground:
    """Only a region, or nothing, is known of the place."""
    said = region_reason(law, transfer.region, regime)
    if is_inside_word(transfer.region):
        return _free(said)
    if transfer.recipient_there is RecipientThere.OWN_STAFF:
        return _own_staff(law, regime, on, transfer.region or "?")
    return Ground(verdict=Verdict.INCOMPLETE, reasons=(said,), missing=(said,))


def _own_staff(law: LawBook, regime: RegimeRow, on: date, code: str) -> Ground:
    row = _no_transfer_row(law, on, regime)
    cited = f"{regime.transfer_article}; {_GUIDELINES}"
    return _free(reason(_OWN_STAFF, row, cited, law.names, place_code=code))


def _inside(transfer: Transfer, law: LawBook, regime: RegimeRow, on: date) -> Ground:
    place = read_place(law, law.place(transfer.destination or ""), on)
    said = inside_reason(law, place, regime)
    home = transfer.importer.country
    if home is None:
        return _free(said)
    importer = read_place(law, law.place(home), on)
    if importer.standing in _INSIDE:
        return _free(said)
    return _free(said, reason(_IMPORTER_ELSEWHERE, regime, regime.transfer_article, law.names, importer_code=home))


def _open(case: Case) -> list[Ground]:
    """The place's standing is open: only a ground that carries either way helps."""
    said = open_reason(case.law, case.place, case.regime)
    claimed = [judge_claim(case, reliance) for reliance in case.transfer.relies_on or ()]
    return [Ground(verdict=Verdict.UNDETERMINED, reasons=(said,)), *(ground for ground in claimed if ground.is_lawful)]


def _restricted(case: Case) -> list[Ground]:
    transfer = case.transfer
    grounds: list[Ground] = []
    judged: set[str] = set()
    for decision in case.law.decisions_for("eu", case.place.code):
        listed = decision.scope is not Scope.CERTIFICATION or transfer.importer.certified(decision.shown_by)
        if listed and decision.holds(case.on):
            grounds.append(judge_decision(case, decision))
            judged.add(decision.id)
    claimed = transfer.relies_on or ()
    grounds.extend(judge_claim(case, one) for one in claimed if not _judged_already(case.law, one, judged))
    if transfer.relies_on is None:
        grounds.append(unknown_ground(case))
    if not grounds:
        regime = case.regime
        cited = f"{regime.adequacy_article}; {regime.safeguards_article}; {regime.derogations_article}"
        grounds.append(refused(case.say(_NO_GROUND, regime, cited)))
    if judged:
        return grounds
    return _without_adequacy(case, grounds)


def _judged_already(law: LawBook, reliance: Reliance, judged: set[str]) -> bool:
    """Whether the reliance claims adequacy that was judged without being claimed."""
    if not judged:
        return False
    name = CLAIMS.get(reliance.mechanism, reliance.mechanism)
    if name == "art45-adequacy":
        return True
    rows = law.mechanisms.get(name)
    return rows is not None and rows[-1].decision in judged


def _without_adequacy(case: Case, grounds: list[Ground]) -> list[Ground]:
    """Say, beside what carries, why no adequacy decision does."""
    carries = best_first(grounds)[0]
    if carries.verdict is Verdict.ADEQUATE:
        return grounds
    regime = case.regime
    decisions = case.law.decisions_for("eu", case.place.code)
    current = row_on(decisions, case.on)
    if current is not None:
        if any(said.row == current.id for said in carries.reasons):
            return grounds
        cited = f"{regime.adequacy_article}; {current.cited(case.on)}"
        params = {"instrument": current.instrument, "since_on": current.from_, "territory": current.territory}
        more = [case.say(_ONLY_LISTED, current, cited, **params)]
    else:
        more = [outside_reason(case.law, case.place, regime, case.on)]
        ended = ended_before(case, decisions)
        if ended is not None and ended not in carries.reasons:
            more.append(ended)
    told = Ground(verdict=carries.verdict, reasons=(*carries.reasons, *more), missing=carries.missing)
    return [told if ground is carries else ground for ground in grounds]


def _told(law: LawBook, regime: RegimeRow | None, grounds: list[Ground], on: date, today: date | None) -> Assessment:
    """The verdict of the ground that carries, its reasons first, then why the others do not."""
    carries = grounds[0]
    act = regime or law.regimes["eu", "eu"][0]
    notes: list[Reason] = []
    flags: set[Flag] = set()
    unchecked = _unchecked(law, carries, act)
    if unchecked is not None:
        flags.add(Flag.UNCHECKED)
        notes.append(unchecked)
    if today is not None and on > today:
        flags.add(Flag.PROJECTED)
        notes.append(reason(_PROJECTED, act, act.transfer_article, law.names, day_on=on, law_book=law.label))
    others = tuple(said for ground in grounds[1:] for said in ground.reasons if said not in carries.reasons)
    return Assessment(
        verdict=carries.verdict, flags=frozenset(flags), reasons=(*notes, *carries.reasons, *others),
        missing=carries.missing, law_book=law.label,
    )  # fmt: skip


def _unchecked(law: LawBook, carries: Ground, act: RegimeRow) -> Reason | None:
    """The first line of an answer that rests on a row nobody checked; an act that has ended carries all its answers."""
    for said in carries.reasons:
        if said.verified == _NOT_VERIFIED:
            return replace(said, template=_UNCHECKED, params={"row_id": said.row})
    if act.until is not None and act.verified == _NOT_VERIFIED:
        return reason(_UNCHECKED, act, act.transfer_article, law.names, row_id=act.id)
    return None
