"""Proposing: who may, what is refused and named, and that a draft is nobody else's business."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from registry.domain.errors import Conflict, InvalidInput, InvalidStep, NotFound, NotPermitted, StaleVersion
from registry.domain.register.access import Actor
from registry.domain.register.changes import ChangeKind, ChangeState, Step
from registry.domain.register.facts import Location, VendorFacts
from registry.services.propose_change import Proposal, propose_change
from registry.storage.queries import listing
from registry.storage.repositories import changes, vendors
from registry.storage.repositories.vendors import load_all
from tests.cast import ALICE, BOB, COMMAND, DANA, ERIN, NOBODY, PETRA
from tests.services.lifecycle import (
    IRELAND,
    TODAY,
    amend,
    announced,
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
    step,
    told,
)


@pytest.fixture(autouse=True)
async def _house(database: object) -> None:
    await set_up()


async def test_a_draft_is_kept_and_nothing_of_it_is_public() -> None:
    change = await propose(new_vendor())
    assert (change.state, change.number, change.drafted_by) == (ChangeState.DRAFT, 1, ALICE.actor.id)
    vendor = await vendors.load(change.vendor_id)
    assert (vendor.slug, vendor.is_published) == ("cumulus", False)
    assert await told() == []
    for day in (TODAY, date.max):
        assert await on_list(day) == []
    assert await listing.version_on(date.max) == 0


async def test_the_command_line_may_propose_but_not_correct() -> None:
    change = await listed()
    proposal = Proposal(
        kind=ChangeKind.CORRECTED,
        vendor_id=change.vendor_id,
        engagement_id=change.engagement_id,
        engagement=facts(purpose="Other"),
        public_reason="It was wrong.",
    )
    with pytest.raises(NotPermitted):
        await propose_change(actor=COMMAND, proposal=proposal, now=noon(TODAY), today=TODAY)
    draft = await propose_change(actor=COMMAND, proposal=new_vendor("Pigeon"), now=noon(TODAY), today=TODAY)
    assert draft.drafted_by == COMMAND.id


@pytest.mark.parametrize("actor", [BOB.actor, PETRA.actor, DANA.actor, ERIN.actor, NOBODY], ids=lambda a: a.id[-4:])
async def test_others_may_not_propose(actor: Actor) -> None:
    before = await everything()
    with pytest.raises(NotPermitted):
        await propose_change(actor=actor, proposal=new_vendor(), now=noon(TODAY), today=TODAY)
    assert await everything() == before


@pytest.mark.parametrize(
    ("proposal", "fields"),
    [
        (Proposal(kind=ChangeKind.ADDED), {"engagement", "vendor.name"}),
        (Proposal(kind=ChangeKind.ADDED, vendor=VendorFacts(name=" "), engagement=facts(listed_as=" ")),
         {"vendor.name", "listed_as"}),
        (Proposal(kind=ChangeKind.AMENDED, vendor_id="x", engagement=facts()), {"engagement"}),
        (Proposal(kind=ChangeKind.ENDED, vendor_id="x"), {"engagement"}),
        (Proposal(kind=ChangeKind.CORRECTED, vendor_id="x", engagement_id="y", engagement=facts()), {"public_reason"}),
    ],
)  # fmt: skip
async def test_what_is_missing_is_named_all_at_once(proposal: Proposal, fields: set[str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        await propose(proposal)
    assert {error.field for error in caught.value.errors} == fields


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"listed_as": "a\x00b"}, "listed_as"), ({"purpose": "x\x1b[2J"}, "purpose"),
        ({"services": ("\x07",)}, "services.0"),
        ({"locations": (Location(country="IE", text="\ufffe"),)}, "locations.0.text"),
        ({"published": {"notes": "\x0b"}}, "published.notes"), ({"purpose": "\ud800"}, "purpose"),
        ({"purpose": "x" * 9_000}, "purpose"), ({"listed_as": "x" * 300}, "listed_as"),
        ({"locations": (Location(country="Ireland"),)}, "locations.0.country"),
        ({"entity_country": "ie"}, "entity_country"),
        ({"locations": (replace(IRELAND, activity="mining"),)}, "locations.0.activity"),
        ({"locations": (replace(IRELAND, who="somebody"),)}, "locations.0.who"),
        ({"mechanisms": ({"mechanism": "scc", "signed_on": "soon"},)}, "mechanisms.0.signed_on"),
        ({"list_name": "x" * 201}, "list_name"),
    ],
)  # fmt: skip
async def test_facts_that_cannot_be_kept_are_refused_by_field(given: dict[str, Any], field: str) -> None:
    before = await everything()
    with pytest.raises(InvalidInput) as caught:
        await propose(Proposal(kind=ChangeKind.ADDED, vendor=VendorFacts(name="Cumulus"), engagement=facts(**given)))
    assert field in {error.field for error in caught.value.errors}
    assert await everything() == before


@pytest.mark.parametrize("given", [{"name": "a\x00"}, {"name": "x" * 201}, {"name": "a", "other_names": ("\x9f",)}])
async def test_a_vendor_s_own_texts_are_checked_too(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        await propose(replace(new_vendor(), vendor=VendorFacts(**given)))
    with pytest.raises(InvalidInput):
        await propose(replace(new_vendor(), public_reason="\x00"))


async def test_text_is_kept_in_one_spelling_and_hostile_text_as_text() -> None:
    change = await propose(new_vendor("Cafe\u0301 <script>", purpose="x\r\ny'); DROP TABLE changes;--"))
    after = {o.field: o.after for o in change.operations}
    assert (after["name"], after["purpose"]) == ("Café <script>", "x\ny'); DROP TABLE changes;--")
    assert (await vendors.load(change.vendor_id)).slug == "cafe-script"
    assert await reload(change) == change


async def test_a_form_sent_twice_makes_one_draft() -> None:
    first = await propose(new_vendor())
    assert await propose(new_vendor()) == first
    change = await listed("Pigeon")
    again = [await amend(change, purpose="Other") for _ in range(2)]
    assert again[0] == again[1]
    assert len(await load_all()) == 2


async def test_two_at_once_make_one_draft_and_never_one_slug() -> None:
    first, again = await asyncio.gather(propose(new_vendor()), propose(new_vendor()))
    assert first == again
    plus, blank = await asyncio.gather(propose(new_vendor("A+B")), propose(new_vendor("A B")))
    slugs = {(await vendors.load(change.vendor_id)).slug for change in (plus, blank)}
    assert slugs == {"a-b", "a-b-2"}


async def test_a_name_that_is_known_makes_no_second_vendor() -> None:
    await propose(new_vendor())
    with pytest.raises(Conflict, match="already"):
        await propose(new_vendor("CUMULUS", purpose="Something else"))


async def test_slugs_are_never_given_twice() -> None:
    slugs = [(await vendors.load((await propose(new_vendor(name))).vendor_id)).slug for name in ("A+B", "A B", "?!一")]
    assert slugs == ["a-b", "a-b-2", "vendor"]


async def test_vendor_and_engagement_must_exist_and_belong_together() -> None:
    one, other = await listed("Cumulus"), await listed("Pigeon")
    for ids in (
        {"vendor_id": "x", "engagement_id": one.engagement_id},
        {"vendor_id": one.vendor_id, "engagement_id": "x"},
        {"vendor_id": one.vendor_id, "engagement_id": other.engagement_id},
    ):
        with pytest.raises(NotFound):
            await propose(Proposal(kind=ChangeKind.AMENDED, engagement=facts(purpose="Other"), **ids))
    with pytest.raises(NotFound):
        await propose(replace(new_vendor("New"), engagement_id=one.engagement_id))


async def test_nothing_to_change_is_refused() -> None:
    change = await listed()
    with pytest.raises(InvalidInput, match="Nothing would change"):
        await amend(change)


async def test_what_is_not_listed_can_neither_be_amended_nor_ended() -> None:
    draft = await propose(new_vendor())
    with pytest.raises(Conflict, match="not on the list"):
        await end(draft)
    proposal = Proposal(
        kind=ChangeKind.AMENDED, vendor_id=draft.vendor_id, engagement_id=draft.engagement_id, engagement=facts()
    )
    with pytest.raises(Conflict, match="not on the list"):
        await propose(proposal)


async def test_what_is_only_announced_can_be_amended() -> None:
    change = await announced(await propose(new_vendor()))
    draft = await amend(change, purpose="Hosting and backup")
    assert [(o.field, o.before, o.after) for o in draft.operations] == [("purpose", "Hosting", "Hosting and backup")]


async def test_an_edit_needs_the_version_that_was_read_and_makes_a_draft_again() -> None:
    draft = await propose(new_vendor())
    returned = await step(await step(draft, Step.SUBMIT, by=ALICE), Step.RETURN, by=PETRA, reason="Which data?")
    with pytest.raises(StaleVersion):
        await propose(new_vendor(purpose="Late"), change_id=draft.id, version=draft.version)
    edited = await propose(new_vendor(purpose="Better"), change_id=draft.id, version=returned.version)
    assert (edited.state, edited.version, edited.number) == (ChangeState.DRAFT, 4, 1)
    assert {o.field: o.after for o in edited.operations}["purpose"] == "Better"


async def test_an_edit_that_says_nothing_of_a_new_vendor_keeps_it() -> None:
    proposal = replace(new_vendor(), vendor=VendorFacts(name="Cumulus", website="https://cumulus.example"))
    draft = await propose(proposal)
    edited = await propose(replace(proposal, vendor=None, engagement=facts(purpose="P")), change_id=draft.id)
    assert {o.field: o.after for o in edited.operations}["website"] == "https://cumulus.example"


async def test_what_is_under_review_cannot_be_edited() -> None:
    draft = await propose(new_vendor())
    await step(draft, Step.SUBMIT, by=ALICE)
    with pytest.raises(InvalidStep):
        await propose(new_vendor(purpose="P"), change_id=draft.id)


async def test_a_second_engagement_of_a_vendor_that_is_only_a_draft_brings_the_vendor_along() -> None:
    first = await propose(new_vendor())
    second = await propose(
        Proposal(kind=ChangeKind.ADDED, vendor_id=first.vendor_id, engagement=facts(listed_as="Two"))
    )
    assert {o.field: o.after for o in second.operations}["name"] == "Cumulus"
    done = await announced(second)
    await announced(first)
    assert await on_list(done.effective_on or TODAY) == ["Cumulus", "Two"]


async def test_a_crash_before_the_end_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(*_: object, **__: object) -> None:
        raise ConnectionError

    before = await everything()
    monkeypatch.setattr(changes, "add_step", crash)
    with pytest.raises(ConnectionError):
        await propose(new_vendor())
    assert await everything() == before


async def test_facts_read_back_are_the_facts_that_were_kept() -> None:
    change = await listed(locations=(IRELAND, Location(region="Europe", text="Europe", condition="opt_in")))
    with pytest.raises(InvalidInput, match="Nothing would change"):
        await amend(change)
