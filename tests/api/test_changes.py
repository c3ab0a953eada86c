"""What was published, for programs: newest first, in pages that lose nothing, with old and new."""

import httpx
import pytest

from tests.services.lifecycle import FIRST_LAWFUL, GERMANY, IRELAND, amend, announced, listed, new_vendor, propose

pytestmark = pytest.mark.usefixtures("database")
PATH = "/api/v1/changes"


async def test_a_notice_says_old_and_new_and_until_when_to_object(client: httpx.AsyncClient) -> None:
    step = await listed("Cumulus")
    await announced(await amend(step, locations=(IRELAND, GERMANY), public_reason="Nearer to you."))
    newest = (await client.get(PATH)).json()["items"][0]
    assert (newest["kind"], newest["processor"], newest["services"]) == ("notice", "cumulus", ["sms"])
    assert (newest["effective_on"], newest["is_open"]) == (FIRST_LAWFUL.isoformat(), True)
    assert newest["page"] == f"/notices/{newest['page'].rpartition('/')[2]}"
    assert newest["reason"] == "Nearer to you."
    [change] = newest["changes"]
    assert [place["country"] for place in change["after"]] == ["IE", "DE"]


async def test_pages_lose_nothing(client: httpx.AsyncClient) -> None:
    for number in range(5):
        await announced(await propose(new_vendor(f"Vendor {number}")))
    seen: list[int] = []
    address: str | None = f"{PATH}?limit=2&service=sms"
    while address:
        answer = await client.get(address)
        seen += [item["sequence"] for item in answer.json()["items"]]
        address = answer.links.get("next", {}).get("url")
    assert seen == [5, 4, 3, 2, 1]


async def test_what_was_known_before_is_what_was_told_before(client: httpx.AsyncClient) -> None:
    await announced(await propose(new_vendor("Larkspur")))
    assert (await client.get(PATH, params={"known_at": "2026-11-23"})).json()["items"] == []
    assert len((await client.get(PATH, params={"as_of": "2026-11-24"})).json()["items"]) == 1


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("kind=news", "kind"), ("from=soon", "from"), ("processor=nobody", "processor"), ("before=3", "before")],
)
async def test_what_cannot_be_used_is_named(client: httpx.AsyncClient, query: str, parameter: str) -> None:
    answer = await client.get(f"{PATH}?{query}")
    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]
