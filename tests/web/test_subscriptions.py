"""Subscribing as a visitor, a mail program and a scanner meet it."""

import hashlib
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from registry.domain.register.access import Role
from registry.services.add_user import add_user
from registry.storage.tables.outbox import OutboxRow
from registry.storage.tables.subscriptions import ConsentRow, SubscriptionRow
from registry.web import access, deliveries, subscriptions
from registry.web.error_pages import error_page
from registry.wording.consent import WORDING
from tests.cast import ALICE, DANA, ERIN, Person
from tests.delivery.mailing import Sink, listening, set_up, tell, work
from tests.http.apps import Floor, make_floor
from tests.services.subscribing import NOW, confirm_token, subscribe

pytestmark = pytest.mark.usefixtures("database")
EMAIL = "reader@customer.example"
ELSEWHERE = {"Origin": "https://evil.example"}
CROSS = {**ELSEWHERE, "Sec-Fetch-Site": "cross-site"}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
MULTIPART = {"List-Unsubscribe": (None, "One-Click")}


@pytest.fixture
async def floor() -> Floor:
    await set_up()
    return make_floor([*access.handlers, *subscriptions.handlers, *deliveries.handlers], page=error_page)


@pytest.fixture
async def client(floor: Floor) -> AsyncIterator[httpx.AsyncClient]:
    async with floor.client() as client:
        client.headers.update({"Accept": "text/html"})
        yield client


async def live() -> list[str]:
    rows = await SubscriptionRow.select().where(
        SubscriptionRow.confirmed_at.is_not_null(), SubscriptionRow.ended_at.is_null()
    )
    return [row["email"] for row in rows]


async def test_the_whole_way_without_script_or_cookie(client: httpx.AsyncClient) -> None:
    assert 'name="email"' in (await client.get("/subscribe")).text
    answer = await client.post("/subscribe", data={"email": EMAIL, "services": ["sms"]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/subscribe/sent")
    assert "Look in your mailbox" in (await client.get("/subscribe/sent")).text
    async with listening(Sink()) as sink:
        await work(sink)
    (taken,) = sink.taken
    text = taken.message.get_body(("plain",))
    found = re.search(r"https://[^/]+(/subscribe/confirm/\S+)", text.get_content() if text else "")
    assert found is not None
    page = await client.get(found[1])
    assert (page.status_code, EMAIL in page.text, "SMS" in page.text) == (200, True, True)
    assert await live() == []
    answer = await client.post(found[1])
    assert (answer.status_code, answer.headers["location"]) == (303, found[1])
    assert await live() == [EMAIL]
    assert "You are subscribed" in (await client.get(found[1])).text
    assert not client.cookies


async def test_the_answer_is_the_same_whether_the_address_is_known_or_not(client: httpx.AsyncClient) -> None:
    await subscribe("known@customer.example")
    before = await OutboxRow.count()
    answers = [
        await client.post("/subscribe", data={"email": email}) for email in ("known@customer.example", EMAIL, EMAIL)
    ]
    seen = {(a.status_code, a.content, tuple(sorted(a.headers.items()))) for a in answers}
    assert len(seen) == 1
    assert await OutboxRow.count() == before + 3


async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client: httpx.AsyncClient) -> None:
    answer = await client.post("/subscribe", data={"email": 'no"body<script>', "services": ["inbox"]})
    assert answer.status_code == 422
    assert "no&#34;body&lt;script&gt;" in answer.text
    assert re.search(r'value="inbox" checked', answer.text)
    assert "format name@example.com" in answer.text
    answer = await client.post("/subscribe", data={"email": EMAIL, "services": ["nonesuch"]})
    assert (answer.status_code, await SubscriptionRow.count()) == (422, 0)


async def test_a_form_from_another_site_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.post("/subscribe", data={"email": EMAIL}, headers=ELSEWHERE)).status_code == 403
    assert (await client.post("/subscribe", data={"email": EMAIL}, headers=CROSS)).status_code == 403
    assert await SubscriptionRow.count() == 0


async def test_too_many_from_one_client_are_told_to_wait(client: httpx.AsyncClient) -> None:
    for number in range(20):
        await client.post("/subscribe", data={"email": f"reader{number}@customer.example"})
    answer = await client.post("/subscribe", data={"email": EMAIL})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3600")
    assert EMAIL in answer.text


async def test_looking_changes_nothing(client: httpx.AsyncClient) -> None:
    token = await subscribe(EMAIL)
    for path in (f"/unsubscribe/{token}", f"/subscriptions/{token}", f"/subscriptions/{token}/export"):
        for method in ("GET", "HEAD"):
            answer = await client.request(method, path)
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
            assert answer.headers["referrer-policy"] == "no-referrer"
    assert await live() == [EMAIL]


@pytest.mark.parametrize("form", [{"data": ONE_CLICK}, {"files": MULTIPART}, {"content": b"\0x"}])
async def test_one_click_ends_it_at_once(client: httpx.AsyncClient, form: dict[str, Any]) -> None:
    token = await subscribe(EMAIL)
    for _ in range(3):
        answer = await client.post(f"/unsubscribe/{token}", headers=CROSS, **form)
        assert answer.status_code == 200
    assert (await live(), (await SubscriptionRow.select())[0]["email"]) == ([], None)
    assert "has ended" in (await client.get(f"/unsubscribe/{token}")).text


async def test_links_that_are_none_of_ours(client: httpx.AsyncClient) -> None:
    for path in ("/subscribe/confirm/x", "/unsubscribe/x", "/subscriptions/x", "/subscriptions/x/export"):
        assert (await client.get(path)).status_code == 404
    for path in ("/subscribe/confirm/x", "/unsubscribe/x", "/subscriptions/x/erase"):
        assert (await client.post(path)).status_code == 404


async def test_an_old_link_says_what_became_of_it(client: httpx.AsyncClient, floor: Floor) -> None:
    floor.clock.at = NOW
    await client.post("/subscribe", data={"email": EMAIL})
    path = f"/subscribe/confirm/{await confirm_token(EMAIL)}"
    floor.clock.at = NOW + timedelta(days=7)
    answer = await client.get(path)
    assert (answer.status_code, "expired" in answer.text) == (410, True)
    assert (await client.post(path)).status_code == 410
    token = await subscribe("other@customer.example", now=NOW)
    used = f"/subscribe/confirm/{await confirm_token('other@customer.example')}"
    await client.post(f"/unsubscribe/{token}")
    answer = await client.get(used)
    assert (answer.status_code, "has ended" in answer.text) == (410, True)


async def test_who_holds_a_mail_sees_and_erases_what_is_held(client: httpx.AsyncClient) -> None:
    token = await subscribe(EMAIL)
    await tell()
    async with listening(Sink()) as sink:
        await work(sink)
    page = (await client.get(f"/subscriptions/{token}")).text
    assert all(said in page for said in (EMAIL, "N-2026-014", "X Messaging", "Sent"))
    export = await client.get(f"/subscriptions/{token}/export")
    assert export.headers["content-disposition"].startswith("attachment")
    assert (export.json()["email"], export.json()["consents"][0]["wording"]) == (EMAIL, "test")
    answer = await client.post(f"/subscriptions/{token}/erase")
    assert answer.status_code == 303
    assert EMAIL not in (await client.get(answer.headers["location"])).text
    assert (await client.post(f"/subscriptions/{token}/erase", headers=ELSEWHERE)).status_code == 403


async def test_the_proof_names_the_words_that_were_shown(client: httpx.AsyncClient) -> None:
    await client.post("/subscribe", data={"email": EMAIL})
    (consent,) = await ConsentRow.select()
    assert (consent["wording"], consent["language"], consent["asked_from"]) == (WORDING, "en", "/subscribe")
    confirm = await client.get(f"/subscribe/confirm/{await confirm_token(EMAIL)}")
    said = [_said((await client.get("/subscribe")).text, "form"), _said(confirm.text, "main")]
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]
    assert (WORDING, digest) == ("2026-11-25", "ef554541c5d8"), "new words need a new version in wording/consent.py"


def _said(html: str, element: str) -> str:
    """What an element of the page says, without its marks."""
    part = html[html.rindex(f"<{element}") : html.rindex(f"</{element}>")]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


async def enter(client: httpx.AsyncClient, person: Person, *more: Role) -> None:
    added = await add_user(
        actor=ERIN.actor, email=person.email, name=person.name, roles={*person.roles, *more}, now=NOW
    )
    assert (await client.post(f"/manage/sign-in/{added.link_token}")).status_code == 303


async def test_the_desk_lists_subscriptions_to_those_who_may(client: httpx.AsyncClient, floor: Floor) -> None:
    floor.clock.at = NOW
    for number in range(51):
        await subscribe(f"reader{number:02}@customer.example", now=NOW + timedelta(seconds=number))
    assert (await client.get("/manage/subscriptions")).status_code == 303
    await enter(client, DANA)
    page = (await client.get("/manage/subscriptions")).text
    assert ("reader50@" in page, "reader00@" in page, "page=2" in page) == (True, False, True)
    assert "reader00@" in (await client.get("/manage/subscriptions?page=2")).text
    for odd in ("0", "-1", "x", "9" * 30, "³"):
        assert (await client.get("/manage/subscriptions", params={"page": odd})).status_code == 200


async def test_the_desk_follows_deliveries(client: httpx.AsyncClient, floor: Floor) -> None:
    floor.clock.at = NOW
    await subscribe(EMAIL)
    await tell()
    async with listening(Sink(answer=lambda _: "450 4.2.0 <b>Come back</b> later")) as sink:
        await work(sink)
    await enter(client, ALICE)
    assert (await client.get("/manage/subscriptions")).status_code == 403
    page = (await client.get("/manage/deliveries")).text
    assert all(said in page for said in ("N-2026-014", "Waiting for another try", "&lt;b&gt;Come back", "r…@customer"))
    assert EMAIL not in page
    assert "N-2026-014" not in (await client.get("/manage/deliveries?state=sent")).text
    assert (await client.get("/manage/deliveries?state=nonesuch")).status_code == 200
