"""The demo: every part of every page has something to show, today, in 20 and in 60 days; nothing real is invented."""

import asyncio
import csv
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from registry.answers.changes import ChangeFilters, changes_before
from registry.answers.checks import check
from registry.answers.filters import Filters
from registry.answers.judgements import Judge
from registry.answers.processors import ApprovedList, approved_list
from registry.answers.standpoint import Standpoint, standpoint
from registry.cli import demo
from registry.cli.context import House
from registry.cli.demo import load_demo, load_demo_if_empty, one_time_links
from registry.clock import Clock
from registry.domain.errors import BrokenData, Conflict
from registry.domain.law.verdicts import EeaStatus, Verdict
from registry.domain.register.access import Role
from registry.domain.register.changes import ChangeState
from registry.domain.register.checks import Decision
from registry.domain.register.facts import ListGroup
from registry.domain.register.publications import EntryKind
from registry.domain.register.publisher import Publisher
from registry.reference.data_folder import data_folder
from registry.reference.demo_data import DemoChange, read_demo
from registry.reference.law_book import load_law_book
from registry.reference.reading import name_key
from registry.services.add_user import add_user
from registry.services.set_up import set_up
from registry.services.take_effect import take_effect
from registry.services.use_sign_in_link import use_sign_in_link
from registry.services.verify_register import Verified, verify_register
from registry.settings import Settings
from registry.storage.queries.access import list_users
from registry.storage.queries.audit import check_chain, list_entries
from registry.storage.queries.desk import count_changes
from registry.storage.queries.publisher import publisher
from registry.storage.queries.subscriptions import list_subscriptions
from tests.cast import COMMAND

LAW = load_law_book()
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = NOW.date()
FOLDER = data_folder() / "demo"
SHOWN_ALWAYS = {
    Verdict.NOT_RESTRICTED,
    Verdict.ADEQUATE,
    Verdict.SAFEGUARDED,
    Verdict.SAFEGUARDED_WITH_MEASURES,
    Verdict.DEROGATION,
    Verdict.INCOMPLETE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedClock(Clock):
    """Always the same instant."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def house(at: datetime = NOW) -> House:
    settings = Settings(database_url="", base_url="http://127.0.0.1:8000")
    clock = FixedClock(zone=ZoneInfo(settings.time_zone), at=at)
    return House(settings=settings, clock=clock, law=LAW, judge=Judge(LAW), actor=COMMAND)


async def later(open_house: House, days: int) -> Standpoint:
    """The register after so many days, with everything in effect that is due."""
    now = open_house.clock.now() + timedelta(days=days)
    day = now.astimezone(open_house.clock.zone).date()
    await take_effect(now=now, today=day, judge=open_house.judge)
    return await standpoint(LAW, today=day)


async def shown(point: Standpoint) -> ApprovedList:
    """The list, which shows all groups, kinds of places, most verdicts, a change ahead and somebody under review."""
    page = await approved_list(point, Filters())
    rows = [row for group in page.groups for row in group.rows]
    assert [group.key for group in page.groups] == list(ListGroup)
    places = [place for row in rows for place in row.locations]
    assert {place.eea_status for place in places} == set(EeaStatus)
    assert {row.verdict for row in rows} >= SHOWN_ALWAYS
    assert {place.condition for place in places} >= {"", "region_chosen", "opt_in", "support_tier"}
    assert {slug for row in rows for slug in row.service_slugs} >= {one.slug for one in point.publisher.services}
    assert any(row.under_review_since for row in rows)
    assert any(row.to_be_clarified for row in rows)
    assert any(row.pending for row in rows)
    assert {row.data_categories != () and row.purpose != "" and row.ground != () for row in rows} == {True}
    assert any(item.is_ending for item in page.coming)
    assert len(page.coming) > 2
    assert page.counts.dpf_only
    return page


async def kinds(point: Standpoint) -> set[EntryKind]:
    entries, _ = await changes_before(point, ChangeFilters(), before=None, limit=500)
    return {entry.kind for entry in entries}


@pytest.mark.slow
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("at", [NOW, datetime(2028, 2, 29, 23, 30, tzinfo=UTC)], ids=["today", "a-leap-day"])
async def test_there_is_something_to_show_today_and_later(at: datetime) -> None:
    here = house(at)
    assert await load_demo_if_empty(here)
    assert not await load_demo_if_empty(here)
    today = await later(here, 0)
    assert today.publisher.is_demo
    page = await shown(today)
    assert Verdict.NOT_ALLOWED in {row.verdict for group in page.groups for row in group.rows}
    assert sum(item.object_by is not None and item.object_by >= today.today for item in page.coming) > 2
    assert await kinds(today) == set(EntryKind)
    soon = await later(here, 20)
    assert any(item.object_by is not None and item.object_by >= soon.today for item in (await shown(soon)).coming)
    later_on = await later(here, 60)
    await shown(later_on)
    assert await count_changes([ChangeState.BLOCKED]) == 1
    assert await kinds(later_on) == set(EntryKind)


@pytest.mark.slow
@pytest.mark.usefixtures("database")
async def test_it_is_a_register_like_any_other() -> None:
    here = house()
    assert sorted(await asyncio.gather(load_demo_if_empty(here), load_demo_if_empty(here))) == [False, True]
    pending = ("draft", "submitted", "returned", "rejected", "approved", "announced", "effective", "withdrawn")
    assert [state for state in pending if not await count_changes([ChangeState(state)])] == []
    assert not (await check_chain()).faults
    assert await verify_register(actor=COMMAND, rebuild=False, now=NOW) == Verified(differing=(), lost_events=0)
    told = [entry.at for entry in await list_entries(limit=2000)]
    assert told == sorted(told, reverse=True)
    assert told[0] < NOW
    await _people(here)
    await _known_answer(await standpoint(LAW, today=TODAY))
    with pytest.raises(Conflict, match="not empty"):
        await load_demo(here)


async def _people(here: House) -> None:
    assert {role for user in await list_users() for role in user.roles} >= set(Role) - {Role.DPO}
    links = await one_time_links(here)
    assert [name for name, _ in links] == ["Alice", "Bob"]
    await use_sign_in_link(token=links[0][1].rpartition("/")[2], now=NOW)
    assert [name for name, _ in await one_time_links(here)] == ["Bob"]
    readers = [known.subscription for known in await list_subscriptions(offset=0, limit=50)]
    assert Counter((bool(r.confirmed_at), bool(r.ended_at)) for r in readers) == {
        (True, False): 3,
        (True, True): 1,
        (False, False): 1,
    }


async def _known_answer(point: Standpoint) -> None:
    """The answer that the documents name; and real vendors are told of nowhere."""
    found = await check("AWS", point, service="sms")
    assert found.decision is Decision.APPROVED_WITH_CONDITIONS
    assert [said.template for said in found.missing] == [
        "The contract with the processor that binds it: none is recorded."
    ]
    assert (await check("Nimbus Cloud", point, service="voice")).decision is Decision.APPROVED
    entries, _ = await changes_before(point, ChangeFilters(), before=None, limit=500)
    told = {name_key(entry.publication.text.vendor_name) for entry in entries}
    assert told == {name_key(change.vendor) for change in read_demo(today=TODAY).changes if change.announced}


@pytest.mark.usefixtures("database")
async def test_it_never_mixes_with_what_is_there() -> None:
    await add_user(actor=COMMAND, email="erin@starling.example", name="Erin", roles=[Role.ADMIN], now=NOW)
    with pytest.raises(Conflict):
        await load_demo(house())
    assert await publisher() is None


@pytest.mark.usefixtures("database")
async def test_half_a_demo_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_given: object) -> None:
        raise BrokenData("the people left")

    monkeypatch.setattr(demo, "Story", broken)
    with pytest.raises(BrokenData):
        await load_demo(house())
    assert await demo.is_empty()


@pytest.mark.usefixtures("database")
async def test_only_a_demo_prints_links() -> None:
    real = Publisher(
        name="Real",
        legal_name="Real B.V.",
        country="NL",
        privacy_contact="privacy@real.example",
        feed_domain="",
        feed_started_on=TODAY,
    )
    await set_up(actor=COMMAND, publisher=real, now=NOW)
    await add_user(actor=COMMAND, email="alice@starling.example", name="Alice", roles=[Role.ADMIN], now=NOW)
    assert await one_time_links(house()) == []


def test_real_vendors_come_with_who_published_them_and_nothing_else() -> None:
    with (FOLDER / "published.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert "as published by" in row["notes"], row["name"]
        assert "20" in row["notes"], row["name"]
        assert all(place in row["notes"] for place in row["locations"].split("; ")), row["name"]
    real = {name_key(row["name"]) for row in rows}
    invented = tomllib.loads((FOLDER / "vendors.toml").read_text("utf-8"))["vendor"]
    assert not real & {name_key(vendor["name"]) for vendor in invented}


def test_invented_vendors_bear_no_known_name() -> None:
    with (data_folder() / "vendors.csv").open(encoding="utf-8", newline="") as file:
        known = {name_key(row["name"]) for row in csv.DictReader(file)}
    invented = tomllib.loads((FOLDER / "vendors.toml").read_text("utf-8"))["vendor"]
    names = [*(v["name"] for v in invented), *(e["name"] for v in invented for e in v.get("entities", []))]
    assert [name for name in names if name_key(name) in known] == []
    assert [v["website"] for v in invented if not v["website"].endswith(".example")] == []


def changes_of(tmp_path: Path, text: str) -> list[DemoChange]:
    for name in ("vendors.toml", "people.toml", "changes.toml"):
        (tmp_path / name).write_text(text if name == "changes.toml" else "", encoding="utf-8")
    return list(read_demo(today=TODAY, folder=tmp_path).changes)


def test_days_count_from_the_day_it_is_loaded(tmp_path: Path) -> None:
    text = '[[change]]\nkind = "amended"\nvendor = "X"\nannounced = -3\nfacts.known_since = "today-25"\n'
    change = changes_of(tmp_path, text)[0]
    assert (change.announced, change.approved) == (TODAY - timedelta(days=3), TODAY - timedelta(days=4))
    assert change.facts == {"known_since": "2026-10-31"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("announced = -3\nfacts.colour = 1", "changes.toml, X: there is no field colour"),
        ("announced = -3\nwhom = 1", "changes.toml, X: there is no field whom"),
        ("", "changes.toml, X: say when it was announced or drafted"),
        ("x", "changes.toml cannot be read"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(BrokenData, match=says):
        changes_of(tmp_path, f'[[change]]\nkind = "amended"\nvendor = "X"\n{line}\n')
