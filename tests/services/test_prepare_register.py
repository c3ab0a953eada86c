"""The nameless publisher of the first start: lists can be read before set-up, and set-up takes its place."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from registry.answers.publisher import load_site
from registry.domain.register.publisher import Publisher
from registry.services.prepare_register import prepare_register
from registry.services.set_up import set_up
from tests.cast import COMMAND

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
LATER = date(2026, 11, 30)
STARLING = Publisher(
    name="Starling",
    legal_name="Starling B.V.",
    country="NL",
    privacy_contact="privacy@starling.example",
    feed_domain="",
    feed_started_on=LATER,
)


async def started(domain: str) -> bool:
    return await prepare_register(domain=domain, today=TODAY, now=NOW)


async def test_it_is_written_once() -> None:
    assert await started("127.0.0.1")
    assert not await started("elsewhere.example")
    site = await load_site()
    assert (site.is_set_up, site.feed_domain, site.feed_started_on) == (False, "127.0.0.1", TODAY)


async def test_set_up_takes_its_place_and_keeps_the_day_the_feeds_began() -> None:
    await started("127.0.0.1")
    done = await set_up(actor=COMMAND, publisher=STARLING, now=NOW)
    assert (done.publisher.is_set_up, done.publisher.name) == (True, "Starling")
    assert await load_site() == done.publisher
    assert (done.publisher.feed_domain, done.publisher.feed_started_on) == ("starling.example", TODAY)


async def test_feeds_that_others_could_read_keep_their_domain() -> None:
    await started("processors.example.com")
    done = await set_up(actor=COMMAND, publisher=STARLING, now=NOW)
    assert done.publisher.feed_domain == "processors.example.com"


async def test_after_set_up_nothing_is_prepared_any_more() -> None:
    await set_up(actor=COMMAND, publisher=STARLING, now=NOW)
    assert not await started("127.0.0.1")
    again = await set_up(actor=COMMAND, publisher=replace(STARLING, notice_days=14), now=NOW)
    assert again.changed == ("notice_days",)
