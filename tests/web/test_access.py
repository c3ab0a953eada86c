"""The pages of signing in and of users, as a browser meets them."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from registry.domain.register.access import Role
from registry.services.add_user import add_user
from registry.services.use_sign_in_link import use_sign_in_link
from registry.storage.queries.access import list_users
from registry.web.access import handlers
from registry.web.error_pages import error_page
from registry.web.page import safe_next
from tests.cast import ALICE, ERIN, PEOPLE, Person
from tests.http.apps import NOON, Floor, make_floor

pytestmark = pytest.mark.usefixtures("database")
PASSWORD = "correct horse battery"
PAGES = ["/manage/password", "/manage/users"]
HTML = {"Accept": "text/html"}


@pytest.fixture
def floor() -> Floor:
    return make_floor(list(handlers), page=error_page)


@pytest.fixture
async def client(floor: Floor) -> AsyncIterator[httpx.AsyncClient]:
    async with floor.client() as client:
        client.headers.update(HTML)
        yield client


async def link_for(person: Person) -> str:
    added = await add_user(actor=ERIN.actor, email=person.email, name=person.name, roles=person.roles, now=NOON)
    return added.link_token


async def enter(client: httpx.AsyncClient, person: Person) -> None:
    answer = await client.post(f"/manage/sign-in/{await link_for(person)}")
    assert answer.status_code == 303


async def post(client: httpx.AsyncClient, path: str, page: str | None = None, **fields: Any) -> httpx.Response:
    """Send the form that stands on the page, with its token."""
    html = (await client.get(page or path)).text
    token = re.search(r'name="_?csrf_token" value="([^"]+)"', html)
    assert token is not None
    return await client.post(path, data={"_csrf_token": token[1], **fields})


async def test_opening_the_link_uses_nothing_up(client: httpx.AsyncClient) -> None:
    token = await link_for(ALICE)
    for _ in range(3):
        answer = await client.get(f"/manage/sign-in/{token}")
        assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
        assert answer.headers["cache-control"] == "no-store"
    await client.head(f"/manage/sign-in/{token}")
    answer = await client.post(f"/manage/sign-in/{token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/manage/password")
    assert (await client.post(f"/manage/sign-in/{token}")).status_code == 410
    assert (await client.get("/manage/sign-in/unknown")).status_code == 404


async def test_the_cookie_is_for_the_desk_only(client: httpx.AsyncClient) -> None:
    answer = await client.post(f"/manage/sign-in/{await link_for(ALICE)}")
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in ("Path=/manage", "HttpOnly", "SameSite=lax"))


async def test_a_cookie_chosen_by_somebody_else_is_never_taken(client: httpx.AsyncClient) -> None:
    client.cookies.set("registry_session", "chosen-by-me", domain="register.test", path="/manage")
    answer = await client.post(f"/manage/sign-in/{await link_for(ALICE)}")
    assert "chosen-by-me" not in answer.headers["set-cookie"]
    assert (
        await client.get("/manage/password", headers={"Cookie": "registry_session=chosen-by-me"})
    ).status_code == 303


async def test_set_a_password_and_sign_in_with_it(client: httpx.AsyncClient) -> None:
    await enter(client, ALICE)
    answer = await post(client, "/manage/password", password=PASSWORD, repeated=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/manage")
    answer = await post(client, "/manage/sign-out", page="/manage/password")
    assert answer.headers["location"] == "/manage/sign-in"
    assert (await client.get("/manage/password")).status_code == 303
    form = {"email": ALICE.email, "password": PASSWORD, "next": "/manage/users?x=1"}
    answer = await client.post("/manage/sign-in", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/manage/users?x=1")


async def test_a_wrong_password_keeps_the_address_and_says_nothing_more(client: httpx.AsyncClient) -> None:
    answer = await client.post("/manage/sign-in", data={"email": '"><b>x@y.example', "password": "wrong"})
    assert answer.status_code == 422
    assert "do not fit together" in answer.text
    assert "<b>x@y" not in answer.text
    assert 'value="wrong"' not in answer.text


async def test_an_empty_form_names_both_fields(client: httpx.AsyncClient) -> None:
    answer = await client.post("/manage/sign-in", data={})
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert 'href="#password"' in answer.text


async def test_too_many_tries_are_429(client: httpx.AsyncClient) -> None:
    form = {"email": ALICE.email, "password": "wrong"}
    answers = [await client.post("/manage/sign-in", data=form) for _ in range(6)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0


@pytest.mark.parametrize("header", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_another_site_cannot_sign_anybody_in(client: httpx.AsyncClient, header: dict[str, str]) -> None:
    token = await link_for(ALICE)
    for path in ("/manage/sign-in", f"/manage/sign-in/{token}"):
        assert (await client.post(path, data={}, headers=header)).status_code == 403


@pytest.mark.parametrize("path", PAGES)
async def test_strangers_are_asked_to_sign_in_and_brought_back(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/manage/sign-in?next={path}")
    assert (await client.post(path)).headers["location"] == "/manage/sign-in"
    partial = await client.get(path, headers={"HX-Request": "true"})
    assert (partial.status_code, partial.headers["hx-redirect"]) == (401, "/manage/sign-in")


@pytest.mark.parametrize("person", [p for p in PEOPLE if p is not ERIN], ids=lambda p: p.name)
async def test_only_admins_see_and_change_users(client: httpx.AsyncClient, person: Person) -> None:
    await enter(client, person)
    assert (await client.get("/manage/users")).status_code == 403
    for path in ("/manage/users", f"/manage/users/{person.id}", f"/manage/users/{person.id}/link"):
        answer = await post(client, path, page="/manage/password", email="a@b.example", roles="admin", version="1")
        assert answer.status_code == 403


@pytest.mark.parametrize("token", ["", "x", "é"])
async def test_a_form_without_the_sessions_token_is_refused(client: httpx.AsyncClient, token: str) -> None:
    await enter(client, ERIN)
    form = {"_csrf_token": token, "email": "a@b.example", "roles": "admin"}
    assert (await client.post("/manage/users", data=form)).status_code == 403
    assert len(await list_users()) == 1


async def test_an_admin_adds_changes_and_closes_a_user(client: httpx.AsyncClient) -> None:
    await enter(client, ERIN)
    answer = await post(client, "/manage/users", email="bob@starling.example", name="<i>Bob</i>", roles=["approver"])
    link = re.search(r"http://register\.test/manage/sign-in/([\w-]+)", answer.text)
    assert link is not None
    page = (await client.get("/manage/users")).text
    assert "&lt;i&gt;Bob" in page
    assert link[1] not in page
    bob = next(user for user in await list_users() if user.email.startswith("bob"))
    answer = await post(client, f"/manage/users/{bob.id}", roles=["dpo"], version="1", is_active="yes")
    assert answer.status_code == 303
    answer = await post(client, f"/manage/users/{bob.id}", roles=["auditor"], version="1", is_active="yes")
    assert answer.status_code == 409
    await post(client, f"/manage/users/{bob.id}", roles=[], version="2")
    assert [user.is_active for user in await list_users() if user.id == bob.id] == [False]


async def test_a_taken_address_and_wrong_fields_are_said(client: httpx.AsyncClient) -> None:
    await enter(client, ERIN)
    answer = await post(client, "/manage/users", email="x", name="", roles=["king"])
    assert answer.status_code == 422
    assert 'value="x"' in answer.text
    answer = await post(client, "/manage/users", email=ERIN.email, roles=["admin"])
    assert answer.status_code == 422


async def test_a_session_idles_out(client: httpx.AsyncClient, floor: Floor) -> None:
    await enter(client, ALICE)
    floor.clock.at += timedelta(hours=9)
    assert (await client.get("/manage/password")).status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example", "//evil.example", "/manage//evil.example", "/manage\\evil", "/managed", "/", "",
        "javascript:alert(1)", "/manage/../x", "/manage\n", "/manage/" + "x" * 600, None,
    ],
)  # fmt: skip
def test_signing_in_never_leads_elsewhere(target: str | None) -> None:
    assert safe_next(target) == "/manage"


def test_signing_in_leads_back_to_the_desk() -> None:
    assert safe_next("/manage/changes/7?a=b") == "/manage/changes/7?a=b"


async def test_links_are_used_by_somebody_with_a_role_only() -> None:
    session = await use_sign_in_link(token=await link_for(ALICE), now=NOON)
    assert session.actor.roles == {Role.VENDOR_MANAGER}
