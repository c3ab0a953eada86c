"""The pages that anybody reads: what they say, what they never say, and how they are asked."""

import re
from datetime import date, timedelta

import pytest

from registry.domain.register.changes import ChangeKind
from registry.services.propose_change import Proposal
from registry.services.take_effect import take_effect
from registry.storage.repositories import vendors
from registry.storage.transaction import transaction
from tests.cast import PEOPLE
from tests.web.conftest import House
from tests.web.story import JUDGE, TODAY, engagement

PAGES = ["/", "/changes", "/services", "/processors/cumulus-hosting"]
HIDDEN = ["Larkspur", "Sahyadri", "Boreal", "Thaler", "Merlin"]
"""Vendors of drafts, submitted, approved, returned and refused changes."""


async def test_the_first_screen_says_whose_list_it_is_of_which_day_and_what_it_counts(house: House) -> None:
    async with house.visitor() as visitor:
        html = await visitor.get("/")
    assert "Starling Messaging B.V. (Netherlands)" in html
    assert "privacy@starling.example" in html
    assert re.search(r"List of <time[^>]*>24\xa0Nov\xa02026</time>, version \d+", html)
    assert re.search(r"<b>2</b>\s*sub-processors", html)
    assert html.index("Changes ahead") < html.index("All products") < html.index("Kestrel Logs</a>")
    assert "Object by" in html


async def test_a_row_tells_where_on_what_ground_and_since_when(house: House) -> None:
    async with house.visitor() as visitor:
        html = await visitor.get("/?q=kestrel")
    assert "United States" in html
    assert "Adequate, limited" in html
    assert "Under review since" in html
    assert "Ends on" in html
    assert "1 on the list" in html
    assert "Guilder Pay" not in html


async def test_the_list_stands_in_groups(house: House) -> None:
    async with house.visitor() as visitor:
        html = await visitor.get("/")
    assert [html.index(f"<b>{group}</b>") for group in ("Sub-processors", "Independent controllers", "Conduits")]


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("service=sms", "Cumulus", "Nobody on the list"),
        ("service=inbox", "Nobody on the list", "Polder"),
        ("country=US", "Kestrel", "Polder"),
        ("eea_status=adequate_limited", "Kestrel", "Polder"),
        ("role=conduit", "Polder", "Guilder"),
        ("q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "Nobody on the list", "<script>alert"),
    ],
)
async def test_filters_stand_in_the_address(house: House, query: str, there: str, gone: str) -> None:
    async with house.visitor() as visitor:
        listed = (await visitor.get(f"/?{query}")).partition('id="list"')[2]
    assert there in listed
    assert gone not in listed


@pytest.mark.parametrize("query", ["as_of=yesterday", "known_at=never", "role=king", "service=nothing", "country=ZZZ"])
async def test_what_cannot_be_read_is_said(house: House, query: str) -> None:
    async with house.visitor() as visitor:
        assert "cannot" in await visitor.get(f"/?{query}", 422)


async def test_another_day_is_another_list(house: House) -> None:
    async with house.visitor() as visitor:
        before = await visitor.get("/?as_of=2026-05-20")
        ahead = await visitor.get("/?as_of=2026-12-25")
        unknown = await visitor.get("/?as_of=2026-06-20&known_at=2026-01-01")
    assert "Guilder Pay" in before
    assert "Nobody" not in before
    assert "Cumulus Hosting</a>" not in before.partition('id="list"')[2]
    assert "Germany" in ahead.partition('id="list"')[2]
    assert "Nothing at all was on record by then." in unknown


async def test_a_late_correction_gives_two_answers_about_one_day(house: House) -> None:
    was = house.changes["effective"]
    proposal = Proposal(
        kind=ChangeKind.CORRECTED,
        vendor_id=was.vendor_id,
        engagement_id=was.engagement_id,
        engagement=engagement("Cumulus Hosting", purpose="Hosts and mirrors servers"),
        effective_on=date(2026, 6, 10),
        public_reason="The mirrors were left out.",
    )
    await house.story.announce(await house.story.propose(proposal))
    house.freshness.bump()
    async with house.visitor() as visitor:
        for path in ("/", "/processors/cumulus-hosting"):
            before = await visitor.get(f"{path}?as_of=2026-07-01&known_at=2026-11-23")
            after = await visitor.get(f"{path}?as_of=2026-07-01&known_at=2026-11-24")
            assert "mirrors" not in before.partition("<main")[2].partition("History")[0], path
            assert "mirrors" in after.partition("<main")[2].partition("History")[0], path


async def test_a_merged_processor_leads_to_the_other_for_good(house: House) -> None:
    async with transaction():
        await vendors.redirect(house.changes["withdrawn"].vendor_id, into=house.changes["effective"].vendor_id)
    house.freshness.bump()
    async with house.visitor() as visitor:
        answer = await visitor.client.get("/processors/aurora-backup?as_of=2026-11-20")
    assert answer.status_code == 308
    assert answer.headers["location"] == "/processors/cumulus-hosting?as_of=2026-11-20"


async def test_nothing_that_is_still_decided_is_seen(house: House) -> None:
    async with house.visitor() as visitor:
        for page in (*PAGES, "/?q=sahyadri", "/?as_of=2027-06-01"):
            html = (await visitor.get(page)).partition('id="list"')[2] or await visitor.get(page)
            assert not [name for name in HIDDEN if name in html]
        for name in ("draft", "submitted", "approved", "returned", "rejected"):
            await visitor.get(f"/changes/{house.changes[name].id}", 404)
        await visitor.get("/processors/sahyadri-support", 404)


async def test_no_persons_name_and_no_inner_reason_is_public(house: House) -> None:
    paths = [*PAGES, *(f"/changes/{house.changes[name].id}" for name in ("effective", "announced", "withdrawn"))]
    async with house.visitor() as visitor:
        for path in paths:
            html = await visitor.get(path)
            assert not [person for person in PEOPLE if person.name in html or person.email in html]
            assert "Accepted by the board" not in html


async def test_every_page_says_that_it_is_a_demo_and_lists_its_feeds(house: House) -> None:
    async with house.visitor() as visitor:
        for path in PAGES:
            answer = await visitor.client.get(path)
            assert "Demo: invented data" in answer.text
            assert answer.headers["x-robots-tag"] == "noindex"
            assert answer.headers["link"].count('rel="alternate"') == 3
            assert answer.text.count('rel="alternate" type=') == 3
            assert "set-cookie" not in answer.headers
        own = (await visitor.client.get("/processors/cumulus-hosting")).headers["link"]
    assert "</feeds/processors/cumulus-hosting.rss>" in own


async def test_a_processor_has_its_facts_reasons_history_and_what_is_ahead(house: House) -> None:
    async with house.visitor() as visitor:
        html = await visitor.get("/processors/cumulus-hosting")
    told = ("Cumulus Hosting Ltd, Ireland", "Why this verdict", "GDPR Art. 44", "Added to the list", "Read the notice")
    for said in told:
        assert said in html
    assert "Germany" in html


async def test_two_days_of_a_processor_are_compared(house: House) -> None:
    async with house.visitor() as visitor:
        html = await visitor.get("/processors/cumulus-hosting?from=2026-06-20&as_of=2026-12-25")
        same = await visitor.get("/processors/cumulus-hosting?from=2026-06-20&as_of=2026-06-21")
        await visitor.get("/processors/cumulus-hosting?from=soon", 422)
    assert "<ins>Germany, stored</ins>" in html
    assert "Nothing differs" in same


async def test_a_website_that_is_no_address_is_no_link(house: House) -> None:
    change = house.changes["effective"]
    hostile = engagement("Cumulus Hosting", published={"website": "javascript:alert(1)"})
    proposal = Proposal(
        kind=ChangeKind.AMENDED, vendor_id=change.vendor_id, engagement_id=change.engagement_id, engagement=hostile
    )
    later = house.story.at(house.clock.at + timedelta(days=40))
    await later.announce(await later.propose(proposal))
    house.freshness.bump()
    async with house.visitor() as visitor:
        assert 'href="javascript:' not in await visitor.get("/processors/cumulus-hosting?as_of=2027-03-01")


async def test_the_log_lists_what_was_told_newest_first_by_service_kind_and_day(house: House) -> None:
    async with house.visitor() as visitor:
        everything = await visitor.get("/changes")
        withdrawn = await visitor.get("/changes?kind=withdrawn")
        old = await visitor.get(f"/changes?from=2026-01-01&until={TODAY - timedelta(days=1)}")
        await visitor.get("/changes?kind=gossip", 422)
        await visitor.get("/changes?page=99", 404)
    assert everything.index("Withdrawn: new sub-processor") < everything.index("Ends for SMS")
    assert "1 entry" in withdrawn
    assert "Aurora Backup" not in old


async def test_a_change_tells_old_and_new_the_three_days_and_what_became_of_it(house: House) -> None:
    async with house.visitor() as visitor:
        html = await visitor.get(f"/changes/{house.changes['announced'].id}")
        withdrawn = await visitor.get(f"/changes/{house.changes['withdrawn'].id}")
        history = await visitor.get("/processors/aurora-backup")
    assert "<ins>Germany, stored</ins>" in html
    assert [html.index(day) for day in ("24\xa0Nov\xa02026", "24\xa0Dec\xa02026", "25\xa0Dec\xa02026")]
    assert "does not take effect" in withdrawn
    assert "not stated → Aurora" not in history
    assert "Not needed after all." in history
    assert "Not needed after all." in withdrawn


async def test_a_notice_tells_how_to_object_until_when_and_what_happens_otherwise(house: House) -> None:
    async with house.visitor() as visitor:
        page = await visitor.get(f"/changes/{house.changes['announced'].id}")
        notice = re.search(r'href="(/notices/[^"]+)"', page)
        assert notice is not None
        html = await visitor.get(notice[1])
        await visitor.get("/notices/none", 404)
    for said in ("Object to this change", "by the end of 24\xa0December\xa02026", "If you do nothing", "N-2026-"):
        assert said in html


async def test_services_show_their_data_and_how_many_handle_them(house: House) -> None:
    async with house.visitor() as visitor:
        html = await visitor.get("/services")
    assert "Phone numbers" in html
    assert "4 processors" in html


async def test_what_has_taken_effect_stands_on_the_list(house: House) -> None:
    house.clock.at += timedelta(days=32)
    await take_effect(now=house.clock.at, today=house.clock.today(), judge=JUDGE)
    house.freshness.bump()
    async with house.visitor() as visitor:
        html = await visitor.get("/")
    assert "Germany" in html.partition('id="list"')[2]
    assert "Nothing is announced" in html
    assert "Kestrel Logs</a>" not in html.partition('id="list"')[2]


async def test_answers_are_kept_ready_and_renewed_when_the_content_changes(house: House) -> None:
    async with house.visitor() as visitor:
        first = await visitor.client.get("/?service=sms")
        again = await visitor.client.get("/?service=sms", headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        notice = await visitor.client.get(f"/changes/{house.changes['announced'].id}")
        assert "etag" in notice.headers
        await house.story.announce(await house.story.draft("Tern Analytics"))
        house.freshness.bump()
        assert "Tern Analytics" in await visitor.get("/?service=sms")
