"""`registry replay`, `due` and `verify`: what they print, the codes they leave with, and that nothing is half-done."""

import asyncio
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from registry.cli.main import main
from registry.storage.database import open_engine, use
from registry.storage.tables.revisions import ListingPeriodRow
from tests.services.lifecycle import announced, new_vendor, propose, set_up

HISTORIES = Path(__file__).parent.parent / "histories"
FAR = date(2120, 1, 1)
"""A day that no clock of a test has reached unless it is shifted."""


@pytest.fixture
def command(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command line on a database of this test's own."""
    monkeypatch.setenv("REGISTRY_DATABASE_URL", database_url)
    monkeypatch.setenv("REGISTRY_VAR", str(tmp_path / "var"))
    runner = CliRunner()

    def call(*arguments: str) -> Result:
        return runner.invoke(main, list(arguments))

    return call


def on_database(url: str, work: Any) -> Any:
    async def inside() -> Any:
        engine = use(open_engine(url))
        try:
            return await work()
        finally:
            await engine.close()

    return asyncio.run(inside())


def test_a_history_is_replayed_once_and_counted(command: Any) -> None:
    done = command("replay", str(HISTORIES / "made"), "--json")
    report = json.loads(done.stdout)
    assert (done.exit_code, report["read"], report["refused"]) == (0, 20, 0)
    assert report["read"] == report["imported"] + report["changed"] + report["unchanged"] + report["refused"]
    assert set(report["problems"][0]) == {"file", "row", "column", "text", "reason"}
    again = command("replay", str(HISTORIES / "made"))
    assert (again.exit_code, "empty one only" in again.stderr) == (2, True)
    assert command("verify").exit_code == 0


def test_people_read_sentences(command: Any) -> None:
    lines = command("replay", str(HISTORIES / "made")).stdout.splitlines()
    assert lines == [
        "001_2019-03-01_a0000001.csv, row 6, locations: “Atlantis” No place can be read from this.",
        "20 rows were read: 9 added, 5 changed, 6 unchanged; 1 to be clarified.",
    ]


def test_a_folder_that_cannot_be_read_and_a_row_that_cannot_be_kept_leave_nothing(command: Any, tmp_path: Path) -> None:
    done = command("replay", str(tmp_path / "nowhere"))
    assert (done.exit_code, "holds no snapshots" in done.stderr) == (3, True)
    folder = tmp_path / "bad"
    (folder / "snapshots").mkdir(parents=True)
    (folder / "snapshots" / "001_2020-01-01_x.csv").write_bytes(b"name\nGood\n\x00\n")
    done = command("replay", str(folder), "--json")
    report = json.loads(done.stdout)
    assert (done.exit_code, report["read"], report["refused"], report["problems"][0]["row"]) == (3, 2, 2, 3)
    assert command("replay", str(HISTORIES / "made")).exit_code == 0


def test_what_is_due_takes_effect_once(
    command: Any, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def prepare() -> None:
        await set_up()
        await announced(await propose(new_vendor()), FAR)

    on_database(database_url, prepare)
    assert "No change is due on" in command("due").stdout
    monkeypatch.setenv("REGISTRY_CLOCK", "+40000d")
    done = command("due")
    assert (done.exit_code, done.stdout) == (0, f"Change 1, due on {FAR}: effective.\n")
    assert "No change is due on" in command("due").stdout


def test_a_difference_is_named_and_mended(command: Any, database_url: str) -> None:
    command("replay", str(HISTORIES / "made"))

    async def spoil() -> None:
        await ListingPeriodRow.update({ListingPeriodRow.facts: "{}"}, force=True)

    on_database(database_url, spoil)
    found = command("verify")
    assert (found.exit_code, "its periods are not what its revisions give" in found.stdout) == (1, True)
    mended = command("verify", "--rebuild")
    assert (mended.exit_code, "computed anew" in mended.stdout) == (0, True)
    assert command("verify").stdout == "Everything that is derived is what the revisions give.\n"
    assert command("verify-audit").exit_code == 0
