"""Which content coding a client takes, and the gzip bytes, the same for the same content."""

import gzip
from functools import lru_cache

WORTH_IT = 512
"""Bytes below which compressing gains nothing."""
_COMPRESSIBLE = (b"text/", b"application/json", b"application/xml", b"application/problem", b"image/svg")


@lru_cache(maxsize=256)
def accepts_gzip(header: bytes) -> bool:
    """Whether the Accept-Encoding header allows gzip (RFC 9110, 12.5.3)."""
    wildcard = False
    for item in header.lower().split(b","):
        coding, *parameters = (part.strip() for part in item.split(b";"))
        allowed = not any(_is_zero(parameter) for parameter in parameters)
        if coding in {b"gzip", b"x-gzip"}:
            return allowed
        if coding == b"*":
            wildcard = allowed
    return wildcard


def compress(body: bytes, media_type: bytes) -> bytes | None:
    """The gzip bytes without a time in them, or None where it does not pay."""
    kind = media_type.lower()
    if len(body) < WORTH_IT or not (kind.startswith(_COMPRESSIBLE) or b"+xml" in kind or b"+json" in kind):
        return None
    packed = gzip.compress(body, compresslevel=6, mtime=0)
    return packed if len(packed) < len(body) else None


def _is_zero(parameter: bytes) -> bool:
    name, _, value = parameter.partition(b"=")
    if name.strip() != b"q":
        return False
    try:
        return float(value) <= 0
    except ValueError:
        return True
