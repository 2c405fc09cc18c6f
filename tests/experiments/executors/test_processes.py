"""A run in several processes: the same records, one journal, one set of limits, and workers that die."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from dikast.errors import BadInput, DikastError
from dikast.experiments import Progress, Run, load_experiment, prepare, run_experiment
from dikast.experiments.executors.executor_factory import executor_for
from dikast.experiments.executors.processes import ProcessesExecutor
from dikast.records import Failure
from tests.experiments.conftest import Prepared, rows, seated, write
from tests.experiments.records import unclocked

ROOT = Path(__file__).parents[3]
TWO = ProcessesExecutor(2)


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which `noted` agents write the begin and the end of each call."""
    monkeypatch.setenv("NOTES", str(tmp_path / "notes"))
    return tmp_path / "notes"


def noting_run(n: int, tmp_path: Path, out: str = "run", **changes: object) -> Run:
    agents = dict.fromkeys(("judge", "debater"), "tests.experiments.agents:noted")
    path = write(tmp_path, rows(n), **{"protocols": ["debate"], "agents": agents, **changes})
    return prepare(*load_experiment(path), tmp_path / out)


def read_notes(notes: Path) -> list[list[str]]:
    """Of every begin and end of a call: `begins` or `ends`, the process, and the call."""
    return [line.split(" ", 2) for line in notes.read_text().splitlines()]


def processes(notes: Path) -> set[int]:
    """The processes that made calls."""
    return {int(process) for _, process, _ in read_notes(notes)}


def calls(notes: Path, verb: str = "ends") -> Counter[str]:
    """How often each call was made, by any process."""
    return Counter(call for event, _, call in read_notes(notes) if event == verb)


async def test_the_records_are_the_same_as_from_one_process(tmp_path: Path) -> None:
    protocols = ["direct", "debate", "consultancy", {"use": "debate", "as": "best of 2", "best_of": 2}]
    agents = {**seated("debater", "consultant"), "judge": ["scripted:script.yaml", "tests.experiments.agents:says_a"]}
    path = write(tmp_path, rows(5), protocols=protocols, agents=agents, swap="both", seed=3)
    here = await run_experiment(prepare(*load_experiment(path), tmp_path / "one"))
    progress: list[Progress] = []
    there = await run_experiment(prepare(*load_experiment(path), tmp_path / "two"), progress.append, TWO)
    assert unclocked(here.episodes()) == unclocked(there.episodes())
    outcomes = unclocked(here.outcomes())
    assert outcomes == unclocked(there.outcomes())
    assert [p.done for p in progress] == list(range(len(outcomes) + 1))


async def test_both_processes_work_and_share_the_limits(tmp_path: Path, notes: Path) -> None:
    name = "tests.experiments.agents:noted"
    limits = {"concurrency": 20, "models": {name: {"in_flight": 3}}}
    await run_experiment(
        noting_run(100, tmp_path, protocols=["direct"], agents={"judge": name}, limits=limits), executor=TWO
    )
    in_flight = most = 0
    for event, _, _ in read_notes(notes):
        in_flight += 1 if event == "begins" else -1
        most = max(most, in_flight)
    assert most == 3
    assert len(processes(notes)) == 2, "both processes had calls"


async def test_a_second_start_makes_no_call(tmp_path: Path, notes: Path) -> None:
    """The journal is the driver's: it has the calls of all workers."""
    await run_experiment(noting_run(4, tmp_path), executor=TWO)
    before = calls(notes)
    (tmp_path / "run" / "episodes.sqlite").unlink()
    folder = await run_experiment(noting_run(4, tmp_path), executor=TWO)
    assert len(list(folder.episodes())) == 4
    assert calls(notes) == before


async def test_a_call_that_two_episodes_share_is_made_once(tmp_path: Path, notes: Path) -> None:
    """In whichever worker the second episode runs, it waits for the replies to the first."""
    protocols = ["debate", {"use": "debate", "as": "again"}]
    folder = await run_experiment(noting_run(6, tmp_path, protocols=protocols), executor=TWO)
    assert len(list(folder.episodes())) == 12
    assert sum(calls(notes).values()) == 6 * 7


async def test_a_killed_worker_is_replaced_and_no_call_is_made_twice(tmp_path: Path, notes: Path) -> None:
    run = noting_run(24, tmp_path, limits={"concurrency": 8})
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if progress.done in (4, 9) and len(killed) < 2:
            alive = [int(process) for _, process, _ in read_notes(notes)[-6:]]
            killed.append(next(pid for pid in alive if pid not in killed))
            os.kill(killed[-1], signal.SIGKILL)

    folder = await run_experiment(run, kill, TWO)
    assert len(killed) == 2
    assert [o.status for o in folder.outcomes()] == ["decided"] * 24
    assert len(processes(notes)) in (3, 4), "on a busy machine, all is done before the second replacement is ready"
    # The driver may not have heard of a call that ended in the very moment in which its process died.
    assert sum(n - 1 for n in calls(notes).values()) <= 2
    assert len(calls(notes)) == 24 * 7


async def test_an_episode_that_kills_its_workers_is_a_failure_and_the_others_are_not(prepared: Prepared) -> None:
    agents = {"judge": "tests.experiments.agents:poisonous"}
    folder = await run_experiment(prepared(12, agents=agents, limits={"concurrency": 6}), executor=TWO)
    assert {o.id: o.status for o in folder.outcomes()} == {
        f"direct/{i}": "failed" if i == 2 else "decided" for i in range(12)
    }
    failure = folder.episode("direct/2")
    assert isinstance(failure, Failure)
    assert (failure.error, failure.message) == ("WorkerDied", "3 workers died while they ran it")


async def test_an_error_of_an_agent_is_the_same_failure_as_in_one_process(prepared: Prepared) -> None:
    run = prepared(4, agents={"judge": "tests.experiments.agents:breaks_on_two"})
    folder = await run_experiment(run, executor=TWO)
    failure = folder.episode("direct/2")
    assert isinstance(failure, Failure)
    assert f"{failure.error}: {failure.message}" == "PermanentError: KeyError: 'two'"


async def test_a_cancelled_run_keeps_what_was_finished_and_leaves_no_process(tmp_path: Path, notes: Path) -> None:
    run = noting_run(40, tmp_path, limits={"concurrency": 4})
    stop = asyncio.Event()
    running = asyncio.ensure_future(run_experiment(run, lambda p: stop.set() if p.done == 6 else None, TWO))
    await stop.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    for pid in processes(notes):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    before = calls(notes)
    folder = await run_experiment(noting_run(40, tmp_path), executor=TWO)
    assert len(list(folder.episodes())) == 40
    again = calls(notes)
    assert sum(n - 1 for n in again.values()) <= 2
    assert not before - again


async def test_workers_that_do_not_start_are_an_error(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(DikastError, match="a worker process can't be started: it ended with code 1"):
        await asyncio.wait_for(run_experiment(prepared(2), executor=TWO), 30)


async def test_a_person_can_not_sit_in_a_worker(prepared: Prepared) -> None:
    with pytest.raises(BadInput, match="a person sits at one terminal"):
        await run_experiment(prepared(1, agents={"judge": "human"}), executor=TWO)


def test_an_address_without_ray_is_an_error() -> None:
    with pytest.raises(BadInput, match="an address is for --executor ray"):
        executor_for("local", 2, "auto")


def test_ctrl_c_ends_the_workers_and_says_how_to_go_on(tmp_path: Path, notes: Path) -> None:
    """As from a terminal: the driver and all that it started get the signal."""
    noting_run(60, tmp_path, limits={"concurrency": 4})
    options = [str(tmp_path / "play.yaml"), "--out", str(tmp_path / "run"), "--processes", "2"]
    command = [sys.executable, "-m", "dikast", "run", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 60
        while not notes.exists() or len(read_notes(notes)) < 100:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=20)
    assert process.returncode == 130, stderr
    assert "the same command goes on from there" in " ".join(stderr.split())
    assert "Traceback" not in stderr
    for pid in processes(notes):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
