"""A run on a real Ray cluster on this machine: the same records; workers, the driver and the head of the cluster die."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dikast.experiments import RunFolder, load_experiment, prepare, run_experiment
from tests.experiments.conftest import rows, seated, write
from tests.experiments.executors.test_processes import calls, processes, read_notes
from tests.experiments.records import unclocked

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]
pytest.importorskip("ray", reason="Ray is not installed")

ROOT = Path(__file__).parents[3]
AGENT = "tests.experiments.agents:noted"
DEBATERS = dict.fromkeys(("judge", "debater"), AGENT)
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT), "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "0123456789abcdef" * 4,
}  # fmt: skip


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


def start_run(folder: Path, *options: str) -> subprocess.Popen[str]:
    """`dikast run` of the folder's experiment, on Ray."""
    command = [sys.executable, "-m", "dikast", "run", str(folder / "play.yaml"), "--out", str(folder / "run")]
    return subprocess.Popen(
        [*command, "--executor", "ray", *options], text=True, start_new_session=True, cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **ENVIRONMENT, "NOTES": str(folder / "notes")},
    )  # fmt: skip


def wait(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code of the process, and its stderr in one line."""
    try:
        _, stderr = process.communicate(timeout=100)
    except subprocess.TimeoutExpired:
        process.kill()
        _, stderr = process.communicate()
    return process.returncode, " ".join(stderr.split())


def wait_until(is_so: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while not is_so():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def cluster(notes: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a cluster for one test, and the process of its head."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ray = Path(sys.executable).with_name("ray")
    head = subprocess.Popen(
        [ray, "start", "--head", "--block", f"--port={port}", "--num-cpus=2", "--include-dashboard=false",
         "--node-ip-address=127.0.0.1", "--disable-usage-stats"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, cwd=ROOT,
        env={**os.environ, **ENVIRONMENT, "NOTES": str(notes)},
    )  # fmt: skip
    deadline = time.monotonic() + 90
    while not is_open(port):
        assert head.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.2)
    yield f"127.0.0.1:{port}", head
    kill_all(head)


def n_kept(folder: Path) -> int:
    """How many episodes the run folder holds, also while the run goes on."""
    return len(list(RunFolder.open(folder).episodes()))


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def kill_all(head: subprocess.Popen[bytes]) -> None:
    """Kills the head and all processes below it, as when its machine fails."""
    for pid in [head.pid, *descendants(head.pid)]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    head.wait(20)


def descendants(pid: int) -> list[int]:
    """The processes that this one started, and all below them."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in listed.splitlines()]
    children: list[int] = [child for child, parent in parents if parent == pid]
    return children + [below for child in children for below in descendants(child)]


async def test_the_records_are_the_same_as_from_one_process(tmp_path: Path) -> None:
    protocols = ["direct", "debate", "consultancy"]
    path = write(tmp_path, rows(10), protocols=protocols, agents=seated("judge", "debater", "consultant"), swap="both")
    here = await run_experiment(prepare(*load_experiment(path), tmp_path / "here"))
    code, stderr = wait(start_run(tmp_path, "--processes", "2"))
    assert code == 0, stderr
    there = RunFolder.open(tmp_path / "run")
    assert unclocked(here.episodes()) == unclocked(there.episodes())
    assert unclocked(here.outcomes()) == unclocked(there.outcomes())


def test_a_killed_worker_is_replaced_and_no_call_is_made_twice(tmp_path: Path, notes: Path) -> None:
    write(tmp_path, rows(150), protocols=["debate"], agents=DEBATERS, limits={"concurrency": 8})
    process = start_run(tmp_path, "--processes", "2")
    wait_until(lambda: notes.exists() and len(processes(notes)) == 2 and len(read_notes(notes)) > 60, process)
    os.kill(min(processes(notes)), signal.SIGKILL)
    code, stderr = wait(process)
    assert code == 0, stderr
    assert [o.status for o in RunFolder.open(tmp_path / "run").outcomes()] == ["decided"] * 150
    assert len(processes(notes)) == 3
    assert len(calls(notes)) == 150 * 7
    # Answers that were on their way from it are asked for again: of its four episodes, each has at most two calls.
    assert sum(n - 1 for n in calls(notes).values()) <= 8


def test_ctrl_c_ends_the_run_and_the_same_command_goes_on(tmp_path: Path, notes: Path) -> None:
    write(tmp_path, rows(40), protocols=["debate"], agents=DEBATERS, limits={"concurrency": 8})
    process = start_run(tmp_path, "--processes", "2")
    wait_until(lambda: notes.exists() and len(read_notes(notes)) > 100, process)
    os.killpg(process.pid, signal.SIGINT)
    code, stderr = wait(process)
    assert code == 130, stderr
    assert "the same command goes on from there" in stderr
    assert "Traceback" not in stderr
    before = calls(notes)
    code, stderr = wait(start_run(tmp_path, "--processes", "2"))
    assert code == 0, stderr
    assert sum(n - 1 for n in calls(notes).values()) <= 1
    assert not before - calls(notes)


def test_a_killed_head_is_an_error_and_the_run_goes_on_without_ray(
    tmp_path: Path, notes: Path, cluster: tuple[str, subprocess.Popen[bytes]]
) -> None:
    address, head = cluster
    write(tmp_path, rows(200), protocols=["debate"], agents=DEBATERS, limits={"concurrency": 8})
    process = start_run(tmp_path, "--address", address)
    wait_until(lambda: notes.exists() and len(read_notes(notes)) > 100 and n_kept(tmp_path / "run") > 0, process)
    kill_all(head)
    code, stderr = wait(process)
    assert code == 1, stderr
    assert "the Ray cluster is gone: none for 30 s; all that was kept is safe" in stderr
    assert "Traceback" not in stderr
    before = calls(notes)
    assert 0 < n_kept(tmp_path / "run") < 200
    write(tmp_path, rows(200), protocols=["debate"], agents=DEBATERS, limits={"concurrency": 40})
    command = [sys.executable, "-m", "dikast", "run", str(tmp_path / "play.yaml"), "--out", str(tmp_path / "run")]
    subprocess.run(
        command, check=True, env={**os.environ, **ENVIRONMENT, "NOTES": str(notes)}, capture_output=True, cwd=ROOT
    )
    assert n_kept(tmp_path / "run") == 200
    assert not before - calls(notes)
    assert sum(n - 1 for n in calls(notes).values()) <= 2


def test_an_address_without_a_cluster_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, rows(1))
    code, stderr = wait(start_run(tmp_path, "--address", "127.0.0.1:1"))
    assert (code, "Traceback" in stderr) == (2, False), stderr
    assert "--address 127.0.0.1:1: no Ray cluster there" in stderr
