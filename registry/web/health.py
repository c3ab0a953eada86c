"""Whether the service lives, and whether it can answer: for whoever watches it."""

from litestar import Response, get

from registry.answers.readiness import is_ready
from registry.http.guards import public


@get("/healthz", opt=public(), include_in_schema=False)
async def healthz() -> Response[str]:
    """The process answers."""
    return Response("ok\n", media_type="text/plain", headers={"Cache-Control": "no-store"})


@get("/readyz", opt=public(), include_in_schema=False)
async def readyz() -> Response[str]:
    """The database answers too."""
    ready = await is_ready()
    text = "ready\n" if ready else "the database does not answer\n"
    return Response(
        text, status_code=200 if ready else 503, media_type="text/plain", headers={"Cache-Control": "no-store"}
    )


handlers = [healthz, readyz]
