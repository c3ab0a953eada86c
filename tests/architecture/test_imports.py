"""Imports go one way: the contracts of pyproject.toml hold, and no room stands outside them."""

import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.architecture.sources import ROOT

DOORS = {"__init__", "settings", "clock", "migrations"}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]


def test_the_contracts_hold(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(cache_dir=str(tmp_path)) == 0, capsys.readouterr().out


def test_every_room_has_its_layer() -> None:
    layers = next(contract["layers"] for contract in CONTRACTS if contract["name"] == "one-way")
    placed = {name.strip() for layer in layers for name in layer.replace("|", ":").split(":")}
    rooms = {
        path.stem for path in (ROOT / "registry").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert {f"registry.{room}" for room in rooms - DOORS} | {"feeds"} == placed


def test_what_verbs_share_is_named_once() -> None:
    shared = next(contract["ignore_imports"] for contract in CONTRACTS if contract["name"] == "verbs-are-independent")
    names = [line.rpartition(".")[2] for line in shared]
    assert names == sorted(set(names))
    assert [name for name in names if not (ROOT / "registry" / "services" / f"{name}.py").exists()] == []
