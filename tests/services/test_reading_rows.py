"""A published row becomes facts: what is clear is read, what is not is kept as published and named."""

import pytest

from registry.domain.register.facts import EngagementFacts, RecipientCategory, VendorRole
from registry.domain.register.publisher import Service
from registry.services.reading_rows import plain_cells, read_row, refusal

SERVICES = (Service(slug="sms", name="SMS"), Service(slug="flow-builder", name="Flow Builder"))


def read(**cells: str) -> EngagementFacts:
    kept = plain_cells({"name": "X", **cells})
    assert refusal(kept) is None
    return read_row(kept, vendor="v", services=SERVICES, list_name="list")


def unclear(facts: EngagementFacts) -> list[tuple[str, str]]:
    return [(item.column, item.text) for item in facts.to_be_clarified]


def test_places_are_read_and_kept_as_published() -> None:
    facts = read(locations="Ireland; US (optional for EU customers); Atlantis")
    assert [(p.country, p.condition) for p in facts.locations] == [("IE", ""), ("US", "optional for EU customers")]
    assert facts.location_text == "Ireland; US (optional for EU customers); Atlantis"
    assert unclear(facts) == [("locations", "Atlantis")]


def test_a_country_alone_is_where_processing_happens() -> None:
    facts = read(country="Japan")
    assert ([p.country for p in facts.locations], facts.entity_country) == (["JP"], None)


def test_a_country_beside_other_locations_is_the_company_s() -> None:
    assert read(country="United States", locations="Ireland").entity_country == "US"


def test_a_country_that_repeats_the_locations_says_nothing_of_the_company() -> None:
    facts = read(country="EU, US", locations="EU; US")
    assert (facts.entity_country, unclear(facts)) == (None, [])


def test_a_region_wholly_inside_the_eea_is_clear_and_europe_is_not() -> None:
    assert unclear(read(locations="EU")) == []
    assert unclear(read(locations="Europe")) == [("locations", "Europe")]


def test_a_region_the_customer_chooses_is_a_condition_of_every_place() -> None:
    facts = read(locations="Ireland, India (as selected by customer)")
    assert {p.condition for p in facts.locations} == {"region_chosen"}


def test_grounds_are_claims_dead_ones_too() -> None:
    claims = read(transfer_mechanism="EU-US Privacy Shield; SCC").mechanisms
    assert [claim["mechanism"] for claim in claims] == ["scc", "privacy-shield"]
    assert unclear(read(transfer_mechanism="ISO 27001")) == [("transfer_mechanism", "ISO 27001")]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Standard Contractual Clauses 2010/87/EU", ["scc-2010-87"]),
        ("SCC (Decisions 2001/497/EC and 2004/915/EC)", ["scc-2001-497", "scc-2004-915"]),
        ("SCC 2021/914, which replace 2010/87/EU", ["scc", "scc-2010-87"]),
        ("SCC, not those of 2010/87/EU", ["scc", "scc-2010-87"]),
        ("DPF; SCC 2010/87/EU", ["dpf", "scc-2010-87"]),
    ],
)
def test_clauses_named_by_a_repealed_decision_are_those_and_no_others(text: str, claims: list[str]) -> None:
    assert [claim["mechanism"] for claim in read(transfer_mechanism=text).mechanisms] == claims


@pytest.mark.parametrize(
    ("text", "slugs", "left"),
    [
        ("SMS", ("sms",), []), ("sms; Flow Builder", ("sms", "flow-builder"), []),
        ("All platforms / All services", ("*",), []),
        ("SMS, Fax", ("sms",), [("services", "Fax")]), ("", (), []),
    ],
)  # fmt: skip
def test_services_are_exact_names_only(text: str, slugs: tuple[str, ...], left: list[tuple[str, str]]) -> None:
    facts = read(services=text)
    assert (facts.services, facts.services_text, unclear(facts)) == (slugs, text, left)


def test_the_kind_of_recipient_is_read_or_named() -> None:
    assert read(entity_type="Affiliate").recipient_category is RecipientCategory.AFFILIATE
    assert read(entity_type="independent controller").role is VendorRole.INDEPENDENT_CONTROLLER
    assert unclear(read(entity_type="other")) == [("entity_type", "other")]


def test_every_cell_is_kept_in_one_spelling() -> None:
    facts = read(purpose=" Cafe\u0301\r\nhosting ", notes="n", unknown="?")
    assert facts.published == {"name": "X", "purpose": "Café\nhosting", "notes": "n"}


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"purpose": "p"}, "name"), ({"name": "a\x00b"}, "name"), ({"name": "a", "notes": "\x1b[31m"}, "notes"),
     ({"name": "a", "purpose": "\ufffe"}, "purpose"), ({"name": "a" * 9_000}, "name")],
)  # fmt: skip
def test_rows_that_cannot_be_kept_are_refused_by_column(cells: dict[str, str], column: str) -> None:
    refused = refusal(plain_cells(cells))
    assert refused is not None
    assert refused.column == column
    assert refused.text.isascii()
