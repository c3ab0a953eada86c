"""Announcing: for a lawful day only, told once, and the list moves on its day without anybody touching it."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from registry.domain.errors import Conflict, InvalidInput, InvalidStep, NotPermitted, StaleVersion
from registry.domain.register.changes import Change, ChangeKind, ChangeState
from registry.domain.register.facts import Contract, Location, VendorFacts, VendorRole
from registry.domain.register.publications import EntryKind
from registry.services.announce_change import announce_change
from registry.services.propose_change import Proposal
from registry.storage.queries import audit, listing
from registry.storage.repositories import changes, notices, vendors
from tests.cast import ALICE, BOB, COMMAND, DANA, ERIN, NOBODY, PETRA
from tests.services.lifecycle import (
    FIRST_LAWFUL,
    GERMANY,
    INDIA,
    IRELAND,
    JUDGE,
    OWN,
    TODAY,
    amend,
    announce,
    announced,
    approve,
    due,
    end,
    everything,
    facts,
    listed,
    new_vendor,
    noon,
    on_list,
    propose,
    recorded,
    reload,
    set_up,
    told,
)

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
async def _house(database: object) -> None:
    await set_up()


async def approved(**given: Any) -> Change:
    return await approve(await propose(new_vendor(**given)))


async def test_an_announcement_is_told_and_the_list_moves_on_its_day() -> None:
    done = await announced(await propose(new_vendor()))
    assert (done.state, done.effective_on) == (ChangeState.ANNOUNCED, FIRST_LAWFUL)
    (entry,) = await told()
    assert (entry.kind, entry.day, entry.text.notice_number) == (EntryKind.NOTICE, TODAY, "N-2026-001")
    assert (entry.text.effective_on, entry.text.object_by) == (FIRST_LAWFUL, FIRST_LAWFUL - DAY)
    assert await on_list(FIRST_LAWFUL - DAY) == []
    assert await on_list(FIRST_LAWFUL) == ["Cumulus"]
    assert (await vendors.load(done.vendor_id)).is_published


async def test_the_notice_and_the_entry_say_public_facts_only() -> None:
    await announced(await propose(new_vendor(published={"notes": "internal"}, known_since="2020-01-01")))
    (entry,) = await told()
    fields = {operation.field for operation in entry.text.operations}
    assert {"listed_as", "purpose", "locations", "services", "name"} <= fields
    assert not fields & {"published", "contract", "vendor", "listed", "known_since"}


@pytest.mark.parametrize("days", [0, 1, 14, 30])
async def test_a_day_too_early_is_refused_and_the_earliest_named(days: int) -> None:
    await set_up(notice_days=days)
    change = await approved()
    earliest = TODAY + timedelta(days=days + 1)
    with pytest.raises(InvalidInput, match=f"The earliest lawful day is {earliest}") as caught:
        await announce(change, earliest - DAY)
    assert [error.field for error in caught.value.errors] == ["effective_on"]
    assert (await reload(change)).state is ChangeState.APPROVED
    assert (await announce(change, earliest)).effective_on == earliest


async def test_without_a_day_the_wished_or_the_earliest_lawful_one_is_taken() -> None:
    wished = FIRST_LAWFUL + 10 * DAY
    assert (await announced(await propose(replace(new_vendor("A"), effective_on=wished)))).effective_on == wished
    assert (await announced(await propose(replace(new_vendor("B"), effective_on=TODAY)))).effective_on == FIRST_LAWFUL


async def test_only_approvers_and_vendor_managers_announce() -> None:
    change = await approved()
    for actor in (PETRA.actor, DANA.actor, ERIN.actor, NOBODY, COMMAND):
        with pytest.raises(NotPermitted):
            await announce_change(
                actor=actor,
                change_id=change.id,
                version=None,
                effective_on=None,
                now=noon(TODAY),
                today=TODAY,
                judge=JUDGE,
            )
    assert (await announce(change, by=ALICE)).state is ChangeState.ANNOUNCED


async def test_only_what_is_approved_is_announced_and_only_once() -> None:
    draft = await propose(new_vendor())
    with pytest.raises(InvalidStep):
        await announce(draft)
    done = await announced(draft)
    before = await everything()
    with pytest.raises(InvalidStep):
        await announce(done)
    with pytest.raises(StaleVersion):
        await announce(draft)
    assert await everything() == before


async def test_a_register_that_is_not_set_up_tells_nobody_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    change = await approved()

    async def nobody() -> None:
        return None

    monkeypatch.setattr("registry.services.telling.publisher.load", nobody)
    with pytest.raises(Conflict, match="not set up"):
        await announce(change)


@pytest.mark.parametrize("where", ["notices.add", "vendors.mark_published", "changes.save", "changes.add_step"])
async def test_a_crash_half_way_leaves_nothing_and_the_numbers_go_on(
    monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    async def crash(*_: object, **__: object) -> None:
        raise ConnectionError

    change = await approved()
    before = await everything()
    module, name = where.split(".")
    with monkeypatch.context() as patch:
        patch.setattr({"notices": notices, "vendors": vendors, "changes": changes}[module], name, crash)
        with pytest.raises(ConnectionError):
            await announce(change)
    assert await everything() == before
    await announce(change)
    (entry,) = await told()
    assert (entry.sequence, entry.text.notice_number) == (1, "N-2026-001")


async def test_facts_that_moved_on_send_the_change_back_to_draft_with_the_reason() -> None:
    live = await listed()
    one, two = await approve(await amend(live, purpose="One")), await approve(await amend(live, purpose="Two"))
    await announce(one)
    with pytest.raises(Conflict, match="expects purpose to be “Hosting”, but it is “One”"):
        await announce(two)
    back = await reload(two)
    assert (back.state, back.approved_by) == (ChangeState.DRAFT, None)
    assert [e.event for e in await audit.list_entries(limit=1)] == ["change.returned"]
    assert (await recorded(live, on=date.max))["purpose"] == "One"


async def test_an_earlier_day_that_a_later_announced_change_stands_against_is_refused() -> None:
    live = await listed()
    await announced(await amend(live, purpose="Later", effective_on=FIRST_LAWFUL + 9 * DAY))
    earlier = await approve(await amend(live, purpose="Earlier", effective_on=FIRST_LAWFUL))
    before = await everything()
    with pytest.raises(Conflict, match="withdraw that change first"):
        await announce(earlier)
    assert await everything() == before


async def test_overlapping_changes_of_different_facts_both_hold() -> None:
    live = await listed()
    await announced(await amend(live, purpose="Later", effective_on=FIRST_LAWFUL + 9 * DAY))
    await announced(await amend(live, locations=(IRELAND, GERMANY), effective_on=FIRST_LAWFUL))
    after = await recorded(live, on=FIRST_LAWFUL + 9 * DAY)
    assert (after["purpose"], len(after["locations"])) == ("Later", 2)
    assert (await recorded(live, on=FIRST_LAWFUL))["purpose"] == "Hosting"


@pytest.mark.parametrize(
    "given",
    [
        {"listed_as": "Cumulus Hosting"},
        {"contract": Contract(terms="DPA 2", signed_on="2026-11-01")},
        {"retention": "30 days"},
    ],
)
async def test_editorial_changes_hold_and_are_told_at_once(given: dict[str, Any]) -> None:
    live = await listed()
    done = await announced(await amend(live, **given))
    assert (done.state, done.effective_on) == (ChangeState.EFFECTIVE, TODAY)
    entry = (await told())[-1]
    assert (entry.kind, entry.day, entry.text.object_by) == (EntryKind.EDITORIAL, TODAY, None)
    assert await due(TODAY) == []


async def test_a_repair_never_waits() -> None:
    live = await listed(locations=(IRELAND, INDIA), mechanisms=({"mechanism": "scc-m3"},))
    done = await announced(await amend(live, locations=(IRELAND,)))
    assert (done.state, (await told())[-1].kind) == (ChangeState.EFFECTIVE, EntryKind.EFFECTIVE)


async def test_taking_away_the_only_place_inside_the_eea_is_no_repair() -> None:
    live = await listed(locations=(IRELAND, INDIA), mechanisms=({"mechanism": "scc-m3"},))
    done = await announced(await amend(live, locations=(INDIA,)))
    assert (done.state, done.effective_on) == (ChangeState.ANNOUNCED, FIRST_LAWFUL)


async def test_an_ending_takes_effect_at_once_or_on_the_day_it_is_told_for() -> None:
    now = await announced(await end(await listed("A")))
    assert (now.state, await on_list(TODAY), (await told())[-1].kind) == (ChangeState.EFFECTIVE, [], EntryKind.ENDED)
    assert (await told())[-1].text.listed_as == "A"
    later = await announced(await end(await listed("B")), TODAY + 5 * DAY)
    assert (later.state, await on_list(TODAY + 4 * DAY), await on_list(TODAY + 5 * DAY)) == (
        ChangeState.ANNOUNCED,
        ["B"],
        [],
    )
    entry = (await told())[-1]
    assert (entry.kind, entry.text.listed_as, entry.text.object_by) == (EntryKind.NOTICE, "B", None)


async def test_a_day_that_has_passed_is_refused_without_a_window_too() -> None:
    ending = await approve(await end(await listed()))
    with pytest.raises(InvalidInput, match=f"has passed. The earliest lawful day is {TODAY}"):
        await announce(ending, TODAY - DAY)


async def test_recipients_of_the_publisher_s_own_data_are_published_without_a_window() -> None:
    done = await announced(await propose(new_vendor(held_for="publisher", role=VendorRole.PROCESSOR)))
    assert (done.state, done.effective_on) == (ChangeState.EFFECTIVE, TODAY)


async def test_a_new_role_or_other_data_need_the_window_even_if_it_was_not_needed_before() -> None:
    live = await listed(held_for="publisher")
    assert (await announced(await amend(live, held_for="customers"))).effective_on == FIRST_LAWFUL


async def test_a_vendor_s_own_facts_wait_unless_they_are_editorial() -> None:
    live = await listed()

    def own(**given: Any) -> Proposal:
        return Proposal(kind=ChangeKind.AMENDED, vendor_id=live.vendor_id, vendor=VendorFacts(name="Cumulus", **given))

    assert (await announced(await propose(own(website="https://c.example")))).state is ChangeState.EFFECTIVE
    moved = await announced(await propose(own(website="https://c.example", parent="Big Corp", parent_country="US")))
    assert moved.effective_on == FIRST_LAWFUL
    assert (await told())[-1].text.vendor_name == "Cumulus"


async def test_a_verdict_that_got_worse_since_it_was_approved_stops_the_announcement() -> None:
    change = await approve(await propose(new_vendor(locations=(Location(country="GB"),))))
    assert change.verdict == "adequate"
    beyond = date(2032, 1, 1)
    with pytest.raises((InvalidInput, InvalidStep)):
        await announce(change, beyond)
    assert (await reload(change)).state is ChangeState.APPROVED
    assert await told() == []


async def test_two_at_once_announce_it_once() -> None:
    change = await approved()
    done = await asyncio.gather(announce(change), announce(change, by=ALICE), return_exceptions=True)
    assert sorted(type(result).__name__ for result in done) == ["Change", "StaleVersion"]
    assert len(await told()) == 1


async def test_two_at_once_never_write_one_history_twice() -> None:
    live = await listed()
    one, two = await approve(await amend(live, purpose="One")), await approve(await amend(live, purpose="Two"))
    done = await asyncio.gather(announce(one), announce(two), return_exceptions=True)
    assert sorted(type(result).__name__ for result in done) == ["Change", "DoesNotHold"]
    assert len(await listing.on_day(FIRST_LAWFUL)) == 1


async def test_a_correction_gives_two_answers_for_yesterday() -> None:
    live = await listed()
    yesterday = TODAY - DAY
    draft = await amend(
        live,
        kind=ChangeKind.CORRECTED,
        purpose="Hosting and support",
        public_reason="R",
        effective_on=yesterday - 9 * DAY,
    )
    done = await announced(draft)
    assert (done.state, done.effective_on) == (ChangeState.EFFECTIVE, yesterday - 9 * DAY)
    before, after = noon(TODAY) - timedelta(seconds=1), noon(TODAY)
    assert (await recorded(live, on=yesterday, known_at=before))["purpose"] == "Hosting"
    assert (await recorded(live, on=yesterday, known_at=after))["purpose"] == "Hosting and support"
    found = {at: [e.facts.purpose for e in await listing.on_day(yesterday, known_at=at)] for at in (before, after)}
    assert found == {before: ["Hosting"], after: ["Hosting and support"]}


async def test_a_correction_names_the_notice_that_was_wrong_and_gives_time_to_object() -> None:
    live = await listed()
    notice = (await told())[0].text.notice_number
    await announced(await amend(live, kind=ChangeKind.CORRECTED, locations=(GERMANY,), public_reason="It is Germany."))
    entry = (await told())[-1]
    assert (entry.kind, entry.text.about, entry.text.reason) == (EntryKind.CORRECTION, notice, "It is Germany.")
    assert entry.text.object_by == TODAY + timedelta(days=OWN.notice_days)
    await announced(await amend(live, kind=ChangeKind.CORRECTED, listed_as="Cumulus!", public_reason="Spelling."))
    assert (await told())[-1].text.object_by is None
    assert (await told())[0].text.notice_number == notice


async def test_a_correction_cannot_lie_ahead() -> None:
    live = await listed()
    draft = await amend(live, kind=ChangeKind.CORRECTED, purpose="P", public_reason="R", effective_on=TODAY + DAY)
    with pytest.raises(InvalidInput, match="cannot lie ahead"):
        await announced(draft)


async def test_a_correction_of_the_past_leaves_what_took_effect_since() -> None:
    live = await listed()
    start = TODAY - timedelta(days=100)
    await announced(await amend(live, purpose="Since then", on=start), on=start)
    await due(TODAY)
    wrong = start + 10 * DAY
    await announced(
        await amend(live, kind=ChangeKind.CORRECTED, purpose="In truth", public_reason="R", effective_on=wrong)
    )
    said = [(await recorded(live, on=wrong + n * DAY))["purpose"] for n in (-1, 0, 20, 21, 90)]
    assert said == ["Hosting", "In truth", "In truth", "Since then", "Since then"]


async def test_a_correction_against_an_announced_change_is_refused() -> None:
    live = await listed()
    await announced(await amend(live, purpose="Later"))
    draft = Proposal(kind=ChangeKind.CORRECTED, vendor_id=live.vendor_id, engagement_id=live.engagement_id,
                     engagement=facts(purpose="In truth"), public_reason="R", effective_on=TODAY - DAY)  # fmt: skip
    with pytest.raises(Conflict, match="withdraw that change first"):
        await announced(await propose(draft))


async def test_the_actor_stands_in_the_audit_and_in_the_steps() -> None:
    await announced(await propose(new_vendor()))
    (entry,) = await audit.list_entries(limit=1)
    assert (entry.event, entry.actor) == ("change.announced", BOB.actor.id)
