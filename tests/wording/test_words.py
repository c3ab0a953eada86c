"""Words: countries, days, labels, reasons, values and titles."""

from datetime import date

import pytest

from registry.domain.law.verdicts import EeaStatus, Verdict
from registry.domain.register.changes import ChangeKind, ChangeState
from registry.domain.register.facts import Capacity, ListGroup, Location, RecipientCategory, VendorRole
from registry.domain.register.publications import PUBLIC_FIELDS, EntryKind
from registry.wording import countries, dates, labels, languages, sentences, steps

DAY = date(2027, 1, 4)


def test_days_are_absolute_and_never_break() -> None:
    assert dates.short_day(DAY) == "4\u00a0Jan\u00a02027"
    assert dates.long_day(DAY) == "4\u00a0January\u00a02027"
    assert dates.plain_day(DAY) == "4 Jan 2027"
    assert dates.short_day("2027-01-04") == dates.short_day(DAY)


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (14, "in\u00a014\u00a0days"), (-9, "9\u00a0days\u00a0ago")],
)
def test_distance_stands_beside_the_day(days: int, said: str) -> None:
    assert dates.distance(date.fromordinal(DAY.toordinal() + days), DAY) == said
    assert dates.in_days(days) == said


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "closed"), (0, "last day today"), (1, "1\u00a0day\u00a0left"), (9, "9\u00a0days\u00a0left")]
)
def test_what_is_left_of_a_window(days: int, said: str) -> None:
    assert dates.days_left(days) == said


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("IE", "Ireland"),
        ("us", "United States"),
        ("XK", "Kosovo"),
        ("XO-EPO", "European Patent Organisation"),
        ("ZZ9", "ZZ9"),
        (None, ""),
    ],
)
def test_country_names(code: str | None, name: str) -> None:
    assert countries.country_name(code) == name


@pytest.mark.parametrize(
    ("region", "name"),
    [
        ("EU", "European Union"),
        ("eea", "European Economic Area"),
        ("Europe", "Europe"),
        ("worldwide", "Worldwide"),
        ("our edge", "our edge"),
    ],
)
def test_region_words(region: str, name: str) -> None:
    assert countries.region_name(region) == name


def test_a_place_without_country_is_called_as_it_was_published() -> None:
    assert countries.place_name(None, None, "Global edge network") == "Global edge network"
    assert countries.place_name(None) == "Not stated"


@pytest.mark.parametrize(
    ("codes", "table"),
    [
        (Verdict, labels.VERDICTS), (EeaStatus, labels.EEA_STATUSES), (VendorRole, labels.ROLES),
        (Capacity, labels.CAPACITIES),
        (RecipientCategory, labels.CATEGORIES), (ListGroup, labels.GROUPS), (ListGroup, labels.GROUP_SENTENCES),
        (ChangeState, labels.STATES), (ChangeKind, labels.CHANGE_KINDS), (EntryKind, labels.ENTRY_KINDS),
        (PUBLIC_FIELDS, labels.FIELDS),
    ],
)  # fmt: skip
def test_every_code_has_a_word(codes: object, table: dict[str, str]) -> None:
    assert {str(code) for code in codes} <= set(table)  # type: ignore[attr-defined] # enums and tuples are iterable


def test_public_reads_under_review_for_incomplete_or_worse() -> None:
    assert labels.public_verdict(Verdict.INCOMPLETE, DAY) == "Under review since 4\u00a0Jan\u00a02027"
    assert labels.public_verdict(Verdict.NOT_ALLOWED) == "Under review"
    assert labels.public_verdict(Verdict.DEROGATION, DAY) == "Derogation"


def test_reason_names_countries_and_days() -> None:
    given = {
        "template": "{place_code} belongs to the {bloc} since {since_on}.",
        "params": {"place_code": "IE", "bloc": "EU", "since_on": date(1973, 1, 1)},
    }
    told = sentences.reason({**given, "citation": "GDPR Art. 44", "verified": "2026-11-18"})
    assert told.sentence == "Ireland belongs to the EU since 1\u00a0January\u00a01973."
    assert told.verified == "18\u00a0Nov\u00a02026"
    assert sentences.reason("A sentence").sentence == "A sentence"
    assert sentences.reason(("A sentence", "GDPR", "", "unchecked")).citation == "GDPR"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{place_code} is outside the EEA.", "The United Kingdom is outside the EEA."),
        ("No decision covers {place_code}.", "No decision covers the United Kingdom."),
        ("{mechanism} covers {place_code}.", "eID covers the United Kingdom."),
    ],
)
def test_a_sentence_sets_the_article_before_a_country_that_has_one(template: str, said: str) -> None:
    assert sentences.filled(template, {"place_code": "GB", "mechanism": "eID"}) == said


def test_location_says_who_and_when() -> None:
    place = {"country": "US", "activity": "access", "who": "own_staff", "condition": "opt_in"}
    assert sentences.location(place) == "United States, reached from here by its own staff, only if you switch it on"


def test_places_that_stand_alike_share_a_line() -> None:
    def place(code: str, status: str) -> dict[str, str]:
        return {"country": code, "eea_status": status, "activity": "storage", "who": "importer", "condition": ""}

    groups = sentences.place_groups([place("IE", "eu"), place("IN", "third_country"), place("DE", "eu")])
    assert [(names, status) for names, status, _ in groups] == [("Ireland, Germany", "eu"), ("India", "third_country")]


def test_many_places_are_cut_aloud() -> None:
    said = steps.places([Location(country=code) for code in ("DE", "FR", "IE", "NL", "SG", "ZA", "AU", "IN")])
    assert said[-1] == "2 more places"
    assert said[0] == "Germany, stored"


def test_a_change_is_told_old_to_new() -> None:
    assert (
        sentences.change_line({"field": "entity_country", "before": "IE", "after": "US"})
        == "Country of the legal entity: Ireland → United States"
    )
    assert (
        sentences.change_line({"field": "services", "before": None, "after": ["*"]})
        == "Services: not stated → All services"
    )
    assert sentences.countries_changed(["IE"], ["IE", "IN"]) == "adds India"


def test_subject_says_by_when_what_who_and_from_when() -> None:
    heading = sentences.title(
        kind="notice", change_kind="added", name="X Messaging Ltd", country="IE", services=["SMS (EU region)"]
    )
    assert heading == "New sub-processor for SMS (EU region): X Messaging Ltd, Ireland"
    said = sentences.subject(
        heading=heading, kind="notice", effective_on=date(2027, 1, 15), object_by=date(2027, 1, 14)
    )
    assert (
        said == "Object by 14 Jan 2027: new sub-processor for SMS (EU region): X Messaging Ltd, Ireland; starts 15 Jan"
    )
    over = sentences.subject(heading=heading, kind="notice", effective_on=DAY, object_by=date(2026, 12, 31))
    assert over.endswith("; starts 4 Jan 2027")
    end = sentences.subject(heading="Ends for SMS: X", kind="notice", effective_on=DAY, object_by=None, is_ending=True)
    assert end == "Ends for SMS: X; off the list from 4 Jan 2027"


@pytest.mark.parametrize("kind", list(EntryKind))
@pytest.mark.parametrize("change_kind", list(ChangeKind))
def test_every_published_event_has_a_title(kind: EntryKind, change_kind: ChangeKind) -> None:
    heading = sentences.title(kind=kind, change_kind=change_kind, name="Larkspur", services=["*"])
    assert "Larkspur" in heading
    assert "{" not in heading


def test_a_language_that_is_not_spoken_falls_back_to_english() -> None:
    with languages.speaking("tlh"):
        assert languages.current() == "en"


def test_braces_in_facts_are_not_parameters() -> None:
    heading = sentences.title(kind="effective", change_kind="added", name="{weird} %s Ltd")
    assert "{weird} %s Ltd" in heading


@pytest.mark.parametrize(
    ("field", "said"),
    [("listed_as", "Name on the list"), ("locations.1.country", "Place 2"), ("mechanisms.0.day", "Ground 1"),
     ("email", "Email address"), ("submit-reason", ""), ("locations.x.country", "")],
)  # fmt: skip
def test_a_field_of_a_form_is_named_before_what_is_wrong_with_it(field: str, said: str) -> None:
    assert labels.asked(field) == said
