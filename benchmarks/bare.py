"""The yardstick: a bare Litestar handler that returns bytes from memory, under the same server as the register.

Run as `python -m benchmarks.bare FOLDER`: serves each file FOLDER/N.body at /N with the type in FOLDER/N.type, and an
empty 304 at /N/unchanged; prints its port.
"""

import socket
import sys
from pathlib import Path

import uvicorn
from litestar import Litestar, Response, get
from litestar.handlers import HTTPRouteHandler


def whole(number: str, body: bytes, media_type: str) -> HTTPRouteHandler:
    """A handler for the bytes."""

    @get(f"/{number}", media_type=media_type.partition(";")[0])
    async def answer() -> bytes:
        return body

    return answer


def unchanged(number: str, headers: dict[str, str]) -> HTTPRouteHandler:
    """A handler that says that nothing changed."""

    @get(f"/{number}/unchanged", status_code=304)
    async def answer() -> Response[None]:
        return Response(None, status_code=304, headers=headers)

    return answer


def handlers(folder: Path) -> list[HTTPRouteHandler]:
    """Two for each file."""
    found = []
    for path in sorted(folder.glob("*.body")):
        kind = path.with_suffix(".type").read_text("utf-8")
        found.append(whole(path.stem, path.read_bytes(), kind))
        found.append(unchanged(path.stem, {"ETag": 'W/"bare"', "Cache-Control": "public, max-age=300"}))
    return found


def main(folder: str) -> None:
    """Serve until stopped."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=512)
    print(listening.getsockname()[1], flush=True)
    application = Litestar(route_handlers=handlers(Path(folder)), openapi_config=None)
    config = uvicorn.Config(application, log_config=None, access_log=False, proxy_headers=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(sys.argv[1])
