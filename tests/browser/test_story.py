"""The way of a new vendor from a form to the public list, as Alice and Bob walk it: with script and without."""

from tests.browser.conftest import Window


def propose(window: Window, name: str) -> str:
    """Alice fills the form in and submits it; the address of the change."""
    page = window.page
    window.sign_in("alice")
    page.click("text=Propose a vendor")
    page.fill("[name=vendor]", name)
    page.fill("[name=listed_as]", name)
    page.fill("[name=legal_entity]", f"{name} Oy")
    page.select_option("[name=entity_country]", "FI")
    page.fill("[name=purpose]", "Turns speech into text")
    page.check("[name=services][value=voice]")
    page.check("[name=data_categories][value='Message content']")
    page.select_option("[name='locations.0.country']", "FI")
    page.click("text=Add a location")
    page.select_option("[name='locations.1.country']", "NO")
    page.select_option("[name='locations.1.activity']", "support")
    assert page.input_value("[name=purpose]") == "Turns speech into text"
    page.fill("[name=reason]", "Customers asked for transcripts.")
    page.click("button[name=submit]")
    page.wait_for_selector("text=Submitted. Somebody else reviews it now.")
    address = page.url.removeprefix(window.base).partition("?")[0]
    window.sign_out()
    return address


def test_from_a_form_to_the_list(window: Window, request: object) -> None:
    page, name = window.page, "Vireo Speech " + ("One" if "no-script" in str(request) else "Two")
    change = propose(window, name)
    window.sign_in("bob")
    page.click(f"main >> text={name}")
    assert page.url == window.base + change
    page.click("button:has-text('Approve')")
    page.wait_for_selector("text=Approved. It can be announced.")
    page.fill("[name=effective_on]", "2027-01-15")
    page.click("button:has-text('Preview this day')")
    page.wait_for_selector("text=starts 15 Jan")
    page.click("button:has-text('Announce')")
    page.wait_for_selector("text=Announced. The list, the feeds and the subscribers are told.")
    window.sign_out()
    window.open("/")
    ahead = page.locator(".coming__item", has_text=name)
    assert "15\xa0Jan\xa02027" in ahead.inner_text()
    assert "24\xa0Dec\xa02026" in ahead.inner_text()
    ahead.locator("text=Read the notice").click()
    assert "Customers asked for transcripts." in page.inner_text("main")
    assert "Norway, support from here" in page.inner_text("main")
    feed = page.request.get(f"{window.base}/feeds/changes.json").text()
    assert name in feed


def test_a_menu_opens_on_a_phone_without_script(window: Window) -> None:
    window.page.set_viewport_size({"width": 360, "height": 800})
    window.open("/")
    link = window.page.locator("nav >> text=Services and data")
    assert not link.is_visible()
    window.page.click("summary:has-text('Menu')")
    assert link.is_visible()
    link.click()
    assert window.page.inner_text("h1") == "Services and data"
