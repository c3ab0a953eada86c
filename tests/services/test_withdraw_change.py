"""Withdrawing: quietly before the announcement, in public after it, and what was withdrawn never takes effect."""

from datetime import date, timedelta
from typing import Any

import pytest

from registry.domain.errors import InvalidInput, InvalidStep, NotPermitted, StaleVersion
from registry.domain.register.access import Actor
from registry.domain.register.changes import Change, ChangeKind, ChangeState
from registry.domain.register.facts import SubjectKind, VendorFacts
from registry.domain.register.publications import EntryKind
from registry.services.propose_change import Proposal
from registry.services.withdraw_change import withdraw_change
from registry.storage.repositories import changes, revisions, vendors
from tests.cast import BOB, COMMAND, DANA, ERIN, NOBODY, PETRA
from tests.services.lifecycle import (
    FIRST_LAWFUL,
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
    stands,
    told,
    withdraw,
)

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
async def _house(database: object) -> None:
    await set_up()


async def test_before_the_announcement_nobody_hears_of_it() -> None:
    for change in (await propose(new_vendor("A")), await approve(await propose(new_vendor("B")))):
        done = await withdraw(change)
        assert done.state is ChangeState.WITHDRAWN
        with pytest.raises(InvalidStep):
            await withdraw(done)
    assert await told() == []
    assert not any(vendor.is_published for vendor in await vendors.load_all())


async def test_an_announced_change_is_withdrawn_in_public_and_never_takes_effect() -> None:
    change = await announced(await propose(new_vendor()))
    await withdraw(change, by=BOB, reason="The customers objected.")
    notice, entry = await told()
    assert (entry.kind, entry.day, entry.text.about) == (EntryKind.WITHDRAWN, TODAY, notice.text.notice_number)
    assert (entry.text.listed_as, entry.text.reason, entry.notice_id) == (
        "Cumulus",
        "The customers objected.",
        notice.notice_id,
    )
    assert await due(FIRST_LAWFUL + 99 * DAY) == []
    assert await on_list(FIRST_LAWFUL) == []
    assert await on_list(FIRST_LAWFUL, noon(TODAY) - timedelta(seconds=1)) == []
    assert len(await told()) == 2


async def test_it_can_be_withdrawn_up_to_the_day_before() -> None:
    late = await announced(await propose(new_vendor("A")))
    with pytest.raises(InvalidStep, match="taken effect"):
        await withdraw(late, on=FIRST_LAWFUL)
    assert (await withdraw(late, on=FIRST_LAWFUL - DAY)).state is ChangeState.WITHDRAWN


async def test_only_approvers_and_vendor_managers_withdraw() -> None:
    change = await announced(await propose(new_vendor()))
    before = await everything()
    for actor in (PETRA.actor, DANA.actor, ERIN.actor, NOBODY, COMMAND):
        with pytest.raises(NotPermitted):
            await as_actor(actor, change)
    with pytest.raises(StaleVersion):
        await withdraw_change(actor=BOB.actor, change_id=change.id, version=1, reason="", now=noon(TODAY), today=TODAY)
    with pytest.raises(InvalidInput, match="control"):
        await as_actor(BOB.actor, change, reason="\x00")
    assert await everything() == before


async def as_actor(actor: Actor, change: Change, *, reason: str = "") -> Change:
    return await withdraw_change(
        actor=actor, change_id=change.id, version=None, reason=reason, now=noon(TODAY), today=TODAY
    )


async def test_withdrawing_one_of_two_overlapping_changes_leaves_the_other_as_announced() -> None:
    live = await listed()
    first = await announced(await amend(live, purpose="One", effective_on=FIRST_LAWFUL))
    second = await announced(await amend(live, data_categories=("Names",), effective_on=FIRST_LAWFUL + DAY))
    await withdraw(first)
    after = await stands(live, on=FIRST_LAWFUL + DAY)
    assert (after.purpose, after.data_categories) == ("Hosting", ("Names",))
    assert (await reload(second)).state is ChangeState.ANNOUNCED
    assert [change.id for change in await due(FIRST_LAWFUL + DAY)] == [second.id]


async def test_what_rested_on_it_is_a_draft_again_in_public() -> None:
    live = await listed()
    first = await announced(await amend(live, purpose="One"))
    second = await announced(await amend(live, purpose="Two", effective_on=FIRST_LAWFUL + DAY))
    third = await announced(await amend(live, purpose="Three", effective_on=FIRST_LAWFUL + 2 * DAY))
    await withdraw(first)
    for change in (second, third):
        back = await reload(change)
        assert (back.state, back.announced_at) == (ChangeState.DRAFT, None)
    entries = [(entry.kind, entry.change_id) for entry in (await told())[-3:]]
    assert entries[0] == (EntryKind.WITHDRAWN, first.id)
    assert {change_id for _, change_id in entries} == {first.id, second.id, third.id}
    assert await due(FIRST_LAWFUL + 99 * DAY) == []
    assert (await stands(live, on=date.max)).purpose == "Hosting"
    assert await revisions.differing_periods() == []


async def test_a_change_of_several_subjects_is_taken_back_as_a_whole() -> None:
    live = await listed()
    ids: Any = {"vendor_id": live.vendor_id, "engagement_id": live.engagement_id}
    parent = VendorFacts(name="Cumulus", parent="Big Corp")
    first = await announced(await propose(Proposal(kind=ChangeKind.AMENDED, vendor_id=live.vendor_id, vendor=parent)))
    both = Proposal(
        kind=ChangeKind.AMENDED,
        vendor=VendorFacts(name="Cumulus", parent="Bigger Corp"),
        engagement=facts(purpose="Two"),
        effective_on=FIRST_LAWFUL + DAY,
        **ids,
    )
    second = await announced(await propose(both))
    await withdraw(first)
    assert (await reload(second)).state is ChangeState.DRAFT
    assert (await recorded(live, on=date.max))["purpose"] == "Hosting"
    assert await due(FIRST_LAWFUL + 9 * DAY) == []


async def test_a_draft_that_came_back_can_be_edited_approved_and_announced_anew() -> None:
    live = await listed()
    first = await announced(await amend(live, purpose="One"))
    second = await announced(await amend(live, purpose="Two", effective_on=FIRST_LAWFUL + DAY))
    await withdraw(first)
    ids: Any = {"vendor_id": live.vendor_id, "engagement_id": live.engagement_id}
    again = await propose(
        Proposal(kind=ChangeKind.AMENDED, engagement=facts(purpose="Two"), **ids), change_id=second.id
    )
    done = await announced(again, FIRST_LAWFUL + DAY)
    assert (done.id, (await stands(live, on=FIRST_LAWFUL + DAY)).purpose) == (second.id, "Two")
    mine = [entry for entry in await told() if entry.change_id == second.id]
    assert [(e.kind, e.text.notice_number) for e in mine] == [
        (EntryKind.NOTICE, "N-2026-003"),
        (EntryKind.WITHDRAWN, None),
        (EntryKind.NOTICE, "N-2026-004"),
    ]
    assert len({entry.notice_id for entry in mine if entry.kind is EntryKind.NOTICE}) == 2


async def test_a_withdrawn_ending_leaves_it_on_the_list() -> None:
    live = await listed()
    ending = await announced(await end(live), TODAY + 5 * DAY)
    await withdraw(ending)
    assert await on_list(TODAY + 9 * DAY) == ["Cumulus"]
    assert (await told())[-1].text.listed_as == "Cumulus"


async def test_withdrawing_the_change_that_brought_a_vendor_leaves_its_other_engagements() -> None:
    first = await announced(await propose(new_vendor()))
    second = await announced(
        await propose(Proposal(kind=ChangeKind.ADDED, vendor_id=first.vendor_id, engagement=facts(listed_as="Two")))
    )
    await withdraw(first)
    assert await on_list(FIRST_LAWFUL) == ["Two"]
    assert [change.id for change in await due(FIRST_LAWFUL)] == [second.id]
    assert (await told())[-1].text.vendor_name == "Cumulus"


async def test_a_withdrawn_name_is_found_no_more_as_the_vendor_s() -> None:
    live = await listed()
    renamed = Proposal(kind=ChangeKind.AMENDED, vendor_id=live.vendor_id, vendor=VendorFacts(name="Nimbus"))
    change = await announced(await propose(renamed))
    assert (await vendors.load(live.vendor_id)).name == "Nimbus"
    await withdraw(change)
    assert (await vendors.load(live.vendor_id)).name == "Cumulus"


async def test_a_clock_that_was_set_back_never_writes_before_what_is_recorded() -> None:
    live = await listed()
    later = await announced(await amend(live, purpose="One", on=TODAY + 9 * DAY), on=TODAY + 9 * DAY)
    await withdraw(later, on=TODAY)
    history = await revisions.load(SubjectKind.ENGAGEMENT, live.engagement_id or "")
    times = [revision.recorded_at for revision in history]
    assert times == sorted(times)
    assert (await stands(live, on=date.max)).purpose == "Hosting"


async def test_a_crash_half_way_leaves_it_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(*_: object, **__: object) -> None:
        raise ConnectionError

    live = await listed()
    first = await announced(await amend(live, purpose="One"))
    await announced(await amend(live, purpose="Two", effective_on=FIRST_LAWFUL + DAY))
    before = await everything()
    monkeypatch.setattr(changes, "add_step", crash)
    with pytest.raises(ConnectionError):
        await withdraw(first)
    assert await everything() == before


async def test_an_approved_change_that_is_not_announced_yet_is_not_touched() -> None:
    live = await listed()
    first = await announced(await amend(live, purpose="One"))
    waiting = await approve(await amend(live, purpose="Hosting", retention="30 days"))
    await withdraw(first)
    assert (await announce(await reload(waiting))).state is ChangeState.EFFECTIVE
