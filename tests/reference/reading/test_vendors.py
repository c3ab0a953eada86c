"""Vendors are joined by rules and known names only; what looks alike stays apart."""

from pathlib import Path

import pytest

from registry.reference.reading import VendorIndex, interpret, name_key


def joined(first: str, second: str, folder: Path | None = None) -> bool:
    """Whether the second name is read as the vendor that the first one made."""
    index = VendorIndex.load(folder)
    if index.match(first).kind == "two":
        return False
    index.add(first, "1")
    return index.match(second).vendor == "1"


@pytest.fixture
def bare_folder(tmp_path: Path) -> Path:
    (tmp_path / "vendors.csv").write_text("brand,kind,name,source\n", encoding="utf-8")
    return tmp_path


SAME = [
    ("Mollie", "Mollie B.V."), ("Algolia, Inc.", "Algolia"), ("DeepL SE", "DEEPL"), ("Pendo", "Pendo.io"),
    ("Example Ltd d/b/a Widgety", "Widgety"), ("Better Stack", "BetterStack, Inc."), ("Wise (optional)", "Wise"),
    ("Aircall", "Aircall SAS"), ("Miro (formerly RealtimeBoard)", "Miro"), ("Scaleway Technologies SAS", "Scaleway"),
    ("Personio", "Personio SE & Co. KG"), ("BICS", "BICS SA/NV"),
    ("Adyen", "Adyen N.V. – Niederlassung Deutschland"), ("Exoscale", "Exoscale - Akenes SA"),
    ("Arsys Ltd", "Arsys Ltd, Sucursal en España"),
]  # fmt: skip
KNOWN = [
    ("Amazon Web Services", "Amazon SageMaker"), ("Microsoft Azure", "Azure Blob Storage"), ("X", "Twitter"),
    ("Meta", "Facebook"), ("Dropbox Sign", "HelloSign"), ("Salesforce", "SFDC Ireland Limited"), ("Kit", "ConvertKit"),
    ("SendGrid", "Twilio (SendGrid)"), ("Microsoft Azure", "Azure by Microsoft"), ("Copper", "ProsperWorks"),
    ("Microsoft", "Microsoft France"), ("Datadog", "Datadog EU"), ("Atlassian", "Jira / Confluence Cloud"),
]  # fmt: skip
APART = [
    ("Segment", "Segmentify"), ("Cloudflare", "CloudFront"), ("Mailgun", "Mailjet"), ("Linear", "Linode"),
    ("Claude (via Poe)", "Claude"), ("Apple / Meta", "Meta"), ("Equinix + Leaseweb", "Equinix"), ("Neon", "Neo4j"),
    ("Google", "Google Cloud"), ("Orb", "Orbit"), ("Sentry", "Sentinel"), ("Front", "Frontify"),
    ("Mercury Technologies", "Mercury Systems, Inc."), ("Global Payments", "Global Media"),
    ("Intercom", "Intercom Media"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), SAME)
def test_rules_alone_join_spellings(first: str, second: str, bare_folder: Path) -> None:
    assert joined(first, second, bare_folder)


@pytest.mark.parametrize(("first", "second"), SAME + KNOWN)
def test_known_names_join_companies_products_and_former_names(first: str, second: str) -> None:
    assert joined(first, second)


@pytest.mark.parametrize(("first", "second"), APART)
def test_look_alikes_stay_apart(first: str, second: str, bare_folder: Path) -> None:
    assert not joined(first, second)
    assert not joined(second, first)
    assert not joined(first, second, bare_folder)


@pytest.mark.parametrize(
    ("brand", "other"),
    [("Linear", "Linear Technology"), ("Mistral", "Mistral Solutions"), ("Orb", "Orb France"), ("Air", "Air France")],
)
def test_an_ordinary_word_is_no_brand_with_another_word(brand: str, other: str) -> None:
    assert not joined(brand, other)
    assert not joined(other, brand)


def test_two_vendors_in_a_cell_are_none() -> None:
    match = VendorIndex.load().match("Apple / Google")
    assert (match.kind, match.canonical, match.vendor) == ("two", "?", None)


def test_an_entity_is_the_vendor_but_named() -> None:
    index = VendorIndex.load()
    index.add("Slack", "1")
    match = index.match("Slack Technologies Limited")
    assert (match.vendor, match.entity, match.canonical) == ("1", "Slack Technologies Limited", "Slack")


def test_what_looks_alike_is_only_proposed() -> None:
    index = VendorIndex()
    index.add("Examplesoft", "1")
    match = index.match("Exampelsoft", propose=True)
    assert (match.kind, match.vendor, match.proposal) == ("proposed", None, "Examplesoft")


def test_another_number_is_not_proposed() -> None:
    index = VendorIndex()
    index.add("Examplesoft 3", "1")
    assert index.match("Examplesoft 4", propose=True).kind == "new"


def test_ten_thousand_names_are_each_matched_to_their_own() -> None:
    index = VendorIndex.load()
    for number in range(10_000):
        index.add(f"Vendor {number:05} Inc.", str(number))
    names = [f"VENDOR {number:05}" for number in range(0, 10_000, 10)]
    assert [index.match(name).vendor for name in names] == [str(number) for number in range(0, 10_000, 10)]


def test_interpret_gives_one_line_for_each_line() -> None:
    read = list(interpret("vendor", ["Stripe", "", "Stripe,\tInc.\n", "Apple / Google"]))
    assert [reading for _, reading, _ in read] == ["Stripe", "", "Stripe", "?"]
    assert not any("\t" in cell or "\n" in cell for row in read for cell in row)
    assert [row[1] for row in interpret("location", ["Berlin", ""])] == ["DE", "?"]
    assert [row[1] for row in interpret("mechanism", ["SCCs + DPF"])] == ["scc dpf"]


@pytest.mark.parametrize(
    "text", ["\0" * 1_000_000, "Inc. " * 800, "(" * 3_000, "🏢" * 900, "\u202eStripe", "/ " * 999, "a b " * 900]
)
def test_hostile_names_are_read(text: str) -> None:
    index = VendorIndex.load()
    index.add(text, "1")
    assert index.match(text, propose=True).kind
    assert isinstance(name_key(text), str)
