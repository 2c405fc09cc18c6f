"""`dikast serve`, from the command to the table: a person judges in a real browser, and the server is killed twice."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dikast.experiments import RunFolder
from dikast.records import Episode
from tests.experiments.conftest import rows, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = [(1280, 900), (390, 844)]


@dataclass
class Serving:
    """A started `dikast serve`, and its first link."""

    process: subprocess.Popen[str]
    link: str

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=30)


@contextmanager
def serving(experiment: Path, folder: Path) -> Iterator[Serving]:
    """Starts the command, and ends it with the block."""
    command = [sys.executable, "-m", "dikast", "serve", str(experiment), "--out", str(folder / "run")]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield Serving(process, line.split()[-1])
    finally:
        process.kill()
        process.communicate()


def three_rounds(folder: Path, **changes: Any) -> Path:
    """A debate of three rounds whose judge, a person, says after each how likely the answers are."""
    changes = {
        "protocols": [{"use": "debate", "rounds": 3, "until": {"p_at_least": 0.99}}],
        "agents": {"debater": "scripted:script.yaml", "judge": "human"},
        "people": {"reasons": True, "reward": True},
        **changes,
    }
    return write(folder, rows(1), **changes)


def open_page(
    chromium: Browser, link: str, size: tuple[int, int] = SIZES[0], scheme: str = "light"
) -> tuple[Page, list[str]]:
    """The page at that size, and a list that collects what it complains of, and requests that leave it."""
    page = chromium.new_page(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if scheme == "dark" else "light"
    )
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    host = link.split("/")[2]
    page.on(
        "request",
        lambda request: None if host in request.url or request.url == "data:," else faults.append(request.url),
    )
    page.goto(link)
    return page, faults


def judge(page: Page, p_second: int, reasons: str) -> None:
    """Moves the slider and says why; does not send yet."""
    page.get_by_label("how likely is B?").fill(str(p_second))
    page.get_by_label("Reasons").fill(reasons)


def test_a_debate_of_three_rounds_with_the_server_killed_twice(tmp_path: Path, chromium: Browser) -> None:
    experiment = three_rounds(tmp_path)
    with serving(experiment, tmp_path) as first:
        page, faults = open_page(chromium, first.link)
        judge(page, 60, "After one round.")
        assert page.get_by_label("Probability of A").input_value() == "40"
        assert page.get_by_text("if right: -0.74 bits").is_visible()
        page.get_by_role("button", name="Check and send").click()
        page.get_by_role("button", name="Send").click()
        page.get_by_text("judge, round 2").wait_for()
        first.kill()
        page.close()
    with serving(experiment, tmp_path) as second:
        # The same secret, whatever the port.
        assert second.link.split("/seat/")[1] == first.link.split("/seat/")[1]
        page, more = open_page(chromium, second.link)
        page.get_by_text("judge, round 2").wait_for()
        with page.expect_response(re.compile("/draft$")):
            judge(page, 70, "After two rounds.")
        second.kill()
        page.close()
    with serving(experiment, tmp_path) as third:
        page, still_more = open_page(chromium, third.link)
        page.get_by_text("judge, round 2").wait_for()
        assert page.get_by_label("Reasons").input_value() == "After two rounds."
        assert page.get_by_label("Probability of B").input_value() == "70"
        for reasons in ("After two rounds.", "At the end."):
            judge(page, 80, reasons)
            page.get_by_role("button", name="Check and send").click()
            page.get_by_role("button", name="Send").click()
        page.get_by_text("Nothing waits for you now").wait_for()
        out, err = third.process.communicate(timeout=60)
    assert third.process.returncode == 0, err
    assert "debate" in out
    assert "human: 3 answered" in err
    assert faults + more + still_more == []
    (episode,) = RunFolder.open(tmp_path / "run").episodes()
    assert isinstance(episode, Episode)
    assert [look.thinking for look in episode.looks] == ["After one round.", "After two rounds."]
    assert episode.verdict.looks[0].thinking == "At the end."
    assert sorted(episode.verdict.probabilities or ()) == pytest.approx([0.2, 0.8])
    assert (episode.usage.calls, len(episode.transcript.turns)) == (9, 6)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_and_are_accessible(
    served_seat: Serving, chromium: Browser, size: tuple[int, int], scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, faults = open_page(chromium, served_seat.link, size, scheme)
    page.get_by_text("The rules").click()
    judge(page, 60, "So it is.")
    addresses = [page.url]
    problems = [Axe().run(page).response["violations"]]
    fits = [page.evaluate("document.documentElement.scrollWidth <= innerWidth")]
    page.get_by_role("button", name="Check and send").click()
    problems.append(Axe().run(page).response["violations"])
    for path in ("/pause", ""):
        page.goto(f"{served_seat.link}{path}")
        problems.append(Axe().run(page).response["violations"])
        fits.append(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
    assert json.dumps([[problem["id"], problem["help"]] for found in problems for problem in found]) == "[]"
    assert (fits, faults, len(addresses)) == ([True] * 3, [], 1)
    page.close()


@pytest.fixture(scope="module")
def served_seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("seat")
    with serving(three_rounds(folder), folder) as served:
        yield served


def test_a_choice_is_made_and_sent_with_the_keyboard_alone(served_seat: Serving, chromium: Browser) -> None:
    page, faults = open_page(chromium, served_seat.link)
    page.get_by_label("Probability of A").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("30")
    assert page.get_by_label("Probability of B").input_value() == "70"
    assert page.get_by_role("radio", name="B").is_checked()
    page.get_by_label("Reasons").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("With keys.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Is this your answer?").wait_for()
    assert "With keys." in page.content()
    page.get_by_role("link", name="Change it").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Reasons").wait_for()
    assert page.get_by_label("Reasons").input_value() == "With keys."
    assert faults == []
    page.close()


def test_a_passage_of_the_source_is_quoted_by_selecting_it(tmp_path: Path, chromium: Browser) -> None:
    question = {**rows(1)[0], "source": "The hen laid eighteen eggs. Then it slept."}
    agents = {"alice": "human:anna", "bob": "scripted:script.yaml", "judge": "scripted:script.yaml"}
    experiment = write(tmp_path, [question], protocols=[{"use": "debate", "rounds": 1, "words": 12}], agents=agents)
    with serving(experiment, tmp_path) as served:
        page, faults = open_page(chromium, served.link)
        page.get_by_label("Your words").fill("It says: ")
        page.evaluate(
            """() => {
                const source = [...document.querySelectorAll("[data-source]")].find((b) => b.textContent.includes("hen"));
                const range = document.createRange();
                range.setStart(source.firstChild, 0);
                range.setEnd(source.firstChild, 27);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
            }"""
        )
        page.get_by_role("button", name="Quote the selected passage").click()
        assert page.get_by_label("Your words").input_value() == "It says: <quote>The hen laid eighteen eggs.</quote>"
        assert page.get_by_text("7 of at most 12 words.").is_visible()
        page.get_by_role("button", name="Check and send").click()
        page.get_by_role("button", name="Send").click()
        page.get_by_text("Nothing waits for you now").wait_for()
        served.process.communicate(timeout=60)
    (episode,) = RunFolder.open(tmp_path / "run").episodes()
    assert episode.transcript.turns[0].quotes[0].text == "The hen laid eighteen eggs."
    assert faults == []
