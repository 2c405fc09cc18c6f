"""The real command, killed and interrupted: nothing is lost, nothing is done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dikast.cli import build_app
from dikast.errors import BadInput
from dikast.experiments import RunFolder, load_episodes
from tests.experiments.conftest import rows, write

ROOT = Path(__file__).parents[2]
N = 80


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    """One call at a time of 0.05 s: two seconds if it is left alone."""
    agents = {"judge": "tests.experiments.agents:slow"}
    return write(tmp_path, rows(N), agents=agents, limits={"concurrency": 1})


def started(experiment: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dikast", "run", str(experiment), "--out", str(experiment.parent / "run")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def kept(folder: Path) -> list[str]:
    """The ids of the records of a run that is still going on; none before it has begun."""
    try:
        return [o.id for o in RunFolder.open(folder).outcomes()]
    except BadInput:
        return []


@pytest.fixture
def half_run(experiment: Path) -> Iterator[subprocess.Popen[str]]:
    """A run in progress with some episodes kept and more to come."""
    process = started(experiment)
    try:
        deadline = time.monotonic() + 60
        while len(kept(experiment.parent / "run")) < 5:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield process
    finally:
        process.kill()
        process.communicate()


def finish(experiment: Path) -> subprocess.CompletedProcess[str]:
    """Runs the same command again, to its end."""
    process = started(experiment)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def test_after_kill_9_the_same_command_goes_on(experiment: Path, half_run: subprocess.Popen[str]) -> None:
    shown = CliRunner().invoke(build_app(["show"]), ["show", str(experiment.parent / "run")])
    assert (shown.exit_code, half_run.poll()) == (0, None), "a run can be shown while it goes on"
    assert "Judge accuracy" in shown.stdout
    half_run.send_signal(signal.SIGKILL)
    half_run.wait(10)
    folder = experiment.parent / "run"
    before = {e.id: e for e in load_episodes(folder)}
    assert 5 <= len(before) < N
    ended = finish(experiment)
    assert (ended.returncode, "Judge accuracy" in ended.stdout) == (0, True)
    after = {e.id: e for e in load_episodes(folder)}
    assert len(after) == N
    assert all(after[id] == episode for id, episode in before.items()), "no kept episode was run again"
    assert f"{N}/{N}" in ended.stderr


def test_after_kill_9_in_an_extension_the_same_command_goes_on(experiment: Path) -> None:
    folder = experiment.parent / "run"
    questions = experiment.parent / "questions.jsonl"
    whole = questions.read_text().splitlines(keepends=True)
    questions.write_text("".join(whole[:3]))
    assert finish(experiment).returncode == 0
    first = {e.id: e for e in load_episodes(folder)}
    questions.write_text("".join(whole))
    process = started(experiment)
    try:
        deadline = time.monotonic() + 60
        while len(kept(folder)) < 6:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        process.kill()
        process.communicate()
    before = {e.id: e for e in load_episodes(folder)}
    assert 6 <= len(before) < N
    assert finish(experiment).returncode == 0
    after = {e.id: e for e in load_episodes(folder)}
    assert len(after) == N
    assert first.items() <= before.items() <= after.items(), "no kept episode was run again"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_sigterm_and_sighup_finish_what_is_under_way(
    experiment: Path, half_run: subprocess.Popen[str], number: signal.Signals, code: int
) -> None:
    half_run.send_signal(number)
    _, err = half_run.communicate(timeout=30)
    assert half_run.returncode == code
    assert "Traceback" not in err
    assert f"finishing the episodes under way; {number.name} again leaves them" in err
    n = len(kept(experiment.parent / "run"))
    assert f"stopped: {n} of {N} episodes are kept in" in " ".join(err.split())
    assert 5 <= n < N
    assert finish(experiment).returncode == 0


def test_a_signal_that_is_ignored_stays_ignored(experiment: Path) -> None:
    """`nohup dikast run …` goes on when its terminal is closed."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        process = started(experiment)
    finally:
        signal.signal(signal.SIGHUP, before)
    while len(kept(experiment.parent / "run")) < 3:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert len(kept(experiment.parent / "run")) == N


def test_ctrl_c_keeps_finished_episodes_and_says_how_to_go_on(
    experiment: Path, half_run: subprocess.Popen[str]
) -> None:
    half_run.send_signal(signal.SIGINT)
    out, err = half_run.communicate(timeout=10)
    assert (half_run.returncode, out) == (130, "")
    assert "Traceback" not in err
    folder = experiment.parent / "run"
    n = len(kept(folder))
    assert f"stopped: {n} of {N} episodes are kept in {folder}; the same command goes on from there" in " ".join(
        err.split()
    )
    assert 5 <= n < N
