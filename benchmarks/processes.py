"""Processes of the measurement: the register as it is run, the bare yardstick, and the load, each on its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from urllib.error import URLError
from urllib.request import urlopen

HOST = "127.0.0.1"
PATIENCE = 30.0
"""Seconds that a server may take to start."""


def settings(folder: Path) -> dict[str, str]:
    """The environment of a register in the folder; none of the caller's settings gets in."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("REGISTRY_")}
    return {**kept, "REGISTRY_VAR": str(folder)}


def registry(folder: Path, *arguments: str) -> str:
    """Run a command of the register; what it printed."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "registry.cli.main", *arguments],
        env=settings(folder),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"registry {arguments[0]}: {done.stderr or done.stdout}"
    return done.stdout


def fetch(port: int, path: str) -> tuple[bytes, dict[str, str]]:
    """One answer with its headers, whose names are in lower case."""
    with urlopen(f"http://{HOST}:{port}{path}", timeout=PATIENCE) as answer:
        return answer.read(), {name.lower(): text for name, text in answer.headers.items()}


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """`registry serve` as people run it; its port."""
    with socket.create_server((HOST, 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "registry.cli.main", "serve", "--port", str(port), "--no-worker"]
    with _process(command, settings(folder)):
        _wait_for(port)
        yield port


@contextmanager
def bare(folder: Path) -> Iterator[int]:
    """The yardstick over the bodies in the folder; its port."""
    with _process([sys.executable, "-m", "benchmarks.bare", str(folder)], dict(os.environ)) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())


def load(port: int, path: str, seconds: float, connections: int, headers: Mapping[str, str]) -> float:
    """Requests per second, asked by a process of its own."""
    given = [f"{name}:{text}" for name, text in headers.items()]
    command = [sys.executable, "-m", "benchmarks.load", str(port), path, str(seconds), str(connections), *given]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own command
    return float(done.stdout)


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def _wait_for(port: int) -> None:
    until = perf_counter() + PATIENCE
    while perf_counter() < until:
        try:
            fetch(port, "/readyz")
        except (URLError, ConnectionError):
            sleep(0.1)
        else:
            return
    msg = "the register did not start"
    raise RuntimeError(msg)
