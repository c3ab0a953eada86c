"""The page of a problem; it is drawn even when the database is away."""

import logging
from html import escape
from typing import Any

from jinja2 import TemplateNotFound
from litestar import Request

from registry.http.problems import Problem
from registry.http.site import bare_site, site_view
from registry.wording.languages import say
from registry.wording.templates import render

logger = logging.getLogger("registry.web")


async def error_page(request: Request[Any, Any, Any], problem: Problem) -> str:
    """HTML that says what went wrong and what to do."""
    message = say(problem.message, **problem.params)
    error = {
        "status": problem.status,
        "title": message if problem.status not in _OWN_PAGES else "",
        "message": message,
        "errors": [(item.field, say(item.message)) for item in problem.errors],
    }
    try:
        site = await site_view(request)
    except Exception:
        logger.exception("the register's own data cannot be read")
        site = bare_site(request)
    try:
        return _draw(problem.status, site=site, error=error)
    except Exception:
        logger.exception("the page of an error cannot be drawn")
        return f"<!doctype html><html lang='en'><title>{problem.status}</title><h1>{escape(message)}</h1></html>"


_OWN_PAGES = frozenset({400, 401, 403, 404, 405, 409, 410, 412, 422, 429, 500, 503})


def _draw(status: int, **context: Any) -> str:  # noqa: ANN401 - what the template needs
    try:
        return render(f"errors/{status}.html", **context)
    except TemplateNotFound:
        return render("errors/page.html", **context)
