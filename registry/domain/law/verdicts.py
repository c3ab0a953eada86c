"""The closed lists of what an assessment can say: verdicts, EEA status and flags, each in one fixed order."""

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """What the law says of a transfer, worst first. Stored values: kept for ever."""

    NOT_ALLOWED = "not_allowed"
    UNDETERMINED = "undetermined"
    INCOMPLETE = "incomplete"
    DEROGATION = "derogation"
    SAFEGUARDED_WITH_MEASURES = "safeguarded_with_measures"
    SAFEGUARDED = "safeguarded"
    ADEQUATE = "adequate"
    NOT_RESTRICTED = "not_restricted"


class EeaStatus(StrEnum):
    """How a place stands to the EEA, best first. Stored values: kept for ever."""

    EU = "eu"
    EEA = "eea"
    ADEQUATE = "adequate"
    ADEQUATE_LIMITED = "adequate_limited"
    THIRD_COUNTRY = "third_country"
    UNCLEAR = "unclear"


class Flag(StrEnum):
    """What a reader has to know beside the verdict. Stored values: kept for ever."""

    PROJECTED = "projected"
    UNCHECKED = "unchecked"


VERDICT_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}
_STATUS_RANK = {status: rank for rank, status in enumerate(EeaStatus)}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of the verdicts; `incomplete` when there are none, since then nothing is known."""
    return min(verdicts, key=VERDICT_RANK.__getitem__, default=Verdict.INCOMPLETE)


def worst_status(statuses: Iterable[EeaStatus]) -> EeaStatus:
    """The worst of the statuses; `unclear` when there are none."""
    return max(statuses, key=_STATUS_RANK.__getitem__, default=EeaStatus.UNCLEAR)
