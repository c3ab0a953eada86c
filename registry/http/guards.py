"""Who may use a route: each handler says so in its `opt`, one guard on the application enforces it.

@get("/", opt=public(ready=True))
@post("/manage/changes/{id:str}/submit", opt=requires(Action.SUBMIT_CHANGE))
@get("/manage/password", opt=signed_in())
"""

from collections.abc import Collection
from typing import Any, cast

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import ImproperlyConfiguredException
from litestar.handlers.base import BaseRouteHandler

from registry.domain.errors import FieldError, InvalidInput, NotFound, NotSignedIn
from registry.domain.register.access import Action, require
from registry.http.csrf import check_csrf
from registry.http.origins import check_origin
from registry.http.sessions import remember, session_of

PUBLIC = "public"
SIGNED_IN = "signed_in"
_SAFE = {"GET", "HEAD", "OPTIONS"}


def public(*, ready: bool | Collection[str] = False, form: bool = False, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - opt is free
    """For anybody. `ready`: kept as bytes; a set of names keeps only answers whose query has no other parameter.

    `form`: unsafe methods must come from a page of ours (never on one-click unsubscribing, which mail programs send).
    """
    kept = ready if isinstance(ready, bool) else frozenset(ready)
    return {"access": PUBLIC, "ready": kept, "form": form, **more}


def requires(action: Action, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - opt is free
    """For those signed in whose roles allow the action."""
    return {"access": action, **more}


def signed_in(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - opt is free
    """For everybody signed in, whatever the roles."""
    return {"access": SIGNED_IN, **more}


def check_address(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Refuse U+0000 in path and query: no name holds it, and PostgreSQL and files cannot even be asked for it."""
    if "\0" in connection.scope["path"]:
        msg = "Nothing stands at this address."
        raise NotFound(msg)
    msg = "This holds a control character."
    wrong = [name for name, value in connection.query_params.multi_items() if "\0" in name or "\0" in str(value)]
    if wrong:
        raise InvalidInput(msg, errors=tuple(FieldError(field=name, message=msg) for name in wrong))


async def access_guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The application's one guard: `Litestar(guards=[access_guard])`. A route that says nothing serves nobody."""
    check_address(connection)
    access = handler.opt.get("access")
    request = cast("Request[Any, Any, Any]", connection)
    method = connection.scope.get("method", "GET")
    if access is None:
        if method == "OPTIONS":
            return
        msg = f"{handler} does not say who may use it"
        raise ImproperlyConfiguredException(msg)
    if access == PUBLIC:
        if method not in _SAFE and handler.opt.get("form"):
            check_origin(request)
        return
    session = await session_of(connection)
    if session is None:
        msg = "Sign in first."
        raise NotSignedIn(msg)
    if method not in _SAFE:
        check_origin(request)
        await check_csrf(request, session.token)
    if access != SIGNED_IN:
        require(session.actor, Action(access))
    remember(connection, session)
