"""Whether a client already holds these bytes: the conditions of RFC 9110, 13.1.2 and 13.1.3, for GET and HEAD."""

from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache


def is_unchanged(
    etag: bytes, modified_at: datetime | None, *, if_none_match: bytes | None, if_modified_since: bytes | None
) -> bool:
    """True when 304 is the answer. If-None-Match wins over If-Modified-Since; tags are compared weakly."""
    if if_none_match is not None:
        return if_none_match == etag or _matches(etag, if_none_match)
    if if_modified_since is None or modified_at is None:
        return False
    since = _instant(if_modified_since)
    return since is not None and modified_at <= since


def http_date(at: datetime) -> str:
    """The instant as HTTP writes it; `at` is aware UTC."""
    return format_datetime(at, usegmt=True)


def _matches(etag: bytes, header: bytes) -> bool:
    wanted = etag.removeprefix(b"W/")
    return header.strip() == b"*" or any(tag.removeprefix(b"W/") == wanted for tag in _tags(header))


@lru_cache(maxsize=256)
def _tags(header: bytes) -> tuple[bytes, ...]:
    """The entity tags of a list; a comma inside the quotes belongs to its tag."""
    tags: list[bytes] = []
    rest = header.strip()
    while rest:
        weak = b"W/" if rest.startswith(b"W/") else b""
        body = rest[len(weak) :]
        end = body.find(b'"', 1) if body.startswith(b'"') else -1
        if end < 0:
            break
        tags.append(weak + body[: end + 1])
        rest = body[end + 1 :].lstrip(b" \t,")
    return tuple(tags)


@lru_cache(maxsize=256)
def _instant(header: bytes) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(header.decode("latin-1"))
    except ValueError:
        return None
    return parsed if parsed.tzinfo else None
