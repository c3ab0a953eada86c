"""Opaque cursors and the Link header of lists that come in pages."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from registry.domain.errors import FieldError, InvalidInput

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
Position = tuple[str | int, ...]
"""The sort values of the last item given; the next page begins after it."""
_MAX_CURSOR = 1024
_MOST = 2**63 - 1


def encode_cursor(*position: str | int) -> str:
    """The position as a text that a client hands back unread."""
    return urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def decode_cursor(cursor: str | None, kinds: tuple[type[str] | type[int], ...]) -> Position | None:
    """The position, one value of each kind; None without a cursor. Raises `InvalidInput` naming `cursor`."""
    if not cursor:
        return None
    try:
        raw = urlsafe_b64decode(cursor[:_MAX_CURSOR] + "=" * (-len(cursor[:_MAX_CURSOR]) % 4))
        position = msgspec.json.decode(raw, type=list[str | int])
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        position = []
    fits = len(position) == len(kinds) and all(_fits(v, k) for v, k in zip(position, kinds, strict=True))
    if not fits:
        msg = "The cursor is not one of ours: start again without it."
        raise InvalidInput(msg, errors=(FieldError(field="cursor", message=msg),))
    return tuple(position)


def _fits(value: str | int, kind: type[str] | type[int]) -> bool:
    """Whether the value is of the kind and one that a database can be asked for."""
    return type(value) is kind and (abs(value) <= _MOST if isinstance(value, int) else "\0" not in value)


def check_limit(limit: int | None) -> int:
    """The page's size, 50 unless asked. Raises `InvalidInput` naming `limit`."""
    if limit is None:
        return DEFAULT_LIMIT
    if not 1 <= limit <= MAX_LIMIT:
        msg = "A page holds from 1 to {most} items."
        errors = (FieldError(field="limit", message=msg.format(most=MAX_LIMIT)),)
        raise InvalidInput(msg, errors=errors, most=MAX_LIMIT)
    return limit


def next_link(base_url: str, path: str, query: Mapping[str, object], cursor: str | None) -> dict[str, str]:
    """The header `Link: <…>; rel="next"` (RFC 8288), or nothing on the last page."""
    if cursor is None:
        return {}
    kept = {k: v for k, v in query.items() if v is not None and k != "cursor"}
    asked = urlencode({**kept, "cursor": cursor}, doseq=True)
    return {"Link": f'<{base_url}{path}?{asked}>; rel="next"'}
