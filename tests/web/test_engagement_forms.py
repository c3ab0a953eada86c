"""The forms of vendors and engagements: filled in, corrected, refused, without script."""

import re
from datetime import date
from typing import Any

import pytest

from registry.domain.register.changes import Change, ChangeState
from registry.storage.queries import desk
from tests.web.conftest import House, Visitor
from tests.web.forms import lark

NEW = "/manage/vendors/new"


async def kept(answer: Any) -> Change:
    """The change a taken form leads to."""
    assert answer.status_code == 303, re.findall(r'role="alert".*?</div>', answer.text, re.DOTALL)
    found = await desk.change(answer.headers["location"].split("/")[3].split("?")[0])
    assert found is not None
    return found


def facts(change: Change) -> dict[str, Any]:
    return {o.field: o.after for o in change.operations}


def typed(html: str) -> dict[str, list[str]]:
    """What a form on a page would send if nothing were touched."""
    form = html.partition('<form class="flow')[2].partition("</form>")[0]
    values: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="(\w+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and (kind is None or kind[1] not in {"checkbox", "radio"} or " checked" in tag):
            values.setdefault(name[1], []).append(value[1] if value else "")
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        values[name] = [chosen[1] if chosen else ""]
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        values[name] = [text]
    return values


async def test_a_vendor_is_proposed_with_its_places_grounds_and_proof(house: House) -> None:
    async with house.desk("alice") as alice:
        change = await kept(await alice.post(NEW, page=NEW, **lark(draft="1")))
        html = await alice.get(f"/manage/changes/{change.id}?done=saved")
    said = facts(change)
    assert change.state is ChangeState.DRAFT
    assert said["name"] == said["listed_as"] == "Lark Translate"
    assert [(p.get("country"), p.get("condition", "")) for p in said["locations"]] == [("DE", ""), ("IN", "opt_in")]
    assert said["mechanisms"] == [{"claim": "scc-m3", "signed_on": "2026-10-01", "terms": "SCC annex 3"}]
    assert said["assessment"]["outcome"] == "proceed"
    assert said["data_categories"] == ["Message content", "Language", "Tone"]
    assert "The draft is saved." in html
    assert "SMS and Inbox" in html


async def test_submitting_hands_it_on_at_once(house: House) -> None:
    async with house.desk("alice") as alice:
        change = await kept(await alice.post(NEW, page=NEW, **lark(submit="1")))
    assert (change.state, change.verdict) == (ChangeState.SUBMITTED, "safeguarded")


async def test_a_form_sent_twice_makes_one_draft(house: House) -> None:
    async with house.desk("alice") as alice:
        first = await kept(await alice.post(NEW, page=NEW, **lark(draft="1")))
        second = await kept(await alice.post(NEW, page=NEW, **lark(draft="1")))
    assert first.id == second.id


async def test_a_name_that_is_taken_is_said(house: House) -> None:
    async with house.desk("alice") as alice:
        answer = await alice.post(NEW, page=NEW, **lark(vendor="CUMULUS hosting ltd", draft="1"))
    assert answer.status_code == 409
    assert "There is a vendor of this name already" in answer.text
    assert "CUMULUS hosting ltd" in answer.text


async def test_an_empty_form_names_every_field_that_is_needed(house: House) -> None:
    async with house.desk("alice") as alice:
        answer = await alice.post(NEW, page=NEW, submit="1")
    assert answer.status_code == 422
    for name in ("vendor", "listed_as", "legal_entity", "purpose", "services", "data_categories", "locations", "role"):
        assert f'href="#{name}"' in answer.text, name
        assert f'id="{name}"' in answer.text, name
    assert "<title>Error:" in answer.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("entity_country", "ZZZ"), ("role", "king"), ("services", "rockets"), ("locations.0.country", "Atlantis"),
        ("locations.0.country", "text:Invented"), ("locations.1.activity", "mining"), ("locations.1.who", "<b>"),
        ("mechanisms.0.claim", "magic"), ("mechanisms.0.day", "soon"), ("mechanisms.0.evidence", "gossip"),
        ("website", "javascript:alert(1)"), ("listed_as", "a\x00b"), ("legal_entity", "x" * 201),
        ("contract_signed_on", "2026-13-01"), ("effective_on", "2026-11-23"), ("effective_on", "2026-12-24"),
        ("tia_review_by", "never"), ("dpf_checked_on", "2026-11-01"), ("purpose", "x" * 2001), ("training", "maybe"),
    ],
)  # fmt: skip
async def test_what_cannot_be_used_is_said_at_its_field_and_kept_as_typed(house: House, name: str, value: str) -> None:
    async with house.desk("alice") as alice:
        answer = await alice.post(NEW, page=NEW, **lark(**{name: value}, draft="1"))
    field = "dpf" if name == "dpf_checked_on" else name
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert 'value="Lark Translate GmbH"' in answer.text or name == "legal_entity"
    assert "<b>" not in answer.text.partition("locations.1.who")[2][:400]


async def test_hostile_text_is_text_everywhere(house: House) -> None:
    hostile = '"><img src=x onerror=alert(1)>{{7*7}}'
    given = lark(vendor=hostile, listed_as=hostile, purpose=hostile, reason=hostile, data_other="<b>x</b>", submit="1")
    async with house.desk("alice") as alice:
        change = await kept(await alice.post(NEW, page=NEW, **given))
        paths = (f"/manage/changes/{change.id}", "/manage/changes", "/manage/vendors", "/manage")
        pages = [await alice.get(path) for path in paths]
    for html in pages:
        assert "<img src=x" not in html
        assert "49" not in html.partition("onerror")[2][:60]


async def test_rows_are_added_and_removed_by_buttons_and_nothing_typed_is_lost(house: House) -> None:
    async with house.desk("alice") as alice:
        more = await alice.post(NEW, page=NEW, **lark(add="locations"))
        assert more.status_code == 200
        assert 'name="locations.2.country"' in more.text
        less = await alice.post(NEW, page=NEW, **lark(remove="locations.0"))
        ground = await alice.post(NEW, page=NEW, **lark(add="mechanisms"))
    assert typed(less.text)["locations.0.country"] == ["IN"]
    assert "locations.1.country" not in typed(less.text)
    assert typed(less.text)["purpose"] == ["Translates messages"]
    assert 'name="mechanisms.1.claim"' in ground.text
    assert await desk.count_vendors("larktranslate") == 0


async def test_too_many_rows_are_refused(house: House) -> None:
    rows = {f"locations.{number}.country": "DE" for number in range(70)}
    async with house.desk("alice") as alice:
        answer = await alice.post(NEW, page=NEW, **lark(**rows, draft="1"))
    assert answer.status_code == 422
    assert "too many rows" in answer.text


async def test_the_verdict_is_shown_before_anything_is_kept(house: House) -> None:
    async with house.desk("alice") as alice:
        answer = await alice.post(NEW, page=NEW, **lark(check="1"))
        worse = await alice.post(NEW, page=NEW, **lark(check="1", tia_outcome="reject"))
    assert answer.status_code == 200
    assert "Safeguarded" in answer.text.partition("Verdict with these entries")[2]
    assert "Not allowed" in worse.text.partition("Verdict with these entries")[2]
    assert await desk.count_vendors("larktranslate") == 0


async def test_a_draft_opens_with_all_it_says_and_keeps_what_is_changed(house: House) -> None:
    async with house.desk("alice") as alice:
        change = await kept(await alice.post(NEW, page=NEW, **lark(draft="1")))
        path = f"/manage/changes/{change.id}/edit"
        values = typed(await alice.get(path))
        assert values["locations.1.condition"] == ["opt_in"]
        assert values["vendor"] == ["Lark Translate"]
        values.pop("csrf_token")
        same = await alice.post(path, page=path, **{**values, "draft": "1"})
        edited = await kept(same)
        assert edited.operations == change.operations
        values |= {"purpose": ["Translates and summarises"], "version": [str(edited.version)]}
        edited = await kept(await alice.post(path, page=path, **{**values, "draft": "1"}))
        assert facts(edited)["purpose"] == "Translates and summarises"
        stale = await alice.post(path, page=path, **{**values, "draft": "1"})
        assert stale.status_code == 409
        assert "Translates and summarises" in stale.text


@pytest.mark.parametrize("name", ["submitted", "approved", "announced", "withdrawn"])
async def test_only_a_draft_can_be_edited(house: House, name: str) -> None:
    async with house.desk("alice") as alice:
        await alice.get(f"/manage/changes/{house.changes[name].id}/edit", 409)
        answer = await alice.post(f"/manage/changes/{house.changes[name].id}/edit", **lark(version="1"))
        assert answer.status_code == 409


async def test_an_untouched_form_of_an_engagement_changes_nothing(house: House) -> None:
    path = f"/manage/engagements/{house.changes['effective'].engagement_id}/edit"
    async with house.desk("alice") as alice:
        html = await alice.get(path)
        values = typed(html)
        values.pop("csrf_token")
        answer = await alice.post(path, page=path, **{**values, "draft": "1"})
    assert "A change is announced." in html
    assert values["effective_on"] == ["2026-12-25"]
    assert answer.status_code == 422
    assert "Nothing would change." in answer.text


async def test_an_engagement_gets_other_facts_and_only_those(house: House) -> None:
    path = f"/manage/engagements/{house.changes['effective'].engagement_id}/edit"
    async with house.desk("alice") as alice:
        values = typed(await alice.get(path))
        values.pop("csrf_token")
        values |= {"purpose": ["Hosts files and backups"], "submit": ["1"]}
        change = await kept(await alice.post(path, page=path, **values))
    assert facts(change) == {"purpose": "Hosts files and backups"}


async def test_what_was_published_and_is_not_clear_stays_until_somebody_clarifies_it(house: House) -> None:
    path = f"/manage/engagements/{house.changes['ending'].engagement_id}/edit"
    async with house.desk("alice") as alice:
        values = typed(await alice.get(path))
        values.pop("csrf_token")
        change = await kept(await alice.post(path, page=path, **{**values, "retention": ["1 day"], "draft": "1"}))
    assert set(facts(change)) == {"retention"}


async def test_an_engagement_is_ended(house: House) -> None:
    path = f"/manage/engagements/{house.changes['effective'].engagement_id}/end"
    async with house.desk("alice") as alice:
        early = await alice.post(path, page=path, effective_on="2026-11-01", draft="1")
        assert early.status_code == 422
        change = await kept(await alice.post(path, page=path, effective_on="2027-02-01", reason="Replaced.", draft="1"))
        html = await alice.get(f"/manage/changes/{change.id}/edit")
        assert 'value="2027-02-01"' in html
        form = {"version": str(change.version), "effective_on": "2027-03-01", "submit": "1"}
        edited = await kept(await alice.post(f"/manage/changes/{change.id}/edit", page=path, **form))
    assert (edited.kind, edited.state, str(edited.effective_on)) == ("ended", "submitted", "2027-03-01")


async def test_a_correction_says_what_really_held_and_why(house: House) -> None:
    path = f"/manage/engagements/{house.changes['effective'].engagement_id}/correct"
    async with house.desk("alice") as alice:
        html = await alice.get(f"{path}?on=2026-06-10")
        assert "A correction." in html
        values = typed(html)
        values.pop("csrf_token")
        values |= {"legal_entity": ["Cumulus Hosting SARL"], "draft": ["1"]}
        answer = await alice.post(f"{path}?on=2026-06-10", page=path, **values)
        assert answer.status_code == 422
        assert 'href="#reason"' in answer.text
        change = await kept(await alice.post(f"{path}?on=2026-06-10", page=path, **{**values, "reason": "A slip."}))
        await alice.get(f"{path}?on=2027-06-10", 422)
        await alice.get(f"{path}?on=then", 422)
    assert (change.kind, str(change.effective_on)) == ("corrected", "2026-06-10")
    assert facts(change) == {"legal_entity": "Cumulus Hosting SARL"}


async def test_another_engagement_starts_from_what_is_known_of_the_vendor(house: House) -> None:
    path = "/manage/vendors/cumulus-hosting/engagements/new"
    async with house.desk("alice") as alice:
        values = typed(await alice.get(path))
        assert values["legal_entity"] == ["Cumulus Hosting Ltd"]
        change = await kept(await alice.post(path, page=path, **lark(vendor=None, website=None, draft="1")))
    assert change.vendor_id == house.changes["effective"].vendor_id
    assert change.engagement_id != house.changes["effective"].engagement_id


async def test_a_vendors_own_facts_are_changed(house: House) -> None:
    path = "/manage/vendors/cumulus-hosting/edit"
    async with house.desk("alice") as alice:
        values = typed(await alice.get(path))
        values.pop("csrf_token")
        values |= {"other_names": ["Cumulus\r\nCumulus Cloud\r\nCumulus"], "parent": ["Cumulus Inc."], "draft": ["1"]}
        change = await kept(await alice.post(path, page=path, **values))
        edit = f"/manage/changes/{change.id}/edit"
        again = typed(await alice.get(edit))
        assert again["parent"] == ["Cumulus Inc."]
        wrong = {**values, "website": ["ftp://x"], "vendor": [""], "parent_country": ["ZZZ"], "version": ["1"]}
        answer = await alice.post(edit, page=edit, **wrong)
    assert facts(change) == {"other_names": ["Cumulus", "Cumulus Cloud"], "parent": "Cumulus Inc."}
    assert answer.status_code == 422
    for name in ("vendor", "website", "parent_country"):
        assert f'href="#{name}"' in answer.text


async def search(visitor: Visitor, query: str) -> str:
    return (await visitor.get(f"/manage/vendors?q={query}")).partition("<table")[2]


async def test_vendors_are_found_by_any_part_of_a_name_drafts_too(house: House) -> None:
    async with house.desk("alice") as alice:
        assert "Kestrel Logs" in await search(alice, "KESTREL")
        assert "not published yet" in await search(alice, "sahyadri")
        assert "Cumulus" in await search(alice, "us%20hos")
        assert "No vendor has this name" in await search(alice, "%25")
        assert "No vendor has this name" in await search(alice, "%3Cscript%3Ex")


async def test_a_vendors_page_shows_what_it_is_used_for_and_what_is_open(house: House) -> None:
    async with house.desk("alice") as alice:
        html = await alice.get("/manage/vendors/cumulus-hosting")
        new = await alice.get("/manage/vendors/sahyadri-support")
    assert "other facts from" in html
    assert f"/manage/changes/{house.changes['announced'].id}" in html
    assert "Nothing of it is on record" in new


async def test_what_is_announced_is_shown_from_the_day_it_begins(house: House) -> None:
    story = house.story
    added = await story.announce(await story.draft("Goldcrest Data"), on=date(2027, 1, 10))
    await story.announce(await story.amend(added, "Goldcrest Data", training="no"), on=date(2027, 2, 20))
    async with house.desk("alice") as alice:
        html = (await alice.get("/manage/vendors/goldcrest-data")).partition("<tbody")[2].partition("</tbody>")[0]
        ending = await alice.get(f"/manage/engagements/{added.engagement_id}/end")
        correction = await alice.get(f"/manage/engagements/{added.engagement_id}/correct", 422)
    assert re.findall(r'datetime="([^"]+)"', html) == ["2027-01-10", "2027-02-20"]
    assert "On the list from" in ending
    assert "A correction" not in html
    assert "Goldcrest Data was not on the list on 24\u00a0November\u00a02026" in correction


async def test_a_form_that_was_open_too_long_undoes_nobodys_change(house: House) -> None:
    added = house.changes["effective"]
    path = f"/manage/engagements/{added.engagement_id}/edit"
    async with house.desk("alice") as alice:
        values = typed(await alice.get(path))
        values.pop("csrf_token")
        await house.story.announce(await house.story.amend(added, "Cumulus Hosting", retention="1 day"))
        values |= {"training": ["no"], "draft": ["1"]}
        answer = await alice.post(path, page=path, **values)
        assert answer.status_code == 422
        assert "has changed since you opened this form" in answer.text
        again = typed(answer.text)
        assert again["training"] == ["no"]
        assert again["version"] != values["version"]
        change = await kept(await alice.post(path, page=path, **{**values, "version": again["version"]}))
    assert facts(change)["training"] == "no"


async def test_a_vendors_form_that_was_open_too_long_says_so(house: House) -> None:
    path = "/manage/vendors/cumulus-hosting/edit"
    async with house.desk("alice") as alice:
        values = typed(await alice.get(path))
        values.pop("csrf_token")
        answer = await alice.post(path, page=path, **{**values, "version": ["0123456789abcdef"], "draft": ["1"]})
        assert answer.status_code == 422
    assert "has changed since you opened this form" in answer.text
