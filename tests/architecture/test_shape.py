"""What keeps the house readable: short modules, functions and templates, each module with its duty, one clock."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, documents, modules, named, tree

MODULE, FUNCTION, TEMPLATE, STYLE, README = 400, 40, 120, 800, 150
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b|\.\./share[d]")
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
MAY_LOOK_AT_THE_CLOCK = {"registry/clock.py"}
TEXTS = {".py", ".html", ".txt", ".css", ".toml", ".csv", ".md", ".cfg", ""}


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_modules_are_short() -> None:
    assert {named(path): lines(path) for path in modules() if lines(path) > MODULE} == {}


def test_functions_are_short() -> None:
    long = {
        f"{named(path)}:{item.lineno} {item.name}": size
        for path in modules()
        for item in ast.walk(tree(path))
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (item.end_lineno or item.lineno) - item.lineno + 1) > FUNCTION
    }
    assert long == {}


def test_modules_open_with_their_duty() -> None:
    silent = [named(path) for path in modules() if tree(path).body and not ast.get_docstring(tree(path))]
    assert silent == []


def test_templates_are_short() -> None:
    templates = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    assert {named(path): lines(path) for path in templates if lines(path) > TEMPLATE} == {}


def test_the_style_sheet_of_ours_is_short() -> None:
    sheets = (ROOT / "registry" / "web" / "static" / "css").glob("*.css")
    assert sum(lines(path) for path in sheets if not path.name.startswith("pico")) <= STYLE


def test_the_readme_is_short() -> None:
    assert lines(ROOT / "README.md") <= README


def test_nothing_is_left_undone_or_lies_outside() -> None:
    rooms = [
        path
        for room in ("registry", "feeds", "templates", "data", "benchmarks", ".ci")
        for path in (ROOT / room).rglob("*")
    ]
    written = [path for path in rooms if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts]
    found = [
        f"{named(path)}: {line.strip()}"
        for path in [*written, *modules("tests"), *documents(), ROOT / "Makefile", ROOT / "pyproject.toml"]
        for line in path.read_text("utf-8").splitlines()
        if UNFINISHED.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("room", ["registry", "feeds"])
def test_one_module_looks_at_the_clock(room: str) -> None:
    looks = {
        named(path)
        for path in modules(room)
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) in CLOCKS
    }
    assert looks <= MAY_LOOK_AT_THE_CLOCK


def test_only_settings_read_the_environment() -> None:
    reads = {
        named(path)
        for path in modules("registry", "feeds")
        for item in ast.walk(tree(path))
        if isinstance(item, ast.Attribute) and item.attr in {"environ", "getenv", "environb"}
    }
    names_itself_to_piccolo = "registry/storage/migrations/runner.py"
    assert reads == {"registry/settings.py", names_itself_to_piccolo}


def test_no_registry_host_is_pinned() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links", path.read_text("utf-8"))
