"""Errors as answers: problem details (RFC 9457) for programs, a page for people, nothing leaked, 500s logged."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Redirect
from litestar.types import ASGIApp, ExceptionHandlersMap, Receive, Scope, Send

from registry.domain import errors
from registry.domain.errors import FieldError, RegistryError
from registry.http.access_log import said_path

logger = logging.getLogger("registry.http")
SIGN_IN = "/manage/sign-in"
PROBLEM = "application/problem+json"
_STATUS: tuple[tuple[type[RegistryError], int], ...] = (
    (errors.InvalidInput, 422),
    (errors.UnreadableFile, 422),
    (errors.NotFound, 404),
    (errors.NotSignedIn, 401),
    (errors.NotPermitted, 403),
    (errors.InvalidStep, 409),
    (errors.Conflict, 409),
    (errors.StaleVersion, 409),
    (errors.TooManyAttempts, 429),
    (errors.Unavailable, 503),
)
_SERVER_ERROR, _AWAY = 500, 503
_AWAY_FOR = "30"
"""Seconds after which to try again when the database cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, for page and program alike: `message` is an English template, `errors` name fields."""

    status: int
    code: str
    message: str
    params: Mapping[str, object]
    errors: tuple[FieldError, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


ErrorPage = Callable[["Request[Any, Any, Any]", Problem], Awaitable[str]]
"""Draws the page of a problem; the web's, handed in by the application, as this room knows no words."""
Say = Callable[..., str]
"""Translates a template and fills its parameters."""


def problem_of(error: Exception, request: "Request[Any, Any, Any]") -> Problem:
    """The problem an exception stands for; what is not known becomes a 500 that tells nothing."""
    if isinstance(error, RegistryError):
        return _of_registry(error, request)
    if isinstance(error, ValidationException):
        found = tuple(_field_error(item) for item in cast("list[Any]", error.extra or []) if isinstance(item, dict))
        return Problem(
            status=error.status_code,
            code="invalid_request",
            message="The request cannot be read.",
            params={},
            errors=found,
        )
    if isinstance(error, HTTPException) and error.status_code < _SERVER_ERROR:
        status = HTTPStatus(error.status_code)
        headers = dict(error.headers or {})
        if status is HTTPStatus.METHOD_NOT_ALLOWED and (allow := _allow(headers)):
            headers = {**{k: v for k, v in headers.items() if k.lower() != "allow"}, "Allow": allow}
        return Problem(status=status, code=status.name.lower(), message=_plain(status), params={}, headers=headers)
    if isinstance(error, ConnectionError | TimeoutError):
        return _of_registry(errors.Unavailable("The database does not answer. Nothing was saved."), request)
    message = "Something broke on our side. It is logged."
    return Problem(status=500, code="internal_error", message=message, params={})


def exception_handlers(page: ErrorPage, say: Say) -> ExceptionHandlersMap:
    """For `Litestar(exception_handlers=…)`: one handler for every kind of error."""

    def handle(request: "Request[Any, Any, Any]", error: Exception) -> Response[Any]:
        problem, path = problem_of(error, request), said_path(request.scope["path"])
        if problem.status == _AWAY:
            logger.error("the database cannot be used at %s %s: %s", request.method, path, error)
        elif problem.status >= _SERVER_ERROR:
            logger.error("unhandled error at %s %s", request.method, path, exc_info=error)
        if isinstance(error, errors.NotSignedIn) and not wants_problem(request):
            return _to_sign_in(request)
        if wants_problem(request):
            return _details(request, problem, say)
        return _Page(request, problem, page)

    return {HTTPException: handle, RegistryError: handle, Exception: handle}


def wants_problem(request: "Request[Any, Any, Any]") -> bool:
    """Whether the answer is for a program: by path, else by what it accepts."""
    path = request.scope["path"]
    if path.startswith("/api/") and not path.startswith("/api/docs"):
        return True
    if path.endswith((".json", ".csv", ".rss", ".atom")):
        return "text/html" not in request.headers.get("accept", "")
    accept = request.headers.get("accept", "")
    return "json" in accept and "text/html" not in accept


def _of_registry(error: RegistryError, request: "Request[Any, Any, Any]") -> Problem:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), _SERVER_ERROR)
    if status == _SERVER_ERROR:
        return Problem(status=500, code="broken_data", message="Something broke on our side. It is logged.", params={})
    if isinstance(error, errors.StaleVersion) and "if-match" in request.headers:
        status = 412
    headers: dict[str, str] = {}
    if isinstance(error, errors.TooManyAttempts):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, errors.Unavailable):
        headers["Retry-After"] = _AWAY_FOR
    found = error.errors if isinstance(error, errors.InvalidInput) else ()
    code = "".join(f"_{c.lower()}" if c.isupper() else c for c in type(error).__name__).lstrip("_")
    return Problem(status=status, code=code, message=error.message, params=error.params, errors=found, headers=headers)


def _details(request: "Request[Any, Any, Any]", problem: Problem, say: Say) -> Response[Any]:
    body: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": say(problem.message, **problem.params),
        "code": problem.code,
    }
    if problem.errors:
        key = "parameter" if request.method in {"GET", "HEAD"} else "field"
        body["errors"] = [
            {"pointer": pointer(item.field), key: item.field, "detail": say(item.message)} for item in problem.errors
        ]
    return Response(
        msgspec.json.encode(body), status_code=problem.status, media_type=PROBLEM, headers=dict(problem.headers)
    )


def pointer(field: str) -> str:
    """A field's path such as `locations.0.country` as a JSON pointer in a fragment (RFC 6901, 6)."""
    steps = (step.replace("~", "~0").replace("/", "~1") for step in field.split("."))
    return "#/" + "/".join(quote(step, safe="~") for step in steps)


def _to_sign_in(request: "Request[Any, Any, Any]") -> Response[Any]:
    path = request.scope["path"]
    query = request.scope["query_string"].decode("latin-1")
    back = f"{path}?{query}" if query else path
    target = SIGN_IN if request.method != "GET" or path == "/manage" else f"{SIGN_IN}?next={quote(back, safe='/')}"
    if request.headers.get("hx-request") == "true":
        return Response(b"", status_code=401, media_type="text/html", headers={"HX-Redirect": SIGN_IN})
    return Redirect(target, status_code=303)


def _field_error(item: dict[str, Any]) -> FieldError:
    message = str(item.get("message", "")).replace("{", "(").replace("}", ")")
    return FieldError(field=str(item.get("key", "")), message=message)


def _allow(headers: Mapping[str, str]) -> str:
    given = next((value for name, value in headers.items() if name.lower() == "allow"), "")
    methods = [method.strip() for method in given.split(",") if method.strip()]
    return ", ".join(sorted({*methods, "HEAD"})) if "GET" in methods else given


_PLAIN = {
    HTTPStatus.NOT_FOUND: "Nothing stands at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take this method.",
}


def _plain(status: HTTPStatus) -> str:
    return _PLAIN.get(status) or status.description or status.phrase


class _Page(Response[bytes]):
    """A page drawn only when it is sent, as drawing asks the database for the register's name."""

    def __init__(self, request: "Request[Any, Any, Any]", problem: Problem, page: ErrorPage) -> None:
        super().__init__(b"", status_code=problem.status, media_type="text/html")
        self._problem = problem
        self._page = page
        self._asked_by = request

    def to_asgi_response(self, *_: object, **__: object) -> ASGIApp:  # type: ignore[override]
        """The application that draws the page and sends it."""
        return self._answer

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        text = await self._page(self._asked_by, self._problem)
        headers = dict(self._problem.headers)
        plain: Response[bytes] = Response(
            text.encode(), status_code=self._problem.status, media_type="text/html", headers=headers
        )
        await plain.to_asgi_response(None, self._asked_by)(scope, receive, send)
