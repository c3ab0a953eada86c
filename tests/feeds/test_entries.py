"""An entry says what happened in the mail's words, is dated for ever, and holds nothing a reader could trip over."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.entries import BARE, ROOMY, TAGS, TIGHT, Entry, Room, Writer, cleaned, entry_time, plain_title
from registry.domain.register.changes import ChangeKind
from registry.domain.register.publications import EntryKind
from registry.domain.register.revisions import Operation
from tests.feeds.made import HOSTILE, INBOX, KINDS, SITE, SMS, hostile, publication

BASE = "https://registry.starling.example"
WRITER = Writer(site=SITE, base_url=BASE, notices={"N-2026-013": "n-13", "N-2026-014": "n-1"})


def html_of(**more: object) -> str:
    return WRITER.entry(publication(**more)).html  # type: ignore[arg-type]


def test_the_id_is_a_tag_of_the_domain_and_day_frozen_at_set_up() -> None:
    entry = WRITER.entry(publication(7))
    assert entry.id == "tag:registry.starling.example,2026-10-01:entry/00000000-0000-4000-8000-000000000007"
    assert replace(WRITER, base_url="https://elsewhere.example").entry(publication(7)).id == entry.id


def test_two_events_of_one_instant_bear_two_instants_in_their_order() -> None:
    one, two = publication(1), replace(publication(2), published_at=publication(1).published_at)
    assert entry_time(one) < entry_time(two)
    assert entry_time(two) == entry_time(two).astimezone(UTC)
    assert int((entry_time(two) - entry_time(one)).total_seconds()) == 0


def test_a_replayed_event_is_dated_by_its_day() -> None:
    event = publication(3, EntryKind.EFFECTIVE, replayed=True)
    entry = WRITER.entry(replace(event, day=date(2019, 5, 2)))
    assert entry.at == datetime(2019, 5, 2, 12, 0, 0, 3, UTC)
    assert "as of 2\N{NO-BREAK SPACE}May\N{NO-BREAK SPACE}2019" in entry.text


def test_a_replayed_cell_is_told_as_it_was_published() -> None:
    cells = (
        Operation(field="locations", before="US", after="US; IE"),
        Operation(field="services", before=None, after="All"),
    )
    event = publication(3, EntryKind.EFFECTIVE, operations=cells, replayed=True)
    assert "Where\n  before: US\n  after: US; IE" in WRITER.entry(event).text
    assert "Services\n  before: not stated\n  after: All" in WRITER.entry(event).text


def test_the_link_says_whether_a_notice_or_a_change_lies_behind_it() -> None:
    assert "Read the whole notice" in html_of(kind=EntryKind.EFFECTIVE)
    assert "Read the change" in html_of(kind=EntryKind.ENDED)


def test_a_notice_says_until_when_one_may_object_and_from_when_it_holds() -> None:
    entry = WRITER.entry(publication())
    assert entry.title == "New sub-processor for SMS: X Messaging Ltd, Ireland"
    assert "<b>Object until 14&nbsp;January&nbsp;2027</b>" in entry.html
    assert "<b>Takes effect on 15&nbsp;January&nbsp;2027</b>" in entry.html
    assert "Object, until 14\N{NO-BREAK SPACE}January\N{NO-BREAK SPACE}2027: write to privacy@" in entry.text
    assert f'<a href="{BASE}/notices/n-1">' in entry.html
    assert entry.text.endswith(f"{BASE}/notices/n-1")


def test_a_change_shows_old_and_new() -> None:
    entry = WRITER.entry(publication(1, EntryKind.EFFECTIVE))
    new = "<ul><li>Ireland, stored</li><li>India, support from here</li></ul>"
    assert f'<th scope="row">Where</th><td>Ireland, stored</td><td>{new}</td>' in entry.html
    assert "before: Ireland, stored\n  after: Ireland, stored; India, support from here" in entry.text


def test_what_is_added_has_no_column_for_what_was() -> None:
    assert '<th scope="row">Services</th><td>SMS</td></tr>' in html_of()


def test_the_demo_says_so_in_every_entry() -> None:
    real = replace(WRITER, site=replace(SITE, is_demo=False)).entry(publication())
    assert "Demo: invented data" in WRITER.entry(publication()).html
    assert "Demo" not in real.html + real.text


def test_kind_and_services_are_categories() -> None:
    entry = WRITER.entry(publication(services=(SMS, INBOX)))
    assert [(c.term, c.label) for c in entry.categories] == [("notice", "Notice"), ("sms", "SMS"), ("inbox", "Inbox")]


def test_a_correction_links_what_it_puts_right() -> None:
    entry = WRITER.entry(publication(2, EntryKind.CORRECTION, about="N-2026-013"))
    assert entry.related
    assert entry.related.url == f"{BASE}/notices/n-13"
    assert f'<a href="{BASE}/notices/n-13">Notice N-2026-013</a>' in entry.html
    assert entry.url == f"{BASE}/changes/c-2"


def test_an_entry_does_not_link_its_own_page_twice() -> None:
    assert WRITER.entry(publication(1, EntryKind.EFFECTIVE, about="N-2026-014")).related is None


def test_a_notice_nobody_knows_is_not_linked() -> None:
    assert WRITER.entry(publication(1, EntryKind.WITHDRAWN, about="N-1999-001")).related is None


def test_programs_read_the_steps_field_by_field() -> None:
    data = WRITER.entry(publication(5, EntryKind.EFFECTIVE)).data
    assert data["sequence"] == 5
    assert data["services"] == ["sms"]
    assert data["operations"] == publication(5, EntryKind.EFFECTIVE).text.operations
    assert WRITER.entry(publication(all_services=True)).data["services"] == ["*"]


def test_only_the_allowed_elements_pass() -> None:
    got = cleaned('<p onclick="x">a</p><script>b</script><img src=x><a href="javascript:c">d</a><table><tr><td>e')
    assert got == "<p>a</p><a>d</a><table><tbody><tr><td>e</td></tr></tbody></table>"
    assert "script" not in TAGS


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("<b>X</b> & Co", "‹b›X‹/b› & Co"),
        ("AT&amp;T", "AT＆amp;T"),
        ("R&D & Söhne", "R&D & Söhne"),
        ("a\nb\tc\u202ed", "a b c d"),
    ],
)
def test_a_title_holds_nothing_that_looks_like_markup(text: str, title: str) -> None:
    assert plain_title(text) == title


def test_a_title_ends() -> None:
    assert plain_title("W" * 3000) == "W" * 249 + "…"


@pytest.mark.parametrize("room", [ROOMY, TIGHT, BARE])
@pytest.mark.parametrize("number", range(len(HOSTILE) * 6))
def test_hostile_names_break_nothing(number: int, room: Room) -> None:
    check(WRITER.entry(hostile(number), room))


@given(st.text(), st.sampled_from(KINDS))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_an_entry(text: str, kind: EntryKind) -> None:
    operation = Operation(field="purpose", before=text, after=[text, {text: text}])
    event = publication(
        1, kind, vendor_name=text, legal_entity=text, reason=text, purpose=text, operations=(operation,)
    )
    check(WRITER.entry(event))


def check(entry: Entry) -> None:
    """Nothing but our own markup, and no sign that XML forbids."""
    for said in (entry.title, entry.html, entry.text, *(c.label for c in entry.categories)):
        assert all(sign.isprintable() or sign in "\n\N{NO-BREAK SPACE}" for sign in said), said
    assert "<" not in entry.title
    assert cleaned(entry.html) == entry.html
    for evil in ("<script", "<img", "javascript:alert(1)'>", "<b>bold"):
        assert evil not in entry.html


def test_little_room_says_that_there_is_more() -> None:
    long = tuple(Operation(field=f"field{n}", before=None, after="x" * 900) for n in range(60))
    event = publication(1, EntryKind.EFFECTIVE, change_kind=ChangeKind.AMENDED, operations=long)
    sizes = [len(WRITER.entry(event, room).html) for room in (ROOMY, TIGHT, BARE)]
    assert sizes == sorted(sizes, reverse=True)
    for room in (ROOMY, TIGHT, BARE):
        assert "The rest stands on the page of the change." in WRITER.entry(event, room).text
    assert "The rest" not in WRITER.entry(publication()).text
