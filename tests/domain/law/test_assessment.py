"""What the assessment refuses to judge, and what its pieces promise."""

from datetime import date

import pytest

from registry.domain.errors import InvalidInput
from registry.domain.law.assessment import assess
from registry.domain.law.book import LawBook
from registry.domain.law.parties import Exporter, Importer, Role
from registry.domain.law.places import eea_status
from registry.domain.law.transfers import Regime, Reliance, Transfer
from registry.domain.law.verdicts import EeaStatus, Verdict, worst, worst_status

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("regime", [Regime.UK, Regime.CH])
def test_other_regimes_are_refused_by_name(regime: Regime, law: LawBook) -> None:
    with pytest.raises(InvalidInput, match=regime):
        assess(Transfer(regime=regime, destination="US"), law, on=TODAY)


def test_an_unknown_place_is_named(law: LawBook) -> None:
    with pytest.raises(InvalidInput, match="QQ"):
        assess(Transfer(destination="QQ"), law, on=TODAY)


@pytest.mark.parametrize("party", [{"exporter": Exporter(country="QX")}, {"importer": Importer(country="QX")}])
def test_an_unknown_country_of_a_party_is_named(party: dict[str, Exporter | Importer], law: LawBook) -> None:
    with pytest.raises(InvalidInput, match="QX"):
        assess(Transfer(destination="US", **party), law, on=TODAY)  # type: ignore[arg-type] # one of two parties


def test_an_unknown_mechanism_is_named(law: LawBook) -> None:
    with pytest.raises(InvalidInput, match="scc-2030"):
        assess(Transfer(destination="US", relies_on=(Reliance(mechanism="scc-2030"),)), law, on=TODAY)


def test_a_reason_keeps_its_template_and_parameters_apart(law: LawBook) -> None:
    said = assess(Transfer(destination="CH", relies_on=()), law, on=TODAY).reasons[0]
    assert "{since_on}" in said.template
    assert said.params["since_on"] == date(2000, 7, 26)
    assert "26 July 2000" in said.text
    assert said.link == "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32000D0518"


def test_the_first_mechanism_of_equal_worth_carries(law: LawBook) -> None:
    two = (Reliance(mechanism="scc-m3"), Reliance(mechanism="bcr-p"))
    parties = {"exporter": Exporter(country="NL", role=Role.PROCESSOR), "importer": Importer(role=Role.PROCESSOR)}
    answer = assess(Transfer(destination="IN", relies_on=two, **parties), law, on=TODAY)  # type: ignore[arg-type] # both
    assert answer.reasons[0].row == "scc-2021-914-m3"
    assert "bcr-p" in {said.row for said in answer.reasons}


def test_the_worst_verdict_is_the_first_of_the_list() -> None:
    assert worst(Verdict) is Verdict.NOT_ALLOWED
    assert worst([Verdict.ADEQUATE, Verdict.SAFEGUARDED]) is Verdict.SAFEGUARDED
    assert worst([]) is Verdict.INCOMPLETE


def test_the_worst_status_is_the_last_of_the_list() -> None:
    assert worst_status([EeaStatus.EU, EeaStatus.ADEQUATE_LIMITED, EeaStatus.EEA]) is EeaStatus.ADEQUATE_LIMITED
    assert worst_status([]) is EeaStatus.UNCLEAR


@pytest.mark.parametrize("place", ["Europe", "Global", "", None, "QQ"])
def test_what_names_no_country_is_unclear(place: str | None, law: LawBook) -> None:
    reading = eea_status(law, place, on=TODAY)
    assert reading.status is EeaStatus.UNCLEAR
    assert "name the country" in reading.reason.text


def test_there_are_27_and_30_members_today(law: LawBook) -> None:
    statuses = [eea_status(law, code, on=TODAY).status for code, row in law.countries.items() if row.kind == "iso"]
    members = {code for code in law.memberships if eea_status(law, code, on=TODAY).status in {"eu", "eea"}}
    assert len(members) == 30
    assert statuses.count(EeaStatus.EEA) == 3
