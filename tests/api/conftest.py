"""The API over a small register on either engine."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from litestar.types import ControllerRouterHandler

from registry.api import changes, checks, docs, openapi, processors
from registry.http.context import AppContext
from registry.reference.law_book import load_law_book
from registry.web.error_pages import error_page
from tests.answers.register import set_up
from tests.http.apps import Floor, make_floor

LAW = load_law_book()
HANDLERS: list[ControllerRouterHandler] = [
    *processors.handlers,
    *changes.handlers,
    *checks.handlers,
    *openapi.handlers,
    *docs.handlers,
]


def make_api() -> Floor:
    floor = make_floor(HANDLERS, page=error_page)
    context: AppContext = floor.app.state["context"]
    floor.app.state["context"] = replace(context, law=LAW)
    return floor


@pytest.fixture
async def floor(database: object) -> Floor:
    await set_up()
    return make_api()


@pytest.fixture
async def client(floor: Floor) -> AsyncIterator[httpx.AsyncClient]:
    async with floor.client() as client:
        yield client
