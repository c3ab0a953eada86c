"""Headers that keep a browser from doing what our pages never ask for, put on every answer of the application."""

from collections.abc import Callable, Coroutine
from typing import Any, cast

from litestar.types import Message, Scope

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""A handler that needs another (the API's documentation) says so: `opt={"content_policy": …}`."""
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
_ALWAYS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", _PERMISSIONS.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)
BeforeSend = Callable[[Message, Scope], Coroutine[Any, Any, None]]


def security_headers(*, is_demo: Callable[[], bool] = lambda: False, is_secure: bool = False) -> BeforeSend:
    """The hook for `Litestar(before_send=[…])`; a demo is not for search engines."""
    fixed = list(_ALWAYS)
    if is_secure:
        fixed.append((b"strict-transport-security", b"max-age=31536000"))

    async def before_send(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = cast("list[tuple[bytes, bytes]]", list(message.get("headers", [])))
        present = {name.lower() for name, _ in headers}
        handler = cast("Any", scope.get("route_handler"))
        policy = handler.opt.get("content_policy", CONTENT_POLICY) if handler is not None else CONTENT_POLICY
        added = [*fixed, (b"content-security-policy", policy.encode())]
        path = scope.get("path", "")
        if path.startswith("/manage"):
            added.append((b"cache-control", b"no-store"))
        if is_demo() or path.startswith("/manage"):
            added.append((b"x-robots-tag", b"noindex"))
        message["headers"] = headers + [pair for pair in added if pair[0] not in present]

    return before_send
