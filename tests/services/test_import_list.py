"""Importing a list makes drafts, once; what changed is found by its row; what cannot be read is kept and named."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from registry.domain.errors import InvalidInput, NotPermitted, UnreadableFile
from registry.domain.register.changes import ChangeKind, ChangeState, Step
from registry.domain.register.facts import Location, SubjectKind
from registry.domain.register.revisions import apply
from registry.services import importing_state
from registry.services.importing import RowStep
from registry.services.importing_run import ListFile
from registry.storage.repositories import changes, vendors
from registry.storage.tables.outbox import OutboxRow
from tests.cast import ALICE, BOB, DANA, ERIN, NOBODY, PETRA
from tests.services.importing import LIST, a_file, bring, counts, drafts, edited, pending
from tests.services.lifecycle import (
    TODAY,
    amend,
    announced,
    everything,
    new_vendor,
    on_list,
    propose,
    reload,
    set_up,
    stands,
    step,
    told,
)

GITHUB = Path(__file__).parent.parent / "histories" / "github" / "snapshots" / "032_2026-03-23_dc3ec0a7.csv"

pytestmark = pytest.mark.usefixtures("database")


def fields(found: RowStep) -> dict[str, tuple[Any, Any]]:
    return {o.field: (o.before, o.after) for o in found.operations if o.field != "published"}


async def test_every_row_becomes_a_draft_and_nothing_is_public() -> None:
    await set_up()
    done = await bring(a_file(LIST))
    assert counts(done) == (4, 0, 0, 0)
    assert [(d.kind, d.list_row) for d in await drafts()] == [(ChangeKind.ADDED, row) for row in (2, 3, 4, 5)]
    assert (await on_list(TODAY), await told()) == ([], [])
    assert sorted(v.name for v in await vendors.load_all() if not v.is_published) == [
        "Cumulus",
        "Nimbus B.V.",
        "Stratus",
    ]


async def test_what_cannot_be_read_is_kept_and_named_with_row_and_column() -> None:
    await set_up()
    done = await bring(a_file(LIST))
    assert [(p.file, p.row, p.column, p.text) for p in done.report.problems] == [
        ("list.csv", 5, "locations", "Xanadu"),
        ("list.csv", 5, "services", "Fax"),
    ]
    assert done.report.to_be_clarified == 2
    facts = apply({}, (await drafts())[3].parts[1].operations)
    assert facts["published"] == LIST[3]
    assert [item["text"] for item in facts["to_be_clarified"]] == ["Xanadu", "Fax"]


async def test_a_column_that_is_not_read_is_named() -> None:
    done = await bring(a_file([{"name": "Cumulus", "Whereabouts": "Spain", "Empty": ""}]))
    assert [(p.row, p.column, p.reason) for p in done.report.problems] == [
        (1, "Whereabouts", "This column is kept as published and not read.")
    ]
    assert (counts(done), done.report.to_be_clarified) == ((1, 0, 0, 0), 0)


async def test_the_same_list_again_changes_nothing_and_writes_nothing() -> None:
    await bring(a_file(LIST))
    before = await everything()
    assert counts(await bring(a_file(LIST))) == (0, 0, 4, 0)
    assert await everything() == before


async def test_one_cell_is_found_after_renaming_and_shuffling() -> None:
    await bring(a_file(LIST))
    rows = edited(LIST, 2, purpose="Chat")
    rows = [rows[place] for place in (2, 0, 3, 1)]
    done = await bring(a_file(rows, name="other name.csv"))
    assert (counts(done), done.report.problems) == ((0, 1, 3, 0), ())
    (found,) = done.steps
    assert (rows[found.row - 2]["purpose"], fields(found)) == ("Chat", {"purpose": ("Support", "Chat")})


async def test_the_draft_of_a_row_is_updated_and_not_doubled() -> None:
    await bring(a_file(LIST))
    await bring(a_file(edited(LIST, 0, purpose="Chat", website="https://cumulus.example")))
    found = await drafts()
    assert len(found) == 4
    first = next(d for d in found if d.list_row == 2)
    assert apply({}, first.parts[1].operations)["purpose"] == "Chat"
    assert first.version == 2
    assert counts(await bring(a_file(edited(LIST, 0, purpose="Chat", website="https://cumulus.example")))) == (
        0,
        0,
        4,
        0,
    )


async def test_a_submitted_draft_is_left_and_followed_by_another() -> None:
    await set_up()
    await bring(a_file(LIST))
    first = (await drafts())[0]
    submitted = await step(first, Step.SUBMIT, by=ALICE)
    await bring(a_file(edited(LIST, 0, purpose="Chat")))
    assert (await reload(first)).version == submitted.version
    assert [c.kind for c in await drafts() if c.engagement_id == first.engagement_id] == [ChangeKind.AMENDED]
    assert counts(await bring(a_file(edited(LIST, 0, purpose="Chat")))) == (0, 0, 4, 0)


async def test_a_published_row_that_changed_is_amended_and_keeps_what_people_wrote() -> None:
    await set_up()
    await bring(a_file(LIST))
    added = await announced((await drafts())[0])
    facts = await stands(added, on=added.effective_on or TODAY)
    reached = Location(country="IN", text="", activity="support")
    more = await announced(await amend(added, locations=(*facts.locations, reached), purpose="Hosting"))
    done = await bring(a_file(edited(LIST, 0, services="Voice")))
    (found,) = done.steps
    assert fields(found) == {"services": (["sms"], ["voice"]), "services_text": ("SMS", "Voice")}
    (draft,) = [c for c in await drafts() if c.engagement_id == added.engagement_id]
    assert (draft.kind, draft.vendor_id) == (ChangeKind.AMENDED, more.vendor_id)
    now = await announced(draft)
    assert [place.country for place in (await stands(now, on=now.effective_on or TODAY)).locations] == ["IE", "IN"]


async def test_a_row_that_reads_as_published_again_withdraws_its_draft() -> None:
    await set_up()
    await bring(a_file(LIST))
    added = await announced((await drafts())[0])
    await bring(a_file(edited(LIST, 0, purpose="Chat")))
    (draft,) = [c for c in await drafts() if c.engagement_id == added.engagement_id]
    assert counts(await bring(a_file(LIST))) == (0, 1, 3, 0)
    assert (await reload(draft)).state is ChangeState.WITHDRAWN


async def test_a_website_belongs_to_the_vendor() -> None:
    await set_up()
    rows = edited(LIST, 0, website="https://a.example")
    await bring(a_file(rows))
    await announced((await drafts())[0])
    await bring(a_file(edited(rows, 0, website="https://b.example")))
    draft = (await drafts())[-1]
    assert {p.subject_kind: [o.after for o in p.operations if o.field == "website"] for p in draft.parts} == {
        SubjectKind.VENDOR: ["https://b.example"],
        SubjectKind.ENGAGEMENT: [],
    }


async def test_every_draft_of_a_new_vendor_can_be_announced() -> None:
    await set_up()
    rows = [{**row, "website": f"https://{number}.example"} for number, row in enumerate(LIST)]
    await bring(a_file(rows), a_file(rows, list_name="second"))
    for draft in (*reversed(await drafts()), *await drafts("second")):
        await announced(draft)


async def test_rows_gone_are_reported_and_removed_only_from_a_complete_list() -> None:
    await set_up()
    await bring(a_file(LIST))
    added = await announced((await drafts())[0])
    done = await bring(a_file(LIST[2:]))
    assert counts(done) == (0, 0, 2, 0)
    assert [(p.row, p.text) for p in done.report.problems] == [(0, "Cumulus"), (0, "Nimbus B.V.")]
    await bring(a_file(LIST[2:]), is_complete=True)
    assert [(c.kind, c.engagement_id) for c in await drafts() if c.kind is ChangeKind.ENDED] == [
        (ChangeKind.ENDED, added.engagement_id)
    ]
    before = await everything()
    await bring(a_file(LIST[2:]), is_complete=True)
    assert await everything() == before


async def test_a_row_that_returns_withdraws_its_removal() -> None:
    await set_up()
    await bring(a_file(LIST))
    await announced((await drafts())[0])
    await bring(a_file(LIST[1:]), is_complete=True)
    assert counts(await bring(a_file(LIST))) == (0, 1, 3, 0)
    assert [c.kind for c in await pending() if c.kind is ChangeKind.ENDED] == []
    assert counts(await bring(a_file(LIST))) == (0, 0, 4, 0)


async def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    await bring(a_file(LIST))
    rows = [*edited(LIST, 1, locations="Germany"), {"name": "Cirrus"}]
    before = await everything()
    dry = await bring(a_file(rows), is_dry=True)
    assert await everything() == before
    assert counts(dry) == (1, 1, 4 - 1, 0)
    done = await bring(a_file(rows))
    assert (done.report, [s.operations for s in done.steps[:1]]) == (dry.report, [s.operations for s in dry.steps[:1]])


async def test_refused_rows_are_left_out_and_the_rest_goes_in() -> None:
    rows = [{"name": ""}, {"name": "Cumu\x1b[31mlus"}, {"name": "Nimbus", "notes": "a\x00b"}, {"name": "Stratus"}]
    done = await bring(a_file(rows))
    assert counts(done) == (1, 0, 0, 3)
    assert [(p.row, p.column) for p in done.report.problems] == [(2, "name"), (3, "name"), (4, "notes")]
    assert all(p.text.isascii() for p in done.report.problems)
    assert done.report.as_dict()["read"] == 4


async def test_one_file_that_cannot_be_read_refuses_the_run() -> None:
    before = await everything()
    broken = ListFile(name="b.csv", list_name="b", content=b'name\n"open')
    with pytest.raises(UnreadableFile, match=r"b\.csv"):
        await bring(a_file(LIST), broken)
    assert await everything() == before


async def test_a_crash_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = await everything()

    async def crash(*_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(changes, "add_steps", crash)
    with pytest.raises(OSError, match="disk"):
        await bring(a_file(LIST), a_file(LIST, list_name="second"))
    assert await everything() == before


async def test_a_register_that_changed_meanwhile_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    await set_up()
    once: list[Callable[[], Coroutine[Any, Any, Any]]] = [lambda: propose(new_vendor("Cirrus"))]
    read = importing_state.read_register

    async def read_slowly(*given: Any, **more: Any) -> Any:
        register = await read(*given, **more)
        while once:
            await once.pop()()
        return register

    monkeypatch.setattr(importing_state, "read_register", read_slowly)
    await bring(a_file([*LIST, {"name": "Cirrus Ltd."}]))
    assert [v.name for v in await vendors.load_all()].count("Cirrus") == 1
    assert len(await drafts()) == 5


async def test_two_runs_at_once_make_every_draft_once() -> None:
    first, second = await asyncio.gather(bring(a_file(LIST)), bring(a_file(LIST)))
    assert sorted((counts(first), counts(second))) == [(0, 0, 4, 0), (4, 0, 0, 0)]
    assert len(await drafts()) == 4


async def test_repeated_rows_are_rows_of_their_own() -> None:
    rows = [LIST[0], LIST[0], LIST[0]]
    assert counts(await bring(a_file(rows))) == (3, 0, 0, 0)
    assert counts(await bring(a_file(rows))) == (0, 0, 3, 0)
    assert counts(await bring(a_file(rows[:2]))) == (0, 0, 2, 0)


async def test_two_vendors_in_a_cell_and_look_alikes_are_vendors_of_their_own_to_be_clarified() -> None:
    rows = [{"name": "Examplesoft"}, {"name": "Exampelsoft"}, {"name": "Apple / Google"}, {"name": "Google"}]
    done = await bring(a_file(rows))
    assert [(p.row, p.column) for p in done.report.problems] == [(3, "name"), (4, "name")]
    assert len({d.vendor_id for d in await drafts()}) == 4
    assert counts(await bring(a_file(rows))) == (0, 0, 4, 0)
    assert counts(await bring(a_file(edited(rows, 2, purpose="Phones")))) == (0, 1, 3, 0)


async def test_lists_are_apart_and_vendors_are_shared() -> None:
    await bring(a_file(LIST), a_file(LIST, list_name="second"))
    assert (len(await drafts()), len(await drafts("second"))) == (4, 4)
    assert len(await vendors.load_all()) == 3
    assert counts(await bring(a_file(LIST[:1], list_name="second"))) == (0, 0, 1, 0)


async def test_files_of_one_list_are_one_list() -> None:
    await bring(a_file(LIST[:2], name="a.csv"), a_file(LIST[2:], name="b.csv"))
    done = await bring(a_file(LIST[2:], name="b.csv"), a_file(LIST[:2], name="a.csv"), is_complete=True)
    assert (counts(done), done.report.problems) == ((0, 0, 4, 0), ())


async def test_a_cell_under_a_heading_of_its_own_is_kept_and_compared() -> None:
    rows = [{"name": "Cumulus", "Audit report": "SOC 2"}]
    await bring(a_file(rows))
    assert apply({}, (await drafts())[0].parts[1].operations)["published"] == rows[0]
    assert counts(await bring(a_file(rows))) == (0, 0, 1, 0)
    assert counts(await bring(a_file([{"name": "Cumulus", "Audit report": "ISO"}]))) == (0, 1, 0, 0)


async def test_an_import_is_audited_and_told_to_nobody() -> None:
    await bring(a_file(LIST))
    events = [row["event"] for row in await OutboxRow.select() if row["event"] == "register.imported"]
    assert events == ["register.imported"]
    assert [row for row in await OutboxRow.select() if row["done_at"] is None] == []


@pytest.mark.parametrize("actor", [BOB.actor, PETRA.actor, DANA.actor, ERIN.actor, NOBODY])
async def test_only_vendor_managers_import(actor: Any) -> None:
    with pytest.raises(NotPermitted):
        await bring(a_file(LIST), actor=actor)


async def test_a_list_has_a_name_and_a_run_has_files() -> None:
    assert counts(await bring(a_file(LIST), actor=ALICE.actor)) == (4, 0, 0, 0)
    for name in ("", "x" * 201, "a\x00"):
        with pytest.raises(InvalidInput):
            await bring(replace(a_file(LIST), list_name=name))
    with pytest.raises(InvalidInput):
        await bring()


async def test_hostile_rows_go_in_as_text() -> None:
    rows = [
        {"name": "<script>alert(1)</script>", "purpose": "=cmd|' /C calc'!A0", "locations": "{}; DROP TABLE vendors"},
        {"name": "🏢" * 60, "locations": "🇺🇸", "notes": "\u202eevil"},
        {"name": "a" * 7_000, "purpose": "%s %(x)s {0}", "website": "javascript:alert(1)"},
        {"name": "'; --", "services": "*" * 500},
    ]
    assert counts(await bring(a_file(rows))) == (4, 0, 0, 0)
    assert counts(await bring(a_file(rows))) == (0, 0, 4, 0)


async def test_a_real_list_is_accounted_for_row_by_row() -> None:
    file = ListFile(name="github.csv", list_name="github", content=GITHUB.read_bytes())
    done = await bring(file)
    assert done.report.read == done.report.imported == len(await drafts("github"))
    assert counts(await bring(file))[2] == done.report.read
