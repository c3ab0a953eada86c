"""One kept answer in both codings with its ready headers, and the shelf that bounds how many are kept."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any, cast

from litestar.types import Message, Scope

from registry.http.coding import compress
from registry.http.conditional import http_date

Key = tuple[str, str, str]
"""Path, sorted query, language."""
_DEFAULT_CACHE = b"public, max-age=300"
_COSTLY = 256 * 1024
"""Bytes above which compressing leaves the event loop."""
_OVERHEAD = 2048
_REMEMBERED = 4096
_OURS = {b"content-length", b"etag", b"last-modified", b"cache-control", b"vary", b"content-encoding"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer as ASGI messages, made once and sent often; never changed."""

    etag: bytes
    modified_at: datetime | None
    start: Message
    body: Message
    start_gzip: Message | None
    body_gzip: Message
    start_unchanged: Message
    empty: Message
    size: int


class Shelf:
    """Kept answers, the least lately used leaving first; those with a query may take half of the room at most."""

    def __init__(self, capacity: int) -> None:
        self._plain: OrderedDict[Key, Kept] = OrderedDict()
        self._asked: OrderedDict[Key, Kept] = OrderedDict()
        self._half = capacity // 2
        self._sizes = {False: 0, True: 0}

    def get(self, key: Key) -> Kept | None:
        """The answer, now the last to leave."""
        shelf = self._asked if key[1] else self._plain
        kept = shelf.get(key)
        if kept is not None:
            shelf.move_to_end(key)
        return kept

    def put(self, key: Key, kept: Kept) -> None:
        """Keep the answer, others leave until there is room."""
        asked = bool(key[1])
        shelf = self._asked if asked else self._plain
        if kept.size > self._half:
            return
        if (old := shelf.pop(key, None)) is not None:
            self._sizes[asked] -= old.size
        shelf[key] = kept
        self._sizes[asked] += kept.size
        while self._sizes[asked] > self._half:
            _, gone = shelf.popitem(last=False)
            self._sizes[asked] -= gone.size

    def clear(self) -> None:
        """Empty the shelf: the content changed."""
        self._plain.clear()
        self._asked.clear()
        self._sizes = {False: 0, True: 0}

    @property
    def size(self) -> int:
        """Bytes kept."""
        return sum(self._sizes.values())

    def __len__(self) -> int:
        """Answers kept."""
        return len(self._plain) + len(self._asked)


class Stamps:
    """When bytes were first seen under a key, so that Last-Modified outlives a refresh that changed nothing."""

    def __init__(self) -> None:
        self._seen: OrderedDict[Key, tuple[bytes, datetime | None]] = OrderedDict()

    def modified_at(self, key: Key, etag: bytes, now: datetime) -> datetime | None:
        """Full seconds; None when the bytes changed twice in one second, which a date cannot tell apart."""
        second = now.replace(microsecond=0)
        known = self._seen.pop(key, None)
        if known is not None and known[0] == etag:
            self._seen[key] = known
            return known[1]
        at = None if known is not None and (known[1] is None or known[1] >= second) else second
        self._seen[key] = (etag, at)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return at


def is_storable(scope: Scope, start: Message, query: str) -> bool:
    """Whether the answer that begins so may be kept and given to anybody."""
    handler = cast("Any", scope.get("route_handler"))
    ready = handler.opt.get("ready") if handler is not None else None
    if ready in {None, False} or handler.opt.get("access") != "public" or cast("Any", start)["status"] != 200:  # noqa: PLR2004 - OK
        return False
    if query and not isinstance(ready, bool) and not _only_known(query, ready):
        return False
    headers = _fold(start)
    if b"set-cookie" in headers or b"content-encoding" in headers:
        return False
    varies = {name.strip().lower() for name in headers.get(b"vary", b"").split(b",") if name.strip()}
    cache = headers.get(b"cache-control", b"")
    return varies <= {b"accept-encoding", b"accept-language"} and b"no-store" not in cache and b"private" not in cache


async def prepare(start: Message, body: bytes, stamps: Stamps, key: Key, now: datetime) -> Kept:
    """The answer with its tag, its dates and its gzip bytes."""
    given = _fold(start)
    media_type = given.get(b"content-type", b"")
    costly = len(body) > _COSTLY
    packed = await asyncio.to_thread(compress, body, media_type) if costly else compress(body, media_type)
    etag = b'W/"' + sha256(body).hexdigest()[:24].encode() + b'"'
    modified_at = _given_date(given) or stamps.modified_at(key, etag, now)
    vary = given.get(b"vary", b"")
    common = [
        (b"etag", etag),
        (b"cache-control", given.get(b"cache-control", _DEFAULT_CACHE)),
        (b"vary", vary if b"accept-encoding" in vary.lower() else b", ".join(filter(None, (vary, b"Accept-Encoding")))),
    ]
    if modified_at is not None:
        common.append((b"last-modified", http_date(modified_at).encode()))
    rest = [(name, value) for name, value in cast("Any", start)["headers"] if name.lower() not in _OURS]
    full = [*rest, *common]
    plain = [*full, (b"content-length", b"%d" % len(body))]
    zipped = [*full, (b"content-encoding", b"gzip"), (b"content-length", b"%d" % len(packed or b""))]
    return Kept(
        etag=etag,
        modified_at=modified_at,
        start=_start(200, plain),
        body=_body(body),
        start_gzip=_start(200, zipped) if packed is not None else None,
        body_gzip=_body(packed or b""),
        start_unchanged=_start(304, common),
        empty=_body(b""),
        size=len(body) + len(packed or b"") + _OVERHEAD,
    )


def _only_known(query: str, names: frozenset[str]) -> bool:
    return all(pair.partition("=")[0] in names for pair in query.split("&"))


def _fold(start: Message) -> dict[bytes, bytes]:
    folded: dict[bytes, bytes] = {}
    for raw, value in cast("Any", start)["headers"]:
        name = raw.lower()
        folded[name] = folded[name] + b", " + value if name in folded else value
    return folded


def _given_date(headers: dict[bytes, bytes]) -> datetime | None:
    given = headers.get(b"last-modified")
    return parsedate_to_datetime(given.decode("latin-1")) if given else None


def _start(status: int, headers: list[tuple[bytes, bytes]]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


def _body(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": False}
