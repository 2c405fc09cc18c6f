"""The pages in a real Chromium: what fits, what keys reach, what axe finds, what hostile text can't do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dikast.experiments import RunFolder
from dikast.viewer import RunCatalog
from tests.viewer.accessibility import assert_fits_and_is_accessible, assert_tab_reaches_every_control
from tests.viewer.conftest import ServedViewer, indexed, served
from tests.viewer.hostile_run import make_hostile_run
from tests.viewer.test_run_page import LiveRun, copy, live

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["copy", "live"]

PAGES = {
    "runs": "/",
    "run": "/run/first",
    "filtered": "/run/first?protocol=debate&column=subject&sort=p",
    "figures": "/run/first/figures",
    "sides": "/run/first/episode/debate/reading-01",
    "order": "/run/first/episode/debate/reading-01?layout=order",
    "sent": "/run/first/sent/1/1/debate/reading-01",
    "compare": "/compare",
    "compared": "/compare?first=first&first_cell=debate&second=first&second_cell=direct",
    "pair": "/compare/question?first=first&first_cell=debate&second=first&second_cell=direct&question=reading-01",
    "missing": "/run/nothing",
}


@pytest.fixture(scope="module")
def hostile(runs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedViewer]:
    """The viewer over a run in which every text is hostile."""
    folder = make_hostile_run(
        RunFolder.open(runs / "first"), tmp_path_factory.mktemp("hostile") / "<b onclick=alert(1)>"
    )
    with served(RunCatalog.of((folder.path,), runs)) as viewer:
        indexed(viewer, folder.path.name)
        yield viewer


class Tab:
    """A page that has opened the reader's link, and all that went wrong on it."""

    def __init__(self, chromium: Browser, viewer: ServedViewer) -> None:
        self.viewer = viewer
        self.page: Page = chromium.new_page(viewport={"width": 1280, "height": 900})
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(dialog.message))
        origin = viewer.viewer.address.origin
        self.page.on(
            "request", lambda sent: None if sent.url.startswith((origin, "data:")) else self.faults.append(sent.url)
        )
        self.page.goto(viewer.viewer.link)

    def go(self, path: str) -> Page:
        self.page.goto(self.viewer.viewer.address.origin + path)
        return self.page

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.viewer.viewer.address.origin)

    def focused(self) -> str:
        text: str = self.page.evaluate("document.activeElement.textContent.trim()")
        return text


@pytest.fixture(scope="module")
def tab(chromium: Browser, first: ServedViewer) -> Iterator[Tab]:
    tab = Tab(chromium, first)
    yield tab
    tab.page.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_and_can_be_read_by_all(tab: Tab, name: str) -> None:
    """Wide and narrow, light and dark: nothing overflows, axe finds nothing, the console is empty."""
    tab.faults.clear()
    page = tab.go(PAGES[name])
    if name == "figures":
        page.wait_for_selector("figure")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert_fits_and_is_accessible(page)
    # Chromium itself writes of a page that is missing.
    assert [fault for fault in tab.faults if "404" not in fault] == []


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_every_control(tab: Tab, name: str) -> None:
    """Every link, field, button and fold takes the focus in turn, and one sees which has it."""
    page = tab.go(PAGES[name])
    if name == "figures":
        page.wait_for_selector("figure")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert_tab_reaches_every_control(page)


def test_a_run_is_read_by_keys_alone(tab: Tab) -> None:
    """From the list of runs into an episode, to the next one and back, and what the keys are."""
    from playwright.sync_api import expect

    tab.faults.clear()
    tab.page.set_viewport_size({"width": 1280, "height": 900})
    page = tab.go("/")
    page.keyboard.press("j")
    assert tab.focused() == "first"
    page.keyboard.press("Enter")
    page.wait_for_url("**/run/first")
    page.wait_for_load_state()
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.name") == "protocol"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=ferry**")
    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = tab.focused()
    page.keyboard.press("k")
    first = tab.focused()
    assert first != second
    page.keyboard.press("Enter")
    page.wait_for_url("**/episode/**")
    expect(page.locator("h1")).to_have_text(first)
    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text(second)
    page.wait_for_load_state()
    page.keyboard.press("p")
    expect(page.locator("h1")).to_have_text(first)
    page.wait_for_load_state()
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    page.keyboard.press("f")
    page.wait_for_url("**/run/first?text=ferry#episodes")
    assert tab.faults == []


def test_turns_are_read_one_after_the_other(tab: Tab) -> None:
    """j and k move from turn to turn; the address of a turn leads there."""
    page = tab.go(PAGES["order"])
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "turn-1-1"
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "turn-1-2"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "turn-1-1"
    page = tab.go(f"{PAGES['sides']}#turn-1-4")
    assert page.locator("#turn-1-4").is_visible()


def test_a_quote_leads_to_its_place_in_the_source(tab: Tab) -> None:
    """The folded source opens there, and the passage says what was quoted."""
    page = tab.go(PAGES["sides"])
    assert not page.locator("#source-1 + mark").is_visible()
    quote = page.locator(".quote.verified").first.text_content()
    page.locator(".mark-word.verified").first.click()
    target = page.evaluate("location.hash")
    passage = page.locator(f"{target} + mark")
    assert passage.is_visible()
    assert passage.text_content() == quote


def test_an_open_page_follows_its_run(chromium: Browser, live: LiveRun) -> None:
    """Rows appear as they are kept, without a reload of the page."""
    from playwright.sync_api import expect

    tab = Tab(chromium, live.viewer)
    page = tab.go("/run/copy")
    assert page.locator("table.episodes tbody tr").count() == 6
    page.evaluate("window.isSamePage = true")
    live.keep_missing()
    expect(page.locator("table.episodes tbody tr")).to_have_count(8, timeout=20_000)
    expect(page.locator("[data-live=state]")).to_have_text("running, 8 of 8")
    assert page.evaluate("window.isSamePage")
    assert tab.faults == []
    page.close()


def test_hostile_text_is_text(chromium: Browser, hostile: ServedViewer) -> None:
    """No script runs, no element is made, nothing is loaded, and every page still fits."""
    tab = Tab(chromium, hostile)
    page = tab.go("/")
    page.locator("h2 a").click()
    addresses = [page.url]
    links = page.locator("table.episodes tbody th a")
    assert links.count() == 8
    addresses += [str(link.evaluate("link => link.href")) for link in links.all()[:2]]
    tab.page.goto(addresses[-1])
    addresses.append(str(page.locator("a", has_text="saw").first.evaluate("link => link.href")))
    addresses.append(f"{tab.viewer.viewer.address.origin}/compare?first=%3Cscript%3E&second_cell=%22%3E%3Cb%3E")
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") == width, address
        assert page.locator("main script, main img, main b[onclick]").count() == 0
        assert page.evaluate("window.owned") is None
        assert "\u202e" not in page.locator("body").inner_text()
    assert tab.faults == []
    page.close()


def test_the_policy_stops_what_escaping_lets_through(tab: Tab) -> None:
    """A script that comes into a page anyway does not run."""
    page = tab.go("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.owned = 1\">')")
    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.owned = 1'; document.body.append(s)"
    )
    assert page.evaluate("window.owned") is None
    tab.faults.clear()
