"""A baseline publishes at once what customers were told, from that day on, and tells nobody again."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from registry.domain.errors import InvalidInput, NotPermitted
from registry.domain.register.changes import ChangeKind, ChangeState
from registry.domain.register.facts import SubjectKind
from registry.storage.queries import listing
from registry.storage.repositories import revisions, vendors
from registry.storage.tables.outbox import OutboxRow
from tests.cast import ALICE, BOB, NOBODY
from tests.services.importing import LIST, a_file, bring, bring_baseline, counts, drafts, edited, pending
from tests.services.lifecycle import TODAY, announced, everything, listed, noon, on_list, reload, set_up, told

TOLD_ON = date(2026, 10, 1)
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("database")


async def test_rows_are_listed_from_the_day_they_were_told() -> None:
    await set_up()
    done = await bring_baseline(a_file(LIST))
    assert (counts(done), done.published) == ((4, 0, 0, 0), 4)
    assert len(await on_list(TOLD_ON)) == 4
    assert await on_list(TOLD_ON - DAY) == []
    assert (await pending(), await told()) == ([], [])
    assert all(vendor.is_published for vendor in await vendors.load_all())
    assert await revisions.differing_periods() == []


async def test_it_is_audited_with_day_and_proof_and_mails_nobody() -> None:
    await bring_baseline(a_file(LIST), proof=" mailing 12 ")
    rows = [row for row in await OutboxRow.select() if row["event"] == "baseline.published"]
    (data,) = (msgspec.json.decode(row["data"]) for row in rows)
    assert data == {"list": "list", "told_on": "2026-10-01", "proof": "mailing 12", "engagements": 4}
    assert [row for row in await OutboxRow.select() if row["done_at"] is None] == []


async def test_the_same_baseline_again_changes_nothing() -> None:
    await bring_baseline(a_file(LIST))
    before = await everything()
    for again in (bring, bring_baseline):
        done = await again(a_file(LIST))
        assert (counts(done), done.published) == ((0, 0, 4, 0), 0)
    assert await everything() == before


async def test_one_cell_edited_afterwards_is_a_draft() -> None:
    await set_up()
    await bring_baseline(a_file(LIST))
    for publish in (bring, bring_baseline):
        await publish(a_file(edited(LIST, 1, purpose="Chat"), name="renamed.csv"))
        (draft,) = await drafts()
        assert (draft.kind, [o.field for o in draft.operations]) == (ChangeKind.AMENDED, ["published", "purpose"])
    assert [e.facts.purpose for e in await listing.on_day(TODAY)].count("Chat") == 0


async def test_drafts_of_an_earlier_import_are_published_and_withdrawn() -> None:
    await bring(a_file(LIST))
    before = await drafts()
    done = await bring_baseline(a_file(edited(LIST, 0, purpose="Chat")))
    assert (counts(done), done.published) == ((0, 1, 3, 0), 4)
    assert [(await reload(draft)).state for draft in before] == [ChangeState.WITHDRAWN] * 4
    assert "Chat" in [e.facts.purpose for e in await listing.on_day(TODAY)]


async def test_a_vendor_known_from_a_later_day_is_known_from_the_day_of_the_baseline() -> None:
    await set_up()
    await listed("Cumulus", since=TODAY - timedelta(days=2))
    await bring_baseline(a_file(LIST), a_file(LIST, list_name="second"), told_on=TOLD_ON)
    await bring_baseline(a_file(LIST, list_name="third"), told_on=TOLD_ON - 30 * DAY)
    assert len(await on_list(TOLD_ON - 30 * DAY)) == 4
    assert len(await on_list(TOLD_ON)) == 12
    assert await on_list(TOLD_ON - 31 * DAY) == []
    assert await on_list(TODAY, noon(TODAY - DAY)) == ["Cumulus"]
    assert await revisions.differing_periods() == []


async def test_a_baseline_row_can_be_ended_and_stays_matched_until_then() -> None:
    await set_up()
    await bring_baseline(a_file(LIST))
    await bring(a_file(LIST[1:]), is_complete=True)
    (removal,) = await drafts()
    await announced(removal, TODAY + 10 * DAY)
    assert counts(await bring(a_file(LIST))) == (0, 0, 4, 0)
    assert (await bring(a_file(LIST[1:]))).report.problems == ()
    assert counts(await bring(a_file(LIST), on=TODAY + 11 * DAY)) == (1, 0, 3, 0)


async def test_a_crash_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = await everything()

    async def crash(*_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(vendors, "mark_published", crash)
    with pytest.raises(OSError, match="disk"):
        await bring_baseline(a_file(LIST))
    assert await everything() == before


async def test_a_dry_run_publishes_nothing() -> None:
    before = await everything()
    assert (await bring_baseline(a_file(LIST), is_dry=True)).published == 4
    assert await everything() == before


@pytest.mark.parametrize("wrong", [{"told_on": TODAY + DAY}, {"proof": " "}, {"proof": "a\x00b"}])
async def test_day_and_proof_are_asked_for(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        await bring_baseline(a_file(LIST), **wrong)


@pytest.mark.parametrize("actor", [ALICE.actor, BOB.actor, NOBODY])
async def test_only_the_command_line_publishes_a_baseline(actor: Any) -> None:
    with pytest.raises(NotPermitted):
        await bring_baseline(a_file(LIST), actor=actor)


async def test_first_facts_are_recorded_once() -> None:
    await bring_baseline(a_file(LIST))
    (vendor,) = [v for v in await vendors.load_all() if v.name == "Cumulus"]
    history = await revisions.load(SubjectKind.VENDOR, vendor.id)
    assert [revision.effective_on for revision in history] == [TOLD_ON]
