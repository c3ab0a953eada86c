"""`registry check`: the API's answer in lines, and exit codes a script can rely on."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from registry.cli.check import EXIT_CODES, check, checked, said
from registry.domain.errors import InvalidInput
from registry.domain.register.checks import Decision
from registry.reference.law_book import load_law_book
from tests.answers.register import NOON, TODAY, USA, amend, listed, set_up

LAW = load_law_book()
ASK: dict[str, Any] = {"service": None, "law": LAW, "today": TODAY, "time_zone": "Europe/Amsterdam"}


@pytest.mark.usefixtures("database")
async def test_people_read_the_decision_first_and_the_basis_last() -> None:
    await set_up()
    await listed("Cumulus", locations=(USA,), mechanisms=({"mechanism": "dpf"},))
    found = await checked("Cumulus", **{**ASK, "service": "SMS"})
    lines = list(said(found))
    assert lines[0] == "Approved with conditions: Cumulus for sms"
    assert "Still to be shown:" in lines
    assert lines[-1].endswith("not legal advice.")
    assert msgspec.json.decode(msgspec.json.encode(found))["decision"] == "approved_with_conditions"


@pytest.mark.usefixtures("database")
async def test_a_late_correction_gives_two_answers() -> None:
    await set_up()
    engagement = await listed("Cumulus", at=NOON - timedelta(days=3))
    await amend(engagement, on=TODAY - timedelta(days=9), services=("inbox",))
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    before = await checked("Cumulus", **{**ASK, "service": "sms"}, as_of=yesterday, known_at=yesterday)
    after = await checked("Cumulus", **{**ASK, "service": "sms"}, as_of=yesterday)
    assert (before.decision, after.decision) == ("approved_with_conditions", "not_approved")


@pytest.mark.usefixtures("database")
async def test_an_instant_that_cannot_be_read_is_named() -> None:
    await set_up()
    with pytest.raises(InvalidInput):
        await checked("Cumulus", **ASK, known_at="yesterday")


def test_every_decision_has_an_exit_code() -> None:
    assert set(EXIT_CODES) == set(Decision)
    assert {decision for decision, code in EXIT_CODES.items() if code == 0} == {
        Decision.APPROVED,
        Decision.APPROVED_WITH_CONDITIONS,
    }


@pytest.mark.parametrize("arguments", [[], ["Cumulus", "Hosting"], ["Cumulus", "--for", "sms"]])
def test_a_wrong_call_is_an_error_and_not_unclear(arguments: list[str]) -> None:
    assert CliRunner().invoke(check, arguments).exit_code == 3
