"""The token that proves a form of the desk came from the desk: derived from the session's secret, one way."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from litestar import Request
from litestar.enums import RequestEncodingType

from registry.domain.errors import NotPermitted

FIELDS = ("_csrf_token", "csrf_token")
HEADER = "x-csrf-token"


def csrf_token(session_token: str) -> str:
    """The token of the session; whoever reads it cannot work back to the session."""
    return urlsafe_b64encode(hmac.digest(session_token.encode(), b"csrf", sha256)).decode().rstrip("=")


async def check_csrf(request: Request[Any, Any, Any], session_token: str) -> None:
    """Raises `NotPermitted` when the form or the header does not carry the session's token."""
    given = request.headers.get(HEADER, "")
    if not given and request.content_type[0] in {RequestEncodingType.URL_ENCODED, RequestEncodingType.MULTI_PART}:
        form = await request.form()
        given = next((value for name in FIELDS if isinstance(value := form.get(name), str)), "")
    if not hmac.compare_digest(given.encode(), csrf_token(session_token).encode()):
        msg = "The form is not from your present session. Reload the page and send it again."
        raise NotPermitted(msg)
