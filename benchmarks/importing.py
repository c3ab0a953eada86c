"""Ten thousand rows imported while the web answers, then checks by name over ten thousand vendors."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import perf_counter, sleep
from urllib.parse import quote

from benchmarks.lists import names, write_history, write_list
from benchmarks.processes import fetch, registry, serving, settings
from benchmarks.results import Result

ROWS, VENDORS, LATER, EVERY = 10_000, 500, 60, 37
ROWS_PER_SECOND, WEB_SECONDS, CHECK_MILLISECONDS = 500, 2, 10
WATCHED = (
    "/",
    "/processors.json",
    "/api/v1/processors",
    "/api/v1/checks?vendor=Balabora+Cloud&service=sms",
    "/feeds/changes.atom",
)
BASELINE = ("--baseline", "--told-on", "2025-01-01", "--proof", "a benchmark")


def measure(folder: Path, setup_file: Path) -> Iterator[Result]:
    """One register takes a large list beside its published one; another holds ten thousand vendors and is asked."""
    write_list(folder / "big.csv", names(ROWS))
    write_history(folder / "history", VENDORS, LATER)
    for name in ("watched", "asked"):
        registry(folder / name, "setup", str(setup_file))
    yield from _import_beside_the_web(folder)
    yield _ask_by_name(folder)


def _import_beside_the_web(folder: Path) -> Iterator[Result]:
    register = folder / "watched"
    registry(register, "replay", str(folder / "history"))
    with serving(register) as port:
        watch = _Watch(port)
        with watch:
            seconds = _import(register, folder / "big.csv")
    note = f"{ROWS:,} rows beside {VENDORS} published"
    yield Result(what="import on SQLite", measured=ROWS / seconds, limit=ROWS_PER_SECOND, unit="rows/s", note=note)
    yield Result(
        what="the web meanwhile, slowest answer",
        measured=watch.slowest,
        limit=WEB_SECONDS,
        unit="s",
        at_most=True,
        note=f"{watch.asked} requests, slowest {watch.slowest_path}",
    )


def _ask_by_name(folder: Path) -> Result:
    register = folder / "asked"
    _import(register, folder / "big.csv", *BASELINE)
    with serving(register) as port:
        asked = [f"/api/v1/checks?vendor={quote(name)}&service=sms" for name in names(ROWS)[::EVERY]]
        spent = sorted(_timed(port, path) for path in asked)
    return Result(
        what=f"check by name over {ROWS:,} vendors, median",
        measured=median(spent) * 1000,
        limit=CHECK_MILLISECONDS,
        unit="ms",
        at_most=True,
        note=f"{len(spent)} names, slowest {spent[-1] * 1000:.1f} ms",
    )


def _import(register: Path, file: Path, *options: str) -> float:
    command = [sys.executable, "-m", "registry.cli.main", "import", str(file), "--json", *options]
    started = perf_counter()
    subprocess.run(command, env=settings(register), check=True, capture_output=True)  # noqa: S603 - our own command
    return perf_counter() - started


def _timed(port: int, path: str) -> float:
    started = perf_counter()
    fetch(port, path)
    return perf_counter() - started


class _Watch:
    """Asks one public address after the other while it lasts, and keeps the slowest answer."""

    def __init__(self, port: int) -> None:
        self.slowest, self.slowest_path, self.asked = 0.0, "", 0
        self._port = port
        self._stop = Event()
        self._thread = Thread(target=self._run)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            for path in WATCHED:
                spent = _timed(self._port, path)
                self.asked += 1
                if spent > self.slowest:
                    self.slowest, self.slowest_path = spent, path
            sleep(0.05)
