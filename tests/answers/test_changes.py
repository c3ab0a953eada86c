"""What was told: the log, one change, one notice, and what is ahead; through the real verbs."""

from datetime import date, timedelta

import pytest

from registry.answers.ahead import changes_ahead
from registry.answers.changes import ChangeFilters, change, changes_before, changes_page, read_change_filters
from registry.answers.filters import Filters
from registry.answers.notices import notice
from registry.answers.processors import approved_list
from registry.answers.standpoint import Standpoint, standpoint
from registry.domain.errors import InvalidInput, NotFound
from registry.domain.law.book import LawBook
from registry.domain.register.publications import EntryKind
from tests.services.lifecycle import (
    FIRST_LAWFUL,
    INDIA,
    IRELAND,
    TODAY,
    amend,
    announced,
    due,
    listed,
    new_vendor,
    noon,
    propose,
    set_up,
    withdraw,
)

pytestmark = pytest.mark.usefixtures("database")


async def at(law: LawBook, day: date = TODAY) -> Standpoint:
    return await standpoint(law, today=day)


async def test_an_announced_change_is_ahead_until_its_day(law: LawBook) -> None:
    await set_up()
    step = await announced(await propose(new_vendor("Larkspur")))
    [item] = await changes_ahead(await at(law))
    assert (item.day, item.object_by, item.days_left) == (FIRST_LAWFUL, FIRST_LAWFUL - timedelta(days=1), 31)
    assert item.engagement_id == step.engagement_id
    before = await standpoint(law, today=TODAY, as_of=TODAY - timedelta(days=1))
    assert await changes_ahead(before) == ()
    assert await changes_ahead(await at(law, FIRST_LAWFUL)) == ()
    shown = await approved_list(await at(law, FIRST_LAWFUL), Filters())
    assert [row.listed_as for group in shown.groups for row in group.rows] == ["Larkspur"]


async def test_a_withdrawn_change_is_never_ahead(law: LawBook) -> None:
    await set_up()
    step = await announced(await propose(new_vendor("Larkspur")))
    await withdraw(step, on=TODAY + timedelta(days=1))
    tomorrow = await at(law, TODAY + timedelta(days=1))
    assert await changes_ahead(tomorrow) == ()
    shown = await change(step.id, tomorrow)
    assert (shown.state, [one.kind for one in shown.entries]) == ("withdrawn", ["withdrawn", "notice"])
    told = await notice(shown.notice_id or "", tomorrow)
    assert told.withdrawn_on == TODAY + timedelta(days=1)
    page = await changes_page(tomorrow, ChangeFilters())
    assert [(entry.kind, entry.is_open) for entry in page.entries] == [("withdrawn", False), ("notice", False)]


async def test_a_row_shows_what_is_pending(law: LawBook) -> None:
    await set_up()
    step = await listed("Cumulus")
    await announced(await amend(step, locations=(IRELAND, INDIA)))
    shown = await approved_list(await at(law), Filters())
    [row] = shown.groups[0].rows
    assert [item.day for item in row.pending] == [FIRST_LAWFUL]
    assert [item.notice_id for item in shown.coming] == [item.notice_id for item in row.pending]


async def test_the_log_is_narrowed(law: LawBook) -> None:
    await set_up()
    await listed("Cumulus", services=("voice",), since=TODAY - timedelta(days=5))
    await announced(await propose(new_vendor("Larkspur")))
    point = await at(law)

    async def kinds(**given: object) -> list[tuple[str, str]]:
        page = await changes_page(point, ChangeFilters(**given))  # type: ignore[arg-type]
        return [(entry.kind.value, entry.publication.text.vendor_name) for entry in page.entries]

    assert len(await kinds()) == 3
    assert await kinds(service="sms") == [("notice", "Larkspur")]
    assert await kinds(processor="cumulus") == [("effective", "Cumulus"), ("notice", "Cumulus")]
    assert await kinds(kind=EntryKind.EFFECTIVE) == [("effective", "Cumulus")]
    assert await kinds(from_on=TODAY) == [("notice", "Larkspur")]
    assert await kinds(until_on=TODAY - timedelta(days=20)) == [("notice", "Cumulus")]


async def test_the_log_goes_on_where_a_page_ended(law: LawBook) -> None:
    await set_up()
    for number in range(5):
        await announced(await propose(new_vendor(f"Vendor {number}")))
    point = await at(law)
    first, following = await changes_before(point, ChangeFilters(), before=None, limit=3)
    rest, nothing = await changes_before(point, ChangeFilters(), before=following, limit=3)
    assert [e.publication.sequence for e in (*first, *rest)] == [5, 4, 3, 2, 1]
    assert nothing is None
    with pytest.raises(NotFound):
        await changes_page(point, ChangeFilters(), number=2)


async def test_a_change_that_took_effect_tells_its_verdict_and_why(law: LawBook) -> None:
    await set_up()
    step = await announced(await propose(new_vendor("Larkspur")))
    await due(FIRST_LAWFUL)
    shown = await change(step.id, await at(law, FIRST_LAWFUL))
    assert (shown.state, shown.verdict) == ("effective", "not_restricted")
    assert shown.reasons
    assert shown.announced_on == TODAY


async def test_a_draft_is_nobodys_business(law: LawBook) -> None:
    await set_up()
    draft = await propose(new_vendor("Larkspur"))
    with pytest.raises(NotFound):
        await change(draft.id, await at(law))


async def test_filters_that_cannot_be_read_are_named(law: LawBook) -> None:
    await set_up()
    with pytest.raises(InvalidInput) as refused:
        read_change_filters({"service": "fax", "kind": "news", "from": "x", "until": "y"}, await at(law))
    assert [error.field for error in refused.value.errors] == ["service", "kind", "from", "until"]


async def test_what_was_known_then(law: LawBook) -> None:
    await set_up()
    await announced(await propose(new_vendor("Larkspur")))
    point = await standpoint(law, today=TODAY, known_at=noon(TODAY) - timedelta(hours=1))
    assert (await changes_page(point, ChangeFilters())).entries == ()
    assert await changes_ahead(point) == ()
