"""How an answer is sent: JSON bytes with the links to what follows."""

from collections.abc import Mapping

import msgspec
from litestar import Response

_encode = msgspec.json.Encoder().encode
JSON = "application/json"


def json_answer(
    body: msgspec.Struct | dict[str, object], *, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    """200 with the body as JSON."""
    return Response(_encode(body), media_type=JSON, headers=dict(headers or {}))
