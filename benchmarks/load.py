"""Load from a process of its own: kept connections that ask the same thing again as soon as it is answered.

Run as `python -m benchmarks.load PORT PATH SECONDS CONNECTIONS [NAME:VALUE …]`; prints requests per second. Answers to
one request are all equally long, so that the client only counts bytes and the server is what is measured.
"""

import asyncio
import sys
from time import perf_counter
from typing import cast

import uvloop

HOST = "127.0.0.1"
PATIENCE = 30
_END = b"\r\n\r\n"


class Asker(asyncio.Protocol):
    """One connection: asks, counts what comes, asks again until the time is over."""

    def __init__(self, request: bytes, length: int, until: float, done: "asyncio.Future[int]") -> None:
        self._request = request
        self._length = length
        self._until = until
        self._done = done
        self._missing = length
        self._answered = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """Count; at the end of an answer ask again."""
        self._missing -= len(data)
        if self._missing > 0:
            return
        assert self._missing == 0, "an answer of another length"
        self._answered += 1
        assert self._transport is not None
        if perf_counter() >= self._until:
            self._transport.close()
        else:
            self._missing = self._length
            self._transport.write(self._request)

    def connection_lost(self, _exc: Exception | None) -> None:
        """Say how many were answered."""
        if not self._done.done():
            self._done.set_result(self._answered)


def request_for(path: str, headers: dict[str, str]) -> bytes:
    """The request as bytes; the connection stays."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + _END


async def length_of(port: int, request: bytes) -> int:
    """How long the answer is, head included."""
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(request)
    head = await reader.readuntil(_END)
    status = int(head.split(b" ", 2)[1])
    assert status in {200, 304}, head.decode("latin-1")
    fields = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:] if b": " in line)
    body = 0 if status == 304 else int(fields[b"content-length"])  # noqa: PLR2004 - not modified
    writer.close()
    return len(head) + body


async def rate(port: int, request: bytes, seconds: float, connections: int) -> float:
    """Answers per second, all connections together."""
    loop = asyncio.get_running_loop()
    length = await length_of(port, request)
    started = perf_counter()
    waits: list[asyncio.Future[int]] = [loop.create_future() for _ in range(connections)]
    for wait in waits:
        await loop.create_connection(lambda w=wait: Asker(request, length, started + seconds, w), HOST, port)  # type: ignore[misc] # a lambda
    answered = sum(await asyncio.wait_for(asyncio.gather(*waits), seconds + PATIENCE))
    return answered / (perf_counter() - started)


def main(port: str, path: str, seconds: str, connections: str, *headers: str) -> None:
    """Read the arguments, measure, print."""
    given = dict(header.split(":", 1) for header in headers)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(runner.run(rate(int(port), request_for(path, given), float(seconds), int(connections))))


if __name__ == "__main__":
    main(*sys.argv[1:])
