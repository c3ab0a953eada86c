"""Replaying: every day shows its last snapshot, every step of a row is told once, and all of it or nothing."""

import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from registry.domain.errors import Conflict, NotPermitted, UnreadableFile
from registry.domain.register.changes import ChangeKind, ChangeState
from registry.domain.register.publications import EntryKind, Publication
from registry.reference.histories import Snapshot, read_history
from registry.services.replay_history import replay_history
from registry.storage.queries import audit, listing
from registry.storage.repositories import changes, revisions, vendors
from registry.storage.tables.outbox import OutboxRow
from tests.cast import ALICE, BOB, COMMAND, ERIN, NOBODY
from tests.services.lifecycle import (
    FIRST_LAWFUL,
    TODAY,
    amend,
    announced,
    due,
    everything,
    listed,
    new_vendor,
    on_list,
    propose,
    set_up,
    told,
    withdraw,
)

FOLDER = Path(__file__).parent.parent / "histories"
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
Line = tuple[str, str, str | None, Any, Any]

pytestmark = pytest.mark.usefixtures("database")


async def replay(history: Sequence[Snapshot], name: str = "list") -> Any:
    return await replay_history(actor=COMMAND, history=history, list_name=name, now=NOW)


def snapshot(day: str, *rows: Mapping[str, str] | str) -> Snapshot:
    cells = tuple({"name": row} if isinstance(row, str) else row for row in rows)
    return Snapshot(file=f"{day}.csv", day=date.fromisoformat(day), rows=cells)


def cells(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((column, text) for column, text in row.items() if text and column != "notes"))


def lines_of(entry: Publication) -> list[Line]:
    """What an entry says, as a history's changes.jsonl says it."""
    day, operations = entry.day.isoformat(), entry.text.operations
    if entry.text.change_kind is ChangeKind.ADDED:
        return [(day, "added", None, None, cells({o.field: o.after for o in operations}))]
    if entry.text.change_kind is ChangeKind.ENDED:
        return [(day, "removed", None, cells({o.field: o.before for o in operations}), None)]
    return [(day, "modified", o.field, o.before or "", o.after or "") for o in operations]


def stated(folder: Path) -> Counter[Line]:
    """The lines of changes.jsonl by the day in the file name of their commit."""
    days = {path.stem.split("_")[2]: path.stem.split("_")[1] for path in (folder / "snapshots").iterdir()}
    found: Counter[Line] = Counter()
    for text in (folder / "changes.jsonl").read_text("utf-8").splitlines():
        line = json.loads(text)
        day = next(day for commit, day in days.items() if line["commit"].startswith(commit))
        if line["change"] == "modified":
            found[day, "modified", line["field"], line["before"], line["after"]] += 1
        else:
            before, after = (cells(side) if side else None for side in (line["before"], line["after"]))
            found[day, line["change"], None, before, after] += 1
    return found


def probes(history: Sequence[Snapshot]) -> dict[date, Counter[str]]:
    """The names of the last snapshot of a day, for that day and the days around it."""
    last = {snapshot.day: Counter(row["name"] for row in snapshot.rows) for snapshot in history}
    wanted = {day + timedelta(days=n) for day in last for n in (-1, 0, 1)} | {TODAY}
    return {day: last[max(d for d in last if d <= day)] if day >= min(last) else Counter() for day in wanted}


@pytest.mark.parametrize("name", ["github", "basecamp", "made"])
async def test_every_day_shows_exactly_its_last_snapshot(name: str) -> None:
    history = read_history(FOLDER / name)
    await replay(history)
    for day, names in sorted(probes(history).items()):
        assert Counter(await on_list(day)) == names, day
    assert await revisions.differing_periods() == []


async def test_basecamp_s_feed_is_its_changes_line_by_line() -> None:
    await replay(read_history(FOLDER / "basecamp"))
    assert Counter(line for entry in await told() for line in lines_of(entry)) == stated(FOLDER / "basecamp")


async def test_github_s_feed_is_its_changes_but_for_names_told_as_removed_and_added() -> None:
    await replay(read_history(FOLDER / "github"))
    ours = Counter(line for entry in await told() for line in lines_of(entry))
    theirs = stated(FOLDER / "github")
    renamed = [(line[3], line[4]) for line in theirs - ours if line[2] == "name"]
    assert renamed
    for before, after in renamed:
        assert any(line[1] == "removed" and ("name", before) in line[3] for line in ours - theirs)
        assert any(line[1] == "added" and ("name", after) in line[4] for line in ours - theirs)
    assert {line[1] for line in ours - theirs} == {"removed", "added"}
    assert len(ours - theirs) == 2 * len(renamed)


async def test_one_entry_for_each_row_and_snapshot_notes_apart() -> None:
    await replay(read_history(FOLDER / "made"))
    entries = await told()
    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    assert all(entry.text.replayed and entry.published_at == NOW for entry in entries)
    assert [(e.kind.value, e.text.listed_as) for e in entries if e.day == date(2020, 1, 2)] == [
        ("effective", "Merlin Analytics"), ("editorial", "Cumulus Hosting"), ("ended", "Pigeon Post B.V."),
        ("effective", "Pigeon Post Group B.V."),
    ]  # fmt: skip
    said = [o.after for e in entries for o in e.text.operations if o.field == "notes"]
    assert said == []


async def test_nobody_is_mailed_and_it_is_audited() -> None:
    await replay(read_history(FOLDER / "made"), "made")
    waiting = await OutboxRow.select().where(OutboxRow.done_at.is_null())
    assert waiting == []
    (entry,) = await audit.list_entries(limit=9)
    assert (entry.event, entry.subject, entry.actor) == ("register.replayed", "list:made", COMMAND.id)


async def test_a_row_that_goes_on_under_another_name_is_the_same_engagement() -> None:
    await replay(read_history(FOLDER / "made"))
    before = {e.facts.listed_as: e for e in await listing.on_day(date(2019, 6, 9))}
    after = {e.facts.listed_as: e for e in await listing.on_day(date(2020, 1, 2))}
    assert after["Pigeon Post Group B.V."].id == before["Pigeon Post"].id
    assert after["Pigeon Post Group B.V."].since == date(2019, 3, 1)


async def test_a_vendor_that_returns_is_the_same_vendor_with_another_engagement() -> None:
    await replay(read_history(FOLDER / "made"))
    before = {e.facts.listed_as: e for e in await listing.on_day(date(2019, 3, 1))}["Merlin Analytics"]
    after = {e.facts.listed_as: e for e in await listing.on_day(date(2020, 1, 2))}["Merlin Analytics"]
    assert after.vendor.slug == before.vendor.slug == "merlin-analytics"
    assert (after.id != before.id, after.since) == (True, date(2020, 1, 2))


async def test_before_the_replay_nothing_was_known() -> None:
    await replay(read_history(FOLDER / "made"))
    assert await on_list(date(2020, 1, 2), NOW - timedelta(seconds=1)) == []
    assert len(await on_list(date(2020, 1, 2), NOW)) == 5


async def test_every_cell_is_kept_and_what_is_unclear_is_reported_once() -> None:
    report = await replay(read_history(FOLDER / "made"))
    assert (report.read, report.imported, report.changed, report.unchanged, report.refused) == (20, 9, 5, 6, 0)
    assert [(p.file[:3], p.row, p.column, p.text) for p in report.problems] == [("001", 6, "locations", "Atlantis")]
    found = {e.facts.listed_as: e.facts for e in await listing.on_day(date(2019, 6, 10))}["Pigeon Post B.V."]
    assert found.published["notes"] == "only the notes differ"


async def test_a_replayed_vendor_is_edited_announced_and_withdrawn_like_any_other() -> None:
    await set_up()
    await replay(read_history(FOLDER / "github"))
    entry = next(
        e for e in reversed(await told()) if e.kind is EntryKind.EFFECTIVE and e.text.change_kind is ChangeKind.ADDED
    )
    change = replace(await changes.load(entry.change_id or ""), state=ChangeState.EFFECTIVE)
    moved = await announced(await amend(change, purpose="Something else altogether"))
    assert moved.effective_on == FIRST_LAWFUL
    assert [done.id for done in await due(FIRST_LAWFUL)] == [moved.id]
    again = await announced(await amend(change, purpose="And again", on=FIRST_LAWFUL), on=FIRST_LAWFUL)
    await withdraw(again, on=FIRST_LAWFUL)
    facts = {e.id: e.facts for e in await listing.on_day(FIRST_LAWFUL + timedelta(days=99))}
    assert facts[change.engagement_id or ""].purpose == "Something else altogether"


async def test_the_folder_is_not_needed_any_more(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    shutil.copytree(FOLDER / "made", folder)
    (folder / "changes.jsonl").write_text("not read", "utf-8")
    await replay(read_history(folder))
    before = [await on_list(date(2020, 1, 1)), [entry.text for entry in await told()]]
    shutil.rmtree(folder)
    assert [await on_list(date(2020, 1, 1)), [entry.text for entry in await told()]] == before


async def test_only_into_a_register_without_published_vendors() -> None:
    await set_up()
    await propose(new_vendor("Cumulus Hosting"))
    assert await replay(read_history(FOLDER / "made"))
    assert [v.slug for v in await vendors.load_all() if v.name.startswith("Cumulus")] == ["cumulus-hosting"]
    before = await everything()
    with pytest.raises(Conflict, match="empty"):
        await replay(read_history(FOLDER / "basecamp"))
    assert await everything() == before


async def test_a_register_with_an_announced_vendor_takes_no_history() -> None:
    await set_up()
    await listed()
    with pytest.raises(Conflict, match="empty"):
        await replay(read_history(FOLDER / "made"))


@pytest.mark.parametrize("row", [{"name": ""}, {"name": "a\x00b"}, {"name": "a", "notes": "\x07"}], ids=str)
async def test_a_row_that_cannot_be_kept_refuses_all(row: dict[str, str]) -> None:
    before = await everything()
    report = await replay([snapshot("2020-01-01", "Good"), snapshot("2020-01-02", "Good", row)])
    assert (report.read, report.refused, len(report.problems), report.problems[0].row) == (3, 3, 1, 3)
    assert await everything() == before


async def test_a_crash_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(*_: object, **__: object) -> None:
        raise ConnectionError

    before = await everything()
    monkeypatch.setattr(revisions, "append", crash)
    with pytest.raises(ConnectionError):
        await replay(read_history(FOLDER / "made"))
    assert await everything() == before


async def test_people_without_the_role_may_not() -> None:
    for actor in (ALICE.actor, BOB.actor, ERIN.actor, NOBODY):
        with pytest.raises(NotPermitted):
            await replay_history(actor=actor, history=[], list_name="x", now=NOW)


async def test_two_vendors_in_one_cell_and_look_alikes_are_to_be_clarified() -> None:
    report = await replay([snapshot("2020-01-01", "Cumulus / Pigeon Post", "Merlin Analytics", "Merlin Analitics")])
    assert {(p.column, p.text) for p in report.problems} == {
        ("name", "Cumulus / Pigeon Post"),
        ("name", "Merlin Analitics"),
    }
    assert len({e.vendor.id for e in await listing.on_day(date(2020, 1, 1))}) == 3


async def test_hostile_names_are_names() -> None:
    names = [
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "'; DROP TABLE vendors;--",
        "\u202eevil",
        "{{7*7}}",
        "Ω" * 400,
    ]
    await replay([snapshot("2020-01-01", *names)])
    assert Counter(await on_list(date(2020, 1, 1))) == Counter(names)


def test_a_folder_that_is_no_history_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no snapshots"):
        read_history(tmp_path)
    (tmp_path / "snapshots").mkdir()
    with pytest.raises(UnreadableFile, match="no snapshots"):
        read_history(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("one.csv", b"name\nA\n", "number and day"), ("001_2020-02-30_x.csv", b"name\nA\n", "number and day"),
        ("001_2020-01-01_x.csv", b"name,colour\nA,red\n", "columns"), ("001_2020-01-01_x.csv", b"", "columns"),
        ("001_2020-01-01_x.csv", b"name\nA,B\n", "more cells"),
        ("001_2020-01-01_x.csv", b"name\n\xff\n", "cannot be read"),
        ("001_2020-01-01_x.csv", b'name\n"A\n', "cannot be read"),
        ("001_2020-01-01_x.csv", b"name,name\nA,B\n", "columns"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_refuses_all(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=why):
        read_history(tmp_path)
