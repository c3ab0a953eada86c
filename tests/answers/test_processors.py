"""The list as of a day: its number."""

from datetime import date, timedelta

import pytest

from registry.answers.filters import Filters
from registry.answers.processors import approved_list
from registry.domain.law.book import LawBook
from tests.answers.register import NOON, amend, at, end, listed, set_up

pytestmark = pytest.mark.usefixtures("database")


async def version(law: LawBook, **asked: object) -> int:
    return (await approved_list(await at(law, **asked), Filters())).version


async def test_lists_that_differ_bear_different_numbers(law: LawBook) -> None:
    await set_up()
    cumulus = await listed("Cumulus", on=date(2026, 1, 1))
    await end(cumulus, on=date(2026, 12, 1))
    await listed("Polder", on=date(2026, 12, 15))
    egret = await listed("Egret", on=date(2026, 6, 1), at=NOON)
    days = (date(2025, 1, 1), date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 1), date(2026, 12, 15))
    numbers = [await version(law, as_of=day) for day in days]
    assert numbers[0] == 0
    assert sorted(set(numbers)) == numbers
    await amend(egret, on=date(2026, 6, 1), purpose="Sends mail", at=NOON + timedelta(hours=1))
    assert await version(law, as_of=days[2]) > numbers[2]
    assert await version(law, as_of=days[2], known_at=NOON) == numbers[2]
