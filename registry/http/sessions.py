"""The session's cookie and who is behind it; only under /manage, never read elsewhere."""

from typing import Any, cast

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from registry.domain.errors import NotSignedIn
from registry.domain.register.access import Actor
from registry.domain.register.sign_in import SESSION_LIFE
from registry.http.client_address import client_address, throttle_network
from registry.http.context import AppContext, context_of
from registry.services.keep_session import keep_session
from registry.services.opening import SignedIn

COOKIE = "registry_session"
PATH = "/manage"
_KEY = "signed_in"
_LONGEST = 128


def session_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The cookie's secret as sent; not yet believed."""
    token = connection.cookies.get(COOKIE)
    return token if token and len(token) <= _LONGEST else None


async def session_of(connection: ASGIConnection[Any, Any, Any, Any]) -> SignedIn | None:
    """The session behind the request's cookie, if it holds."""
    token = session_token(connection)
    return await keep_session(token=token, now=context_of(connection).clock.now()) if token else None


def remember(connection: ASGIConnection[Any, Any, Any, Any], session: SignedIn) -> None:
    """Keep the session with the request, for its handler."""
    connection.scope["state"][_KEY] = session


def current_session(request: Request[Any, Any, Any]) -> SignedIn:
    """The session the guard let in. Raises `NotSignedIn` on a public route."""
    session = request.scope["state"].get(_KEY)
    if session is None:
        msg = "Sign in first."
        raise NotSignedIn(msg)
    return cast("SignedIn", session)


def current_actor(request: Request[Any, Any, Any]) -> Actor:
    """Who acts: for services. Raises `NotSignedIn` on a public route."""
    return current_session(request).actor


def session_cookie(session: SignedIn, context: AppContext) -> Cookie:
    """The cookie for a session just opened."""
    return Cookie(
        key=COOKIE,
        value=session.token,
        path=PATH,
        max_age=int(SESSION_LIFE.total_seconds()),
        secure=context.is_secure,
        httponly=True,
        samesite="lax",
    )


def no_cookie(context: AppContext) -> Cookie:
    """The cookie that takes the session's away."""
    return Cookie(key=COOKIE, value="", path=PATH, max_age=0, secure=context.is_secure, httponly=True, samesite="lax")


def client_of(request: Request[Any, Any, Any]) -> str:
    """The client as throttling counts it: an address, or an IPv6 network."""
    peer = request.client.host if request.client else None
    proxies = context_of(request).trusted_proxies
    return throttle_network(client_address(peer, request.headers.get("x-forwarded-for"), proxies))
