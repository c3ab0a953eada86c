"""Ready bytes in front of the router: public answers, rendered once per content version, sent without a detour.

Handlers stay ordinary. One marked `opt=public(ready=True)` is kept when it answers 200 without a cookie.
"""

import asyncio
from functools import lru_cache
from operator import itemgetter
from urllib.parse import parse_qsl, urlencode

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from registry.http import limits
from registry.http.coding import accepts_gzip
from registry.http.conditional import is_unchanged
from registry.http.context import Clock, Freshness
from registry.http.kept import Kept, Key, Shelf, Stamps, is_storable, prepare

_NEVER = ("/manage", "/static", "/healthz", "/readyz")


class ReadyBytes:
    """Wraps the application. Another content version or another local day empties the shelf."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        freshness: Freshness,
        clock: Clock,
        languages: tuple[str, ...] = ("en",),
        capacity: int = limits.KEPT_TOTAL,
    ) -> None:
        self._app = app
        self._freshness = freshness
        self._clock = clock
        self._languages = languages
        self._shelf = Shelf(capacity)
        self._stamps = Stamps()
        self._version: tuple[int, object] = (-1, None)
        self._rendering: dict[tuple[Key, object], asyncio.Future[Kept | None]] = {}

    @property
    def shelf(self) -> Shelf:
        """What is kept, for tests and metrics."""
        return self._shelf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the shelf, or let the application answer and keep it."""
        if scope["type"] != ScopeType.HTTP or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        path, query = scope["path"], scope["query_string"]
        if len(query) > limits.KEPT_QUERY or path.startswith(_NEVER) or not _is_plain(path):
            await self._pass(scope, receive, send)
            return
        key = (path, sorted_query(query) if query else "", self._language(scope))
        self._refresh()
        kept = self._shelf.get(key)
        if kept is None:
            kept = await self._render_once(key, scope, receive, send)
        if kept is not None:
            await _send(kept, scope, send)

    def _refresh(self) -> None:
        version = (self._freshness.token(), self._clock.today())
        if version != self._version:
            self._version = version
            self._shelf.clear()

    async def _render_once(self, key: Key, scope: HTTPScope, receive: Receive, send: Send) -> Kept | None:
        """The answer to keep, rendered by the first who asks; None when the application has answered itself."""
        flight = (key, self._version)
        if (running := self._rendering.get(flight)) is not None:
            kept = await asyncio.shield(running)
            if kept is None:
                await self._pass(scope, receive, send)
            return kept
        future: asyncio.Future[Kept | None] = asyncio.get_running_loop().create_future()
        self._rendering[flight] = future
        try:
            return await self._render(key, scope, receive, send, future)
        finally:
            _settle(future, None)
            del self._rendering[flight]

    async def _render(
        self, key: Key, scope: HTTPScope, receive: Receive, send: Send, future: asyncio.Future[Kept | None]
    ) -> Kept | None:
        version = self._version
        start: Message | None = None
        body = bytearray()
        inner = as_get(scope)
        is_head = scope["method"] == "HEAD"

        async def capture(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                if is_storable(inner, message, key[1]):
                    start = message
                    return
                _settle(future, None)
            elif start is not None and message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                return
            await send(_without_body(message) if is_head else message)

        await self._app(inner, receive, capture)
        if start is None:
            return None
        kept = await prepare(start, bytes(body), self._stamps, key, self._clock.now())
        if version == self._version and len(body) <= limits.KEPT_BODY:
            self._shelf.put(key, kept)
        _settle(future, kept)
        return kept

    async def _pass(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        """The application's own answer; HEAD is answered as GET without its body."""
        if scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            await send(_without_body(message))

        await self._app(as_get(scope), receive, bodiless)

    def _language(self, scope: HTTPScope) -> str:
        if len(self._languages) == 1:
            return self._languages[0]
        header = next((value for name, value in scope["headers"] if name == b"accept-language"), b"")
        return best_language(header, self._languages)


def _settle(future: asyncio.Future[Kept | None], kept: Kept | None) -> None:
    if not future.done():
        future.set_result(kept)


def as_get(scope: HTTPScope) -> HTTPScope:
    """The scope of the GET that a HEAD stands for; a copy, so that the caller's stays as it was."""
    inner = scope.copy()
    inner["method"] = "GET"
    return inner


@lru_cache(maxsize=4096)
def sorted_query(query: bytes) -> str:
    """The query with its parameters in one order; those given twice keep theirs."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return urlencode(sorted(pairs, key=itemgetter(0)))


@lru_cache(maxsize=1024)
def best_language(header: bytes, languages: tuple[str, ...]) -> str:
    """The first of the client's languages that is spoken, by weight (RFC 9110, 12.5.4); else the first of ours."""
    wishes: list[tuple[float, str]] = []
    for item in header.decode("latin-1").lower().split(","):
        tag, _, weight = item.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), tag.partition("-")[0]))
        except ValueError:
            continue
    ranked = sorted(wishes, key=itemgetter(0))
    return next((tag for weight, tag in ranked if tag in languages and weight), languages[0])


def _is_plain(path: str) -> bool:
    """Whether this is the one way to write the path, so that its copies take no room."""
    return path == "/" or not (path.endswith("/") or "//" in path)


def _without_body(message: Message) -> Message:
    if message["type"] != "http.response.body":
        return message
    return {"type": "http.response.body", "body": b"", "more_body": message.get("more_body", False)}


async def _send(kept: Kept, scope: HTTPScope, send: Send) -> None:
    """The kept answer: 304, identity or gzip, with or without its body."""
    if_none_match = if_modified_since = None
    gzip_taken = False
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            gzip_taken = accepts_gzip(value)
        elif name == b"if-none-match":
            if_none_match = value if if_none_match is None else if_none_match + b", " + value
        elif name == b"if-modified-since":
            if_modified_since = value
    if (if_none_match or if_modified_since) and is_unchanged(
        kept.etag, kept.modified_at, if_none_match=if_none_match, if_modified_since=if_modified_since
    ):
        await send(kept.start_unchanged)
        await send(kept.empty)
        return
    start, body = (kept.start_gzip, kept.body_gzip) if gzip_taken and kept.start_gzip else (kept.start, kept.body)
    await send(start)
    await send(kept.empty if scope["method"] == "HEAD" else body)
