"""Whether the transfer impact assessment that every Art. 46 tool needs is there, approved, live and favourable."""

from dataclasses import dataclass
from datetime import timedelta

from registry.domain.law.citations import Reason, msgid
from registry.domain.law.grounds import Case
from registry.domain.law.mechanisms import Mechanism
from registry.domain.law.transfers import Outcome, RecordedTia
from registry.domain.law.verdicts import Verdict

REVIEW_GRACE = timedelta(days=30)
"""House rule: how long a passed review date is tolerated."""
DUTY = "impact-assessment"

_NONE = msgid("A transfer impact assessment for {place_code}, approved.")
_NOT_APPROVED = msgid("Approval of the transfer impact assessment.")
_APPROVED_LATER = msgid("The transfer impact assessment was approved only on {approved_on}, after {day_on}.")
_NO_OUTCOME = msgid("The outcome of the transfer impact assessment.")
_NO_REVIEW = msgid("The review date of the transfer impact assessment.")
_OVERDUE = msgid(
    "A review of the transfer impact assessment, due by {review_on}; the 30 days of grace of our house rule have "
    "passed."
)
_GRACE = msgid(
    "The review of the transfer impact assessment was due by {review_on}; our house rule allows 30 days of grace."
)
_REFUSES = msgid("The transfer impact assessment says {outcome}: the transfer may not rest on {mechanism}.")
_MEASURES_OPEN = msgid("The day the supplementary measures of the transfer impact assessment came into force.")
_MEASURES_LATER = msgid("The supplementary measures come into force only on {measures_on}, after {day_on}.")
_MEASURES = msgid(
    "The transfer impact assessment approved on {approved_on} allows the transfer with supplementary measures, in "
    "force since {measures_on}."
)
_PROCEED = msgid("The transfer impact assessment approved on {approved_on} allows the transfer.")
_NO_DUTY = msgid("Before {duty_on} no transfer impact assessment was asked for.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactReading:
    """What the assessment adds: the verdict it allows at best, why, and what is missing."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Reason, ...] = ()


def read_impact(case: Case, mechanism: Mechanism) -> ImpactReading:
    """The best verdict the recorded assessment allows for the mechanism on the day."""
    if not mechanism.needs_assessment:
        return ImpactReading(verdict=Verdict.SAFEGUARDED)
    tia = case.transfer.assessment
    duty = case.law.duties[DUTY]
    cited = f"{case.regime.safeguards_article}; {case.law.duty_citations[DUTY]}"
    if tia is not None and tia.outcome in {Outcome.SUSPEND, Outcome.REJECT} and not _approved_later(case, tia):
        said = case.say(_REFUSES, mechanism, cited, outcome=str(tia.outcome), mechanism=mechanism.label)
        return ImpactReading(verdict=Verdict.NOT_ALLOWED, reasons=(said,))
    if tia is None and not duty.holds(case.on):
        said = case.say(_NO_DUTY, duty, cited, duty_on=duty.from_)
        return ImpactReading(verdict=Verdict.SAFEGUARDED, reasons=(said,))
    missing = _missing(case, mechanism, tia, cited)
    if missing:
        return ImpactReading(verdict=Verdict.INCOMPLETE, missing=missing)
    return _favourable(case, mechanism, tia, cited)


def _approved_later(case: Case, tia: RecordedTia) -> bool:
    return tia.approved_on is not None and tia.approved_on > case.on


def _missing(case: Case, mechanism: Mechanism, tia: RecordedTia | None, cited: str) -> tuple[Reason, ...]:
    if tia is None:
        return (case.say(_NONE, mechanism, cited, place_code=case.place.code),)
    wanted = []
    if tia.approved_on is None:
        wanted.append(case.say(_NOT_APPROVED, mechanism, cited))
    elif tia.approved_on > case.on:
        wanted.append(case.say(_APPROVED_LATER, mechanism, cited, approved_on=tia.approved_on, day_on=case.on))
    if tia.review_by is None:
        wanted.append(case.say(_NO_REVIEW, mechanism, cited))
    elif case.on > tia.review_by + REVIEW_GRACE:
        wanted.append(case.say(_OVERDUE, mechanism, cited, review_on=tia.review_by))
    if tia.outcome is None:
        wanted.append(case.say(_NO_OUTCOME, mechanism, cited))
    elif tia.outcome is Outcome.PROCEED_WITH_MEASURES:
        since = tia.measures_in_force_on
        if since is None:
            wanted.append(case.say(_MEASURES_OPEN, mechanism, cited))
        elif since > case.on:
            wanted.append(case.say(_MEASURES_LATER, mechanism, cited, measures_on=since, day_on=case.on))
    return tuple(wanted)


def _favourable(case: Case, mechanism: Mechanism, tia: RecordedTia | None, cited: str) -> ImpactReading:
    if tia is None or tia.review_by is None:
        raise AssertionError(tia)
    late = () if case.on <= tia.review_by else (case.say(_GRACE, mechanism, cited, review_on=tia.review_by),)
    if tia.outcome is Outcome.PROCEED_WITH_MEASURES:
        said = case.say(_MEASURES, mechanism, cited, approved_on=tia.approved_on, measures_on=tia.measures_in_force_on)
        return ImpactReading(verdict=Verdict.SAFEGUARDED_WITH_MEASURES, reasons=(said, *late))
    said = case.say(_PROCEED, mechanism, cited, approved_on=tia.approved_on)
    return ImpactReading(verdict=Verdict.SAFEGUARDED, reasons=(said, *late))
