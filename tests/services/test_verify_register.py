"""What is derived can be thrown away: verify finds every difference from the revisions, and rebuilding mends it."""

from datetime import date, timedelta

import pytest

from registry.domain.errors import NotPermitted
from registry.services.verify_register import Verified, verify_register
from registry.storage.database import DatabaseFreshness, Engine
from registry.storage.queries import audit
from registry.storage.tables.changes import PublicationRow
from registry.storage.tables.revisions import ListingPeriodRow, VendorPeriodRow
from tests.cast import ALICE, COMMAND, NOBODY
from tests.services.lifecycle import (
    FIRST_LAWFUL,
    TODAY,
    amend,
    announced,
    listed,
    new_vendor,
    noon,
    on_list,
    propose,
    set_up,
    told,
    withdraw,
)

WELL = Verified(differing=(), lost_events=0)


@pytest.fixture(autouse=True)
async def _house(database: object) -> None:
    await set_up()


async def verify(*, rebuild: bool = False) -> Verified:
    return await verify_register(actor=COMMAND, rebuild=rebuild, now=noon(TODAY))


async def a_life() -> None:
    live = await listed()
    await withdraw(await announced(await amend(live, purpose="One")))
    await announced(await amend(live, purpose="Two"))
    await withdraw(await announced(await propose(new_vendor("Pigeon"))))


async def test_an_empty_register_and_one_with_a_past_are_well() -> None:
    assert await verify() == WELL
    await a_life()
    assert await verify() == WELL
    assert await verify(rebuild=True) == WELL


async def test_a_lost_a_changed_and_an_invented_period_are_found_and_mended(database: Engine) -> None:
    await a_life()
    shown = [await on_list(day) for day in (TODAY, FIRST_LAWFUL)]
    engagement = (await ListingPeriodRow.select().limit(1))[0]["engagement_id"]
    await ListingPeriodRow.update({ListingPeriodRow.holds_from: date(2000, 1, 1)}, force=True)
    await ListingPeriodRow.insert(
        ListingPeriodRow(
            engagement_id="nobody",
            vendor_id="nobody",
            holds_from=TODAY,
            holds_until=None,
            recorded_at=noon(TODAY),
            facts="{}",
        )
    )
    await VendorPeriodRow.delete(force=True)
    found = await verify()
    assert {"engagement:nobody", f"engagement:{engagement}"} < set(found.differing)
    assert any(subject.startswith("vendor:") for subject in found.differing)
    token = DatabaseFreshness().token()
    mended = await verify(rebuild=True)
    assert (mended.differing, mended.rebuilt > 0) == (found.differing, True)
    assert await verify() == WELL
    assert [await on_list(day) for day in (TODAY, FIRST_LAWFUL)] == shown
    assert [entry.event for entry in await audit.list_entries(limit=1)] == ["register.rebuilt"]
    assert DatabaseFreshness().token() != token


async def test_a_lost_event_is_found() -> None:
    await a_life()
    last = (await told())[-1]
    await PublicationRow.insert(
        PublicationRow(
            sequence=last.sequence + 3,
            id="x",
            kind="notice",
            published_at=noon(TODAY),
            day=TODAY,
            vendor_id=last.vendor_id,
        )
    )
    assert (await verify()).lost_events == 2


async def test_rebuilding_is_for_those_who_set_up() -> None:
    assert await verify_register(actor=ALICE.actor, rebuild=False, now=noon(TODAY)) == WELL
    for actor, rebuild in ((NOBODY, False), (ALICE.actor, True)):
        with pytest.raises(NotPermitted):
            await verify_register(actor=actor, rebuild=rebuild, now=noon(TODAY) + timedelta(hours=1))
