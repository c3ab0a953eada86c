"""Who may open and send what on the desk."""

import pytest

from registry.domain.register.access import Action
from tests.cast import PEOPLE, Person
from tests.web.conftest import House
from tests.web.story import first_name

FIRST = "10000000-0000-4000-8000-000000000000"
READ = [
    "/manage", "/manage/vendors", "/manage/vendors/cumulus-hosting", "/manage/changes", "/manage/changes/{announced}",
]  # fmt: skip
PROPOSE = [
    "/manage/vendors/new",
    "/manage/vendors/cumulus-hosting/edit",
    "/manage/vendors/cumulus-hosting/engagements/new",
    "/manage/engagements/{engagement}/edit",
    "/manage/engagements/{engagement}/end",
    "/manage/changes/{draft}/edit",
]
NEEDED: dict[str, Action] = {
    **dict.fromkeys(READ, Action.READ_REGISTER),
    **dict.fromkeys(PROPOSE, Action.PROPOSE_CHANGE),
    "/manage/engagements/{engagement}/correct": Action.CORRECT_CHANGE,
    "/manage/audit": Action.READ_AUDIT,
}
POSTS: dict[str, Action] = {
    **dict.fromkeys(PROPOSE, Action.PROPOSE_CHANGE),
    "/manage/engagements/{engagement}/correct": Action.CORRECT_CHANGE,
    "/manage/changes/{draft}/submit": Action.SUBMIT_CHANGE,
    "/manage/changes/{submitted}/approve": Action.APPROVE_CHANGE,
    "/manage/changes/{submitted}/reject": Action.APPROVE_CHANGE,
    "/manage/changes/{submitted}/return": Action.RETURN_CHANGE,
    "/manage/changes/{approved}/announce": Action.ANNOUNCE_CHANGE,
    "/manage/changes/{announced}/withdraw": Action.WITHDRAW_CHANGE,
}


def address(path: str, house: House) -> str:
    ids = {name: change.id for name, change in house.changes.items()}
    return path.format(**ids, engagement=house.changes["effective"].engagement_id)


@pytest.mark.parametrize("person", PEOPLE, ids=first_name)
async def test_a_page_opens_for_the_roles_it_is_for_and_for_no_other(house: House, person: Person) -> None:
    async with house.desk(first_name(person)) as visitor:
        for path, action in NEEDED.items():
            answer = await visitor.client.get(address(path, house))
            assert answer.status_code == (200 if person.actor.may(action) else 403), path
            assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("person", PEOPLE, ids=first_name)
async def test_a_form_is_taken_from_no_other_role(house: House, person: Person) -> None:
    async with house.desk(first_name(person)) as visitor:
        for path, action in POSTS.items():
            if not person.actor.may(action):
                answer = await visitor.post(address(path, house), page="/manage/password", version="1", reason="x")
                assert answer.status_code == 403, path


async def test_strangers_are_asked_to_sign_in(house: House) -> None:
    async with house.visitor() as visitor:
        for path in NEEDED:
            answer = await visitor.client.get(address(path, house))
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/manage/sign-in")
        for path in POSTS:
            assert (await visitor.client.post(address(path, house), data={})).headers["location"] == "/manage/sign-in"


async def test_a_form_without_its_token_or_from_elsewhere_changes_nothing(house: House) -> None:
    async with house.desk("alice") as visitor:
        for path in POSTS:
            assert (await visitor.client.post(address(path, house), data={"version": "1"})).status_code == 403
        headers = {"Sec-Fetch-Site": "cross-site"}
        answer = await visitor.client.post("/manage/vendors/new", data={}, headers=headers)
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        f"/manage/changes/{FIRST}", f"/manage/changes/{FIRST}/edit", f"/manage/engagements/{FIRST}/edit",
        f"/manage/engagements/{FIRST}/end", f"/manage/engagements/{FIRST}/correct", "/manage/vendors/nobody",
        "/manage/vendors/nobody/edit", "/manage/vendors/nobody/engagements/new",
    ],
)  # fmt: skip
async def test_what_is_not_there_is_404(house: House, path: str) -> None:
    async with house.desk("alice") as visitor:
        await visitor.get(path, 404)
        assert (await visitor.post(path)).status_code in {404, 405}


async def test_the_desk_offers_each_only_what_they_may_do(house: House) -> None:
    async with house.desk("dana") as visitor:
        html = await visitor.get("/manage/vendors")
        change = await visitor.get(address("/manage/changes/{submitted}", house))
    assert "Propose a vendor" not in html
    assert "/edit" not in html
    assert "There is nothing for you to do here" in change
    assert 'method="post"' not in change.partition("<main")[2]
