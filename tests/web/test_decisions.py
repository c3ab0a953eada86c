"""From draft to announcement on the desk: each step, and everything that stands against one."""

import re
from datetime import timedelta
from typing import Any

import pytest

from registry.storage.queries import desk
from registry.storage.queries.audit import list_entries
from tests.web.conftest import House, Visitor
from tests.web.story import TODAY


async def take(visitor: Visitor, change_id: str, step: str, **fields: Any) -> Any:
    """Send the step's form as it stands on the change's page."""
    page = f"/manage/changes/{change_id}"
    version = re.search(r'name="version" value="(\d+)"', await visitor.get(page))
    given = {"version": version[1] if version else "1", **fields}
    return await visitor.post(f"{page}/{step}", page=page, **given)


async def test_submit_approve_announce(house: House) -> None:
    change_id = house.changes["draft"].id
    async with house.desk("alice") as alice:
        html = await alice.follow(await take(alice, change_id, "submit"))
        assert "Submitted. Somebody else reviews it now." in html
        assert "Whose turn: Bob de Vries." in html
    async with house.desk("bob") as bob:
        assert "It is your turn." in await bob.get(f"/manage/changes/{change_id}")
        html = await bob.follow(await take(bob, change_id, "approve"))
        assert "What would be told" in html
        assert "Object by 24 Dec 2026: new sub-processor for SMS" in html
        html = await bob.follow(await take(bob, change_id, "announce"))
        assert "Notice N-2026-" in html
    house.freshness.bump()
    async with house.visitor() as visitor:
        assert "Larkspur Video" in await visitor.get("/")


async def test_the_preview_shows_the_day_asked_for_and_tells_nobody(house: House) -> None:
    change_id = house.changes["approved"].id
    before = await list_entries(limit=1)
    async with house.desk("bob") as bob:
        answer = await take(bob, change_id, "announce", preview="1", effective_on="2027-02-01")
        early = await take(bob, change_id, "announce", preview="1", effective_on=str(TODAY + timedelta(days=2)))
    assert "starts 1 Feb 2027" in answer.text
    assert "The earliest lawful day is 2026-12-25" in early.text
    after = [entry for entry in await list_entries(limit=5) if entry.event.startswith("change.")]
    assert after[0].number <= before[0].number


@pytest.mark.parametrize(
    ("day", "status", "said"),
    [
        ("2026-11-30", 422, "too early"),
        ("2026-01-01", 422, "too early"),
        ("next week", 422, "YYYY-MM-DD"),
        ("2027-02-30", 422, "YYYY-MM-DD"),
        ("2027-03-01", 303, ""),
    ],
)
async def test_only_a_lawful_day_can_be_announced(house: House, day: str, status: int, said: str) -> None:
    async with house.desk("bob") as bob:
        answer = await take(bob, house.changes["approved"].id, "announce", effective_on=day)
    assert answer.status_code == status
    assert said in answer.text
    if status == 422:
        assert f'value="{day}"' in answer.text
        assert "Error:" in answer.text


@pytest.mark.parametrize("step", ["return", "reject", "withdraw"])
async def test_saying_no_needs_a_reason(house: House, step: str) -> None:
    change_id = house.changes["submitted"].id
    async with house.desk("bob") as bob:
        answer = await take(bob, change_id, step, reason="  ")
        assert answer.status_code == 422
        assert f'href="#{step}-reason"' in answer.text
        answer = await take(bob, change_id, step, reason="<script>alert(1)</script>\nSecond line")
        html = await bob.follow(answer)
    assert "<script>alert" not in html
    assert "Second line" in html


async def test_an_unfinished_verdict_is_approved_only_with_a_reason(house: House) -> None:
    change_id = house.changes["submitted"].id
    async with house.desk("bob") as bob:
        answer = await take(bob, change_id, "approve")
        assert answer.status_code == 422
        assert "needs a reason" in answer.text
        assert "Required: the verdict is not in order." in answer.text
        assert (await take(bob, change_id, "approve", reason="A pilot.")).status_code == 303


async def test_nobody_approves_what_they_wrote(house: House) -> None:
    both = house.people.bob.actor.roles | house.people.alice.actor.roles
    assert len(both) == 2
    change = await house.story.submit(await house.story.draft("Own Work"))
    async with house.desk("alice") as alice:
        html = await alice.get(f"/manage/changes/{change.id}")
        assert "/approve" not in html
        assert (await alice.post(f"/manage/changes/{change.id}/approve", version="2")).status_code == 403


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("draft", "approve"), ("submitted", "announce"), ("announced", "approve"), ("rejected", "approve"),
        ("withdrawn", "announce"), ("effective", "withdraw"), ("announced", "return"),
    ],
)  # fmt: skip
async def test_a_step_from_the_wrong_state_is_refused_with_the_change_as_it_stands(
    house: House, name: str, step: str
) -> None:
    change = house.changes[name]
    current = await desk.change(change.id)
    assert current is not None
    async with house.desk("bob") as bob:
        answer = await bob.post(f"/manage/changes/{change.id}/{step}", version=str(current.version), reason="No.")
    assert answer.status_code == 409
    assert "cannot take the step" in answer.text or "has taken effect" in answer.text
    after = await desk.change(change.id)
    assert after is not None
    assert (after.state, after.version) == (current.state, current.version)


async def test_a_form_sent_twice_or_read_too_early_is_stale(house: House) -> None:
    change_id = house.changes["approved"].id
    async with house.desk("bob") as bob:
        assert (await bob.post(f"/manage/changes/{change_id}/announce", version="1")).status_code == 409
        assert (await take(bob, change_id, "announce")).status_code == 303
        again = await take(bob, change_id, "announce", version="3")
        assert again.status_code == 409
        assert "Somebody else changed this meanwhile" in again.text
    assert len([e for e in await list_entries(limit=20, subject=f"change:{change_id}") if "announced" in e.event]) == 1


@pytest.mark.parametrize("version", ["", "0", "-1", "1e3", "999999999999", "one"])
async def test_a_form_without_its_version_is_refused(house: House, version: str) -> None:
    async with house.desk("bob") as bob:
        answer = await bob.post(f"/manage/changes/{house.changes['approved'].id}/announce", version=version)
    assert answer.status_code == 422


async def test_an_announced_change_is_withdrawn_in_public_and_never_takes_effect(house: House) -> None:
    change_id = house.changes["announced"].id
    async with house.desk("alice") as alice:
        html = await alice.follow(await take(alice, change_id, "withdraw", reason="Another region instead."))
    assert "Withdrawn." in html
    house.freshness.bump()
    async with house.visitor() as visitor:
        assert "Another region instead." in await visitor.get(f"/changes/{change_id}")
        assert "Adds Germany" not in await visitor.get("/")
        assert "Germany" not in (await visitor.get("/?as_of=2027-06-01")).partition('id="list"')[2]


async def test_the_list_shows_one_state_and_whose_turn_it_is(house: House) -> None:
    async with house.desk("bob") as bob:
        submitted = await bob.get("/manage/changes?state=submitted")
        everything = await bob.get("/manage/changes?state=%22%3E")
    assert "1 change" in submitted
    assert "Sahyadri Support" in submitted
    assert ">You<" in submitted
    assert "13 changes" in everything or "12 changes" in everything


async def test_what_is_due_names_the_turn_the_day_and_what_is_not_clear(house: House) -> None:
    async with house.desk("alice") as alice:
        html = await alice.get("/manage")
    for said in ("Larkspur Video, change", "Kestrel Logs ends", "last day to object", "Global edge network", "N-2026-"):
        assert said in html
    assert html.index("To decide") < html.index("In 7 days") < html.index("To be clarified")


async def test_the_audit_lists_who_decided_what_and_checks_its_chain(house: House) -> None:
    async with house.desk("dana") as dana:
        html = await dana.get("/manage/audit?event=change")
        one = await dana.get(f"/manage/audit?subject=change:{house.changes['announced'].id}")
        checked = await dana.get("/manage/audit?check=1")
        await dana.get("/manage/audit?before=%22%3E%3Cscript%3E&event=%3Cb%3E")
    assert "change.announced" in html
    assert "Bob de Vries" in html
    assert "user.signed_in" not in html
    assert one.count("change.drafted") == 1
    assert "The chain is whole" in checked


async def test_a_draft_of_what_was_never_added_can_be_read_and_withdrawn(house: House) -> None:
    story = house.story
    added = await story.announce(await story.draft("Goldcrest Data"))
    rested = await story.announce(await story.amend(added, "Goldcrest Data", training="no"))
    await story.withdraw(added)
    async with house.desk("alice") as alice:
        html = await alice.get(f"/manage/changes/{rested.id}")
        await alice.get(f"/manage/changes/{rested.id}/edit")
        answer = await take(alice, rested.id, "withdraw", reason="It never began.")
    assert "It is not on the list on that day." in html
    assert "It rested on another change, which was withdrawn." in html
    assert answer.status_code == 303
