"""Several processes and a Ray cluster on this machine: speed-up, overhead, and recovery after a killed worker.

    python benchmarks/cluster.py [--debates 200] [--latency 50] [--work 0] [--in-flight 200] [--executors local …]

Each row is a whole experiment (debates of 7 calls, journal and records on) against a fake model that takes its time, in
a process of its own; starting the workers is not counted. `--work` is the CPU time that each call takes of the process
that makes it, in milliseconds, as an agent of one's own code may. `driver` is the CPU time of the process that plans,
journals and keeps. In the last rows, of three times as many debates, a worker is killed when a third is done:
`replaced` is the time until another process has its first call, `twice` how many answered calls were made again. With
`--unhurt` there are no such rows.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

CALLS = 7
SPEECH = "The hen laid eighteen eggs, as the second line says, and nobody took any of them before noon. " * 4
WORKERS_AFTER_KILL = 2
KILLED_LONGER = 3


async def says(request: object) -> str:
    """The fake model: it takes its time, and notes who asked for what, and when."""
    from dikast.agents import Request

    assert isinstance(request, Request)
    await asyncio.sleep(float(os.environ["LATENCY_S"]))
    until = time.thread_time() + float(os.environ["WORK_S"])
    while time.thread_time() < until:
        pass
    _note(f"{os.getpid()} {time.time()} {request.seat} {request.purpose} {request.round} {request.seed}\n")
    return "Answer: A" if request.purpose == "decide" else SPEECH


def _note(line: str) -> None:
    with Path(os.environ["NOTES"]).open("a") as notes:
        notes.write(line)


def measured(executor_name: str, debates: int, in_flight: int, kill: bool, folder: Path) -> dict[str, float]:
    """Runs one row in this process."""
    import gc

    from dikast.experiments import Progress, load_experiment, prepare, run_experiment
    from dikast.experiments.executors.executor_factory import executor_for

    _write(folder, debates, in_flight)
    name, _, n = executor_name.partition(":")
    executor = executor_for("ray" if name == "ray" else "local", int(n or 1))
    run = prepare(*load_experiment(folder / "cluster.yaml"), folder / "run")
    gc.collect()
    gc.freeze()
    killed_at = 0.0
    cpu = [0.0]

    def watch(progress: Progress) -> None:
        nonlocal killed_at
        if progress.done == 0:
            cpu[0] = time.process_time()
        if kill and not killed_at and progress.done >= debates // 3:
            os.kill(max(_processes(folder)), signal.SIGKILL)
            killed_at = time.time()

    asyncio.run(run_experiment(run, watch, executor))
    lines = [line.split(" ", 2) for line in (folder / "notes").read_text().splitlines()]
    times = [float(at) for _, at, _ in lines]
    first = {pid: min(float(at) for p, at, _ in lines if p == pid) for pid, _, _ in lines}
    late = [at for at in first.values() if killed_at and at > killed_at]
    return {
        "calls_per_s": debates * CALLS / (max(times) - min(times) + float(os.environ["LATENCY_S"])),
        "driver_ms": 1000 * (time.process_time() - cpu[0]) / debates,
        "replaced_s": min(late) - killed_at if late else -1.0,
        "twice": sum(n - 1 for n in Counter(call for _, _, call in lines).values()),
        "episodes": len(list(run.folder.episodes())),
    }


def _processes(folder: Path) -> set[int]:
    return {int(line.split()[0]) for line in (folder / "notes").read_text().splitlines()[-50:]}


def _write(folder: Path, debates: int, in_flight: int) -> None:
    rows = [{"id": str(i), "question": f"How many eggs on day {i}?", "choices": ["17", "18"], "answer": 0}
            for i in range(debates)]  # fmt: skip
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    experiment = {
        "name": "cluster", "questions": {"file": "questions.jsonl"}, "protocols": ["debate"],
        "agents": {"judge": "benchmarks.cluster:says", "debater": "benchmarks.cluster:says"},
        "limits": {"concurrency": in_flight},
    }  # fmt: skip
    (folder / "cluster.yaml").write_text(json.dumps(experiment))


def row(executor_name: str, options: argparse.Namespace, kill: bool) -> dict[str, float]:
    """One row, in a process of its own."""
    root = Path(__file__).parents[1]
    debates = options.debates * (KILLED_LONGER if kill else 1)
    with tempfile.TemporaryDirectory() as folder:
        arguments = [executor_name, str(debates), str(options.in_flight), str(int(kill)), folder]
        environment = {
            **os.environ, "LATENCY_S": str(options.latency / 1000), "WORK_S": str(options.work / 1000),
            "NOTES": f"{folder}/notes", "PYTHONPATH": str(root),
        }  # fmt: skip
        command = [sys.executable, "-m", "benchmarks.cluster", "--row", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root, env=environment)
        if done.returncode:
            sys.exit(done.stderr)
        figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        assert figures["episodes"] == debates
        return figures


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--debates", type=int, default=200)
    parser.add_argument("--latency", type=float, default=50, help="milliseconds")
    parser.add_argument("--work", type=float, default=0, help="milliseconds")
    parser.add_argument("--unhurt", action="store_true", help="kill no worker")
    parser.add_argument("--in-flight", type=int, default=200)
    parser.add_argument("--executors", nargs="+", default=["local", "processes:2", "ray:1", "ray:2", "ray:4"])
    parser.add_argument("--row", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.row:
        name, debates, in_flight, kill, folder = options.row
        print(json.dumps(measured(name, int(debates), int(in_flight), kill == "1", Path(folder))))
        return
    print(f"{'executor':19}{'calls/s':>9}{'speed-up':>10}{'driver ms/debate':>18}{'replaced':>10}{'twice':>7}")
    base = 0.0
    killed = [] if options.unhurt else [f"{name}:{WORKERS_AFTER_KILL}" for name in ("processes", "ray")]
    rows = [(name, False) for name in options.executors]
    rows += [(name, True) for name in killed if name in options.executors]
    for name, kill in rows:
        figures = row(name, options, kill)
        base = base or figures["calls_per_s"]
        label = f"{name} killed" if kill else name
        replaced = f"{figures['replaced_s']:.1f} s" if figures["replaced_s"] >= 0 else "–"
        print(
            f"{label:19}{figures['calls_per_s']:>9.0f}{figures['calls_per_s'] / base:>9.2f}×"
            f"{figures['driver_ms']:>18.2f}{replaced:>10}{figures['twice']:>7.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
