"""Nothing of a change that nobody announced leaves the house: no page, feed, answer or address says a word of it."""

import json

from registry.domain.register.changes import Change, ChangeKind
from registry.domain.register.facts import VendorFacts
from registry.services.propose_change import Proposal
from registry.storage.queries.vendors import by_slug
from tests.web.conftest import House, Visitor
from tests.web.story import engagement

PUBLIC = [
    "/", "/?as_of=2099-01-01", "/?q=secret", "/processors.csv", "/processors.json", "/changes", "/services",
    "/feeds/changes.rss", "/feeds/changes.atom", "/feeds/changes.json", "/feeds/services/sms.atom",
    "/api/v1/processors",
    "/api/v1/processors?as_of=2099-01-01", "/api/v1/changes", "/processors/cumulus-hosting",
    "/processors/cumulus-hosting?as_of=2099-01-01", "/api/v1/processors/cumulus-hosting",
    "/feeds/processors/cumulus-hosting.json",
    "/api/v1/checks?vendor=Cumulus+Hosting",
]  # fmt: skip


async def drafts(house: House) -> list[Change]:
    """A new vendor; another name and another engagement of a vendor that is on the list."""
    story, known = house.story, await by_slug("cumulus-hosting")
    assert known is not None
    made = [await story.draft("Secret Vendor GmbH", purpose="Secret purpose")]
    renamed = VendorFacts(name="Secret New Name", other_names=("Secret Alias",), website="https://secret.example")
    made.append(await story.propose(Proposal(kind=ChangeKind.AMENDED, vendor_id=known.id, vendor=renamed)))
    more = engagement("Secret engagement", purpose="Secret purpose")
    made.append(await story.propose(Proposal(kind=ChangeKind.ADDED, vendor_id=known.id, engagement=more)))
    return made


async def test_no_face_says_a_word_of_them(house: House) -> None:
    made = await drafts(house)
    async with house.visitor() as visitor:
        for path in PUBLIC:
            assert (
                "secret"
                not in (await _text(visitor, path)).replace("q=secret", "").replace('value="secret"', "").lower()
            ), path
        for change in made:
            await visitor.get(f"/changes/{change.id}", 404)
            await visitor.get(f"/api/v1/changes/{change.id}", 404)
        for path in (
            "/processors/{}",
            "/api/v1/processors/{}",
            "/feeds/processors/{}.atom",
            "/feeds/processors/{}.rss",
        ):
            await visitor.get(path.format("secret-vendor-gmbh"), 404)


async def test_a_check_knows_no_name_that_stands_in_a_draft_only(house: House) -> None:
    await drafts(house)
    async with house.visitor() as visitor:
        for name in ("Secret Vendor GmbH", "Secret New Name", "Secret Alias", "Secret Vendr"):
            answer = json.loads(await _text(visitor, f"/api/v1/checks?vendor={name}"))
            assert (answer["decision"], answer["candidates"]) == ("unknown", []), name


async def _text(visitor: Visitor, path: str) -> str:
    answer = await visitor.client.get(path)
    assert answer.status_code == 200, (path, answer.text[:200])
    return answer.text
