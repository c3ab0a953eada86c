"""What the form of an engagement makes of recorded facts: nothing is changed by being shown."""

from dataclasses import replace

import pytest

from registry.domain.register.facts import EngagementFacts
from registry.reference.law_book import load_law_book
from registry.web.forms.base import Form
from registry.web.forms.engagement import engagement_values, offers, read_engagement
from tests.web.story import PUBLISHER, engagement

OFFERED = offers(PUBLISHER, load_law_book())


def read(recorded: EngagementFacts, **sent: list[str]) -> tuple[EngagementFacts, set[str]]:
    form = Form(values={**engagement_values(recorded), **sent})
    return read_engagement(form, recorded, OFFERED), {error.field for error in form.errors}


def test_what_is_recorded_stays_in_its_order() -> None:
    data = ("Traffic data", "Tone", "Phone numbers")
    recorded = engagement("Lark", services=("voice", "sms"), data_categories=data)
    boxes = ["Phone numbers", "Message content", "Traffic data", "Tone"]
    found, wrong = read(recorded, services=["sms", "inbox", "voice"], data_categories=boxes)
    assert not wrong
    assert found.services == ("voice", "sms", "inbox")
    assert found.data_categories == (*data, "Message content")


@pytest.mark.parametrize("left_out", ["Traffic data", "Phone numbers"])
def test_what_is_not_ticked_any_more_goes(left_out: str) -> None:
    data = ("Traffic data", "Phone numbers")
    recorded = engagement("Lark", data_categories=data)
    found, _ = read(recorded, data_categories=[one for one in data if one != left_out])
    assert left_out not in found.data_categories


def test_a_purpose_may_have_lines() -> None:
    recorded = replace(engagement("Lark"), purpose="Keeps files\nand backups")
    found, wrong = read(recorded, purpose=["Keeps files\r\nand backups"])
    assert (found.purpose, wrong) == (recorded.purpose, set())


@pytest.mark.parametrize("unseen", ["\u200b\u200b", "\u00ad", " \u2060 "])
def test_a_name_that_nobody_can_see_is_none(unseen: str) -> None:
    _, wrong = read(engagement("Lark"), listed_as=[unseen])
    assert wrong == {"listed_as"}


def test_errors_stand_in_the_order_of_the_fields() -> None:
    nothing = EngagementFacts(vendor="", listed_as="")
    form = Form(values={})
    read_engagement(form, nothing, OFFERED)
    assert [error.field for error in form.errors] == [
        "listed_as", "recipient_category", "legal_entity", "role", "capacity", "held_for", "purpose", "services",
        "data_categories", "locations",
    ]  # fmt: skip


def test_what_is_not_known_of_an_engagement_is_not_asked_for_when_other_facts_change() -> None:
    published = EngagementFacts(vendor="v", listed_as="Lark", location_text="Worldwide")
    found, wrong = read(published, retention=["30 days"])
    assert (found, wrong) == (replace(published, retention="30 days"), set())
    _, wrong = read(engagement("Lark"), legal_entity=[""], purpose=[""], services=[], data_categories=[])
    assert wrong == {"legal_entity", "purpose", "services", "data_categories"}
