"""May we use X for Y, over HTTP."""

import httpx
import pytest

from tests.answers.register import IRELAND, TODAY, USA, add_vendor, engage, listed

pytestmark = pytest.mark.usefixtures("database")
PATH = "/api/v1/checks"
SIGNED = {"terms": "Terms of 2025", "signed_on": "2025-01-01"}


async def test_a_vendor_is_found_by_a_name_that_everybody_knows(client: httpx.AsyncClient) -> None:
    await listed("Amazon Web Services", locations=(IRELAND,), contract=SIGNED)
    for name in ("AWS", "aws", "Amazon Web Services EMEA SARL", "Amazon S3"):
        body = (await client.get(PATH, params={"vendor": name, "service": "sms"})).json()
        assert (body["decision"], body["processor"]["slug"]) == ("approved", "amazon-web-services"), name
        assert body["reasons"][0]["text"] == "Amazon Web Services is on the list for SMS since 1 March 2019."


async def test_conditions_list_what_is_missing(client: httpx.AsyncClient) -> None:
    await listed("Cumulus", locations=(USA,), mechanisms=({"mechanism": "dpf"},))
    body = (await client.get(PATH, params={"vendor": "Cumulus Inc.", "service": "SMS"})).json()
    assert body["decision"] == "approved_with_conditions"
    assert len(body["missing"]) == 2
    assert body["service"] == "sms"


async def test_an_announced_one_says_from_when(client: httpx.AsyncClient) -> None:
    await engage(await add_vendor("Larkspur"), "Larkspur", on=TODAY.replace(month=12, day=30))
    body = (await client.get(PATH, params={"vendor": "Larkspur"})).json()
    assert (body["decision"], body["from"]) == ("announced", "2026-12-30")
    later = (await client.get(PATH, params={"vendor": "Larkspur", "as_of": "2026-12-30"})).json()
    assert later["decision"] == "approved_with_conditions"


async def test_unknown_names_get_candidates(client: httpx.AsyncClient) -> None:
    await listed("Cumulus Hosting")
    body = (await client.get(PATH, params={"vendor": "Cumulus Hostings"})).json()
    assert (body["decision"], body["processor"]) == ("unknown", None)
    assert body["candidates"] == [{"slug": "cumulus-hosting", "name": "Cumulus Hosting"}]


@pytest.mark.parametrize(
    ("query", "parameter"), [("", "vendor"), ("vendor=%20", "vendor"), ("vendor=AWS&service=fax", "service")]
)
async def test_what_cannot_be_checked_is_named(client: httpx.AsyncClient, query: str, parameter: str) -> None:
    answer = await client.get(f"{PATH}?{query}")
    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]
