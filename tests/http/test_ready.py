"""Ready bytes: rendered once per content version and day, conditional, bounded, never somebody's own."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Request, Response, get, post
from litestar.datastructures import Cookie

from registry.http.guards import public
from tests.http.apps import Floor, make_floor

CALLS: list[str] = []


@get("/list", opt=public(ready=True), media_type="text/html")
async def a_list(request: Request[Any, Any, Any]) -> str:
    CALLS.append(request.url.query)
    await asyncio.sleep(0.01)
    return f"<p>{request.query_params.get('q', '')}</p>" + "x" * 2000


@get("/known", opt=public(ready={"q"}))
async def known() -> str:
    CALLS.append("known")
    return "known"


@get("/plain", opt=public())
async def plain() -> str:
    CALLS.append("plain")
    return "plain"


@get("/cookie", opt=public(ready=True))
async def with_cookie() -> Response[str]:
    CALLS.append("cookie")
    return Response("mine", cookies=[Cookie(key="a", value="b")])


@get("/private", opt=public(ready=True))
async def private() -> Response[str]:
    CALLS.append("private")
    return Response("mine", headers={"Cache-Control": "private"})


@get("/missing", opt=public(ready=True))
async def missing() -> Response[str]:
    CALLS.append("missing")
    return Response("none", status_code=404)


@get("/broken", opt=public(ready=True))
async def broken() -> str:
    CALLS.append("broken")
    await asyncio.sleep(0.01)
    raise ValueError


@post("/list", opt=public())
async def sent() -> str:
    return "sent"


@pytest.fixture
def floor() -> Floor:
    CALLS.clear()
    return make_floor([a_list, known, plain, with_cookie, private, missing, broken, sent], capacity=40_000)


@pytest.fixture
async def client(floor: Floor) -> AsyncIterator[httpx.AsyncClient]:
    async with floor.client() as client:
        yield client


async def test_renders_once(client: httpx.AsyncClient) -> None:
    first, second = await client.get("/list"), await client.get("/list")
    assert first.content == second.content
    assert dict(first.headers) == dict(second.headers)
    assert CALLS == [""]


async def test_carries_what_caches_need(client: httpx.AsyncClient) -> None:
    headers = (await client.get("/list")).headers
    assert headers["etag"].startswith('W/"')
    assert headers["cache-control"] == "public, max-age=300"
    assert headers["vary"] == "Accept-Encoding"
    assert headers["last-modified"] == "Tue, 24 Nov 2026 12:00:00 GMT"
    assert "default-src 'none'" in headers["content-security-policy"]


async def test_gzip_and_identity_hold_the_same_under_one_weak_tag(client: httpx.AsyncClient) -> None:
    plain = await client.get("/list", headers={"Accept-Encoding": "identity"})
    packed = await client.get("/list", headers={"Accept-Encoding": "br, gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) == int(plain.headers["content-length"])
    assert plain.content == packed.content
    assert plain.headers["etag"] == packed.headers["etag"]


async def test_head_is_get_without_a_body(client: httpx.AsyncClient) -> None:
    head, get_ = await client.head("/list"), await client.get("/list")
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(get_.headers)
    assert (await client.head("/plain")).status_code == 200


async def test_a_known_tag_is_304_without_body(client: httpx.AsyncClient) -> None:
    etag = (await client.get("/list")).headers["etag"]
    answer = await client.get("/list", headers={"If-None-Match": f'"other", {etag}'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert {"etag", "cache-control", "vary"} <= set(answer.headers)
    assert "content-length" not in answer.headers


async def test_another_content_version_renders_anew(client: httpx.AsyncClient, floor: Floor) -> None:
    await client.get("/list")
    floor.freshness.bump()
    await client.get("/list")
    assert len(CALLS) == 2


async def test_another_local_day_renders_anew(client: httpx.AsyncClient, floor: Floor) -> None:
    first = await client.get("/list")
    floor.clock.at += timedelta(days=1)
    second = await client.get("/list")
    assert len(CALLS) == 2
    assert first.headers["last-modified"] == second.headers["last-modified"], "the bytes are the same"


async def test_the_order_of_parameters_does_not_matter(client: httpx.AsyncClient) -> None:
    await client.get("/list?q=a&z=1")
    await client.get("/list?z=1&q=a")
    assert len(CALLS) == 1


async def test_queries_are_kept_apart(client: httpx.AsyncClient) -> None:
    assert "<p>a</p>" in (await client.get("/list?q=a")).text
    assert "<p>b</p>" in (await client.get("/list?q=b")).text


async def test_many_at_once_render_once(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.get("/list") for _ in range(20)))
    assert {a.status_code for a in answers} == {200}
    assert len(CALLS) == 1


async def test_many_at_once_survive_an_error(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.get("/broken") for _ in range(5)))
    assert {a.status_code for a in answers} == {500}
    assert (await client.get("/broken")).status_code == 500


@pytest.mark.parametrize("path", ["/plain", "/cookie", "/private", "/missing", "/known?other=1"])
async def test_never_keeps(client: httpx.AsyncClient, path: str) -> None:
    await client.get(path)
    await client.get(path)
    assert len(CALLS) == 2


async def test_memory_is_bounded_and_queries_never_push_out_plain_pages(
    client: httpx.AsyncClient, floor: Floor
) -> None:
    await client.get("/list")
    for number in range(60):
        await client.get(f"/list?q={number}")
    assert floor.ready.shelf.size <= 40_000
    CALLS.clear()
    await client.get("/list")
    assert CALLS == []


@pytest.mark.parametrize("path", ["/list/", "//list", "/list?q=" + "x" * 600])
async def test_copies_of_an_address_take_no_room(client: httpx.AsyncClient, floor: Floor, path: str) -> None:
    await client.get(path)
    assert len(floor.ready.shelf) == 0


async def test_other_methods_go_through(client: httpx.AsyncClient) -> None:
    assert (await client.post("/list")).text == "sent"
    answer = await client.request("DELETE", "/list")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
