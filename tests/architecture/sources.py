"""The project's own files, as the tests of its shape read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "registry" / "storage" / "migrations" / "versions"
ROOMS = ("registry", "feeds", "tests", "benchmarks")


def modules(*rooms: str) -> Iterator[Path]:
    """Every module written by hand in the rooms, in all of them by default."""
    for room in rooms or ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if GENERATED not in path.parents:
                yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def named(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


def documents() -> list[Path]:
    """What is written for people."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
