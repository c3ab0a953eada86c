"""The feeds over HTTP: what each holds, how its archives join on, and when its bytes change."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from email.utils import parsedate_to_datetime
from itertools import cycle
from uuid import uuid4

import feedparser  # type: ignore[import-untyped] # comes without types
import httpx
import pytest

from feeds.routes import handlers
from registry.domain.register.publications import EntryKind
from registry.http.ready import ReadyBytes
from registry.storage.database import DatabaseFreshness, Engine
from registry.storage.repositories import publisher, vendors
from registry.storage.tables.changes import NoticeRow
from registry.storage.transaction import transaction
from tests.feeds.made import BEGAN, INBOX, KINDS, NOW, SITE, fill, publication, set_up
from tests.http.apps import make_floor

FORMS = ("rss", "atom", "json")
STEMS = ("changes", "services/sms", "processors/x-messaging")
NINE = [f"/feeds/{stem}.{form}" for stem in STEMS for form in FORMS]


@asynccontextmanager
async def served() -> AsyncIterator[httpx.AsyncClient]:
    """A process of its own over the database in use: nothing is kept from an earlier one."""
    floor = make_floor(list(handlers))
    ready = ReadyBytes(floor.app, freshness=DatabaseFreshness(), clock=floor.clock)
    transport = httpx.ASGITransport(app=ready)  # type: ignore[arg-type] # litestar's own ASGI types
    async with httpx.AsyncClient(transport=transport, base_url="http://register.test") as client:
        yield client


@pytest.fixture
async def client(database: Engine) -> AsyncIterator[httpx.AsyncClient]:
    await set_up()
    async with served() as found:
        yield found


async def followed(client: httpx.AsyncClient, path: str) -> list[list[str]]:
    """The feed's ids, then those of each archive before it."""
    pages: list[list[str]] = []
    address: str | None = path
    while address:
        body = (await client.get(address)).content
        pages.append(ids_in(body))
        address = before(body)
    return pages


async def told(client: httpx.AsyncClient, path: str) -> list[str]:
    """The ids that the feed at the address holds."""
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return ids_in(answer.content)


def ids_in(body: bytes) -> list[str]:
    if body.startswith(b"{"):
        return [item["id"] for item in json.loads(body)["items"]]
    return [entry.id for entry in feedparser.parse(body).entries]


def before(body: bytes) -> str | None:
    if body.startswith(b"{"):
        link = json.loads(body)["_register"].get("prev_archive")
    else:
        links = feedparser.parse(body).feed.links
        link = next((item.href for item in links if item.rel == "prev-archive"), None)
    return str(link).removeprefix("http://register.test") if link else None


@pytest.mark.parametrize("number", [0, 1, 120])
async def test_all_nine_hold_the_newest_fifty(client: httpx.AsyncClient, number: int) -> None:
    await fill(publication(n, KINDS[n % 6]) for n in range(1, number + 1))
    newest = [entry_id(n) for n in range(number, max(number - 50, 0), -1)]
    for path in NINE:
        assert await told(client, path) == newest, path


def entry_id(number: int) -> str:
    return f"tag:registry.starling.example,2026-10-01:entry/{publication(number).id}"


async def test_following_the_archives_gives_every_entry_and_no_gap(client: httpx.AsyncClient) -> None:
    have = 0
    paths = cycle(("/feeds/changes.atom", "/feeds/services/sms.json", "/feeds/processors/x-messaging.rss"))
    for number in (49, 50, 51, 100, 101, 150, 151):
        await fill(publication(n) for n in range(have + 1, number + 1))
        have, path = number, next(paths)
        pages = await followed(client, path)
        assert {i for page in pages for i in page} == {entry_id(n) for n in range(1, number + 1)}, (path, number)
        assert all(len(page) == 50 for page in pages[1:])
        assert len(pages) == 1 + -(-max(number - 50, 0) // 50), number


async def test_a_page_of_the_archive_never_changes_but_for_its_follower(client: httpx.AsyncClient) -> None:
    await fill(publication(n) for n in range(1, 121))
    first = (await client.get("/feeds/changes/archive/1.atom")).content
    second = await client.get("/feeds/changes/archive/2.atom")
    await fill(publication(n) for n in range(121, 150))
    assert (await client.get("/feeds/changes/archive/2.atom")).content == second.content
    assert (await client.get("/feeds/changes/archive/3.atom")).status_code == 404
    await fill([publication(150)])
    assert (await client.get("/feeds/changes/archive/1.atom")).content == first
    linked = await client.get("/feeds/changes/archive/2.atom")
    assert feedparser.parse(linked.content).entries == feedparser.parse(second.content).entries
    assert b'rel="next-archive"' in linked.content
    assert parsedate_to_datetime(linked.headers["last-modified"]) == publication(150).published_at


@pytest.mark.parametrize("number", ["0", "2", "-1", "01", "x", "1.atom", "٣", "9" * 40])
async def test_other_pages_of_the_archive_are_not_there(client: httpx.AsyncClient, number: str) -> None:
    await fill(publication(n) for n in range(1, 51))
    assert (await client.get("/feeds/changes/archive/1.atom")).status_code == 200
    assert (await client.get(f"/feeds/changes/archive/{number}.atom")).status_code == 404


async def test_a_service_is_told_of_what_concerns_it_and_of_what_concerns_all(client: httpx.AsyncClient) -> None:
    await fill([publication(1), publication(2, services=(INBOX,)), publication(3, services=(), all_services=True)])
    await fill([replace(publication(4), vendor_id="v-2")])
    assert await told(client, "/feeds/services/sms.atom") == [entry_id(4), entry_id(3), entry_id(1)]
    assert await told(client, "/feeds/services/inbox.rss") == [entry_id(3), entry_id(2)]
    assert await told(client, "/feeds/processors/x-messaging.json") == [entry_id(3), entry_id(2), entry_id(1)]


async def test_what_concerned_all_services_concerns_a_service_that_came_later(client: httpx.AsyncClient) -> None:
    await fill([publication(1, services=(), all_services=True), publication(2)])
    push = replace(SITE.services[0], slug="push", name="Push")
    async with transaction():
        await publisher.save(replace(SITE, services=(*SITE.services, push)), at=NOW)
    assert await told(client, "/feeds/services/push.atom") == [entry_id(1)]


@pytest.mark.parametrize(
    "path",
    ["services/none.atom", "processors/none.rss", "processors/hidden.json", "services/sms.xml", "changes.xml",
     "services/sms", "services/sms/archive/1.atom", "processors/none/archive/1.json"],
)  # fmt: skip
async def test_what_nobody_follows_is_not_there(client: httpx.AsyncClient, path: str) -> None:
    async with transaction():
        await vendors.add_many([vendors.Vendor(id="v-9", slug="hidden", name="Hidden Ltd")], at=NOW)
    answer = await client.get(f"/feeds/{path}")
    assert answer.status_code == 404
    assert "Hidden" not in answer.text


async def test_before_set_up_there_is_no_feed(database: Engine) -> None:
    async with served() as client:
        assert (await client.get("/feeds/changes.atom")).status_code == 404


@pytest.mark.parametrize("form", FORMS)
async def test_a_merged_processor_leads_to_the_other_and_keeps_its_archive(
    client: httpx.AsyncClient, form: str
) -> None:
    await fill(publication(n) for n in range(1, 51))
    kept = (await client.get(f"/feeds/processors/x-messaging/archive/1.{form}")).content
    async with transaction():
        for number, into in ((2, None), (3, "v-2")):
            vendor = vendors.Vendor(id=f"v-{number}", slug=f"v{number}", name="Y", is_published=True)
            await vendors.add_many([vendor], at=NOW)
            await vendors.redirect(vendor.id, into)
        await vendors.redirect("v-1", "v-3")
    await fill([publication(51)])
    answer = await client.get(f"/feeds/processors/x-messaging.{form}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/feeds/processors/v2.{form}")
    assert (await client.get(answer.headers["location"])).status_code == 200
    assert len(await told(client, f"/feeds/processors/x-messaging/archive/1.{form}")) == 50
    assert kept.count(b"entry/") == 50


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("rss", "application/rss+xml; charset=utf-8"),
        ("atom", "application/atom+xml; charset=utf-8"),
        ("json", "application/feed+json"),
    ],
)
async def test_headers_say_what_it_is_and_where_else(client: httpx.AsyncClient, form: str, media_type: str) -> None:
    await fill([publication(1)])
    answer = await client.get(f"/feeds/services/sms.{form}")
    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert parsedate_to_datetime(answer.headers["last-modified"]) == publication(1).published_at
    assert answer.headers["etag"].startswith('W/"')
    own = f'<http://register.test/feeds/services/sms.{form}>; rel="self"; type="{media_type.partition(";")[0]}"'
    page = '<http://register.test/changes?service=sms>; rel="alternate"; type="text/html"'
    assert answer.headers["link"] == f"{own}, {page}"


async def test_a_feed_without_entries_is_dated_by_the_set_up(client: httpx.AsyncClient) -> None:
    answer = await client.get("/feeds/changes.atom")
    assert parsedate_to_datetime(answer.headers["last-modified"]) == BEGAN
    assert b"<updated>2026-10-01T09:00:00+00:00</updated>" in answer.content


@pytest.mark.parametrize("path", NINE)
async def test_unchanged_is_304_and_head_is_get_without_its_body(client: httpx.AsyncClient, path: str) -> None:
    await fill([publication(1)])
    answer = await client.get(path)
    for condition in (
        {"If-None-Match": answer.headers["etag"]},
        {"If-Modified-Since": answer.headers["last-modified"]},
    ):
        unchanged = await client.get(path, headers=condition)
        assert (unchanged.status_code, unchanged.content) == (304, b"")
    head = await client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == answer.headers


async def test_bytes_and_headers_are_the_same_in_another_process_and_after_a_restart(client: httpx.AsyncClient) -> None:
    await fill(publication(n, KINDS[n % 6]) for n in range(1, 121))
    for path in [*NINE, "/feeds/changes/archive/2.atom"]:
        here = await client.get(path)
        async with served() as elsewhere:
            there = await elsewhere.get(path)
        assert there.content == here.content
        assert dict(there.headers) == dict(here.headers)


async def test_a_new_entry_changes_the_feed_at_once_and_nothing_else_does(client: httpx.AsyncClient) -> None:
    await fill([publication(1)])
    first = await client.get("/feeds/changes.rss")
    await fill([])
    assert (await client.get("/feeds/changes.rss")).headers["etag"] == first.headers["etag"]
    await fill([replace(publication(2, EntryKind.EFFECTIVE), id=str(uuid4()))])
    second = await client.get("/feeds/changes.rss", headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 200
    assert len(feedparser.parse(second.content).entries) == 2


async def test_a_correction_links_the_notice_it_names(client: httpx.AsyncClient) -> None:
    days = {NoticeRow.announced_at: NOW, NoticeRow.effective_on: NOW.date()}
    await NoticeRow.insert(NoticeRow(days, id="n-77", number="N-2026-077", change_id="c-0", vendor_id="v-1"))
    await fill([publication(1, EntryKind.CORRECTION, about="N-2026-077")])
    item = (await client.get("/feeds/changes.json")).json()["items"][0]
    assert item["_register"]["related_url"] == "http://register.test/notices/n-77"
