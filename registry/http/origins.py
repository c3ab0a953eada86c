"""Whether a form was sent from a page of ours: for forms without a session, which have no token to show."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request

from registry.domain.errors import NotPermitted
from registry.http.context import context_of


def is_ours(fetch_site: str | None, origin: str | None, *, host: str, base_url: str) -> bool:
    """Judged by Sec-Fetch-Site where it is sent, else by Origin; a client that sends neither is no browser."""
    if fetch_site is not None:
        return fetch_site in {"same-origin", "none"}
    if origin is None:
        return True
    parts = urlsplit(origin)
    return bool(parts.netloc) and parts.netloc.lower() in {host.lower(), urlsplit(base_url).netloc.lower()}


def check_origin(request: Request[Any, Any, Any]) -> None:
    """Refuse a form sent from another site. Raises `NotPermitted`."""
    headers = request.headers
    base_url = context_of(request).base_url
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if not is_ours(site, origin, host=headers.get("host", ""), base_url=base_url):
        msg = "This form was sent from another site. Open the page here and send it again."
        raise NotPermitted(msg)
