"""A small application with the whole HTTP floor under it, for tests of that floor."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import Mock

import httpx
from litestar import Litestar, Request
from litestar.types import ASGIApp, ControllerRouterHandler

from registry.domain.law.book import LawBook
from registry.http.context import AppContext, FixedFreshness
from registry.http.guards import access_guard
from registry.http.headers import security_headers
from registry.http.problems import Problem, exception_handlers
from registry.http.ready import ReadyBytes

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class StoppedClock:
    """A clock that stands where the test puts it."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()


@dataclass
class Floor:
    """The application with what a test moves: the clock and the content's version."""

    app: Litestar
    asgi: ASGIApp
    ready: ReadyBytes
    clock: StoppedClock
    freshness: FixedFreshness = field(default_factory=FixedFreshness)

    @asynccontextmanager
    async def client(self) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(app=self.asgi)  # type: ignore[arg-type] # litestar's own ASGI types
        async with httpx.AsyncClient(transport=transport, base_url="http://register.test") as client:
            yield client


def say(message: str, **params: object) -> str:
    return message.format(**params) if params else message


async def plain_page(_request: Request[Any, Any, Any], problem: Problem) -> str:
    return f"<h1>{problem.status}</h1><p>{say(problem.message, **problem.params)}</p>"


def make_floor(handlers: list[ControllerRouterHandler], *, capacity: int = 1_000_000, page: Any = plain_page) -> Floor:
    clock, freshness = StoppedClock(), FixedFreshness()
    app = Litestar(
        route_handlers=handlers,
        guards=[access_guard],
        exception_handlers=exception_handlers(page, say),
        before_send=[security_headers()],
        openapi_config=None,
    )
    app.state["context"] = AppContext(
        clock=clock,
        law=Mock(spec=LawBook),
        base_url="http://register.test",
        time_zone="Europe/Amsterdam",
        freshness=freshness,
    )
    ready = ReadyBytes(app, freshness=freshness, clock=clock, capacity=capacity)
    return Floor(app=app, asgi=ready, ready=ready, clock=clock, freshness=freshness)
