"""Public answers against a bare handler that returns the same bytes: same server, same run, turn by turn."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.lists import write_history
from benchmarks.processes import bare, fetch, load, registry, serving
from benchmarks.results import Result

VENDORS, LATER = 500, 60
WHOLE, UNCHANGED = 0.8, 0.9
ROUNDS, SECONDS, CONNECTIONS = 5, 0.8, 16
PATHS = {
    "list, HTML": "/",
    "list, JSON": "/processors.json",
    "list, API page": "/api/v1/processors?limit=200",
    "feed, RSS": "/feeds/changes.rss",
    "feed, Atom": "/feeds/changes.atom",
    "feed, JSON Feed": "/feeds/changes.json",
}


def measure(folder: Path, setup_file: Path) -> Iterator[Result]:
    """A register of 500 processors with full feeds, every answer against its yardstick."""
    write_history(folder / "history", VENDORS, LATER)
    registry(folder, "setup", str(setup_file))
    registry(folder, "replay", str(folder / "history"))
    bodies = folder / "bodies"
    bodies.mkdir()
    with serving(folder) as port:
        tags = {}
        for number, path in enumerate(PATHS.values()):
            body, headers = fetch(port, path)
            (bodies / f"{number}.body").write_bytes(body)
            (bodies / f"{number}.type").write_text(headers["content-type"], "utf-8")
            tags[number] = headers["etag"]
        with bare(bodies) as yardstick:
            for number, (name, path) in enumerate(PATHS.items()):
                size = (bodies / f"{number}.body").stat().st_size
                yield _compare(name, (port, path), (yardstick, f"/{number}"), WHOLE, note=f"{size:,} bytes")
                empty = (yardstick, f"/{number}/unchanged")
                yield _compare(f"{name}, 304", (port, path), empty, UNCHANGED, tag=tags[number])


def _compare(
    name: str, ours: tuple[int, str], theirs: tuple[int, str], limit: float, *, note: str = "", tag: str = ""
) -> Result:
    """The best of several rounds of each, asked one after the other: whatever else runs here can only slow them."""

    def ask(side: tuple[int, str], seconds: float) -> float:
        headers = {"If-None-Match": tag} if tag else {}
        return load(*side, seconds, CONNECTIONS, headers)

    for side in (ours, theirs):
        ask(side, SECONDS / 3)
    rounds = [(ask(ours, SECONDS), ask(theirs, SECONDS)) for _ in range(ROUNDS)]
    mine, yours = (max(side) for side in zip(*rounds, strict=True))
    rates = f"{mine:,.0f}/s against {yours:,.0f}/s"
    return Result(what=name, measured=mine / yours, limit=limit, note=", ".join(filter(None, (rates, note))))
