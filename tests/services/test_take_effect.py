"""On its day, once, in the order of days, also after an outage; and never what got worse in between."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from registry.answers.judgements import Judge, Judgement
from registry.domain.errors import InvalidInput
from registry.domain.law.verdicts import Verdict
from registry.domain.register.changes import ChangeKind, ChangeState
from registry.domain.register.facts import EngagementFacts, VendorFacts
from registry.domain.register.publications import EntryKind
from registry.domain.register.publisher import Publisher
from registry.services.propose_change import Proposal
from registry.services.take_effect import take_effect
from registry.storage.repositories import changes, publisher, revisions
from tests.services.lifecycle import (
    FIRST_LAWFUL,
    JUDGE,
    TODAY,
    amend,
    announced,
    due,
    end,
    everything,
    facts,
    listed,
    new_vendor,
    noon,
    on_list,
    propose,
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


class Strict(Judge):
    """A judge whose law fell on a day: nothing is allowed from then on."""

    def __init__(self, fallen_on: date) -> None:
        super().__init__(JUDGE.law)
        self.fallen_on = fallen_on

    def facts(self, facts: EngagementFacts, *, on: date, today: date, publisher: Publisher) -> Judgement:
        found = super().facts(facts, on=on, today=today, publisher=publisher)
        return replace(found, verdict=Verdict.NOT_ALLOWED) if on >= self.fallen_on else found


async def test_nothing_the_day_before_once_on_the_day_and_nothing_after() -> None:
    change = await announced(await propose(new_vendor()))
    assert await due(FIRST_LAWFUL - DAY) == []
    (done,) = await due(FIRST_LAWFUL)
    assert (done.id, done.state) == (change.id, ChangeState.EFFECTIVE)
    notice, entry = await told()
    assert (entry.kind, entry.day, entry.text.about) == (EntryKind.EFFECTIVE, FIRST_LAWFUL, notice.text.notice_number)
    before = await everything()
    assert await due(FIRST_LAWFUL) == []
    assert await due(FIRST_LAWFUL + 99 * DAY) == []
    assert await everything() == before


async def test_taking_effect_moves_nothing_on_the_list() -> None:
    await announced(await propose(new_vendor()))
    before = await on_list(FIRST_LAWFUL)
    await due(FIRST_LAWFUL)
    assert await on_list(FIRST_LAWFUL) == before == ["Cumulus"]


async def test_after_an_outage_it_catches_up_in_the_order_of_days() -> None:
    for name, days in (("C", 9), ("A", 0), ("B", 4)):
        await announced(await propose(new_vendor(name)), FIRST_LAWFUL + days * DAY)
    done = await due(FIRST_LAWFUL + 5 * DAY)
    assert [change.effective_on for change in done] == [FIRST_LAWFUL, FIRST_LAWFUL + 4 * DAY]
    entries = (await told())[-2:]
    assert [(entry.text.listed_as, entry.day) for entry in entries] == [
        ("A", FIRST_LAWFUL),
        ("B", FIRST_LAWFUL + 4 * DAY),
    ]
    assert {entry.published_at for entry in entries} == {noon(FIRST_LAWFUL + 5 * DAY)}


async def test_an_outage_in_the_middle_leaves_the_rest_for_the_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("A", "B", "C"):
        await announced(await propose(new_vendor(name)))
    save, calls = changes.save, 0

    async def crash_at_the_second(*args: Any, **given: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise ConnectionError
        await save(*args, **given)

    with monkeypatch.context() as patch:
        patch.setattr(changes, "save", crash_at_the_second)
        with pytest.raises(ConnectionError):
            await due(FIRST_LAWFUL)
    assert [change.number for change in await due(FIRST_LAWFUL)] == [2, 3]
    assert [entry.sequence for entry in await told()] == [1, 2, 3, 4, 5, 6]


async def test_one_that_cannot_take_effect_does_not_hold_up_the_others() -> None:
    for name in ("A", "B", "C"):
        await announced(await propose(new_vendor(name)))

    class Puzzled(Judge):
        def facts(self, facts: EngagementFacts, *, on: date, today: date, publisher: Publisher) -> Judgement:
            if facts.listed_as == "A":
                raise InvalidInput("The law book knows no such mechanism.")
            return super().facts(facts, on=on, today=today, publisher=publisher)

    with pytest.raises(InvalidInput):
        await due(FIRST_LAWFUL, judge=Puzzled(JUDGE.law))
    assert [entry.text.listed_as for entry in (await told())[3:]] == ["B", "C"]
    assert [change.number for change in await due(FIRST_LAWFUL)] == [1]


async def test_two_workers_at_once_tell_it_once() -> None:
    for name in ("A", "B"):
        await announced(await propose(new_vendor(name)))
    done = await asyncio.gather(due(FIRST_LAWFUL), due(FIRST_LAWFUL))
    assert sorted(change.number for some in done for change in some) == [1, 2]
    assert len(await told()) == 4


async def test_worse_than_announced_is_blocked_and_taken_back() -> None:
    change = await announced(await propose(new_vendor()), judge=Strict(date.max))
    (done,) = await due(FIRST_LAWFUL, judge=Strict(FIRST_LAWFUL))
    assert (done.state, done.verdict) == (ChangeState.BLOCKED, "not_allowed")
    notice, entry = await told()
    assert (entry.kind, entry.text.about, entry.text.listed_as) == (
        EntryKind.WITHDRAWN,
        notice.text.notice_number,
        "Cumulus",
    )
    assert await on_list(FIRST_LAWFUL) == []
    assert (await reload(change)).state is ChangeState.BLOCKED
    assert await due(FIRST_LAWFUL + DAY) == []


async def test_what_rested_on_a_blocked_change_is_a_draft_again() -> None:
    live = await listed()
    first = await announced(await amend(live, purpose="One"))
    second = await announced(await amend(live, purpose="Two", effective_on=FIRST_LAWFUL + DAY))
    await due(FIRST_LAWFUL, judge=Strict(FIRST_LAWFUL))
    assert [(await reload(change)).state for change in (first, second)] == [ChangeState.BLOCKED, ChangeState.DRAFT]
    assert (await stands(live, on=date.max)).purpose == "Hosting"
    assert await due(FIRST_LAWFUL + DAY) == []
    assert await revisions.differing_periods() == []


async def test_an_ending_is_told_with_what_stood_before_and_never_blocked() -> None:
    live = await listed()
    await announced(await end(live), TODAY + 5 * DAY)
    await announced(await amend(live, listed_as="Cumulus, renamed", effective_on=TODAY))
    (done,) = await due(TODAY + 5 * DAY, judge=Strict(TODAY))
    entry = (await told())[-1]
    assert (done.state, entry.kind, entry.text.listed_as) == (
        ChangeState.EFFECTIVE,
        EntryKind.ENDED,
        "Cumulus, renamed",
    )


async def test_a_change_that_adds_no_risk_is_not_held_up_by_the_law() -> None:
    live = await listed()
    await announced(await amend(live, listed_as="Cumulus, renamed"), TODAY + DAY)
    (done,) = await due(TODAY + DAY, judge=Strict(TODAY))
    assert (done.state, (await told())[-1].kind) == (ChangeState.EFFECTIVE, EntryKind.EDITORIAL)


async def test_a_vendor_s_own_facts_take_effect_too() -> None:
    live = await listed()
    own = Proposal(kind=ChangeKind.AMENDED, vendor_id=live.vendor_id, vendor=VendorFacts(name="Cumulus", parent="Big"))
    await announced(await propose(own))
    (done,) = await due(FIRST_LAWFUL)
    assert done.state is ChangeState.EFFECTIVE
    assert [(o.field, o.after) for o in (await told())[-1].text.operations] == [("parent", "Big")]


async def test_what_was_withdrawn_in_time_is_not_due() -> None:
    await withdraw(await announced(await propose(new_vendor())))
    assert await due(FIRST_LAWFUL) == []


async def test_a_return_to_the_list_has_a_gap_between() -> None:
    live = await listed()
    await announced(await end(live))
    again = Proposal(
        kind=ChangeKind.ADDED, vendor_id=live.vendor_id, engagement_id=live.engagement_id, engagement=facts()
    )
    await announced(await propose(again))
    await due(FIRST_LAWFUL)
    assert [await on_list(day) for day in (TODAY - DAY, TODAY, FIRST_LAWFUL - DAY, FIRST_LAWFUL)] == [
        ["Cumulus"],
        [],
        [],
        ["Cumulus"],
    ]


async def test_before_set_up_nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody() -> None:
        return None

    monkeypatch.setattr(publisher, "load", nobody)
    assert await take_effect(now=noon(TODAY), today=TODAY, judge=JUDGE) == []
