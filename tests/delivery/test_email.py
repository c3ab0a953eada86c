"""A mail as bytes: whatever a vendor is called, it parses, breaks no line and steers no header."""

import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.delivery.email import Composed, Letter, Slot, compose, encoded_header
from registry.delivery.messages import compose_confirmation, compose_event
from registry.domain.register.changes import ChangeKind
from registry.domain.register.publications import EntryKind, Publication, PublishedService
from registry.domain.register.subscriptions import Filters
from tests.delivery.samples import HOUSE, NOW, publication

LINK = "https://registry.starling.example/unsubscribe/" + "A" * 35
HOSTILE = (
    "Evil\r\nBcc: all@customer.example",
    "=?utf-8?q?Bcc=3A_x?=",
    "<script>alert(1)</script>",
    "Ünïcödé & Søn — 株式会社 \u202eslat",
    "x" * 3000,
    "\r\n.\r\n",
    "{{ 7 * 7 }} {0} %s %(x)s",
    "a\u2028b\u2029c\x85d",
)


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def filled(composed: Composed, to: str = "reader@customer.example") -> bytes:
    return composed.filled(to=to, date=NOW, message_id="<1@starling.example>", link=LINK)


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def check(content: bytes) -> EmailMessage:
    """What holds for every mail of ours."""
    message = read(content)
    assert not message.defects
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    head = content.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted"):
        assert len(message.get_all(name, [])) == 1
    assert "Bcc" not in message
    assert [one.get_content_type() for one in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert all(slot.value not in content.decode("latin-1") for slot in Slot)
    return message


@pytest.mark.parametrize("kind", list(EntryKind))
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_names(kind: EntryKind, name: str) -> None:
    hostile = publication(kind, vendor_name=name, listed_as=name, legal_entity=name, reason=name, purpose=name)
    message = check(filled(compose_event(hostile, HOUSE, language="en", concerns=())))
    html = part(message, "html")
    assert "<script" not in html
    assert "49" not in part(message, "plain")
    assert message["List-Unsubscribe"] == f"<{LINK}>"
    assert LINK in part(message, "plain")
    assert f'href="{LINK}"' in html


@given(name=st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_name_makes_a_mail(name: str) -> None:
    made = compose_event(publication(vendor_name=name, legal_entity=name), HOUSE, language="en", concerns=("sms",))
    check(filled(made))


@given(text=st.text(st.characters(codec="utf-8"), max_size=300))
def test_a_header_says_what_it_is_given_on_lines_of_its_own(text: str) -> None:
    value = encoded_header(text, "Subject")
    assert all(line.startswith(" ") for line in value.split("\r\n")[1:])
    wanted = "".join(sign if sign.isprintable() else " " for sign in text).split()
    assert read(f"Subject: {value}\r\n\r\n".encode("ascii"))["Subject"].split() == wanted


def test_the_subject_says_until_when_one_may_object() -> None:
    message = check(filled(compose_event(publication(), HOUSE, language="en", concerns=())))
    assert message["Subject"] == (
        "Object by 14 Jan 2027: new sub-processor for SMS: X Messaging Ltd, Ireland; starts 15 Jan"
    )
    text = part(message, "plain").replace("\u00a0", " ")
    assert text.index("14 January 2027") < text.index("What it does") < text.index("Unsubscribe")
    assert "Demo: invented data" in text


def test_it_says_whether_it_touches_the_reader() -> None:
    message = check(filled(compose_event(publication(), HOUSE, language="en", concerns=("sms",))))
    assert "You told us that you use SMS." in part(message, "plain")


def test_a_reader_of_one_of_several_services_is_concerned() -> None:
    both = (PublishedService(slug="sms", name="SMS"), PublishedService(slug="inbox", name="Inbox"))
    made = compose_event(publication(services=both), HOUSE, language="en", concerns=())
    assert "It concerns you if you use SMS or Inbox." in part(check(filled(made)), "plain")


def test_silence_means_in_the_mail_what_it_means_on_the_page() -> None:
    text = said(publication())
    assert "If you do nothing: where your agreement gives general authorisation, the change applies to you" in text
    assert "Where it asks for specific authorisation, nothing changes until you say yes." in text


def test_a_notice_that_comes_late_sets_no_day_that_has_passed() -> None:
    for kind in (EntryKind.NOTICE, EntryKind.CORRECTION):
        made = compose_event(publication(kind), HOUSE, language="en", concerns=(), is_late=True)
        message = check(filled(made))
        assert "Object by" not in message["Subject"]
        for body in ("plain", "html"):
            text = " ".join(part(message, body).replace("\u00a0", " ").split())
            assert "The time to object ended on 14 January 2027, before this email was sent." in text
            assert "Object, until" not in text


def test_an_ending_asks_for_nothing() -> None:
    text = said(publication(change_kind=ChangeKind.ENDED, object_by=None, operations=()))
    assert "applies to you" not in text
    assert "You need not do anything." in text


def test_a_correction_says_until_when_one_may_object() -> None:
    message = check(filled(compose_event(publication(EntryKind.CORRECTION), HOUSE, language="en", concerns=())))
    assert message["Subject"].startswith("Object by 14 Jan 2027: correction for SMS: X Messaging Ltd")
    for kind in ("plain", "html"):
        assert part(message, kind).replace("\u00a0", " ").count("14 January 2027") >= len(("days", "act"))
    assert "Object" not in said(publication(EntryKind.CORRECTION, object_by=None))


def test_facts_stand_in_the_order_in_which_they_are_read() -> None:
    backwards = tuple(reversed(publication().text.operations))
    text = said(publication(operations=backwards))
    assert text.index("What it does") < text.index("Services") < text.index("Where")


def said(told: Publication) -> str:
    text = part(check(filled(compose_event(told, HOUSE, language="en", concerns=()))), "plain")
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_question_to_confirm_is_no_list_mail() -> None:
    made = compose_confirmation(HOUSE, language="en", filters=Filters(services=("sms",)))
    message = check(filled(made))
    assert "List-Unsubscribe" not in message
    assert "List-Id" not in message
    assert "SMS" in part(message, "plain")


def test_mails_about_one_vendor_thread() -> None:
    mails = [check(filled(compose_event(publication(kind), HOUSE, language="en", concerns=()))) for kind in EntryKind]
    assert {mail["References"] for mail in mails} == {"<vendor.v-1@registry.starling.example>"}


def test_each_recipient_gets_a_copy_of_their_own() -> None:
    made = compose_event(publication(), HOUSE, language="en", concerns=())
    one = filled(made, "a@customer.example")
    later = NOW + timedelta(days=1)
    two = made.filled(to="b@customer.example", date=later, message_id="<2@starling.example>", link=LINK[:-1] + "B")
    assert (read(one)["To"], read(two)["To"]) == ("a@customer.example", "b@customer.example")
    assert b"a@customer" not in two
    assert LINK.encode() not in two.replace(b"=\r\n", b"")


def test_a_sender_with_a_hostile_name_stays_one_mailbox() -> None:
    letter = Letter(
        sender_name='A "B" <x@evil.example>,\r\nBcc: y@evil.example',
        sender="notices@starling.example",
        subject="x",
        text="x",
        html="<p>x</p>",
        headers={"Auto-Submitted": "auto-generated"},
    )
    message = check(filled(compose(letter)))
    assert [address.addr_spec for address in message["From"].addresses] == ["notices@starling.example"]
