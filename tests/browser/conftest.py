"""A browser, if there is one, and a register that it can open; without one the tests say so, and fail where CI runs."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.server import PASSWORD

AXE = (Path(__file__).parent / "axe" / "axe-4.14.1.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run", "--no-pings",
]  # fmt: skip
HERE = ("127.0.0.1", "localhost", None)
TIMEOUT = 10_000


def chromium() -> str | None:
    """The browser's path."""
    given = os.environ.get("REGISTRY_CHROMIUM")
    return given or shutil.which("chromium") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser; a machine without one leaves it out, CI does not."""
    mine = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    for item in mine:
        item.add_marker("browser")
        if chromium() is None and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason="install chromium"))


@dataclass(frozen=True)
class Register:
    """A running register."""

    base: str
    changes: dict[str, str]
    engagement: str


@dataclass
class Window:
    """A page of the browser, with everything that went wrong in it."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status == 200, path

    def violations(self, scheme: str = "light") -> list[str]:
        """What axe finds on the page as it stands; in the dark only colours can differ."""
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its words
        asked = (
            {"type": "tag", "values": RULES} if scheme == "light" else {"type": "rule", "values": ["color-contrast"]}
        )
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        run = "asked => axe.run(document, {runOnly: asked, resultTypes: ['violations']})"
        found = self.page.evaluate(run, asked)["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]

    def overflow(self) -> int:
        """Pixels that stick out at the side."""
        root = "document.documentElement"
        return int(self.page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))

    def sign_in(self, name: str) -> None:
        self.open("/manage/sign-in")
        self.page.fill("[name=email]", f"{name}@starling.example")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        assert urlsplit(self.page.url).path == "/manage"

    def sign_out(self) -> None:
        self.page.click("text=Sign out")


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A register of this session, in a process of its own."""
    path = tmp_path_factory.mktemp("browser") / "registry.db"
    command = [sys.executable, "-m", "tests.browser.server", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Register(**json.loads(process.stdout.readline()))
        process.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with its module: while it is open a loop runs in this thread, and no other test could have its own."""
    path = chromium()
    if path is None:
        pytest.fail("Chromium is needed for the browser tests: install chromium, or set REGISTRY_CHROMIUM.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def window(request: pytest.FixtureRequest, browser: Browser, register: Register) -> Iterator[Window]:
    """A window with script and one without; anything wrong in it fails the test."""
    yield from _window(browser.new_context(java_script_enabled=request.param, reduced_motion="reduce"), register)


@pytest.fixture
def scripted(browser: Browser, register: Register) -> Iterator[Window]:
    """A window with script."""
    yield from _window(browser.new_context(reduced_motion="reduce"), register)


@pytest.fixture
def lenient(browser: Browser, register: Register) -> Iterator[Window]:
    """A window for axe, which applies inline styles: our content policy would refuse them."""
    yield from _window(browser.new_context(reduced_motion="reduce", bypass_csp=True), register)


def _window(context: BrowserContext, register: Register) -> Iterator[Window]:
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    opened = Window(page=page, base=register.base)
    page.on("console", lambda m: opened.wrong.append(f"{m.type}: {m.text}") if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: opened.wrong.append(f"page: {error}"))
    page.on("request", lambda asked: _note_elsewhere(opened, asked.url))
    yield opened
    context.close()
    assert opened.wrong == []


def _note_elsewhere(window: Window, url: str) -> None:
    if urlsplit(url).hostname not in HERE:
        window.wrong.append(f"asked elsewhere: {url}")
