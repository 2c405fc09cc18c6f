"""The page in a real Chromium: what is drawn, what fits, what keys reach, what hostile text can't do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dikast.experiments import RunFolder
from dikast.report import build_findings, write_page
from tests.report.conftest import Debates, line
from tests.report.test_html_page import hostile_line

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = [(1280, 900), (390, 844)]
PAPER = (688, 1000)
"""A4 without its margins."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


def address_of(run: RunFolder, folder: Path) -> str:
    """The address of the run's page, which is written once."""
    path = folder / f"{run.path.name}.html"
    if not path.exists():
        write_page(build_findings([run]), [run], path)
    return path.as_uri()


def open_page(
    chromium: Browser, address: str, size: tuple[int, int] = SIZES[0], scheme: str = "light"
) -> tuple[Page, list[str]]:
    """The page at that size, and a list that collects its console messages, errors and network requests."""
    page = chromium.new_page(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if scheme == "dark" else "light"
    )
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: messages.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(address)
    return page, messages


@pytest.fixture(params=["example", "nyu", "ten_thousand"])
def run(request: pytest.FixtureRequest) -> RunFolder:
    """Runs of all sizes: the example, the real debates, 10,000 episodes."""
    folder: RunFolder = request.getfixturevalue(request.param)
    return folder


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_are_drawn_and_nothing_overflows(
    chromium: Browser, run: RunFolder, pages: Path, size: tuple[int, int], scheme: str
) -> None:
    page, messages = open_page(chromium, address_of(run, pages), size, scheme)
    figures = page.locator("figure .plate > svg:visible")
    assert figures.count() == page.locator("figure").count() >= 4
    for figure in figures.all():
        box = figure.bounding_box()
        assert box is not None
        assert box["width"] > 200
        assert box["x"] + box["width"] <= size[0]
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert messages == []
    page.close()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_words_stay_inside_their_figure(
    chromium: Browser, debates: Debates, pages: Path, size: tuple[int, int]
) -> None:
    """With wide letters, with scripts as wide as they are high, with very long names."""
    names = ("gamma", "辩论协议・ディベート" * 9, "W" * 200, "debaters=openai/gpt-4o-mini judge=endpoint/qwen-2.5")
    rows = [
        line(n, p, id=f"{k}{n}", protocol=name, team=name, speakers={"pro": {"argues": 0, "agent": name}})
        for k, name in enumerate(names)
        for n, p in enumerate((0.2, 0.4, 0.7, 0.9))
    ]
    csv_text = [{**row, "turns": [{"round": 1, "speaker": "pro", "text": "So."}]} for row in rows]
    page, _ = open_page(chromium, address_of(debates(*csv_text, name=f"names-{size[0]}"), pages), size)
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.plate > svg')].filter((one) => one.getClientRects().length)
        .flatMap((one) => [...one.querySelectorAll('text')].filter((words) => {
          const box = words.getBoundingClientRect(), paper = one.getBoundingClientRect();
          return box.left < paper.left - 1 || box.right > paper.right + 1 || box.bottom > paper.bottom + 1;
        }).map((words) => words.textContent))"""
    )
    assert outside == []
    page.close()


def test_light_and_dark_themes_have_enough_contrast(chromium: Browser, example: RunFolder, pages: Path) -> None:
    """Text and marks stand out from their ground: 4.5 to 1 for words, 3 to 1 for marks (WCAG 2.2, 1.4.3 and 1.4.11)."""
    grounds = []
    for scheme in ("light", "dark"):
        page, _ = open_page(chromium, address_of(example, pages), scheme=scheme)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        read = "(names) => names.map((n) => getComputedStyle(document.documentElement).getPropertyValue('--' + n))"
        colours = dict(zip(NAMES, page.evaluate(read, list(NAMES)), strict=True))
        for name in ("ink", "soft", "accent", "good", "bad", "warn"):
            assert contrast(colours[name], colours["raised"]) >= 4.5, (scheme, name)
        for ground, words in (("good-bg", "good"), ("bad-bg", "bad"), ("warn-bg", "warn")):
            assert contrast(colours[words], colours[ground]) >= 4.5, (scheme, words)
        for name in ("s0", "s1", "s2", "s3", "s4", "s5"):
            assert contrast(colours[name], colours["raised"]) >= 3, (scheme, name)
        page.close()
    assert grounds[0] != grounds[1]


NAMES = (
    "ink",
    "soft",
    "accent",
    "good",
    "bad",
    "warn",
    "raised",
    "good-bg",
    "bad-bg",
    "warn-bg",
    "s0",
    "s1",
    "s2",
    "s3",
    "s4",
    "s5",
)


def contrast(item: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb` (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(item.strip()), _luminance(other.strip())), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_page_can_be_used_by_keyboard(chromium: Browser, example: RunFolder, pages: Path) -> None:
    page, messages = open_page(chromium, address_of(example, pages))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached: list[str] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        place = "document.activeElement.closest('[id]')?.id + ' ' + document.activeElement.tagName"
        reached.append(page.evaluate(place))
        if reached[-1].startswith("episode-2"):
            break
    assert {"A", "SUMMARY", "BUTTON", "DIV"} <= {item.split()[-1] for item in reached}
    assert "episode-1 SUMMARY" in reached
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.locator("#episode-1").get_attribute("open") == ""
    assert page.locator("#episode-1 .body").is_visible()
    assert messages == []
    page.close()


def test_the_focused_element_has_an_outline(chromium: Browser, example: RunFolder, pages: Path) -> None:
    page, _ = open_page(chromium, address_of(example, pages))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.close()


def test_buttons_show_the_episodes_of_one_kind(chromium: Browser, example: RunFolder, pages: Path) -> None:
    page, _ = open_page(chromium, address_of(example, pages))
    everything = page.locator("details.episode:visible").count()
    page.get_by_role("button", name="flipped under swap").click()
    shown = page.locator("details.episode:visible")
    assert 0 < shown.count() < everything
    assert all("flipped under swap" in (item.get_attribute("data-kinds") or "") for item in shown.all())
    assert page.locator("#shown").text_content() == f"{shown.count()} shown"
    page.get_by_role("button", name="unfold").click()
    assert page.locator("details.episode[open]:visible").count() == shown.count()
    page.get_by_role("button", name="all", exact=True).click()
    assert page.locator("details.episode:visible").count() == everything
    page.close()


def test_a_link_to_an_episode_unfolds_it(chromium: Browser, example: RunFolder, pages: Path) -> None:
    page, _ = open_page(chromium, f"{address_of(example, pages)}#episode-2")
    assert page.locator("#episode-2 .body").is_visible()
    page.close()


def test_the_data_of_a_figure_can_be_downloaded(
    chromium: Browser, example: RunFolder, pages: Path, tmp_path: Path
) -> None:
    page, _ = open_page(chromium, address_of(example, pages))
    with page.expect_download() as waiting:
        page.locator("#figure-accuracy a.data").click()
    assert waiting.value.suggested_filename == "accuracy.csv"
    waiting.value.save_as(tmp_path / "accuracy.csv")
    csv_text = (tmp_path / "accuracy.csv").read_text()
    assert csv_text.splitlines()[0] == "cell,series,value,low,high,n"
    assert csv_text.count("\n") == 5
    page.close()


def test_hostile_text_does_nothing(chromium: Browser, debates: Debates, pages: Path) -> None:
    run = debates(hostile_line(1), hostile_line(2), line(3, 0.9), name="hostile")
    for size in SIZES:
        page, messages = open_page(chromium, address_of(run, pages), size)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert page.title() == "hostile · Dikast report"
        assert page.locator("img").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        assert messages == []
        page.close()


def test_the_policy_blocks_an_injected_script(chromium: Browser, example: RunFolder, pages: Path) -> None:
    """Where our escaping has a hole, what comes through it still does not run."""
    page, messages = open_page(chromium, address_of(example, pages))
    injection = (
        "const s = document.createElement('script'); s.textContent = 'window.owned = 1'; document.body.append(s); "
    )
    injection += "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.owned = 1\">')"
    page.evaluate(injection)
    page.wait_for_timeout(200)
    assert page.evaluate("window.owned") is None
    assert any("Content Security Policy" in item for item in messages)
    page.close()


def test_the_page_can_be_printed(chromium: Browser, example: RunFolder, pages: Path) -> None:
    page, _ = open_page(chromium, address_of(example, pages))
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.get_by_text("The same as a table").first.is_visible()
    assert page.locator("figure .plate > svg:visible").count() == page.locator("figure").count()
    assert page.pdf().startswith(b"%PDF")
    page.close()


def test_numbers_are_printed_on_one_line_beside_long_names(chromium: Browser, debates: Debates, pages: Path) -> None:
    name = "a-name-that-goes-on-" * 10
    rows = [line(n, p, id=f"{k}{n}", protocol=k + name) for k in "ab" for n, p in enumerate((0.2, 0.7))]
    page, _ = open_page(chromium, address_of(debates(*rows, name="print"), pages), PAPER)
    page.emulate_media(media="print")
    broken = page.evaluate(
        """() => [...document.querySelectorAll('td')].filter((cell) => cell.getClientRects().length).filter((cell) => {
          const range = document.createRange();
          range.selectNodeContents(cell.firstChild ?? cell);
          return range.getClientRects().length > 1;
        }).map((cell) => cell.textContent)"""
    )
    assert broken == []
    page.close()


def test_tables_fit_the_paper(chromium: Browser, run: RunFolder, pages: Path) -> None:
    page, _ = open_page(chromium, address_of(run, pages), PAPER)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") == PAPER[0]
    page.close()


def test_no_warning_is_left_out_in_print(chromium: Browser, ten_thousand: RunFolder, pages: Path) -> None:
    page, _ = open_page(chromium, address_of(ten_thousand, pages))
    visibility = "[...document.querySelectorAll('.warnings details > div')].map((one) => one.checkVisibility())"
    assert not any(page.evaluate(visibility))
    page.emulate_media(media="print")
    shown = page.evaluate(visibility)
    assert shown
    assert all(shown)
    page.close()


def test_the_page_opens_in_under_a_second(chromium: Browser, ten_thousand: RunFolder, pages: Path) -> None:
    times = []
    for _ in range(3):
        page, _ = open_page(chromium, address_of(ten_thousand, pages))
        times.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
        page.close()
    assert min(times) < 1000
