"""What holds for every transfer: proof taken away never helps, and nothing is cited outside its period."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.domain.law.assessment import Assessment, assess
from registry.domain.law.book import LawBook
from registry.domain.law.parties import Certification, Exporter, Importer, Role
from registry.domain.law.transfers import (
    Activity,
    DerogationFacts,
    Outcome,
    RecipientThere,
    RecordedTia,
    Reliance,
    Transfer,
)
from registry.domain.law.verdicts import VERDICT_RANK, Verdict
from registry.reference.law_book import load_law_book

LAW = load_law_book()
DAYS = st.dates(date(1999, 1, 1), date(2033, 1, 1))
MAYBE_DAY = st.none() | DAYS
PLACES = st.sampled_from(
    ["US", "GB", "CA", "JP", "BR", "IN", "CH", "DE", "NO", "SJ", "GI", "HK", "PR", "XO-EPO", "HU", "KR"]
)
CLAIMED = ("scc", "scc-m1", "scc-m3", "bcr", "dpf", "adequacy", "derogation", "none-needed", "unknown")
MECHANISMS = st.sampled_from([*sorted(LAW.mechanisms), *CLAIMED])
CERTIFICATIONS = st.builds(
    Certification,
    scheme=st.sampled_from(["eu-us-dpf", "eu-us-privacy-shield", "eu-us-safe-harbour", "uk-extension"]),
    from_=MAYBE_DAY, until=MAYBE_DAY, covers_hr=st.none() | st.booleans(), checked_on=MAYBE_DAY,
)  # fmt: skip
DEROGATIONS = st.builds(
    DerogationFacts, necessity=st.none() | st.just("needed"), occasional=st.none() | st.booleans(),
    contract_with=st.none() | st.just("the data subject"), why_no_safeguard=st.none() | st.just("none was possible"),
)  # fmt: skip
RELIANCES = st.builds(
    Reliance, mechanism=MECHANISMS, signed_on=MAYBE_DAY, accepted_on=MAYBE_DAY, stated_on=MAYBE_DAY,
    approved_on=MAYBE_DAY, importer_is_member=st.none() | st.booleans(), derogation=st.none() | DEROGATIONS,
    with_=st.none() | st.sampled_from(["scc-2021-914-m2", "scc-2021-914-m3", "bcr-p"]),
)  # fmt: skip
TIAS = st.builds(
    RecordedTia, approved_on=MAYBE_DAY, review_by=MAYBE_DAY, outcome=st.none() | st.sampled_from(Outcome),
    measures_in_force_on=MAYBE_DAY,
)  # fmt: skip
TRANSFERS = st.builds(
    Transfer,
    exporter=st.builds(Exporter, country=st.sampled_from(["NL", "NO", None]), role=st.none() | st.sampled_from(Role)),
    importer=st.builds(
        Importer,
        country=st.none() | PLACES,
        role=st.none() | st.sampled_from(Role),
        is_exporters_controller=st.none() | st.booleans(),
        subject_to=st.none() | st.lists(st.sampled_from(["PIPEDA", "APPI", "LGPD", "PIPA", "EU-GDPR"])).map(tuple),
        certifications=st.none() | st.lists(CERTIFICATIONS, max_size=2).map(tuple),
    ),
    destination=st.none() | PLACES,
    region=st.none() | st.sampled_from(["EU", "EEA", "Europe", "Global"]),
    activity=st.sampled_from(Activity),
    recipient_there=st.sampled_from(RecipientThere),
    human_resources=st.none() | st.booleans(),
    relies_on=st.none() | st.lists(RELIANCES, max_size=3).map(tuple),
    assessment=st.none() | TIAS,
    is_onward=st.booleans(),
)
SINCE_DUTY = st.dates(LAW.duties["impact-assessment"].from_, date(2033, 1, 1))
REFUSALS = {Outcome.SUSPEND, Outcome.REJECT}
PROOFS = ("signed_on", "accepted_on", "approved_on", "importer_is_member", "derogation", "with_")
WELL_FOUNDED = st.sampled_from([
    Reliance(mechanism="scc-2021-914-m3", signed_on=date(2022, 1, 1)),
    Reliance(mechanism="scc-2021-914-m3", accepted_on=date(2022, 1, 1), terms="4.1"),
    Reliance(mechanism="igdta", with_="scc-2021-914-m3", signed_on=date(2022, 1, 1)),
    Reliance(mechanism="bcr-p", approved_on=date(2021, 1, 1), importer_is_member=True),
    Reliance(mechanism="art49-1-e", derogation=DerogationFacts(necessity="defence in court", occasional=True)),
])  # fmt: skip
many = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _is_no_better(poorer: Assessment, richer: Assessment) -> bool:
    return VERDICT_RANK[poorer.verdict] <= VERDICT_RANK[richer.verdict]


@many
@given(transfer=TRANSFERS, on=DAYS)
def test_every_answer_has_a_reason_with_citation_and_row(transfer: Transfer, on: date) -> None:
    answer = assess(transfer, LAW, on=on)
    assert answer.reasons
    assert all(said.text and said.citation and said.row and said.source for said in (*answer.reasons, *answer.missing))
    assert (answer.verdict == "incomplete") == bool(answer.missing)


@many
@given(transfer=TRANSFERS, on=DAYS)
def test_the_same_question_gets_the_same_answer(transfer: Transfer, on: date) -> None:
    assert assess(transfer, LAW, on=on) == assess(transfer, LAW, on=on)


@many
@given(transfer=TRANSFERS, on=DAYS, more=RELIANCES)
def test_taking_a_mechanism_away_never_helps(transfer: Transfer, on: date, more: Reliance) -> None:
    claimed = transfer.relies_on or ()
    poorer = assess(replace(transfer, relies_on=claimed), LAW, on=on)
    assert _is_no_better(poorer, assess(replace(transfer, relies_on=(*claimed, more)), LAW, on=on))


@many
@given(transfer=TRANSFERS, on=SINCE_DUTY, tia=TIAS)
def test_taking_an_assessment_away_never_helps(transfer: Transfer, on: date, tia: RecordedTia) -> None:
    allowed = replace(tia, outcome=Outcome.PROCEED if tia.outcome in REFUSALS else tia.outcome)
    with_it = assess(replace(transfer, assessment=allowed), LAW, on=on)
    without = assess(replace(transfer, assessment=None), LAW, on=on)
    assert _is_no_better(without, with_it)


@many
@given(transfer=TRANSFERS, on=DAYS, certification=CERTIFICATIONS)
def test_taking_a_listing_away_never_helps(transfer: Transfer, on: date, certification: Certification) -> None:
    listed = replace(transfer, importer=replace(transfer.importer, certifications=(certification,)))
    unlisted = replace(transfer, importer=replace(transfer.importer, certifications=()))
    assert _is_no_better(assess(unlisted, LAW, on=on), assess(listed, LAW, on=on))


@many
@given(reliance=WELL_FOUNDED, on=st.dates(date(2023, 1, 1), date(2026, 12, 31)), lost=st.sampled_from(PROOFS))
def test_taking_proof_of_a_good_ground_away_never_helps(reliance: Reliance, on: date, lost: str) -> None:
    parties = (Exporter(country="NL", role=Role.PROCESSOR), Importer(country="IN", role=Role.PROCESSOR))
    tia = RecordedTia(approved_on=date(2022, 6, 1), review_by=date(2027, 6, 1), outcome=Outcome.PROCEED)
    full = Transfer(exporter=parties[0], importer=parties[1], destination="IN", relies_on=(reliance,), assessment=tia)
    assert VERDICT_RANK[assess(full, LAW, on=on).verdict] >= VERDICT_RANK[Verdict.DEROGATION]
    poorer: dict[str, Any] = {lost: None}
    with_less = replace(full, relies_on=(replace(reliance, **poorer),))
    assert _is_no_better(assess(with_less, LAW, on=on), assess(full, LAW, on=on))


@many
@given(transfer=TRANSFERS, on=DAYS)
def test_no_decision_is_cited_outside_its_period(transfer: Transfer, on: date) -> None:
    cited = "\n".join(said.citation + said.link for said in assess(transfer, LAW, on=on).reasons)
    for decision in LAW.decision_by_id.values():
        if decision.regime == "eu" and not decision.holds(on):
            assert decision.instrument not in cited
            assert decision.celex not in cited


@many
@given(transfer=TRANSFERS, on=SINCE_DUTY)
def test_text_alone_never_safeguards(transfer: Transfer, on: date) -> None:
    bare = tuple(Reliance(mechanism=one.mechanism) for one in transfer.relies_on or ())
    answer = assess(replace(transfer, relies_on=bare), LAW, on=on)
    assert answer.verdict not in {"safeguarded", "safeguarded_with_measures", "derogation"}


@pytest.mark.parametrize("mechanism", sorted(LAW.mechanisms))
def test_every_mechanism_gets_an_answer_on_every_boundary(mechanism: str, law: LawBook) -> None:
    for row in law.mechanisms[mechanism]:
        for day in (row.from_, row.until, row.contracts_until):
            if day is None or day == date.max:
                continue
            for on in (day - timedelta(days=1), day):
                transfer = Transfer(destination="IN", relies_on=(Reliance(mechanism=mechanism),))
                assert assess(transfer, law, on=on).reasons
