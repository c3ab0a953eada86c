"""Every legal case a lawyer wrote down is answered as he expects."""

import pytest

from registry.domain.law.assessment import assess
from registry.domain.law.book import LawBook
from registry.domain.law.places import eea_status
from tests.domain.law.cases import LegalCase, legal_cases

CASES = legal_cases()


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 150
    assert len({case.sentence for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_legal_case(case: LegalCase, law: LawBook) -> None:
    answer = assess(case.transfer, law, on=case.on, today=case.today)
    told = "\n".join(f"{said.text} [{said.citation}] {said.row}" for said in answer.reasons)
    wanted = "\n".join(said.text for said in answer.missing)
    assert answer.verdict == case.verdict, told
    for fragment in case.says:
        assert fragment in told
    for fragment in case.missing:
        assert fragment in wanted
    if case.flags is not None:
        assert answer.flags == case.flags, told
    if case.status is not None:
        place = case.transfer.destination or case.transfer.region
        assert eea_status(law, place, on=case.on).status == case.status


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_every_answer_gives_its_reasons(case: LegalCase, law: LawBook) -> None:
    answer = assess(case.transfer, law, on=case.on)
    assert answer.reasons
    assert answer.law_book == law.label
    for said in (*answer.reasons, *answer.missing):
        assert said.text
        assert said.citation
        assert said.row
        assert said.source
        assert said.verified
    assert (answer.verdict == "incomplete") <= bool(answer.missing)
