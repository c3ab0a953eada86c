"""One line a request: method, path, status, bytes, milliseconds; no bodies, no queries, no tokens in paths.

It stands behind the ready bytes: a line would cost more than such an answer, and a proxy in front logs them all.
"""

import logging
import re
from time import perf_counter

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("registry.access")
_SECRET = re.compile(r"[A-Za-z0-9_.~-]{40,}")
"""Longer than any slug or id of ours: a token that some link carries."""
_SECRET_FOLDERS = ("/manage/sign-in/", "/subscriptions/", "/subscribe/", "/unsubscribe/", "/confirm/")


def said_path(path: str) -> str:
    """The path as it may be logged: control characters escaped, the tokens of one-time links left out."""
    for folder in _SECRET_FOLDERS:
        if path.startswith(folder):
            return f"{folder}…"
    clean = path.encode("unicode_escape").decode("ascii")
    head, _, tail = clean.rpartition("/")
    return f"{head}/…" if _SECRET.fullmatch(tail) else clean


class AccessLog:
    """Wraps what works for its answers; costs nothing where the logger is off."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log how it ended."""
        if scope["type"] != ScopeType.HTTP or not logger.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        started, status, size = perf_counter(), 500, 0

        async def watched(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        method, path = scope["method"], said_path(scope["path"])
        try:
            await self._app(scope, receive, watched)
        finally:
            spent = (perf_counter() - started) * 1000
            logger.info("%s %s %d %d bytes %.1f ms", method, path, status, size, spent)
