"""The page of a run: its numbers, the list of its episodes, and its events."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from dikast.experiments.stores.plan_file import KeptPlan, write_plan
from dikast.records import Episode, Failure, Outcome
from dikast.viewer import RunCatalog
from dikast.viewer.run_state import RunState
from tests.viewer.conftest import ServedViewer, indexed, served


def listed(viewer: ServedViewer, query: str = "") -> list[str]:
    """The ids that the page of the run lists."""
    text = viewer.client.get(f"/run/first?{query}").text
    return [found.replace("%2F", "/") for found in re.findall(r'href="/run/first/episode/([^"?]+)', text)]


def test_numbers_of_cells_lead_to_their_episodes(first: ServedViewer) -> None:
    """Every number of the table is a link to as many episodes."""
    text = first.client.get("/run/first").text
    links = re.findall(r'<td class="number"><a href="/run/first\?([^"]+)#episodes">(\d+)</a>', text)
    assert len(links) >= 6
    for query, number in links:
        assert len(listed(first, query.replace("&amp;", "&"))) == int(number)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("result=right", "result: right"),
        ("kind=flipped+under+swap", "kind: flipped"),
        ("meta.subject=arithmetic", "subject: arithmetic"),
    ],
)
def test_filters_are_shown_and_can_be_taken_away(first: ServedViewer, query: str, word: str) -> None:
    text = first.client.get(f"/run/first?{query}").text
    assert word in text
    assert 0 < len(listed(first, query)) < 8


def test_metadata_are_columns(first: ServedViewer) -> None:
    assert '<th scope="col">subject</th>' in first.client.get("/run/first?column=subject").text
    assert '<th scope="col">subject</th>' not in first.client.get("/run/first").text


def test_what_is_no_filter_is_ignored(first: ServedViewer) -> None:
    assert len(listed(first, "sort=drop+table&order=sideways&after=nothing&xyz=1")) == 8


def test_an_episode_is_found_by_a_part_of_its_id(first: ServedViewer) -> None:
    assert first.client.get("/run/first/find?id=debate/sci").url.path == "/run/first/episode/debate/science-01"
    refused = first.client.get("/run/first/find?id=nothing")
    assert refused.status_code == 400
    assert "no episode" in refused.text


@pytest.mark.parametrize(
    "path",
    ["/run/nothing", "/run/nothing/events", "/run/nothing/figures", "/run/first/episode/none", "/run/..%2Ffirst"],
)
def test_what_is_not_there_is_missing(first: ServedViewer, path: str) -> None:
    assert first.client.get(path).status_code == 404


def test_figures_are_those_of_the_report(first: ServedViewer) -> None:
    """They are made in the background; the page says so until they are there."""
    for _ in range(300):
        text = first.client.get("/run/first/figures").text
        if "data-await" not in text:
            break
        time.sleep(0.1)
    assert 'id="figure-accuracy"' in text
    assert "few questions" in text
    assert "style=" not in text


@pytest.fixture
def copy(runs: Path, tmp_path: Path) -> RunFolder:
    shutil.copytree(runs / "first", tmp_path / "copy")
    return RunFolder.open(tmp_path / "copy")


def test_the_state_of_a_run_is_told(copy: RunFolder) -> None:
    """Running, complete, interrupted, at a limit, ended early by its own rule; unknown of an imported one."""
    assert str(RunState.of(copy, 8)) == "complete"
    assert str(RunState.of(copy, 3)) == "interrupted, 3 of 8"
    with copy.locked():
        assert str(RunState.of(copy, 3)) == "running, 3 of 8"
    write_plan(copy.path, KeptPlan(episodes=8, limit="$1 is spent"))
    assert str(RunState.of(copy, 3)) == "limit reached, 3 of 8"
    write_plan(copy.path, KeptPlan(episodes=8, is_settled=True))
    assert str(RunState.of(copy, 3)) == "complete"
    (copy.path / "plan.json").unlink()
    assert str(RunState.of(copy, 3)) == "3 episodes"


@dataclass(frozen=True)
class LiveRun:
    """A run that is going on, its viewer, and what it has not yet kept."""

    viewer: ServedViewer
    folder: RunFolder
    missing: list[tuple[Outcome, Episode | Failure]]

    def keep_missing(self) -> None:
        """Keeps what was missing, as the run does."""

        async def commit() -> None:
            async with self.folder.store.writing() as commit:
                await commit(self.missing)

        # Where a browser is open, it uses the event loop of this thread.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, commit()).result()


@pytest.fixture
def live(copy: RunFolder) -> Iterator[LiveRun]:
    """A run of which two episodes are missing yet."""
    missing = list(copy.store.rows([outcome.id for outcome in copy.outcomes()]))[:2]
    with closing(sqlite3.connect(copy.path / "episodes.sqlite")) as database, database:
        for outcome, _ in missing:
            database.execute("delete from outcomes where id = ?", (outcome.id,))
            database.execute("delete from records where id = ?", (outcome.id,))
    with copy.locked(), served(RunCatalog.of((copy.path,), copy.path)) as viewer:
        indexed(viewer, "copy")
        yield LiveRun(viewer, copy, missing)


def test_an_open_page_hears_of_new_episodes(live: LiveRun) -> None:
    """At once how far the run is, and again when an episode is kept."""
    client = live.viewer.client
    assert "running, 6 of 8" in client.get("/run/copy").text
    with client.stream("GET", "/run/copy/events") as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        lines = (line for line in events.iter_lines() if line.startswith("data:"))
        news = json.loads(next(lines).removeprefix("data:"))
        assert (news["done"], news["planned"]) == (6, 8)
        live.keep_missing()
        while news["done"] < 8:
            news = json.loads(next(lines).removeprefix("data:"))
        assert news["texts"]["state"] == "running, 8 of 8"
