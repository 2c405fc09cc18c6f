"""What the engine itself costs: debates of 7 calls against an agent that only waits.

    python benchmarks/engine.py [--debates 286] [--latency 0 50] [--in-flight 1 100 1000] [--repeats 3]
    python benchmarks/engine.py --profile

Each row is a whole experiment in a process of its own: prompts rendered, every call journaled before the graph goes on,
records made and written to a run folder.
`bare` is LangGraph alone: the same graph with nodes that only wait. CPU is user and system time per call, imports
and start-up not counted; peak is the process's, imports included. `--profile` prints where the time of the event loop
goes, by room and library; a profiler makes small functions look dearer than they are.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from types import CodeType
from typing import Annotated, TypedDict

from pydantic import JsonValue

CALLS = 7
SPEECH = "The hen laid eighteen eggs, as the second line says, and nobody took any of them before noon. " * 4


class BareState(TypedDict):
    """The state of the graph that does nothing."""

    turns: Annotated[dict[str, str], lambda left, right: {**left, **right}]


def measured(engine: str, debates: int, latency_ms: float, in_flight: int) -> dict[str, float]:
    """Runs one row in this process."""
    run = bare if engine == "bare" else dikast
    return asyncio.run(run(debates, latency_ms / 1000, in_flight))


async def dikast(debates: int, latency_s: float, in_flight: int) -> dict[str, float]:
    """The debates as an experiment: read, run, recorded."""
    import gc

    from dikast.agents import Reply, Request
    from dikast.experiments import Limits, Matrix, Run, prepare, run_experiment
    from dikast.experiments.experiment import Experiment
    from dikast.experiments.limits.retrying_agent import RetryingAgent
    from dikast.input_files import Document

    class Waiting:
        name = "waiting"

        async def reply(self, request: Request) -> Reply:
            await asyncio.sleep(latency_s)
            return Reply(text="Answer: A" if request.purpose == "decide" else SPEECH)

    rows = [{"id": str(i), "question": f"How many eggs on day {i}?", "choices": ["17", "18"], "answer": i % 2}
            for i in range(debates)]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        questions = Path(folder) / "questions.jsonl"
        questions.write_text("\n".join(map(json.dumps, rows)))
        data: dict[str, JsonValue] = {
            "name": "engine", "protocols": ["debate"],
            "agents": {"debater": "scripted:none.yaml", "judge": "scripted:none.yaml"},
            "limits": Limits(concurrency=in_flight).model_dump(),
        }  # fmt: skip
        (Path(folder) / "none.yaml").write_text("replies: [{text: unused}]")
        document = Document(data, str(Path(folder) / "engine.yaml"))

        def prepared(name: str, limit: int) -> Run[Matrix]:
            data["questions"] = {"file": str(questions), "limit": limit}
            run = prepare(Experiment.model_validate(data), document, Path(folder) / name)
            for agent in run.agents:
                assert isinstance(agent.agent, RetryingAgent)
                agent.agent.agent = Waiting()
            return run

        # The first debate of a process imports what debates need: a second of CPU that others don't take.
        await run_experiment(prepared("warm", 1))
        run = prepared("run", debates)
        gc.collect()
        gc.freeze()
        return await _timed(lambda: run_experiment(run), debates)


async def bare(debates: int, latency_s: float, in_flight: int) -> dict[str, float]:
    """LangGraph alone, with the graph of the same debate."""
    from langgraph.graph import END, START, StateGraph

    builder = StateGraph(BareState)

    async def wait(state: BareState) -> dict[str, dict[str, str]]:
        await asyncio.sleep(latency_s)
        return {"turns": {str(len(state["turns"])): SPEECH}}

    previous = [START]
    for round_ in range(3):
        names = [f"alice{round_}", f"bob{round_}"]
        for name in names:
            builder.add_node(name, wait)
            builder.add_edge(previous if len(previous) > 1 else previous[0], name)
        previous = names
    builder.add_node("judge", wait)
    builder.add_edge(previous, "judge")
    builder.add_edge("judge", END)
    graph = builder.compile()
    todo = iter(range(debates))

    async def work() -> None:
        for _ in todo:
            await graph.ainvoke({"turns": {}})

    async def all_of_them() -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(in_flight, debates)):
                group.create_task(work())

    return await _timed(all_of_them, debates)


def print_profile(debates: int) -> None:
    """Prints the share of each room and library in the time of the event loop's thread, and how often it is called."""
    profile = cProfile.Profile()
    timed = _timed

    async def profiled(run: object, debates: int) -> dict[str, float]:
        profile.enable()
        try:
            return await timed(run, debates)
        finally:
            profile.disable()

    globals()["_timed"] = profiled
    measured("dikast", debates, 0, 100)
    seconds: defaultdict[str, float] = defaultdict(float)
    calls: Counter[str] = Counter()
    for function in profile.getstats():
        where = room_of(function.code)
        if where is None:
            continue
        # What Python does for a function is a part of that function.
        called = [inner for inner in function.calls or () if isinstance(inner.code, str)]
        seconds[where] += function.inlinetime + sum(inner.inlinetime for inner in called)
        calls[where] += function.callcount
    total = sum(seconds.values())
    print(f"{'room or library':24}{'share':>8}{'calls a debate':>16}")
    for where, spent in sorted(seconds.items(), key=lambda item: -item[1])[:16]:
        print(f"{where:24}{spent / total:>8.1%}{calls[where] / debates:>16,.0f}")


def room_of(code: CodeType | str) -> str | None:
    """The room of ours, or else the library, that a function is in; None for one that is built into Python."""
    if isinstance(code, str):
        return None
    parts = Path(code.co_filename).parts
    for mark in ("dikast", "site-packages"):
        if mark in parts[:-1]:
            name = parts[len(parts) - parts[::-1].index(mark)].removesuffix(".py")
            return f"dikast.{name}" if mark == "dikast" else name
    return "Python's own"


async def _timed(run: object, debates: int) -> dict[str, float]:
    assert callable(run)
    wall, cpu = time.perf_counter(), time.process_time()
    await run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    calls = debates * CALLS
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"calls_per_s": calls / wall, "cpu_ms": 1000 * cpu / calls, "peak_mib": peak}


def ratios(debates: int = 100, repeats: int = 3) -> dict[str, float]:
    """CPU of a call, as a multiple of LangGraph's alone. The least of several: other work only adds to it."""
    least: dict[str, float] = {}
    for _ in range(repeats):
        for engine in ("bare", "dikast"):
            cpu = row(engine, debates, 0, 100)["cpu_ms"]
            least[engine] = min(cpu, least.get(engine, cpu))
    return {"a call of a debate: CPU, times LangGraph's": least["dikast"] / least["bare"]}


def row(engine: str, debates: int, latency_ms: float, in_flight: int) -> dict[str, float]:
    """One row, in a process of its own."""
    values = [engine, str(debates), str(latency_ms), str(in_flight)]
    done = subprocess.run([sys.executable, __file__, "--row", *values], capture_output=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Prints the table; each row the median of its repeats, engines taking turns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--debates", type=int, default=286)
    parser.add_argument("--latency", type=float, nargs="+", default=[0, 50], help="milliseconds")
    parser.add_argument("--in-flight", type=int, nargs="+", default=[1, 100, 1000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--row", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.row:
        engine, debates, latency, in_flight = options.row
        print(json.dumps(measured(engine, int(debates), float(latency), int(in_flight))))
        return
    if options.profile:
        print_profile(options.debates)
        return
    print(
        f"{'engine':8}{'latency':>9}{'in flight':>11}{'debates':>9}{'calls/s':>10}{'CPU ms/call':>13}{'peak MiB':>10}"
    )
    for latency in options.latency:
        for in_flight in options.in_flight:
            # One at a time at 50 ms would only measure the waiting.
            debates = max(in_flight, options.debates) if in_flight > 1 or not latency else 20
            rows: dict[str, list[dict[str, float]]] = {"bare": [], "dikast": []}
            for _ in range(options.repeats):
                for engine, found in rows.items():
                    found.append(row(engine, debates, latency, in_flight))
            for engine, found in rows.items():
                calls, cpu, peak = (
                    statistics.median(r[k] for r in found) for k in ("calls_per_s", "cpu_ms", "peak_mib")
                )
                print(f"{engine:8}{latency:>6.0f} ms{in_flight:>11}{debates:>9}{calls:>10.0f}{cpu:>13.2f}{peak:>10.0f}")


if __name__ == "__main__":
    main()
