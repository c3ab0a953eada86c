"""`registry import`: exit codes, the report as JSON, and in a dry run every old → new."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from registry.cli.importing import import_
from tests.services.importing import LIST, a_file, edited

COUNTS = ("read", "imported", "changed", "unchanged", "refused", "to_be_clarified")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a register of its own and the list as a file."""
    monkeypatch.setenv("REGISTRY_DATABASE_URL", f"sqlite:///{tmp_path}/registry.db")
    monkeypatch.setenv("REGISTRY_VAR", str(tmp_path / "var"))
    (tmp_path / "list.csv").write_bytes(a_file(LIST).content)
    return tmp_path


def call(*given: Any) -> Result:
    return CliRunner().invoke(import_, [str(item) for item in given])


def report(*given: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call(*given, "--json").stdout)
    return found


def test_the_report_accounts_for_every_row(folder: Path) -> None:
    found = report(folder / "list.csv")
    assert [found[name] for name in COUNTS] == [4, 4, 0, 0, 0, 4]
    assert found["problems"][0] == {
        "file": str(folder / "list.csv"),
        "row": 2,
        "column": "services",
        "text": "SMS",
        "reason": "There is no service of this name.",
    }
    again = report(folder / "list.csv")
    assert [again[name] for name in COUNTS] == [4, 0, 0, 4, 0, 0]
    assert again["problems"] == []


def test_a_dry_run_prints_old_and_new_of_the_row_that_changed(folder: Path) -> None:
    call(folder / "list.csv")
    rows = edited(LIST, 1, purpose="Chat", notes="new")
    (folder / "renamed.csv").write_bytes(a_file(rows).content)
    done = call(folder / "renamed.csv", "--list", "list", "--dry-run")
    assert done.exit_code == 0
    assert [line for line in done.stdout.splitlines() if line.startswith(("+", "~", "-"))] == [
        f"~ Nimbus B.V. (row 3 of {folder / 'renamed.csv'})"
    ]
    assert ": Mail → Chat" in done.stdout
    assert "notes: not stated → new" in done.stdout
    assert "nothing was written" in done.stdout
    assert [report(folder / "renamed.csv", "--list", "list", "--dry-run")[name] for name in COUNTS] == [
        4,
        0,
        1,
        3,
        0,
        0,
    ]


def test_refused_rows_are_exit_code_2_and_the_rest_goes_in(folder: Path) -> None:
    (folder / "list.csv").write_text("name,purpose\n,Mail\nCumulus,Hosting\n")
    done = call(folder / "list.csv")
    assert done.exit_code == 2
    assert "row 2" in done.stdout
    assert report(folder / "list.csv")["unchanged"] == 1


@pytest.mark.parametrize("content", [None, b"", b"no list", b'name\n"open'])
def test_an_unreadable_file_is_exit_code_3_and_nothing_goes_in(folder: Path, content: bytes | None) -> None:
    if content is not None:
        (folder / "broken.csv").write_bytes(content)
    done = call(folder / "list.csv", folder / "broken.csv")
    assert done.exit_code == 3
    assert "broken.csv" in done.stderr
    assert report(folder / "list.csv")["imported"] == 4


def test_a_baseline_says_when_and_what_proves_it(folder: Path) -> None:
    path = folder / "list.csv"
    for given in (["--baseline"], ["--told-on", "2026-01-01"], ["--baseline", "--told-on", "2026-01-01"]):
        assert call(path, *given).exit_code == 2
    done = call(path, "--baseline", "--told-on", "2026-01-01", "--proof", "mailing 12")
    assert done.exit_code == 0
    assert "4 published" in done.stdout
    assert report(path)["unchanged"] == 4


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    assert report(folder / "list.csv", folder / "list.csv")["read"] == 4
