"""Every page, wide and narrow, light and dark: axe finds nothing, nothing sticks out, nothing comes from elsewhere."""

import pytest

from tests.browser.conftest import Register, Window

WIDTHS = (1280, 360)
PUBLIC = [
    "/", "/?q=nobody", "/?as_of=2026-05-20&known_at=2026-06-01", "/processors/cumulus-hosting",
    "/processors/cumulus-hosting?from=2026-06-20&as_of=2026-12-25", "/processors/kestrel-logs", "/changes",
    "/changes/{announced}", "/changes/{withdrawn}", "/services", "/subscribe", "/manage/sign-in",
]  # fmt: skip
DESK = {
    "alice": [
        "/manage", "/manage/vendors", "/manage/vendors/cumulus-hosting", "/manage/vendors/new", "/manage/password",
        "/manage/vendors/cumulus-hosting/edit", "/manage/engagements/{engagement}/edit", "/manage/changes",
        "/manage/engagements/{engagement}/end", "/manage/engagements/{engagement}/correct", "/manage/changes/{draft}",
        "/manage/changes/{returned}/edit", "/manage/changes/{announced}", "/manage/deliveries",
    ],
    "bob": ["/manage/changes/{submitted}", "/manage/changes/{approved}"],
    "dana": ["/manage/audit?check=1", "/manage/subscriptions", "/manage/changes/{rejected}"],
    "erin": ["/manage/users"],
}  # fmt: skip


def addresses(register: Register, name: str) -> list[str]:
    """Those of the public pages, or those that somebody of the cast may open."""
    paths = DESK.get(name, PUBLIC)
    return [path.format(**register.changes, engagement=register.engagement) for path in paths]


@pytest.mark.parametrize("name", ["anybody", *DESK])
def test_axe_finds_nothing(lenient: Window, register: Register, name: str) -> None:
    window = lenient
    if name in DESK:
        window.sign_in(name)
    for path in addresses(register, name):
        window.open(path)
        for width in WIDTHS:
            window.page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                assert window.violations(scheme) == [], (path, width, scheme)
            assert window.overflow() <= 0, (path, width)


@pytest.mark.parametrize("name", ["anybody", *DESK])
def test_pages_load_quietly_under_their_policy(scripted: Window, register: Register, name: str) -> None:
    if name in DESK:
        scripted.sign_in(name)
    for path in addresses(register, name):
        scripted.open(path)
        assert scripted.page.evaluate("typeof htmx") == "object"
        assert scripted.wrong == [], path


def test_a_refused_form_leads_to_its_fields(lenient: Window) -> None:
    lenient.sign_in("alice")
    lenient.open("/manage/vendors/new")
    with lenient.page.expect_navigation() as sent:
        lenient.page.click("button[name=submit]")
    assert sent.value is not None
    assert sent.value.status == 422
    lenient.wrong.clear()  # the browser notes the status 422 as an error of its own
    assert lenient.page.evaluate("document.activeElement.className").startswith("errors")
    assert lenient.violations() == []
    lenient.page.click(".errors a[href='#purpose']")
    assert lenient.page.evaluate("document.activeElement.id") == "purpose"


def test_the_list_narrows_as_one_types_and_keeps_its_address(scripted: Window) -> None:
    scripted.open("/")
    scripted.page.fill("[name=q]", "polder")
    scripted.page.wait_for_url("**/?*q=polder*")
    scripted.page.wait_for_selector("text=1 on the list")
    assert scripted.page.locator("#list >> text=Cumulus").count() == 0
    scripted.page.go_back()
    scripted.page.wait_for_selector("text=4 on the list")
