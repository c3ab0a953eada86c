"""Errors as answers: one shape for programs, a page for people, nothing leaked."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import get
from litestar.params import FromPath, FromQuery

from registry.domain.errors import (
    BrokenData,
    Conflict,
    FieldError,
    InvalidInput,
    InvalidStep,
    NotFound,
    NotPermitted,
    StaleVersion,
    TooManyAttempts,
    Unavailable,
)  # fmt: skip
from registry.http.guards import public
from tests.http.apps import make_floor

ERRORS: dict[str, Exception] = {
    "input": InvalidInput("Wrong {what}.", errors=(FieldError(field="a.0.b", message="Bad."),), what="thing"),
    "missing": NotFound("None."),
    "forbidden": NotPermitted("No."),
    "step": InvalidStep("Not now."),
    "conflict": Conflict("Taken."),
    "stale": StaleVersion("Old."),
    "many": TooManyAttempts("Wait.", retry_after=7),
    "broken": BrokenData("secret/path.csv row 3"),
    "bug": ValueError("secret"),
    "busy": Unavailable("Busy."),
    "away": ConnectionRefusedError("secret"),
}


@get(["/api/v1/{kind:str}", "/pages/{kind:str}"], opt=public())
async def fails(kind: FromPath[str], n: FromQuery[int] = 0) -> str:
    raise ERRORS[kind]


@get("/manage/sign-in/{token:str}", opt=public())
async def link(token: FromPath[str]) -> str:
    raise ERRORS["busy" if token.startswith("busy") else "bug"]


@get("/unsaid")
async def unsaid() -> str:
    return "unsaid"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with make_floor([fails, link, unsaid]).client() as client:
        yield client


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("input", 422, "invalid_input"), ("missing", 404, "not_found"), ("forbidden", 403, "not_permitted"),
        ("step", 409, "invalid_step"), ("conflict", 409, "conflict"), ("stale", 409, "stale_version"),
        ("many", 429, "too_many_attempts"), ("broken", 500, "broken_data"), ("bug", 500, "internal_error"),
        ("busy", 503, "unavailable"), ("away", 503, "unavailable"),
    ],
)  # fmt: skip
async def test_programs_get_problem_details(
    client: httpx.AsyncClient, kind: FromPath[str], status: int, code: str
) -> None:
    answer = await client.get(f"/api/v1/{kind}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, "about:blank")
    assert "secret" not in answer.text


async def test_wrong_fields_are_pointed_at(client: httpx.AsyncClient) -> None:
    body = (await client.get("/api/v1/input")).json()
    assert body["detail"] == "Wrong thing."
    assert body["errors"] == [{"pointer": "#/a/0/b", "parameter": "a.0.b", "detail": "Bad."}]


async def test_a_wrong_query_is_named(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/bug?n={x}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "n")


async def test_too_many_says_when_to_come_back(client: httpx.AsyncClient) -> None:
    for path in ("/api/v1/many", "/pages/many"):
        assert (await client.get(path)).headers["retry-after"] == "7"


async def test_an_answer_without_a_database_says_when_to_come_back(client: httpx.AsyncClient) -> None:
    for path in ("/api/v1/busy", "/pages/away"):
        assert (await client.get(path)).headers["retry-after"] == "30"


@pytest.mark.parametrize("token", ["busy-5f3a", "bug-5f3a"])
async def test_what_went_wrong_is_logged_without_the_links_token(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, token: str
) -> None:
    await client.get(f"/manage/sign-in/{token}")
    said = [record.getMessage() for record in caplog.records if record.name == "registry.http"]
    assert len(said) == 1
    assert token not in said[0]


async def test_a_stale_precondition_is_412(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/stale", headers={"If-Match": '"1"'})).status_code == 412


async def test_people_get_a_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/pages/bug", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>500</h1>" in answer.text
    assert "secret" not in answer.text


async def test_a_program_may_ask_for_json_anywhere(client: httpx.AsyncClient) -> None:
    answer = await client.get("/pages/missing", headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"


async def test_unknown_paths_and_methods_have_the_same_shape_and_headers(client: httpx.AsyncClient) -> None:
    unknown = await client.get("/api/v1/x/y/z")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    wrong = await client.post("/api/v1/bug")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "content-security-policy" in unknown.headers


async def test_a_route_that_does_not_say_who_may_use_it_serves_nobody(client: httpx.AsyncClient) -> None:
    assert (await client.get("/unsaid")).status_code == 500


async def test_headers_keep_browsers_strict(client: httpx.AsyncClient) -> None:
    headers = (await client.get("/pages/missing")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in headers["content-security-policy"]


async def test_a_sign_that_no_text_holds_is_refused_before_anything_is_asked(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/a%00b")).status_code == 404
    answer = await client.get("/api/v1/bug?q=b%00&r=c")
    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json()["errors"]] == ["q"]
