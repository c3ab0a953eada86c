"""Vendors that are one are merged from today on, and parted again; what was listed before stays as it was."""

from datetime import timedelta
from typing import Any

import pytest

from registry.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from registry.domain.register.changes import ChangeState
from registry.domain.register.facts import SubjectKind
from registry.services import recording
from registry.services.merge_vendors import merge_vendors
from registry.services.split_vendor import split_vendor
from registry.storage.queries import audit, listing
from registry.storage.repositories import revisions, vendors
from registry.storage.repositories.vendors import Vendor
from registry.storage.tables.outbox import OutboxRow
from tests.cast import ALICE, BOB, COMMAND, DANA, NOBODY
from tests.services.importing import LIST, a_file, bring, bring_baseline, counts, drafts, edited
from tests.services.lifecycle import (
    FIRST_LAWFUL,
    TODAY,
    amend,
    announced,
    due,
    everything,
    listed,
    new_vendor,
    noon,
    propose,
    reload,
    set_up,
    withdraw,
)

YESTERDAY = TODAY - timedelta(days=1)

pytestmark = pytest.mark.usefixtures("database")


async def merge(slug: str, into: str, actor: Any = COMMAND) -> Vendor:
    return await merge_vendors(actor=actor, slug=slug, into=into, now=noon(TODAY), today=TODAY)


async def split(slug: str, *names: str, actor: Any = COMMAND, name: str = "") -> Vendor:
    return await split_vendor(actor=actor, slug=slug, listed_as=names, name=name, now=noon(TODAY), today=TODAY)


async def owners(on: Any = TODAY) -> list[tuple[str, str]]:
    """(vendor, name on the list) of every row of the day."""
    return sorted((e.vendor.slug, e.facts.listed_as) for e in await listing.on_day(on))


async def other_names(slug: str) -> tuple[str, ...]:
    vendor = await vendors.load_by_slug(slug)
    facts = await recording.current_facts(SubjectKind.VENDOR, vendor.id, on=TODAY)
    return tuple(facts.get("other_names", ()))


@pytest.fixture
async def two(database: Any) -> None:
    """Two vendors that have long been listed."""
    await set_up()
    await listed("Cumulus")
    await listed("Cumulus Mail")


@pytest.mark.usefixtures("two")
async def test_from_today_there_is_one_and_yesterday_shows_two() -> None:
    merged = await merge("cumulus-mail", "cumulus")
    assert merged.slug == "cumulus"
    assert await owners() == [("cumulus", "Cumulus"), ("cumulus", "Cumulus Mail")]
    assert await owners(YESTERDAY) == [("cumulus", "Cumulus"), ("cumulus-mail", "Cumulus Mail")]
    assert await other_names("cumulus") == ("Cumulus Mail",)
    assert (await vendors.load_by_slug("cumulus-mail")).merged_into == merged.id
    assert await revisions.differing_periods() == []


@pytest.mark.usefixtures("two")
async def test_the_same_merge_again_changes_nothing() -> None:
    await merge("cumulus-mail", "cumulus")
    before = await everything()
    await merge("cumulus-mail", "cumulus")
    assert await everything() == before


@pytest.mark.usefixtures("two")
async def test_a_merge_is_undone() -> None:
    await merge("cumulus-mail", "cumulus")
    assert (await split("cumulus-mail")).merged_into is None
    assert await owners() == await owners(YESTERDAY)
    assert await other_names("cumulus") == ()
    assert (await vendors.load_by_slug("cumulus-mail")).merged_into is None
    await merge("cumulus-mail", "cumulus")
    assert {owner for owner, _ in await owners()} == {"cumulus"}


@pytest.mark.usefixtures("two")
async def test_merges_are_followed_and_never_make_a_circle() -> None:
    await listed("Nimbus")
    await merge("cumulus-mail", "cumulus")
    await merge("cumulus", "nimbus")
    assert {owner for owner, _ in await owners()} == {"nimbus"}
    for slug, into in (("nimbus", "cumulus-mail"), ("nimbus", "nimbus")):
        with pytest.raises(InvalidInput):
            await merge(slug, into)
    await listed("Stratus")
    with pytest.raises(Conflict):
        await merge("cumulus", "stratus")
    await split("cumulus-mail")
    assert ("cumulus-mail", "Cumulus Mail") in await owners()


@pytest.mark.usefixtures("two")
async def test_what_is_announced_and_drafted_goes_along_and_can_still_be_withdrawn() -> None:
    ahead = await announced(await propose(new_vendor("Cirrus")))
    draft = await propose(new_vendor("Cirrus Two"))
    await merge("cirrus", "cumulus")
    await merge("cirrus-two", "cumulus")
    assert ("cumulus", "Cirrus") in await owners(FIRST_LAWFUL)
    cumulus = (await vendors.load_by_slug("cumulus")).id
    moved = await reload(draft)
    assert (moved.vendor_id, [p.subject_kind for p in moved.parts]) == (cumulus, [SubjectKind.ENGAGEMENT])
    await announced(moved)
    assert ("cumulus", "Cirrus Two") in await owners(FIRST_LAWFUL)
    await withdraw(await reload(ahead))
    assert "Cirrus" not in [name for _, name in await owners(FIRST_LAWFUL)]
    await due(FIRST_LAWFUL)
    assert await revisions.differing_periods() == []


@pytest.mark.usefixtures("two")
async def test_an_amendment_announced_before_the_merge_takes_effect_after_it() -> None:
    change = await listed("Nimbus")
    await announced(await amend(change, purpose="Chat"))
    await merge("nimbus", "cumulus")
    assert [
        (e.vendor.slug, e.facts.purpose) for e in await listing.on_day(FIRST_LAWFUL) if e.facts.listed_as == "Nimbus"
    ] == [("cumulus", "Chat")]
    assert [c.state for c in await due(FIRST_LAWFUL)] == [ChangeState.EFFECTIVE]


async def test_a_draft_vendor_takes_in_a_published_one() -> None:
    await set_up()
    await listed("Cumulus")
    await propose(new_vendor("Stratus"))
    target = await merge("cumulus", "stratus")
    assert target.is_published
    assert await owners() == [("stratus", "Cumulus")]
    assert await owners(YESTERDAY) == [("cumulus", "Cumulus")]


async def test_rows_joined_by_mistake_are_parted_and_stay_apart_on_import() -> None:
    await set_up()
    await bring_baseline(a_file(LIST))
    parted = await split("nimbus-b-v", "Nimbus", name="Nimbus Cloud")
    assert parted.slug == "nimbus-cloud"
    assert ("nimbus-cloud", "Nimbus") in await owners()
    assert ("nimbus-b-v", "Nimbus") in await owners(YESTERDAY)
    assert counts(await bring(a_file(LIST))) == (0, 0, 4, 0)
    assert counts(await bring(a_file(edited(LIST, 2, purpose="Chat")))) == (0, 1, 3, 0)
    (draft,) = await drafts()
    assert draft.vendor_id == parted.id


async def test_drafts_are_parted_too() -> None:
    await set_up()
    await bring(a_file(LIST))
    parted = await split("nimbus-b-v", "Nimbus")
    assert counts(await bring(a_file(LIST))) == (0, 0, 4, 0)
    (draft,) = [d for d in await drafts() if d.vendor_id == parted.id]
    await announced(draft)
    assert (parted.slug, "Nimbus") in await owners(FIRST_LAWFUL)


async def test_merged_names_are_found_on_import() -> None:
    await set_up()
    await bring_baseline(a_file(LIST))
    await merge("stratus", "cumulus")
    assert counts(await bring(a_file(LIST))) == (0, 0, 4, 0)
    await bring(a_file([*LIST, {"name": "Stratus GmbH"}]))
    assert (await drafts())[0].vendor_id == (await vendors.load_by_slug("cumulus")).id


@pytest.mark.usefixtures("two")
async def test_both_are_audited() -> None:
    await merge("cumulus-mail", "cumulus")
    await split("cumulus-mail")
    events = [row["event"] for row in await OutboxRow.select() if row["event"].startswith("vendor.")]
    assert events == ["vendor.merged", "vendor.split"]
    assert (await audit.check_chain()).faults == ()


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("actor", [BOB.actor, DANA.actor, NOBODY])
async def test_only_vendor_managers_merge_and_split(actor: Any) -> None:
    with pytest.raises(NotPermitted):
        await merge("cumulus-mail", "cumulus", actor=actor)
    with pytest.raises(NotPermitted):
        await split("cumulus-mail", actor=actor)
    assert (await merge("cumulus-mail", "cumulus", actor=ALICE.actor)).slug == "cumulus"


@pytest.mark.usefixtures("two")
async def test_what_is_not_there_is_said() -> None:
    before = await everything()
    for slug, into in (("nobody", "cumulus"), ("cumulus", "nobody")):
        with pytest.raises(NotFound):
            await merge(slug, into)
    with pytest.raises(NotFound):
        await split("nobody")
    for names in ((), ("Nimbus",), ("a\x00",), ("Cumulus",)):
        with pytest.raises(InvalidInput):
            await split("cumulus", *names)
    assert await everything() == before
