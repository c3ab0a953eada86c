"""What every page is drawn with: the register's own data, and on the desk who is signed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.response import Redirect

from registry.answers.publisher import load_site
from registry.domain.errors import NotFound
from registry.domain.register.access import Action
from registry.http.context import context_of
from registry.http.csrf import csrf_token
from registry.http.sessions import current_session
from registry.wording.languages import LANGUAGES, say
from registry.wording.templates import render

Feed = tuple[str, str, str]
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """The register as the layouts show it."""

    name: str
    legal_name: str
    country: str
    privacy_contact: str
    base_url: str
    is_demo: bool
    clock_shift: str | None
    today: date
    languages: Sequence[tuple[str, str]]
    feeds: Sequence[Feed]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """Who is signed in, as the desk's layout shows it; `done` is what was just done."""

    name: str
    csrf_token: str
    may: frozenset[str]
    done: str = ""


def feed_links(stem: str, title: str) -> list[Feed]:
    """The three feeds of a stem, for a page's head: type, title, address."""
    return [
        ("application/rss+xml", f"{title} (RSS)", f"/feeds/{stem}.rss"),
        ("application/atom+xml", f"{title} (Atom)", f"/feeds/{stem}.atom"),
        ("application/feed+json", f"{title} (JSON Feed)", f"/feeds/{stem}.json"),
    ]


async def site_view(request: Request[Any, Any, Any]) -> SiteView:
    """The register's data; before it is set up, a name that says so."""
    context = context_of(request)
    try:
        site = await load_site()
    except NotFound:
        return bare_site(request)
    return SiteView(
        name=site.name,
        legal_name=site.legal_name,
        country=site.country,
        privacy_contact=site.privacy_contact,
        base_url=context.base_url,
        is_demo=site.is_demo,
        clock_shift=context.clock_shift,
        today=context.clock.today(),
        languages=tuple(LANGUAGES.items()),
        feeds=feed_links("changes", say("Changes to approved processors")),
    )


def bare_site(request: Request[Any, Any, Any]) -> SiteView:
    """The register before set-up, or while its database cannot be read."""
    context = context_of(request)
    return SiteView(
        name=say("Processor register"),
        legal_name="",
        country="",
        privacy_contact="",
        base_url=context.base_url,
        is_demo=False,
        clock_shift=context.clock_shift,
        today=context.clock.today(),
        languages=tuple(LANGUAGES.items()),
        feeds=(),
    )


def desk_view(request: Request[Any, Any, Any], done: str = "") -> DeskView:
    """Who is signed in. Raises `NotSignedIn` on a public route."""
    session = current_session(request)
    may = frozenset(action.value for action in Action if session.actor.may(action))
    return DeskView(name=session.name, csrf_token=csrf_token(session.token), may=may, done=done)


async def page(
    request: Request[Any, Any, Any],
    template: str,
    *,
    status: int = 200,
    cookies: Iterable[Cookie] = (),
    **context: object,
) -> Response[bytes]:
    """A public page."""
    text = render(template, site=await site_view(request), **_named(context))
    return Response(text.encode(), media_type=_HTML, status_code=status, cookies=list(cookies))


async def desk_page(
    request: Request[Any, Any, Any], template: str, *, status: int = 200, done: str = "", **context: object
) -> Response[bytes]:
    """A page of the desk; its forms show `desk.csrf_token` through the macro `csrf`."""
    text = render(template, site=await site_view(request), desk=desk_view(request, done), **_named(context))
    return Response(text.encode(), media_type=_HTML, status_code=status)


def _named(context: dict[str, object]) -> dict[str, Any]:
    """The context for `render`, whose own parameter `language` no page may take by accident."""
    return {name: value for name, value in context.items() if name != "language"}


def see_other(path: str, *, cookies: Iterable[Cookie] = (), headers: Mapping[str, str] | None = None) -> Redirect:
    """The answer to a form that was taken: 303 to a page of ours."""
    return Redirect(path, status_code=303, cookies=list(cookies), headers=dict(headers or {}))


def safe_next(target: str | None, default: str = "/manage") -> str:
    """A path of the desk to go back to; anything that could lead elsewhere becomes the default."""
    if not target or not target.startswith("/manage") or len(target) > 500:  # noqa: PLR2004 - a path of ours is short
        return default
    after = target[len("/manage") : len("/manage") + 1]
    plain = target.isascii() and target.isprintable() and not any(c in target for c in '\\ "<>') and ".." not in target
    return target if plain and after in {"", "/", "?"} and "//" not in target else default
