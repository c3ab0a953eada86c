"""An engagement is as good as its worst leg and its contract; every place counts, also one nobody can read."""

from datetime import date, timedelta
from typing import Any

import pytest

from registry.answers.judgements import Judge, Judgement
from registry.domain.law.book import LawBook
from registry.domain.register.facts import Contract, EngagementFacts, Location, Unclear, VendorRole
from tests.answers.register import IRELAND, STARLING, TODAY, USA

LISTED = {"scheme": "eu-us-dpf", "from": "2023-08-01", "covers_hr": True, "checked_on": TODAY.isoformat()}
INDIA = Location(country="IN")
TIA = {"approved_on": "2024-01-01", "review_by": "2027-01-01", "outcome": "proceed"}
CLAUSES = {"mechanism": "scc-m3", "signed_on": "2024-01-01"}


def judged(law: LawBook, *, on: date = TODAY, today: date = TODAY, **facts: Any) -> Judgement:
    known = EngagementFacts(vendor="v", listed_as="Cumulus", **facts)
    return Judge(law).facts(known, on=on, today=today, publisher=STARLING)


@pytest.mark.parametrize(
    ("facts", "verdict", "status"),
    [
        ({"locations": (IRELAND,)}, "not_restricted", "eu"),
        ({"locations": (IRELAND, Location(country="NO"))}, "not_restricted", "eea"),
        ({"locations": (Location(region="EU"),)}, "not_restricted", "eea"),
        ({"locations": (Location(country="CH"),)}, "adequate", "adequate"),
        ({"locations": (IRELAND, USA)}, "incomplete", "adequate_limited"),
        ({"locations": (USA,), "mechanisms": ({"mechanism": "dpf"},)}, "incomplete", "adequate_limited"),
        (
            {"locations": (USA,), "mechanisms": ({"mechanism": "dpf"},), "certifications": (LISTED,)},
            "adequate",
            "adequate_limited",
        ),
        ({"locations": (INDIA,), "mechanisms": ({"mechanism": "scc"},)}, "incomplete", "third_country"),
        (
            {"locations": (INDIA,), "mechanisms": (CLAUSES,), "assessment": TIA},
            "safeguarded",
            "third_country",
        ),
        ({"locations": (INDIA,), "mechanisms": ({"mechanism": "none-needed"},)}, "not_allowed", "third_country"),
        ({"locations": (Location(region="Europe"),)}, "incomplete", "unclear"),
        ({"locations": ()}, "incomplete", "unclear"),
        ({"locations": (Location(country="US", activity="transit"),)}, "not_restricted", "adequate_limited"),
    ],
)
def test_verdict_and_status(law: LawBook, facts: dict[str, Any], verdict: str, status: str) -> None:
    found = judged(law, **facts)
    assert (found.verdict, found.eea_status) == (verdict, status)


def test_a_published_claim_says_what_is_missing(law: LawBook) -> None:
    found = judged(law, locations=(USA,), mechanisms=({"mechanism": "dpf"},))
    assert "no listing was checked" in found.missing[0].text
    assert all(said not in found.reasons for said in found.missing)


def test_a_place_that_could_not_be_read_counts(law: LawBook) -> None:
    unread = Unclear(column="locations", text="our edge", reason="No place can be read from this.")
    found = judged(law, locations=(IRELAND,), published={"locations": "IE, our edge"}, to_be_clarified=(unread,))
    assert found.verdict == "incomplete"
    assert [(place.country, place.text, place.eea_status) for place in found.locations] == [
        ("IE", "", "eu"),
        (None, "our edge", "unclear"),
    ]


@pytest.mark.parametrize(
    ("contract", "role", "verdict"),
    [
        (None, VendorRole.SUB_PROCESSOR, "missing"),
        (Contract(terms="DPA"), VendorRole.SUB_PROCESSOR, "incomplete"),
        (Contract(signed_on="2024-01-01"), VendorRole.PROCESSOR, "incomplete"),
        (Contract(terms="DPA", signed_on="2027-01-01"), VendorRole.SUB_PROCESSOR, "incomplete"),
        (Contract(terms="DPA", signed_on="2024-01-01"), VendorRole.SUB_PROCESSOR, "in_place"),
        (None, VendorRole.JOINT_CONTROLLER, "missing"),
        (None, VendorRole.INDEPENDENT_CONTROLLER, None),
        (None, VendorRole.CONDUIT, None),
    ],
)
def test_contract(law: LawBook, contract: Contract | None, role: VendorRole, verdict: str | None) -> None:
    found = judged(law, locations=(IRELAND,), contract=contract, role=role)
    assert found.contract == verdict
    assert bool(found.contract_missing) is (verdict in {"missing", "incomplete"})


def test_a_day_ahead_is_flagged(law: LawBook) -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert judged(law, locations=(IRELAND,), on=tomorrow).flags == ("projected",)
    assert judged(law, locations=(IRELAND,), on=tomorrow, today=tomorrow).flags == ()


def test_under_review_since_the_law_turned(law: LawBook) -> None:
    shield = {"scheme": "eu-us-privacy-shield", "from": "2017-01-01", "covers_hr": True, "checked_on": "2020-07-01"}
    facts = EngagementFacts(vendor="v", listed_as="Cumulus", locations=(USA,), certifications=(shield,))
    since = date(2020, 7, 1)
    found = Judge(law).under_review_since("text", facts, since=since, on=TODAY, publisher=STARLING)
    assert found == date(2020, 7, 16)


def test_under_review_since_it_was_listed(law: LawBook) -> None:
    facts = EngagementFacts(vendor="v", listed_as="Cumulus", locations=(USA,))
    since = date(2019, 1, 1)
    assert Judge(law).under_review_since("text", facts, since=since, on=TODAY, publisher=STARLING) == since


def test_what_carries_is_not_under_review(law: LawBook) -> None:
    facts = EngagementFacts(vendor="v", listed_as="Cumulus", locations=(IRELAND,))
    since = date(2019, 1, 1)
    assert Judge(law).under_review_since("text", facts, since=since, on=TODAY, publisher=STARLING) is None


def test_a_day_before_the_law_book_is_undetermined(law: LawBook) -> None:
    assert judged(law, locations=(IRELAND,), on=date(1990, 1, 1)).verdict == "undetermined"
