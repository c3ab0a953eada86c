"""The web application: every face's handlers on one floor, with ready bytes in front of the router."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from litestar import Litestar
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp, ControllerRouterHandler

from feeds import routes as feeds
from registry.answers.publisher import load_site
from registry.api import changes as api_changes
from registry.api import checks as api_checks
from registry.api import docs as api_docs
from registry.api import openapi as api_openapi
from registry.api import processors as api_processors
from registry.domain.errors import NotFound
from registry.http import limits
from registry.http.access_log import AccessLog
from registry.http.context import AppContext
from registry.http.guards import access_guard, public
from registry.http.headers import security_headers
from registry.http.problems import exception_handlers
from registry.http.ready import ReadyBytes
from registry.storage.database import DatabaseFreshness
from registry.web import (
    access,
    audit,
    changes,
    decisions,
    deliveries,
    drafts,
    endings,
    engagements,
    health,
    manage,
    notices,
    processors,
    services,
    subscriptions,
    vendors,
)
from registry.web.error_pages import error_page
from registry.wording.languages import LANGUAGES, say

WEB = (
    access, audit, changes, decisions, deliveries, drafts, endings, engagements, health, manage, notices, processors,
    services, subscriptions, vendors,
)  # fmt: skip
API = (api_changes, api_checks, api_docs, api_openapi, api_processors)
STATIC = Path(__file__).parent / "web" / "static"


@dataclass(slots=True)
class _Demo:
    """Whether this is a demo: read once at start, as only set-up and the demo change it."""

    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """`asgi` is what a server runs; `litestar` is what it wraps."""

    asgi: ASGIApp
    litestar: Litestar
    ready: ReadyBytes


def handlers() -> list[ControllerRouterHandler]:
    """Every handler of every face."""
    return [handler for face in (WEB, API, (feeds,)) for module in face for handler in module.handlers]


def create_app(context: AppContext) -> Application:
    """The application for the context; the database must be in use already."""
    demo = _Demo()
    litestar = Litestar(
        route_handlers=[*handlers(), _static()],
        guards=[access_guard],
        exception_handlers=exception_handlers(error_page, say),
        before_send=[security_headers(is_demo=lambda: demo.is_demo, is_secure=context.is_secure)],
        lifespan=[_lifespan(context, demo)],
        openapi_config=None,
        logging_config=None,
        request_max_body_size=limits.FORM_BYTES,
    )
    litestar.state["context"] = context
    ready = ReadyBytes(
        AccessLog(litestar), freshness=context.freshness, clock=context.clock, languages=tuple(LANGUAGES)
    )
    return Application(asgi=ready, litestar=litestar, ready=ready)


def _lifespan(context: AppContext, demo: _Demo) -> AbstractAsyncContextManager[None]:
    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None]:
        try:
            demo.is_demo = (await load_site()).is_demo
        except NotFound:
            demo.is_demo = False
        if isinstance(context.freshness, DatabaseFreshness):
            async with context.freshness.watching():
                yield
        else:
            yield

    return lifespan  # type: ignore[return-value] # litestar calls it with the application


def _static() -> ControllerRouterHandler:
    return create_static_files_router(
        path="/static",
        directories=[STATIC],
        opt=public(),
        cache_control=CacheControlHeader(max_age=3600, public=True),
    )
