"""What every page is drawn with: the register's own data, and on the desk who is signed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.response import Redirect

from registry.domain.register.access import Action
from registry.http.csrf import csrf_token
from registry.http.sessions import current_session
from registry.http.site import site_view
from registry.wording.templates import render

_HTML = "text/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """Who is signed in, as the desk's layout shows it; `done` is what was just done."""

    name: str
    csrf_token: str
    may: frozenset[str]
    done: str = ""


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
    headers: Mapping[str, str] | None = None,
    **context: object,
) -> Response[bytes]:
    """A public page."""
    text = render(template, site=await site_view(request), **_named(context))
    given = dict(headers or {})
    return Response(text.encode(), media_type=_HTML, status_code=status, cookies=list(cookies), headers=given)


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
