"""What a check decides: the worst of what is live, else what is announced, listed for instead, or over."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.law.contracts import ContractVerdict
from registry.domain.law.verdicts import Verdict
from registry.domain.register.checks import Standing, Use, ambiguous, decide, unknown

SINCE, AHEAD = date(2024, 1, 1), date(2027, 1, 4)
LIVE = Use(
    standing=Standing.LIVE,
    from_=SINCE,
    until=None,
    listed_as="Cumulus",
    serves=True,
    services=("SMS",),
    verdict=Verdict.ADEQUATE,
    contract=ContractVerdict.IN_PLACE,
)
COMING = replace(LIVE, standing=Standing.AHEAD, from_=AHEAD)
OVER = replace(LIVE, standing=Standing.OVER, until=date(2025, 7, 1), verdict=None, contract=None)
OTHER = replace(LIVE, serves=False, services=("Inbox",))


@pytest.mark.parametrize(
    ("use", "decision"),
    [
        (LIVE, "approved"),
        (replace(LIVE, verdict=Verdict.NOT_RESTRICTED), "approved"),
        (replace(LIVE, contract=None), "approved"),
        (replace(LIVE, contract=ContractVerdict.MISSING), "approved_with_conditions"),
        (replace(LIVE, contract=ContractVerdict.INCOMPLETE), "approved_with_conditions"),
        (replace(LIVE, verdict=Verdict.INCOMPLETE), "approved_with_conditions"),
        (replace(LIVE, verdict=Verdict.DEROGATION), "approved_with_conditions"),
        (replace(LIVE, serves=None), "approved_with_conditions"),
        (replace(LIVE, verdict=Verdict.UNDETERMINED), "under_review"),
        (replace(LIVE, verdict=Verdict.NOT_ALLOWED), "not_approved"),
        (replace(LIVE, serves=None, verdict=Verdict.NOT_ALLOWED), "not_approved"),
        (COMING, "announced"),
        (OTHER, "not_approved"),
        (OVER, "ended"),
    ],
)
def test_one_use(use: Use, decision: str) -> None:
    assert decide("Cumulus", [use], service="SMS").decision == decision


@pytest.mark.parametrize(
    ("uses", "decision"),
    [
        ([LIVE, replace(LIVE, verdict=Verdict.INCOMPLETE)], "approved_with_conditions"),
        ([LIVE, replace(LIVE, verdict=Verdict.NOT_ALLOWED)], "not_approved"),
        ([LIVE, replace(LIVE, serves=None, verdict=Verdict.NOT_ALLOWED)], "approved"),
        ([LIVE, COMING, OVER, OTHER], "approved"),
        ([OTHER, COMING, OVER], "announced"),
        ([OTHER, OVER], "not_approved"),
        ([], "not_approved"),
    ],
)
def test_several_uses(uses: list[Use], decision: str) -> None:
    assert decide("Cumulus", uses, service="SMS").decision == decision


def test_the_first_of_several_announced_says_from_when() -> None:
    later = replace(COMING, from_=date(2027, 5, 1))
    assert decide("Cumulus", [later, COMING], service="SMS").from_on == AHEAD


def test_reasons_are_sentences_in_order() -> None:
    found = decide("Cumulus", [replace(LIVE, until=AHEAD, verdict=Verdict.INCOMPLETE)], service="SMS")
    assert [said.text for said in found.reasons][1:] == [
        "It leaves the list on 4 January 2027.",
        "Its transfers have a ground, but what proves it is not all there.",
    ]
    assert decide("Cumulus", [OVER], service="SMS").reasons[0].params["last_on"] == date(2025, 6, 30)


def test_nobody_and_several() -> None:
    assert unknown("X").decision == "unknown"
    assert unknown("X / Y", is_two=True).decision == "ambiguous"
    assert ambiguous("X").reasons[0].text == "“X” can mean more than one processor: name one of them."
