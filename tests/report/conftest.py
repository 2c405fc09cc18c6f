"""Run folders to report on: the example without models, real debates, many episodes, and debates of a test's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from benchmarks.report import make_run, run_example
from dikast.experiments import RunFolder
from dikast.importers import import_recordings, read_nyu, read_recordings
from tests.cli.conftest import dikast

__all__ = ["dikast"]

Debates = Callable[..., RunFolder]


def in_own_thread(work: Callable[[], RunFolder]) -> RunFolder:
    """The result of the work, done in a thread of its own: where a browser is open, it uses the event loop of this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """Sixteen questions of the example without models, under all its protocols."""
    folder = tmp_path_factory.mktemp("report")
    return in_own_thread(lambda: run_example(folder / "no-model", "questions.limit=16"))


@pytest.fixture(scope="session")
def ten_thousand(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run of 10,000 episodes."""
    folder = tmp_path_factory.mktemp("report")
    return in_own_thread(lambda: make_run(folder / "ten-thousand", 10_000))


@pytest.fixture(scope="session")
def nyu(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """The real debates."""
    files = [shared_data / "oversight" / "nyu_debates_full_sample.jsonl"]
    folder = tmp_path_factory.mktemp("report")
    return in_own_thread(lambda: import_recordings(read_nyu(files), files, folder / "nyu"))


def line(number: int, p_right: float, **changes: Any) -> dict[str, Any]:
    """A debate as a line of JSONL. Its second answer is right, and gets this probability from the judge."""
    return {
        "id": f"d{number}",
        "question": f"How many on day {number}?",
        "choices": ["17", "18"],
        "answer": 1,
        "speakers": {"pro": {"argues": 0, "agent": "a"}, "con": {"argues": 1, "agent": "b"}},
        "turns": [{"round": 1, "speaker": "pro", "text": "So."}, {"round": 1, "speaker": "con", "text": "No."}],
        "judge": "j",
        "verdict": {"probabilities": [1 - p_right, p_right]},
        **changes,
    }


@pytest.fixture
def debates(tmp_path: Path) -> Debates:
    """Makes a run folder from such lines."""

    def make(*lines: dict[str, Any], name: str = "old") -> RunFolder:
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in lines))
        return in_own_thread(lambda: import_recordings(read_recordings([path]), [path], tmp_path / name))

    return make
