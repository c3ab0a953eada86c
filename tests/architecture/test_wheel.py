"""The wheel is what an installation gets: code, templates and facts; no tests, and it runs away from the checkout."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.architecture.sources import ROOT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    ZipFile(next(folder.glob("*.whl"))).extractall(folder / "site")
    return folder / "site"


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("room", "packed"), [("templates", "_templates"), ("data", "_data")])
def test_templates_and_facts_are_inside(unpacked: Path, room: str, packed: str) -> None:
    assert files(unpacked / "registry" / packed) == files(ROOT / room)


def test_only_our_packages_are_inside(unpacked: Path) -> None:
    top = {path.name for path in unpacked.iterdir()}
    assert {name for name in top if not name.endswith(".dist-info")} == {"registry", "feeds"}
    assert (unpacked / "registry" / "web" / "static" / "css" / "app.css").exists()


def test_it_runs_from_anywhere(unpacked: Path, tmp_path: Path) -> None:
    settings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(unpacked), "REGISTRY_VAR": str(tmp_path / "var")}
    command = [sys.executable, "-P", "-m", "registry.cli.main", "interpret", "location"]
    answer = subprocess.run(
        command, cwd=tmp_path, env=settings, input="Frankfurt, Germany\n", capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stdout.split("\t")[:2]) == (0, ["Frankfurt, Germany", "DE"]), answer.stderr
