"""`dikast label`, from the command to the table: people label steps in a real browser, and the server is killed once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dikast.experiments import LabelFile
from tests.viewer.test_served_people import Serving, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@contextmanager
def labelled(run: Path, *options: str) -> Iterator[Serving]:
    """Starts the command, and ends it with the block."""
    command = [sys.executable, "-m", "dikast", "label", str(run), *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "200"}
    )
    try:
        assert process.stdout is not None
        yield Serving(process, process.stdout.readline().split()[-1])
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def run(graded: Path, tmp_path: Path) -> Path:
    shutil.copytree(graded / "class", tmp_path / "class")
    return tmp_path / "class"


def send(page: Page) -> None:
    page.get_by_role("button", name="Check and send").click()
    page.get_by_role("button", name="Send").click()


def test_steps_are_labelled_with_the_server_killed_once(run: Path, chromium: Browser) -> None:
    with labelled(run, "--sample", "3") as first:
        page, faults = open_page(chromium, first.link)
        page.get_by_role("radio", name="incorrect").check()
        page.get_by_label("Kind of error").select_option(label="Calculation Slip")
        page.get_by_label("Reasons").fill("No: <b>24</b>.")
        page.get_by_role("button", name="Check and send").click()
        page.get_by_text("Kind of error: Calculation Slip").wait_for()
        page.get_by_role("link", name="Change it").click()
        assert page.get_by_label("Reasons").input_value() == "No: <b>24</b>."
        send(page)
        page.get_by_role("heading", name="right?").wait_for()
        # The page asks all the time whether there is more: of a killed server it can only complain.
        page.close()
        first.kill()
    with labelled(run, "--sample", "3") as second:
        page, more = open_page(chromium, second.link)
        for _ in range(2):
            page.get_by_role("radio", name="correct", exact=False).first.check()
            send(page)
        page.get_by_text("Nothing waits for you now").wait_for()
        # The page asks every two seconds whether there is more, also once the server has ended.
        page.close()
        out, err = second.process.communicate(timeout=60)
    assert second.process.returncode == 0, err
    assert "3 of 15 steps labelled" in out
    assert "process-stepwise" in out
    assert "human: 3 answered" in err
    labels = LabelFile(run).read()
    assert labels is not None
    assert (labels.labelled[0].label, labels.labelled[0].reason) == ("incorrect", "No: <b>24</b>.")
    assert faults + more == []


def test_ctrl_c_ends_it_with_what_was_labelled(run: Path) -> None:
    with labelled(run, "--json") as served:
        served.process.send_signal(signal.SIGINT)
        out, err = served.process.communicate(timeout=60)
    assert served.process.returncode == 0, err
    assert '"labelled": 0' in out
    assert "Traceback" not in err
