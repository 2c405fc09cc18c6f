"""A teacher's pages in a real Chromium: nothing overflows, keys and forms work, axe finds nothing, hostile text is inert."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.viewer.accessibility import SIZES, assert_fits_and_is_accessible, assert_tab_reaches_every_control
from tests.viewer.conftest import ServedViewer
from tests.viewer.test_grading_pages import CEM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = [
    "/run/class/grades",
    "/run/class/equal-steps",
    f"/run/class/solution/{CEM}",
    "/run/class/solution/process-stepwise/hostile",
    "/run/class/pupil/Dee",
]


def open_viewer(chromium: Browser, desk: ServedViewer) -> tuple[Page, list[str]]:
    """A page that has opened the link, and a list that collects its console messages and errors."""
    page = chromium.new_page(viewport={"width": SIZES[0][0], "height": SIZES[0][1]})
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto(desk.viewer.link)
    return page, messages


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_are_silent_and_have_nothing_that_axe_finds(chromium: Browser, desk: ServedViewer, path: str) -> None:
    """Wide and narrow, light and dark; Tab reaches every control."""
    page, messages = open_viewer(chromium, desk)
    page.goto(desk.viewer.address.origin + path)
    assert_tab_reaches_every_control(page)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert_fits_and_is_accessible(page)
    assert page.title() not in ("taken", "1")
    assert messages == []
    page.close()


def test_a_teacher_decides_with_the_keyboard_alone(chromium: Browser, desk: ServedViewer) -> None:
    """j leads from step to step; the form opens, is filled in and sent; the page shows the decision at that step."""
    page, messages = open_viewer(chromium, desk)
    page.goto(f"{desk.viewer.address.origin}/run/class/solution/{CEM}")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("corr")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("read as 19 rolls")
    page.keyboard.press("Tab")
    page.keyboard.type("Ms Kim")
    page.keyboard.press("Enter")
    page.wait_for_url("**#step-1")
    assert "by Ms Kim" in page.locator("#step-1").inner_text()
    assert "read as 19 rolls" in page.locator("#step-1").inner_text()
    assert page.locator(".step.inherited").count() == 0
    page.get_by_role("button", name="Take back").click()
    page.wait_for_url("**#result")
    assert page.locator(".step.inherited").count() == 2
    assert messages == []
    page.close()


def test_on_paper_there_are_no_forms_and_no_menu(chromium: Browser, desk: ServedViewer) -> None:
    page, _ = open_viewer(chromium, desk)
    page.goto(f"{desk.viewer.address.origin}/run/class/solution/{CEM}")
    page.emulate_media(media="print")
    for hidden in (".bar", ".decide", ".tools"):
        assert not page.locator(hidden).first.is_visible()
    page.close()


def test_the_file_of_a_pupil_opens_by_itself(chromium: Browser, desk: ServedViewer, tmp_path: Path) -> None:
    """From a disk, without the app: its style works, its image is there, and nothing is asked for elsewhere."""
    file = tmp_path / "dee.html"
    file.write_text(desk.client.get("/run/class/pupil/Dee?file").text, encoding="utf-8")
    page = chromium.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("request", lambda request: messages.append(request.url) if request.url.startswith("http") else None)
    page.goto(file.as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.step')).borderLeftWidth") == "4px"
    assert page.evaluate("document.querySelector('.problem img').naturalWidth") == 1
    assert messages == []
    page.close()
