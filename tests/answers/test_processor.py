"""One processor: as of a day, its history in steps, two days compared, and where it went when it was merged."""

from datetime import date, timedelta

import pytest

from registry.answers.processor import Moved, Processor, processor
from registry.domain.errors import NotFound
from registry.domain.law.book import LawBook
from registry.domain.register.facts import LegalEntity
from registry.storage.repositories import vendors
from registry.storage.transaction import transaction
from tests.answers.register import LONG_AGO, NOON, TODAY, USA, add_vendor, amend, at, end, engage, listed, set_up

pytestmark = pytest.mark.usefixtures("database")
MERGED_ON = date(2025, 1, 1)


async def found(law: LawBook, slug: str, compare_with: date | None = None, **asked: object) -> Processor:
    shown = await processor(slug, await at(law, **asked), compare_with=compare_with)
    assert isinstance(shown, Processor)
    return shown


async def test_the_worst_engagement_decides(law: LawBook) -> None:
    await set_up()
    vendor = await add_vendor("Cumulus", website="https://cumulus.example")
    await engage(vendor, "Cumulus EU", legal_entity="Cumulus SARL", entity_country="LU")
    await engage(vendor, "Cumulus US", locations=(USA,))
    shown = await found(law, "cumulus")
    assert [row.listed_as for row in shown.engagements] == ["Cumulus EU", "Cumulus US"]
    assert (shown.verdict, shown.under_review_since) == ("incomplete", LONG_AGO)
    assert shown.entities == (LegalEntity(name="Cumulus SARL", country="LU"),)


async def test_history_says_what_changed_when(law: LawBook) -> None:
    await set_up()
    engagement = await listed("Cumulus")
    await amend(engagement, on=date(2021, 1, 1), locations=(USA,))
    await amend(engagement, on=date(2022, 1, 1), retention="10 days")
    await end(engagement, on=date(2023, 1, 1))
    shown = await found(law, "cumulus")
    assert [(step.day.year, step.kind) for step in shown.history] == [
        (2023, "ended"),
        (2022, "edited"),
        (2021, "amended"),
        (2019, "added"),
    ]
    [moved] = shown.history[2].operations
    assert (moved.field, moved.before[0]["country"], moved.after[0]["country"]) == ("locations", "IE", "US")
    assert shown.engagements == ()
    assert shown.verdict is None


async def test_history_as_known_then(law: LawBook) -> None:
    await set_up()
    engagement = await listed("Cumulus", at=NOON - timedelta(days=5))
    await amend(engagement, on=date(2021, 1, 1), purpose="Hosts servers", at=NOON)
    before = await found(law, "cumulus", known_at=NOON - timedelta(days=1))
    assert [step.kind for step in before.history] == ["added"]


async def test_one_that_returns_is_added_again(law: LawBook) -> None:
    await set_up()
    engagement = await listed("Cumulus")
    await end(engagement, on=date(2021, 1, 1))
    again = await engage((await found(law, "cumulus")).id, "Cumulus", on=date(2022, 1, 1))
    shown = await found(law, "cumulus")
    assert [(row.id, row.since) for row in shown.engagements] == [(again, date(2022, 1, 1))]


async def test_a_change_keeps_the_day_it_was_first_listed(law: LawBook) -> None:
    await set_up()
    engagement = await listed("Cumulus")
    await amend(engagement, on=date(2021, 1, 1), purpose="Hosts servers")
    await end(engagement, on=TODAY + timedelta(days=5))
    [row] = (await found(law, "cumulus")).engagements
    assert (row.since, row.until) == (LONG_AGO, TODAY + timedelta(days=5))


async def test_under_review_goes_back_over_changes_of_facts(law: LawBook) -> None:
    await set_up()
    engagement = await listed("Cumulus")
    await amend(engagement, on=date(2020, 1, 1), locations=(USA,))
    await amend(engagement, on=date(2021, 1, 1), purpose="Hosts servers")
    await amend(engagement, on=date(2022, 1, 1), purpose="Hosts databases")
    assert (await found(law, "cumulus")).under_review_since == date(2020, 1, 1)


async def test_two_days_compared(law: LawBook) -> None:
    await set_up()
    vendor = await add_vendor("Cumulus")
    first = await engage(vendor, "Cumulus")
    gone = await engage(vendor, "Cumulus Backup")
    await amend(first, on=date(2021, 1, 1), purpose="Hosts servers")
    await end(gone, on=date(2022, 1, 1))
    shown = await found(law, "cumulus", compare_with=date(2020, 1, 1))
    assert shown.compare is not None
    told = {(o.field, o.before, o.after) for o in shown.compare.operations}
    assert told == {("purpose", None, "Hosts servers"), ("listed_as", "Cumulus Backup", None)}


async def test_a_merged_one_leads_on_but_for_days_before(law: LawBook) -> None:
    await set_up()
    old, new = await add_vendor("Merlin"), await add_vendor("Cumulus")
    engagement = await engage(old, "Merlin")
    await amend(engagement, on=MERGED_ON, vendor=new)
    async with transaction():
        await vendors.redirect(old, new)
    assert await processor("merlin", await at(law)) == Moved(slug="cumulus")
    before = await found(law, "merlin", as_of=MERGED_ON - timedelta(days=1))
    assert [row.listed_as for row in before.engagements] == ["Merlin"]
    after = await found(law, "cumulus")
    assert [(row.listed_as, row.since) for row in after.engagements] == [("Merlin", LONG_AGO)]
    assert [step.kind for step in after.history] == ["moved"]


async def test_what_has_no_public_page_is_not_found(law: LawBook) -> None:
    await set_up()
    with pytest.raises(NotFound):
        await processor("nobody", await at(law))
