"""The bytes: well-formed, complete after each format's own rules, and the same whenever they are made."""

import json
from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped] # comes without types
import jsonschema  # type: ignore[import-untyped] # likewise
import pytest
import reader
from lxml import etree  # type: ignore[import-untyped] # likewise

from feeds.channels import Channel, Format, channel
from feeds.entries import entry_time
from feeds.render import MOST_JSON, RENDERERS
from registry.answers.publications import FeedPage, Subject, all_changes
from registry.domain.register.publications import EntryKind, Publication
from registry.domain.register.revisions import Operation
from registry.storage.queries.publications import Scope
from tests.feeds.made import BEGAN, KINDS, SITE, hostile, publication

BASE = "https://registry.starling.example"
ATOM = "{http://www.w3.org/2005/Atom}"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
SUBJECTS = (
    all_changes(),
    Subject(stem="services/sms", scope=Scope(service="sms"), service="SMS & <b>more</b>"),
    Subject(stem="processors/x-messaging", scope=Scope(vendor_id="v-1"), vendor="X ]]> \x00 Messaging"),
)
NOTHING: list[Publication] = []
ONE = [publication()]
MANY = [publication(n, KINDS[n % 6], about="N-2026-013") for n in range(50, 0, -1)]
HOSTILE = [hostile(n) for n in range(50, 0, -1)]
CONTENTS = pytest.mark.parametrize("events", [NOTHING, ONE, MANY, HOSTILE], ids=["none", "one", "many", "hostile"])


def made(
    form: Format, events: Sequence[Publication] = (), subject: Subject = SUBJECTS[0], number: int | None = None
) -> Channel:
    page = FeedPage(
        publications=tuple(events),
        number=number,
        previous=2,
        following=None if number is None else number + 1,
        updated_at=events[0].published_at if events else BEGAN,
        changed_at=BEGAN,
        notices={"N-2026-013": "n-13"},
    )
    return channel(page, subject, SITE, base_url=BASE, form=form)


def rendered(form: Format, *args: Any, **more: Any) -> bytes:
    return RENDERERS[form](made(form, *args, **more))


def tree(*args: Any, **more: Any) -> Any:
    return etree.fromstring(rendered(*args, **more))


@CONTENTS
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.stem.partition("/")[0])
@pytest.mark.parametrize("form", Format)
def test_each_of_the_nine_kinds_is_read_whole(form: Format, subject: Subject, events: list[Publication]) -> None:
    body = rendered(form, events, subject)
    if form is Format.JSON:
        check_json(body, events)
        return
    read = feedparser.parse(body)
    assert not read.bozo
    assert [entry.id for entry in read.entries] == ids(events)
    assert all(entry.title and entry.link.startswith(BASE) for entry in read.entries)
    assert read.feed.title.startswith("Starling Messaging: changes ")


def ids(events: Sequence[Publication]) -> list[str]:
    return [f"tag:registry.starling.example,2026-10-01:entry/{event.id}" for event in events]


@CONTENTS
def test_the_bytes_do_not_hold_the_clock(monkeypatch: pytest.MonkeyPatch, events: list[Publication]) -> None:
    before = [rendered(form, events) for form in Format]
    for module in ("feed", "entry"):
        monkeypatch.setattr(f"feedgen.{module}.datetime", Later)
    assert [rendered(form, events) for form in Format] == before
    assert all(b"2999" not in body for body in before)


class AnyDatetime(type):
    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, datetime)


class Later(metaclass=AnyDatetime):
    """A clock that feedgen may ask, and whose answer must not be seen."""

    @staticmethod
    def now(zone: tzinfo) -> datetime:
        return datetime(2999, 1, 1, tzinfo=zone)


def test_atom_has_what_rfc_4287_asks_for() -> None:
    feed = tree(Format.ATOM, MANY)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    for name in ("id", "title", "updated", "subtitle", "author"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1, name
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Starling Messaging B.V."
    assert rels(feed) == {"self": f"{BASE}/feeds/changes.atom", "prev-archive": f"{BASE}/feeds/changes/archive/2.atom",
                          "alternate": f"{BASE}/changes"}  # fmt: skip
    for entry in feed.iter(f"{ATOM}entry"):
        for name in ("id", "title", "updated", "published", "content"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1, name
        assert entry.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}published")
        assert entry.find(f"{ATOM}content").get("type") == "html"
        assert [link.get("href") for link in entry.findall(f"{ATOM}link") if link.get("rel") != "related"]


def rels(feed: Any) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}


def test_no_two_entries_are_updated_at_one_instant() -> None:
    same = [publication(n) for n in range(1, 51)]
    moments = [e.text for e in tree(Format.ATOM, same).iter(f"{ATOM}updated")]
    assert len(set(moments[1:])) == len(same)


def test_a_correction_links_the_old_notice_with_its_words() -> None:
    feed = tree(Format.ATOM, [publication(1, EntryKind.CORRECTION, about="N-2026-013")])
    (related,) = [link for link in feed.iter(f"{ATOM}link") if link.get("rel") == "related"]
    assert dict(related.attrib) == {
        "rel": "related",
        "type": "text/html",
        "title": "Notice N-2026-013",
        "href": f"{BASE}/notices/n-13",
    }


def test_rss_follows_the_profile() -> None:
    feed = tree(Format.RSS, MANY).find("channel")
    assert feed.findtext("link") == f"{BASE}/changes"
    assert feed.findtext("language") == "en"
    own = next(link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert (own.get("href"), own.get("type")) == (f"{BASE}/feeds/changes.rss", "application/rss+xml")
    assert feed.findtext("lastBuildDate") == feed.findtext("pubDate") == "Sat, 03 Oct 2026 11:00:00 +0000"
    for item in feed.findall("item"):
        assert item.find("guid").get("isPermaLink") == "false"
        assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Starling Messaging B.V."
        assert item.findtext("pubDate").endswith(" +0000")
        assert item.findtext("description").startswith("<p>")
    assert [c.text for c in feed.find("item").findall("category")] == ["Ended", "SMS"]


def test_an_archive_is_marked_and_linked_both_ways() -> None:
    atom = tree(Format.ATOM, MANY, number=3)
    assert rels(atom) == {
        "self": f"{BASE}/feeds/changes/archive/3.atom",
        "prev-archive": f"{BASE}/feeds/changes/archive/2.atom",
        "next-archive": f"{BASE}/feeds/changes/archive/4.atom",
        "current": f"{BASE}/feeds/changes.atom",
        "alternate": f"{BASE}/changes",
    }
    rss = tree(Format.RSS, MANY, number=3).find("channel")
    assert rels(rss)["prev-archive"] == f"{BASE}/feeds/changes/archive/2.rss"
    assert len(atom.findall(ARCHIVE)) == len(rss.findall(ARCHIVE)) == 1
    assert tree(Format.ATOM, MANY).find(ARCHIVE) is None
    told = json.loads(rendered(Format.JSON, MANY, number=3))["_register"]
    assert told["archive"] is True
    assert told["prev_archive"] == f"{BASE}/feeds/changes/archive/2.json"
    assert told["current"] == f"{BASE}/feeds/changes.json"


def test_an_archive_bears_the_id_of_its_feed() -> None:
    feed, archive = tree(Format.ATOM, ONE), tree(Format.ATOM, ONE, number=1)
    assert feed.findtext(f"{ATOM}id") == archive.findtext(f"{ATOM}id")


JSON_FEED: dict[str, Any] = {
    "type": "object",
    "required": ["version", "title", "home_page_url", "feed_url", "items", "language", "authors"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "pattern": "^https://"},
        "feed_url": {"type": "string", "pattern": "^https://"},
        "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "_register": {"type": "object"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "url", "title", "content_html", "content_text", "date_published", "date_modified"],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": {"type": "string", "pattern": "^https://"},
                    "content_html": {"type": "string", "minLength": 1},
                    "date_published": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT[\d:.]+Z$"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "_register": {"type": "object"},
                },
                "patternProperties": {"^_": {"type": "object"}},
                "additionalProperties": {"type": ["string", "array"]},
            },
        },
    },
    "patternProperties": {"^_": {"type": "object"}},
    "not": {"required": ["next_url"]},
}


def check_json(body: bytes, events: Sequence[Publication]) -> None:
    feed = json.loads(body)
    jsonschema.validate(feed, JSON_FEED)
    assert len(body) < MOST_JSON
    assert [item["id"] for item in feed["items"]] == ids(events)
    assert all(item["date_published"] == item["date_modified"] for item in feed["items"])
    moments = [datetime.fromisoformat(item["date_published"]) for item in feed["items"]]
    assert moments == [entry_time(event) for event in events]


@pytest.mark.parametrize("name", ["🚀" * 900, '"\\' * 900, "<&>" * 900])
def test_a_json_feed_stays_small_whatever_it_holds(name: str) -> None:
    steps = tuple(Operation(field=f"f{n}", before=name, after=[name] * 4) for n in range(8))
    more = {"vendor_name": name, "legal_entity": name, "purpose": name, "reason": name, "operations": steps}
    body = rendered(Format.JSON, [publication(n, KINDS[n % 6], **more) for n in range(50, 0, -1)])
    assert len(body) < MOST_JSON
    assert len(json.loads(body)["items"]) == 50


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize(("events", "stored"), [(NOTHING, 0), (ONE, 1), (MANY, 50), (HOSTILE, 50)])
def test_a_reader_stores_every_entry_once(tmp_path: Path, form: Format, events: list[Publication], stored: int) -> None:
    (tmp_path / f"feed.{form}").write_bytes(rendered(form, events))
    with reader.make_reader(":memory:", feed_root=str(tmp_path)) as books:
        books.add_feed(f"feed.{form}")
        books.update_feeds()
        books.update_feeds()
        assert sorted(entry.id for entry in books.get_entries()) == sorted(ids(events))
        assert books.get_entry_counts().total == stored
        assert books.get_feed(f"feed.{form}").last_exception is None
