"""Whether an adequacy decision covers this transfer: its positive scope must be shown, its carve-outs are presumed."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from registry.domain.law.adequacy import Decision, Scope
from registry.domain.law.book import EFTA
from registry.domain.law.citations import Reason, msgid
from registry.domain.law.grounds import Case, Ground, refused
from registry.domain.law.parties import Certification
from registry.domain.law.periods import last_ended
from registry.domain.law.verdicts import Verdict

LISTING_CHECK_DAYS = 90
"""House rule: how long a look-up of a listing counts."""

_COVERS = msgid("{territory}: adequacy decision {instrument}, in force since {since_on}, covers the transfer.")
_COVERS_UNTIL = msgid(
    "{territory}: adequacy decision {instrument}, in force from {since_on} to {last_on}, covers the transfer."
)
_CARVE_OUT = msgid("Presumed not to apply, since nothing recorded says so: {limits}.")
_CONDITIONS = msgid("On conditions that are presumed to be met where nothing recorded says otherwise: {limits}.")
_SHOWN = msgid("The importer is subject to {shown_by}, as the decision asks.")
_ASK_SUBJECT = msgid(
    "Whether the importer is subject to {shown_by} for this processing ({instrument} covers only those)."
)
_NOT_SUBJECT = msgid("{instrument} covers only recipients subject to {shown_by}; the importer was found not to be.")
_ASK_LISTING = msgid(
    "The importer's entry under {shown_by}: no listing was checked ({instrument} covers only listed ones)."
)
_NOT_LISTED = msgid("{instrument} covers only organisations listed under {shown_by}; the importer has no such entry.")
_LAPSED = msgid("The importer's entry under {shown_by} lapsed: its last day was {ended_on}.")
_NOT_YET = msgid("The importer's entry under {shown_by} begins only on {begins_on}.")
_ASK_BEGIN = msgid("The day the importer's entry under {shown_by} began.")
_NO_HR = msgid("The importer's entry under {shown_by} does not cover human resources data.")
_ASK_HR = msgid("Whether the entry under {shown_by} covers the kind of data sent (human resources data or not).")
_ASK_CHECK = msgid("A look at the register of {shown_by}: when the entry was checked is not recorded.")
_OLD_CHECK = msgid(
    "A fresh look at the register of {shown_by}: last checked on {checked_on}, and our house rule lets a check count "
    "for {days} days."
)
_LISTED = msgid(
    "The importer's entry under {shown_by} is active and covers the data; checked on {checked_on} (house rule: a check "
    "counts for {days} days)."
)
_EFTA_OPEN = msgid(
    "For an exporter in {exporter_code} it is open whether {instrument} applies: it becomes EEA law by decision of the "
    "EEA Joint Committee, and none is known."
)
_EFTA = msgid("For an exporter in {exporter_code}: {what}.")
_ENDED = msgid(
    "{territory}: adequacy decision {instrument} held from {since_on} until it ended on {ended_on}: {ended_by}."
)
_EXPIRED = msgid("{territory}: adequacy decision {instrument} held from {since_on} to {last_on}.")
_EFTA_RULE = "efta-adequacy"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proof:
    refused: Reason | None = None
    missing: tuple[Reason, ...] = ()
    shown: tuple[Reason, ...] = ()


def judge_decision(case: Case, decision: Decision) -> Ground:
    """What the decision, in force on the day, comes to for this transfer."""
    cited = _cited(case, decision)
    exporter = case.transfer.exporter.country
    if exporter in EFTA and decision.efta == "open":
        rule = case.law.duties[_EFTA_RULE]
        said = case.say(_EFTA_OPEN, rule, f"{cited}; {case.law.duty_citations[_EFTA_RULE]}", exporter_code=exporter,
                        instrument=decision.instrument)  # fmt: skip
        return Ground(verdict=Verdict.UNDETERMINED, reasons=(said,))
    proof = _proof(case, decision, cited)
    if proof.refused is not None:
        return refused(proof.refused)
    ends = {} if decision.until is None else {"last_on": decision.last_on}
    covers = case.say(
        _COVERS if decision.until is None else _COVERS_UNTIL, decision, cited,
        territory=decision.territory, instrument=decision.instrument, since_on=decision.from_, **ends,
    )  # fmt: skip
    if proof.missing:
        return Ground(verdict=Verdict.INCOMPLETE, reasons=proof.missing, missing=proof.missing)
    reasons = [covers, *proof.shown]
    limits = decision.limits_on(case.on)
    if limits:
        template = _CONDITIONS if decision.scope is Scope.CERTIFICATION else _CARVE_OUT
        reasons.append(case.say(template, decision, cited, limits=limits))
    if exporter in EFTA and decision.efta == "not stated":
        rule = case.law.duties[_EFTA_RULE]
        what = "an adequacy act becomes EEA law by Joint Committee Decision and may be applied earlier (Art. 45)"
        cited_rule = case.law.duty_citations[_EFTA_RULE]
        reasons.append(case.say(_EFTA, rule, cited_rule, exporter_code=exporter, what=what))
    return Ground(verdict=Verdict.ADEQUATE, reasons=tuple(reasons))


def ended_before(case: Case, decisions: tuple[Decision, ...]) -> Reason | None:
    """The sentence on the last decision for the place that had ended by the day; it cites what ended it."""
    ended = last_ended((row for row in decisions if row.scope is not Scope.PUBLIC_AUTHORITY), case.on)
    if ended is None:
        return None
    known = {"territory": ended.territory, "instrument": ended.instrument, "since_on": ended.from_}
    article = case.regime.adequacy_article
    if not ended.ended_by:
        return replace(case.say(_EXPIRED, ended, article, last_on=ended.last_on, **known), link="")
    cited = f"{article}; {ended.ended_by}"
    said = case.say(_ENDED, ended, cited, ended_on=ended.until, ended_by=ended.ended_by, **known)
    return replace(said, link="")


def _cited(case: Case, decision: Decision) -> str:
    article = case.regime.kept_article if decision.predates_gdpr else case.regime.adequacy_article
    return f"{article}; {decision.cited(case.on)}"


def _proof(case: Case, decision: Decision, cited: str) -> _Proof:
    if decision.scope is Scope.SUBJECT_TO:
        return _bound_by(case, decision, cited)
    if decision.scope is Scope.CERTIFICATION:
        return _listing(case, decision, cited)
    return _Proof()


def _bound_by(case: Case, decision: Decision, cited: str) -> _Proof:
    bound = case.transfer.importer.subject_to
    names = {"shown_by": decision.shown_by, "instrument": decision.instrument}
    if bound is None:
        return _Proof(missing=(case.say(_ASK_SUBJECT, decision, cited, **names),))
    if decision.shown_by not in bound:
        return _Proof(refused=case.say(_NOT_SUBJECT, decision, cited, **names))
    return _Proof(shown=(case.say(_SHOWN, decision, cited, shown_by=decision.shown_by),))


def _listing(case: Case, decision: Decision, cited: str) -> _Proof:
    importer = case.transfer.importer
    names: dict[str, object] = {"shown_by": decision.listing, "instrument": decision.instrument}
    if importer.certifications is None:
        return _Proof(missing=(case.say(_ASK_LISTING, decision, cited, **names),))
    entries = importer.certified(decision.shown_by)
    if not entries:
        return _Proof(refused=case.say(_NOT_LISTED, decision, cited, **names))
    proofs = [_entry(case, decision, cited, entry) for entry in entries]
    return min(proofs, key=lambda proof: (proof.refused is not None, len(proof.missing)))


def _entry(case: Case, decision: Decision, cited: str, entry: Certification) -> _Proof:
    listing = decision.listing
    if entry.until is not None and entry.until <= case.on:
        ended_on = entry.until - timedelta(days=1)
        return _Proof(refused=case.say(_LAPSED, decision, cited, shown_by=listing, ended_on=ended_on))
    if entry.from_ is not None and entry.from_ > case.on:
        return _Proof(refused=case.say(_NOT_YET, decision, cited, shown_by=listing, begins_on=entry.from_))
    is_hr = case.transfer.human_resources
    if is_hr and entry.covers_hr is False:
        return _Proof(refused=case.say(_NO_HR, decision, cited, shown_by=listing))
    missing = []
    if entry.from_ is None:
        missing.append(case.say(_ASK_BEGIN, decision, cited, shown_by=listing))
    if entry.covers_hr is not True and is_hr is not False:
        missing.append(case.say(_ASK_HR, decision, cited, shown_by=listing))
    if not _is_fresh(case, entry.checked_on):
        template = _ASK_CHECK if entry.checked_on is None else _OLD_CHECK
        dated = {} if entry.checked_on is None else {"checked_on": entry.checked_on, "days": LISTING_CHECK_DAYS}
        missing.append(case.say(template, decision, cited, shown_by=listing, **dated))
    shown = case.say(_LISTED, decision, cited, shown_by=listing, checked_on=entry.checked_on, days=LISTING_CHECK_DAYS)
    return _Proof(missing=tuple(missing), shown=(shown,))


def _is_fresh(case: Case, checked_on: date | None) -> bool:
    return checked_on is not None and (case.seen_on - checked_on).days <= LISTING_CHECK_DAYS
