"""The description of the API: kept, complete, and true of every answer."""

import json
import re
from typing import Any

import httpx
import jsonschema  # type: ignore[import-untyped] # ships no types
import pytest
from litestar.handlers import HTTPRouteHandler

from registry.api.endpoints import ENDPOINTS
from registry.api.openapi import COPY, document, text
from tests.answers.register import USA, listed
from tests.api.conftest import HANDLERS
from tests.http.apps import Floor


def test_the_copy_that_is_kept_is_the_one_that_is_served() -> None:
    assert text() == COPY.read_bytes(), "run `python -m registry.api.openapi > registry/api/openapi.json`"


def test_every_address_is_described() -> None:
    described = {endpoint.path for endpoint in ENDPOINTS}
    served = {
        re.sub(r":\w+\}", "}", path)
        for handler in HANDLERS
        if isinstance(handler, HTTPRouteHandler)
        for path in handler.paths
    }
    assert served - described == {"/api/docs", "/api/openapi.json"}


@pytest.mark.parametrize("endpoint", [e for e in ENDPOINTS if e.answer], ids=lambda endpoint: endpoint.id)
async def test_answers_are_as_described(client: httpx.AsyncClient, endpoint: Any) -> None:
    await listed("AWS", locations=(USA,), mechanisms=({"mechanism": "dpf"},))
    answer = await client.get(endpoint.path.format(slug="aws"), params=httpx.QueryParams(endpoint.example))
    assert answer.status_code == 200
    schema = {"$ref": f"#/components/schemas/{endpoint.name}", "components": document()["components"]}
    jsonschema.validate(answer.json(), schema, format_checker=jsonschema.FormatChecker())


async def test_the_page_shows_every_address_and_loads_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/docs")
    assert answer.status_code == 200
    assert all(f"GET {endpoint.path}" in answer.text for endpoint in ENDPOINTS)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)


async def test_the_description_is_served(client: httpx.AsyncClient, floor: Floor) -> None:
    answer = await client.get("/api/openapi.json")
    assert json.loads(answer.content)["openapi"] == "3.1.0"
    again = await client.get("/api/openapi.json", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert len(floor.ready.shelf) == 1
