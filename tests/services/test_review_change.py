"""Submitting, returning, rejecting, approving: in their order, by the right person, never what the law refuses."""

from datetime import date
from typing import Any

import pytest

from registry.domain.errors import InvalidInput, InvalidStep, NotFound, NotPermitted, StaleVersion
from registry.domain.register.access import Actor, Role
from registry.domain.register.changes import Change, ChangeKind, ChangeState, Step
from registry.domain.register.facts import Location, VendorFacts
from registry.services.propose_change import Proposal, propose_change
from registry.services.review_change import review_change
from registry.storage.queries import audit
from registry.storage.repositories import changes
from tests.cast import ALICE, BOB, COMMAND, DANA, ERIN, NOBODY, PETRA, Person
from tests.services.lifecycle import (
    INDIA,
    IRELAND,
    JUDGE,
    TODAY,
    amend,
    announced,
    approve,
    end,
    everything,
    listed,
    new_vendor,
    noon,
    on_list,
    propose,
    reload,
    set_up,
    step,
    told,
)

NO_GROUND = {"locations": (INDIA,), "mechanisms": ({"mechanism": "privacy-shield"},)}


@pytest.fixture(autouse=True)
async def _house(database: object) -> None:
    await set_up()


async def submitted(**given: Any) -> Change:
    return await step(await propose(new_vendor(**given)), Step.SUBMIT, by=ALICE)


async def test_a_change_goes_from_draft_to_approved_and_stays_unpublished() -> None:
    done = await approve(await propose(new_vendor()))
    assert (done.state, done.submitted_by, done.approved_by) == (ChangeState.APPROVED, ALICE.actor.id, BOB.actor.id)
    assert (done.verdict, await told(), await on_list(date.max)) == ("not_restricted", [], [])


async def test_every_step_is_audited() -> None:
    await approve(await propose(new_vendor()))
    names = [entry.event for entry in await audit.list_entries(limit=10)]
    assert names == ["change.approved", "change.submitted", "change.drafted"]


@pytest.mark.parametrize(
    ("taken", "allowed"),
    [(Step.SUBMIT, {ALICE}), (Step.RETURN, {PETRA, BOB}), (Step.APPROVE, {BOB}), (Step.REJECT, {BOB})],
)
async def test_only_those_whose_role_it_is(taken: Step, allowed: set[Person]) -> None:
    change = await propose(new_vendor()) if taken is Step.SUBMIT else await submitted()
    before = await everything()
    for person in (ALICE, BOB, PETRA, DANA, ERIN):
        if person not in allowed:
            with pytest.raises(NotPermitted):
                await step(change, taken, by=person, reason="Because.")
    for actor in (NOBODY, COMMAND):
        with pytest.raises(NotPermitted):
            await as_actor(actor, change, taken)
    assert await everything() == before


async def as_actor(actor: Actor, change: Change, taken: Step, *, reason: str = "Because.") -> Change:
    return await review_change(
        actor=actor,
        change_id=change.id,
        version=None,
        step=taken,
        reason=reason,
        now=noon(TODAY),
        today=TODAY,
        judge=JUDGE,
    )


async def test_persons_are_compared_not_roles() -> None:
    carol = Actor(id="user:carol", roles=frozenset({Role.VENDOR_MANAGER, Role.APPROVER}))
    change = await propose_change(actor=carol, proposal=new_vendor(), now=noon(TODAY), today=TODAY)
    sent = await step(change, Step.SUBMIT, by=ALICE)
    with pytest.raises(NotPermitted, match="Somebody else"):
        await as_actor(carol, sent, Step.APPROVE)


async def test_an_editor_does_not_become_the_second_pair_of_eyes() -> None:
    carol = Actor(id="user:carol", roles=frozenset({Role.VENDOR_MANAGER, Role.APPROVER}))
    draft = await propose(new_vendor())
    edit = new_vendor(purpose="Something else")
    await propose_change(actor=carol, proposal=edit, now=noon(TODAY), today=TODAY, change_id=draft.id)
    sent = await step(await propose(new_vendor(purpose="Last word"), change_id=draft.id), Step.SUBMIT, by=ALICE)
    with pytest.raises(NotPermitted, match="Somebody else"):
        await as_actor(carol, sent, Step.APPROVE)
    assert (await step(sent, Step.APPROVE)).approved_by == BOB.actor.id


@pytest.mark.parametrize("taken", [Step.RETURN, Step.REJECT])
async def test_sending_back_needs_a_reason(taken: Step) -> None:
    change = await submitted()
    with pytest.raises(InvalidInput, match="Say why"):
        await step(change, taken, reason=" \n")
    done = await step(change, taken, reason=" Which data? ")
    assert done.state in {ChangeState.RETURNED, ChangeState.REJECTED}


async def test_what_is_not_allowed_cannot_be_approved_whatever_the_reason() -> None:
    change = await submitted(**NO_GROUND)
    assert change.verdict == "not_allowed"
    with pytest.raises(InvalidStep, match="not allowed"):
        await step(change, Step.APPROVE, reason="We want it.")
    assert (await reload(change)).state is ChangeState.SUBMITTED


async def test_an_incomplete_ground_needs_a_reason_that_is_kept() -> None:
    change = await submitted(locations=(INDIA,), mechanisms=({"mechanism": "scc-m3"},))
    with pytest.raises(InvalidInput, match="incomplete"):
        await step(change, Step.APPROVE)
    assert (await step(change, Step.APPROVE, reason=" Signed next week. ")).reason == "Signed next week."


async def test_a_live_engagement_without_a_ground_can_be_repaired_but_not_widened() -> None:
    live = await listed(locations=(IRELAND, Location(country="US")), mechanisms=({"mechanism": "scc-m3"},))
    fallen = await amend(live, kind=ChangeKind.CORRECTED, mechanisms=({"mechanism": "privacy-shield"},),
                         public_reason="It named another ground.")  # fmt: skip
    await announced(fallen)
    with pytest.raises(InvalidStep, match="not allowed"):
        await approve(await amend(live, purpose="Hosting and more"), reason="Because.")
    for given in ({"locations": (IRELAND,)}, {"listed_as": "Cumulus!"}):
        done = await approve(await amend(live, **given), reason="It adds nothing.")
        assert done.state is ChangeState.APPROVED


async def test_steps_out_of_their_order_are_refused() -> None:
    draft = await propose(new_vendor())
    for taken in (Step.APPROVE, Step.REJECT, Step.RETURN):
        with pytest.raises(InvalidStep):
            await step(draft, taken, reason="Because.")
    done = await approve(draft)
    for taken in (Step.SUBMIT, Step.APPROVE):
        with pytest.raises(InvalidStep):
            await step(done, taken, by=ALICE if taken is Step.SUBMIT else BOB)


@pytest.mark.parametrize("taken", [Step.EDIT, Step.ANNOUNCE, Step.WITHDRAW, Step.TAKE_EFFECT, Step.BLOCK, Step.REOPEN])
async def test_other_steps_are_no_review(taken: Step) -> None:
    change = await approve(await propose(new_vendor()))
    before = await everything()
    with pytest.raises(InvalidStep):
        await step(change, taken)
    assert await everything() == before


async def test_a_stale_version_or_an_unknown_change_changes_nothing() -> None:
    draft = await propose(new_vendor())
    await step(draft, Step.SUBMIT, by=ALICE)
    before = await everything()
    with pytest.raises(StaleVersion):
        await step(draft, Step.SUBMIT, by=ALICE)
    with pytest.raises(NotFound):
        await review_change(actor=BOB.actor, change_id="x", version=None, step=Step.APPROVE, reason="", now=noon(TODAY),
                            today=TODAY, judge=JUDGE)  # fmt: skip
    assert await everything() == before


async def test_a_reason_with_control_characters_is_refused() -> None:
    with pytest.raises(InvalidInput, match="control"):
        await step(await submitted(), Step.RETURN, reason="a\x00b")


async def test_an_ending_and_a_vendor_s_own_facts_have_no_verdict() -> None:
    live = await listed()
    assert (await approve(await end(live))).verdict is None
    own = Proposal(
        kind=ChangeKind.AMENDED,
        vendor_id=live.vendor_id,
        vendor=VendorFacts(name="Cumulus", website="https://c.example"),
    )
    assert (await approve(await propose(own))).verdict is None


async def test_a_crash_before_the_end_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(*_: object, **__: object) -> None:
        raise ConnectionError

    change = await submitted()
    before = await everything()
    monkeypatch.setattr(changes, "add_step", crash)
    with pytest.raises(ConnectionError):
        await step(change, Step.APPROVE)
    assert await everything() == before
