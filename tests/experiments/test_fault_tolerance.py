"""Faults: kills at any moment, a full disk, two runs at once, clocks that jump, providers that fail in every way."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dikast.experiments import Run, load_episodes, load_experiment, prepare, run_experiment
from tests.experiments.conftest import rows, write
from tests.experiments.fake_provider import Provider, provider
from tests.experiments.records import unclocked

ROOT = Path(__file__).parents[2]


def experiment(folder: Path, served: Provider, n: int, **changes: Any) -> Path:
    """Debates of three calls each with the provider's model in every seat."""
    model = {"model": "endpoint/fake", "api_base": served.base}
    whole: dict[str, Any] = {
        "protocols": [{"use": "debate", "rounds": 1}],
        "agents": {"debater": model, "judge": model},
        "limits": {"concurrency": 4, "timeout_s": 10, "tries": 3},
        **changes,
    }
    folder.mkdir(exist_ok=True)
    return write(folder, rows(n), **whole)


def command(path: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "dikast", "run", str(path), "--out", str(path.parent / "run"), "--plain", *arguments]


def started(path: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command(path, *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def run(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    process = started(path, *arguments)
    out, err = process.communicate(timeout=90)
    assert "Traceback" not in err, err
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def journaled(folder: Path) -> set[str]:
    """The calls whose answers are in the journal."""
    if not (folder / "journal.sqlite").exists():
        return set()
    with closing(sqlite3.connect(folder / "journal.sqlite")) as database:
        try:
            return {
                json.loads(entry)["model"] for (entry,) in database.execute("select entry from calls where is_answer")
            }
        except sqlite3.OperationalError:  # it was killed before there was a table
            return set()


def record(folder: Path) -> list[str]:
    return unclocked(load_episodes(folder))


def kill_and_finish(tmp_path: Path, n_kills: int, n_questions: int, seed: int) -> None:
    """Kills a run `n_kills` times at random moments, lets it end, and compares it with an undisturbed one."""
    rng = random.Random(seed)
    moments: list[tuple[set[str], int]] = []
    with provider() as served:
        path = experiment(tmp_path / "killed", served, n_questions)
        for _ in range(n_kills):
            _kill_once(path, served, rng.uniform(0, 0.6))
            moments.append((journaled(path.parent / "run"), len(served.asked)))
        ended = run(path)
        assert ended.returncode == 0, ended.stderr
        for kept, at in moments:
            assert not kept & set(served.asked[at:]), "an answer that was kept is never asked for again"
        # Calls under way at a kill are answered but lost: at most those of two debaters in each of four episodes.
        assert sum(n - 1 for n in served.repeated().values()) <= 8 * n_kills
        n_asked = len(served.asked)
        assert run(path).returncode == 0
        assert len(served.asked) == n_asked, "a finished run asks nothing"
        whole = experiment(tmp_path / "whole", served, n_questions)
        assert run(whole).returncode == 0
        assert len(moments[-1][0]) < 3 * n_questions, "something was left to do after the last kill"
    records = record(path.parent / "run")
    assert len(records) == n_questions
    assert records == record(whole.parent / "run"), "the same bytes as an undisturbed run, but for clock times"


def _kill_once(path: Path, served: Provider, after_s: float) -> None:
    before = len(served.asked)
    process = started(path)
    while len(served.asked) == before and process.poll() is None:
        time.sleep(0.01)
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    time.sleep(0.15)  # what was on its way to the provider has arrived


@pytest.mark.timeout(180)
def test_kill_9_at_random_moments(tmp_path: Path) -> None:
    kill_and_finish(tmp_path, n_kills=3, n_questions=60, seed=1)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_kill_9_at_fifteen_random_moments(tmp_path: Path) -> None:
    kill_and_finish(tmp_path, n_kills=15, n_questions=210, seed=2)


def test_a_second_run_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with provider(moods=["hangs"] * 8) as served:
        path = experiment(tmp_path / "two", served, 8)
        first = started(path)
        while not served.asked and first.poll() is None:
            time.sleep(0.01)
        second = run(path)
        first.kill()
        first.communicate(timeout=60)
    assert second.returncode == 2, second.stderr
    assert "this run is going on already; wait for it, or choose another --out" in second.stderr
    assert served.answered == []


def test_a_full_disk_ends_the_run_with_a_message_and_the_same_command_goes_on(tmp_path: Path) -> None:
    """A limit on the size of files takes the part of a full disk."""
    with provider(takes_s=0.005) as served:
        path = experiment(tmp_path / "full", served, 120)
        program = (
            "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000));"
            f"sys.argv = ['dikast', *{command(path)[3:]!r}];"
            "from dikast.cli import main; main()"
        )
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=environment, check=False
        )
        assert done.returncode == 1, done.stderr
        assert "can't be written: " in done.stderr
        assert "Traceback" not in done.stderr
        kept, at = journaled(path.parent / "run"), len(served.asked)
        assert len(kept) > 20
        assert run(path).returncode == 0
        assert not kept & set(served.asked[at:])
        assert len(record(path.parent / "run")) == 120


async def run_in_process(path: Path, *, retries_failed: bool = True) -> Run:
    """Runs the experiment in this process."""
    prepared = prepare(*load_experiment(path), path.parent / "run", retries_failed=retries_failed)
    await run_experiment(prepared)
    return prepared


async def test_a_truncated_journal_is_reported_and_only_lost_calls_are_made_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with provider(takes_s=0.005) as served:
        path = experiment(tmp_path / "cut", served, 40)
        folder = (await run_in_process(path)).folder.path
        before = record(folder)
        os.truncate(folder / "journal.sqlite", os.stat(folder / "journal.sqlite").st_size // 2)
        for name in ("episodes.sqlite", "episodes.sqlite-wal", "episodes.sqlite-shm"):
            (folder / name).unlink(missing_ok=True)
        at = len(served.asked)
        await run_in_process(path)
        assert "journal.sqlite was damaged (" in caplog.text
        assert 0 < len(served.asked) - at < 120
        assert record(folder) == before


@pytest.mark.parametrize(
    ("moods", "limits", "failed"),
    [
        (["garbage"] * 5, {}, 0),
        (["hangs"] * 3, {"timeout_s": 0.5}, 0),
        (["late"] * 3, {"timeout_s": 0.7}, 0),
        (["garbage"] * 60, {"tries": 1, "concurrency": 1}, 12),
        (["hangs"], {"episode_s": 3.0, "concurrency": 1}, 1),
    ],
)
async def test_a_provider_may_hang_answer_garbage_or_too_late(
    tmp_path: Path, moods: list[Any], limits: dict[str, Any], failed: int
) -> None:
    with provider(moods=list(moods), takes_s=0.01) as served:
        path = experiment(tmp_path / "moody", served, 12, limits={"concurrency": 4, "tries": 5, **limits})
        outcomes = list((await run_in_process(path)).folder.outcomes())
        assert len(outcomes) == 12
        assert sum(outcome.status == "failed" for outcome in outcomes) == failed
        served.moods.clear()
        assert len(record((await run_in_process(path)).folder.path)) == 12
        assert served.repeated() == {}


@pytest.mark.parametrize("retry_after_s", [None, 0.3])
async def test_many_refusals_in_a_row_are_waited_out(tmp_path: Path, retry_after_s: float | None) -> None:
    """Sixteen refusals, more than there are tries: a refusal is no try."""
    with provider(moods=["refuses"] * 16, retry_after_s=retry_after_s, takes_s=0.01) as served:
        path = experiment(tmp_path / "storm", served, 12, limits={"concurrency": 12, "tries": 2})
        prepared = await run_in_process(path)
        assert (prepared.stack.meter.refused, dict(prepared.stack.meter.failures)) == (16, {})
        assert served.repeated() == {}
        assert len(served.asked) == 36 + 16


async def test_an_episode_that_always_fails_does_not_run_the_others_again(tmp_path: Path) -> None:
    with provider(poison="on day 3?", takes_s=0.005) as served:
        path = experiment(tmp_path / "poisoned", served, 8)
        for _ in range(3):
            folder = (await run_in_process(path)).folder
            assert [o.question for o in folder.outcomes() if o.status == "failed"] == ["3"]
        assert served.repeated() == {}
        assert len(record(folder.path)) == 7
        n = len(served.asked)
        await run_in_process(path, retries_failed=False)
        assert len(served.asked) == n, "with failures kept, nothing is tried again"


async def test_a_system_clock_that_jumps_changes_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is set back and forth at every look; only the times in the journal are wrong."""
    real, jumps = time.time, itertools.cycle([-1e7, 3e7, 0])
    with provider(moods=["refuses"] * 3, retry_after_s=0.2, takes_s=0.02) as served:
        path = experiment(tmp_path / "clock", served, 10, limits={"concurrency": 4, "minutes": 5, "episode_s": 60})
        monkeypatch.setattr(time, "time", lambda: real() + next(jumps))
        folder = (await run_in_process(path)).folder
        monkeypatch.undo()
        assert served.repeated() == {}
        assert len(record(folder.path)) == 10


def test_ctrl_c_once_finishes_episodes_and_twice_leaves_them(tmp_path: Path) -> None:
    with provider(takes_s=0.4) as served:
        path = experiment(tmp_path / "stopped", served, 40)
        process = started(path)
        while len(served.answered) < 3 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        assert process.returncode == 130, err
        assert "finishing the episodes under way; Ctrl-C again leaves them" in err
        assert len(served.asked) == len(served.answered) == 3 * len(record(path.parent / "run"))

        served.takes_s = 20
        process = started(path)
        n = len(served.asked)
        while len(served.asked) < n + 4 and process.poll() is None:
            time.sleep(0.01)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=15)
        assert process.returncode == 130, err
        assert time.monotonic() - began < 10
        assert "the same command goes on from there" in " ".join(err.split())
        served.takes_s = 0.005
        assert run(path).returncode == 0
        assert served.repeated() == {}


def test_ctrl_c_a_third_time_ends_the_run_whatever_an_agent_does(tmp_path: Path) -> None:
    path = write(tmp_path, rows(1), agents={"judge": "tests.experiments.agents:deaf"})
    process = started(path)
    while not (tmp_path / "run" / "journal.sqlite").exists() and process.poll() is None:
        time.sleep(0.01)
    for _ in range(3):
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=15)
    assert process.returncode == 130, err
    assert "the same command goes on from there" in " ".join(err.split())
