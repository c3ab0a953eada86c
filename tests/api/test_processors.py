"""The list for programs: its shape, pages, filters, times, and errors that name parameters."""

import csv
import io
from datetime import date, timedelta

import httpx
import pytest

from registry.storage.repositories import vendors
from registry.storage.transaction import transaction
from tests.answers.register import LONG_AGO, NOON, TODAY, USA, add_vendor, amend, end, engage, listed

pytestmark = pytest.mark.usefixtures("database")
PATH = "/api/v1/processors"
YESTERDAY = TODAY - timedelta(days=1)
ENGAGEMENT = {
    "id", "listed_as", "legal_entity", "capacity", "role", "recipient_category", "purpose", "services",
    "data_categories", "location_text", "locations", "mechanism_text", "verdict", "contract", "from", "until",
}  # fmt: skip


async def names(client: httpx.AsyncClient, **query: str) -> list[str]:
    answer = await client.get(PATH, params=query)
    assert answer.status_code == 200, answer.text
    return [e["listed_as"] for item in answer.json()["items"] for e in item["engagements"]]


async def test_the_list_has_the_shape_that_was_agreed(client: httpx.AsyncClient) -> None:
    await listed("Cumulus", locations=(USA,), mechanisms=({"mechanism": "dpf"},), mechanism_text="DPF")
    body = (await client.get(PATH)).json()
    assert set(body) == {"as_of", "known_at", "law_book", "items"}
    assert (body["as_of"], body["known_at"]) == (TODAY.isoformat(), None)
    [item] = body["items"]
    assert set(item) == {"slug", "name", "engagements"}
    [engagement] = item["engagements"]
    assert set(engagement) == ENGAGEMENT
    assert engagement["locations"] == [
        {"country": "US", "activity": "storage", "who": "importer", "condition": "", "eea_status": "adequate_limited"}
    ]
    assert (engagement["verdict"], engagement["contract"]) == ("incomplete", "missing")
    assert (engagement["from"], engagement["until"]) == ("2019-03-01", None)


async def test_pages_follow_the_link_to_the_end_without_loss(client: httpx.AsyncClient) -> None:
    for number in range(7):
        await listed(f"Vendor {number}")
    seen: list[str] = []
    address: str | None = f"{PATH}?limit=3"
    while address:
        answer = await client.get(address)
        seen += [item["slug"] for item in answer.json()["items"]]
        address = answer.links.get("next", {}).get("url")
    assert seen == [f"vendor-{number}" for number in range(7)]


async def test_filters_go_on_with_the_pages(client: httpx.AsyncClient) -> None:
    for number in range(5):
        await listed(f"Vendor {number}", services=("inbox" if number % 2 else "sms",))
    answer = await client.get(PATH, params={"service": "sms", "limit": "2"})
    assert "service=sms" in answer.links["next"]["url"]
    rest = await client.get(answer.links["next"]["url"])
    assert [item["name"] for item in rest.json()["items"]] == ["Vendor 4"]
    assert "next" not in rest.links


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"country": "us"}, ["Cumulus"]),
        ({"eea_status": "eu"}, ["Öresund Mail"]),
        ({"role": "conduit"}, ["Polder"]),
        ({"service": "inbox"}, ["Polder"]),
        ({"q": "oresund"}, ["Öresund Mail"]),
        ({"q": "united hosts"}, ["Cumulus"]),
        ({"q": "nobody"}, []),
        ({}, ["Cumulus", "Öresund Mail", "Polder"]),
    ],
)
async def test_filters(client: httpx.AsyncClient, query: dict[str, str], found: list[str]) -> None:
    await listed("Cumulus", locations=(USA,), purpose="Hosts servers")
    await listed("Öresund Mail")
    await listed("Polder", role="conduit", services=("inbox",), locations=(USA.__class__(country="NO"),))
    assert await names(client, **query) == found


async def test_a_day_shows_what_held_then(client: httpx.AsyncClient) -> None:
    engagement = await listed("Cumulus", on=LONG_AGO, at=NOON - timedelta(days=9))
    await amend(engagement, on=date(2021, 1, 1), at=NOON - timedelta(days=8), listed_as="Cumulus Cloud")
    await end(engagement, on=date(2024, 1, 1), at=NOON - timedelta(days=7))
    assert await names(client, as_of="2019-02-28") == []
    assert await names(client, as_of="2019-03-01") == ["Cumulus"]
    assert await names(client, as_of="2020-12-31") == ["Cumulus"]
    assert await names(client, as_of="2021-01-01") == ["Cumulus Cloud"]
    assert await names(client, as_of="2024-01-01") == []


async def test_a_late_correction_gives_two_answers(client: httpx.AsyncClient) -> None:
    engagement = await listed("Cumulus", at=NOON - timedelta(days=3))
    await amend(engagement, on=date(2024, 1, 1), at=NOON, listed_as="Cumulus Cloud")
    yesterday = YESTERDAY.isoformat()
    assert await names(client, as_of=yesterday, known_at=yesterday) == ["Cumulus"]
    assert await names(client, as_of=yesterday, known_at=NOON.isoformat()) == ["Cumulus Cloud"]
    assert await names(client, as_of=yesterday) == ["Cumulus Cloud"]


async def test_before_anything_was_recorded_there_is_nothing_and_it_says_so(client: httpx.AsyncClient) -> None:
    await listed("Cumulus")
    body = (await client.get(PATH, params={"known_at": YESTERDAY.isoformat()})).json()
    assert body["items"] == []
    assert body["message"].startswith("Nothing had been recorded by 23 Nov 2026")


async def test_the_law_of_the_day_decides(client: httpx.AsyncClient) -> None:
    await listed("Cumulus", locations=(USA,), mechanisms=({"mechanism": "privacy-shield"},))
    before = (await client.get(PATH, params={"as_of": "2020-07-15"})).json()["items"][0]["engagements"][0]
    after = (await client.get(PATH, params={"as_of": "2020-07-16"})).json()["items"][0]["engagements"][0]
    assert (before["verdict"], before["locations"][0]["eea_status"]) == ("incomplete", "adequate_limited")
    assert (after["verdict"], after["locations"][0]["eea_status"]) == ("not_allowed", "third_country")


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("as_of=yesterday&known_at=2026-11-24T12:00", ["as_of", "known_at"]),
        ("limit=0", ["limit"]),
        ("limit=ten", ["limit"]),
        ("cursor=abc", ["cursor"]),
        ("service=fax&country=ZZ&role=friend&eea_status=far", ["service", "country", "eea_status", "role"]),
        ("asof=2026-01-01&sort=name", ["asof", "sort"]),
        ("q=a&q=b", ["q"]),
    ],
)
async def test_what_cannot_be_used_is_named(client: httpx.AsyncClient, query: str, parameters: list[str]) -> None:
    answer = await client.get(f"{PATH}?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert [error["parameter"] for error in answer.json()["errors"]] == parameters


async def test_one_processor_tells_why_and_what_was(client: httpx.AsyncClient) -> None:
    engagement = await listed("Cumulus", locations=(USA,), mechanisms=({"mechanism": "dpf"},))
    await amend(engagement, on=date(2024, 1, 1), purpose="Hosts servers")
    body = (await client.get(f"{PATH}/cumulus")).json()
    [found] = body["engagements"]
    assert found["missing"][0]["row"]
    assert found["reasons"] or found["missing"]
    assert body["basis"].endswith("not legal advice.")
    assert [(step["day"], step["kind"]) for step in body["history"]] == [
        ("2024-01-01", "amended"),
        ("2019-03-01", "added"),
    ]
    assert body["history"][0]["changes"] == [{"field": "purpose", "before": None, "after": "Hosts servers"}]
    assert (await client.get(f"{PATH}/nobody")).status_code == 404


async def test_a_merged_one_leads_on_for_good(client: httpx.AsyncClient) -> None:
    old, new = await add_vendor("Merlin"), await add_vendor("Cumulus")
    engagement = await engage(old, "Merlin")
    await amend(engagement, on=date(2025, 1, 1), vendor=new)
    async with transaction():
        await vendors.redirect(old, new)
    answer = await client.get(f"{PATH}/merlin", params={"as_of": "2026-01-01"})
    assert (answer.status_code, answer.headers["location"]) == (308, f"{PATH}/cumulus?as_of=2026-01-01")
    assert (await client.get(f"{PATH}/merlin", params={"as_of": "2024-12-31"})).json()["name"] == "Merlin"


async def test_downloads_hold_the_same_rows(client: httpx.AsyncClient) -> None:
    vendor = await add_vendor("Cumulus")
    await engage(vendor, "=cmd|' /C calc'!A0", purpose="@SUM(1)", services=("*",))
    await engage(vendor, "Cumulus", services=("inbox",))
    everything = (await client.get("/processors.json")).json()
    assert [e["listed_as"] for e in everything["items"][0]["engagements"]] == ["=cmd|' /C calc'!A0", "Cumulus"]
    answer = await client.get("/processors.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="processors-2026-11-24.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["name"], row["purpose"], row["services"]) for row in rows] == [
        ("'=cmd|' /C calc'!A0", "'@SUM(1)", "All services"),
        ("Cumulus", "", "Inbox"),
    ]
    assert len(list(csv.DictReader(io.StringIO((await client.get("/processors.csv?service=sms")).text)))) == 1
