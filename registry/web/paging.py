"""Lists of the desk, a page at a time, by number."""

from dataclasses import dataclass
from typing import Any

from litestar import Request

from registry.wording.templates import address

_MOST = 1_000_000
_DIGITS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where one is in a list; `previous` and `next` are addresses."""

    number: int
    count: int
    previous: str | None
    next: str | None


def page_number(request: Request[Any, Any, Any]) -> int:
    """The page that is asked for; the first one for anything that is no number."""
    text = request.query_params.get("page", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 1
    return min(max(number, 1), _MOST)


def pages(path: str, *, number: int, total: int, per_page: int, **asked: object) -> Pages:
    """The pages around this one; `asked` are the filters to keep in the addresses."""
    count = max(1, -(-total // per_page))
    return Pages(
        number=number,
        count=count,
        previous=address(path, **asked, page=number - 1) if number > 1 else None,
        next=address(path, **asked, page=number + 1) if number < count else None,
    )
