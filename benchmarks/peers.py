"""The same debate in Dikast, Inspect AI and Verdict: calls a second, CPU a call and memory, side by side.

    python -m venv .venv-inspect && .venv-inspect/bin/pip install inspect_ai
    python -m venv .venv-verdict && .venv-verdict/bin/pip install verdict
    python benchmarks/peers.py [--debates 143] [--latency 50] [--in-flight 100] [--repeats 3]

Three rounds of two speeches (at once; in Verdict one after the other) and a verdict, seven calls, by a fake model that
takes its time; each engine with what it records by default (Verdict keeps no record). The engines take turns, each
start in a process of its own; what is measured begins after a debate to warm up. An engine whose environment is not
there is left out.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CALLS = 7
ROUNDS = 3
SPEECH = "The hen laid eighteen eggs, as the second line says, and nobody took any of them before noon. " * 4
QUESTION = "How many eggs on day {}?"
ROOT = Path(__file__).parents[1]
PYTHONS = {
    "dikast": sys.executable,
    "inspect_ai": os.environ.get("DIKAST_INSPECT_PYTHON", str(ROOT / ".venv-inspect" / "bin" / "python")),
    "verdict": os.environ.get("DIKAST_VERDICT_PYTHON", str(ROOT / ".venv-verdict" / "bin" / "python")),
}


async def says(request: Any) -> str:
    """The fake model of Dikast's debates."""
    await asyncio.sleep(float(os.environ["LATENCY_S"]))
    return "Answer: A" if request.purpose == "decide" else SPEECH


def dikast(n: int, latency_s: float, in_flight: int, folder: Path) -> None:
    """As an experiment: journal and records on."""
    from dikast.experiments import load_experiment, prepare, run_experiment

    os.environ["LATENCY_S"] = str(latency_s)
    folder.mkdir()
    rows = [{"id": str(i), "question": QUESTION.format(i), "choices": ["17", "18"], "answer": 0} for i in range(n)]
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    experiment = {
        "name": "peers", "questions": {"file": "questions.jsonl"}, "protocols": ["debate"],
        "agents": {"judge": "benchmarks.peers:says", "debater": "benchmarks.peers:says"},
        "limits": {"concurrency": in_flight},
    }  # fmt: skip
    (folder / "peers.yaml").write_text(json.dumps(experiment))
    asyncio.run(run_experiment(prepare(*load_experiment(folder / "peers.yaml"), folder / "run")))


def inspect_ai(n: int, latency_s: float, in_flight: int, folder: Path) -> None:
    """As a task whose solver is the debate, with a log."""
    from inspect_ai import Task, eval
    from inspect_ai import model as models
    from inspect_ai.dataset import Sample
    from inspect_ai.scorer import match
    from inspect_ai.solver import solver
    from inspect_ai.util import collect

    class Fake(models.ModelAPI):  # type: ignore[misc]
        def __init__(self, model_name: str, base_url: Any = None, api_key: Any = None, config: Any = None) -> None:
            super().__init__(model_name, base_url, api_key, [], config or models.GenerateConfig())

        async def generate(self, input: Any, tools: Any, tool_choice: Any, config: Any) -> Any:
            await asyncio.sleep(latency_s)
            output = models.ModelOutput.from_content("fake", SPEECH)
            output.usage = models.ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
            return output

        def max_connections(self) -> int:
            return in_flight

    async def speak(who: str, question: str, said: list[str]) -> str:
        messages = [models.ChatMessageSystem(content=f"You are {who}."), models.ChatMessageUser(content=question)]
        messages += [models.ChatMessageUser(content=speech) for speech in said]
        return str((await models.get_model().generate(messages)).completion)

    @solver  # type: ignore[untyped-decorator]
    def debate() -> Any:
        async def solve(state: Any, generate: Any) -> Any:
            said: list[str] = []
            for _ in range(ROUNDS):
                said += await collect(*(speak(who, state.input_text, said) for who in ("alice", "bob")))
            state.output.completion = await speak("judge", state.input_text, said)
            return state

        return solve

    models.modelapi(name="fake")(lambda: Fake)
    samples = [Sample(id=str(i), input=QUESTION.format(i), target="A") for i in range(n)]
    logs = eval(
        Task(dataset=samples, solver=debate(), scorer=match()), model="fake/fake", log_dir=str(folder),
        display="none", max_samples=in_flight, max_connections=in_flight,
    )  # fmt: skip
    assert logs[0].status == "success"


def verdict(n: int, latency_s: float, in_flight: int, folder: Path) -> None:
    """As a chain of conversational units, its model replaced where it would call litellm."""
    import litellm
    import pandas
    import verdict.model as models
    from verdict import Pipeline
    from verdict.common.conversational import ConversationalUnit
    from verdict.dataset import DatasetWrapper
    from verdict.extractor import RawExtractor
    from verdict.util import ratelimit

    def fake(*_: Any, **__: Any) -> Any:
        time.sleep(latency_s)
        message = {"message": {"role": "assistant", "content": SPEECH}}
        usage = litellm.Usage(prompt_tokens=1, completion_tokens=1, total_tokens=2)
        return litellm.ModelResponse(choices=[message], usage=usage)

    os.environ.setdefault("OPENAI_API_KEY", "none is needed")
    models.Client.__call__ = fake
    ratelimit.disable()
    pipeline = Pipeline("debate")
    for who in [*("alice", "bob") * ROUNDS, "judge"]:
        unit = ConversationalUnit(who).prompt(f"You are {who}. {{source.question}}\n{{input.conversation}}")
        pipeline = pipeline >> unit.via("gpt-4o-mini", retries=1).extract(RawExtractor())
    rows = pandas.DataFrame({"question": [QUESTION.format(i) for i in range(n)]})
    folder.mkdir()
    os.chdir(folder)  # where it keeps its logs
    outcome, _ = pipeline.run_from_dataset(DatasetWrapper(rows), max_workers=in_flight, display=False)
    assert len(outcome) == n


def measured(engine: str, debates: int, latency_s: float, in_flight: int) -> dict[str, float]:
    """Runs one row in this process."""
    run = {"dikast": dikast, "inspect_ai": inspect_ai, "verdict": verdict}[engine]
    with tempfile.TemporaryDirectory() as folder:
        run(1, 0.0, in_flight, Path(folder) / "warm")
        wall, cpu = time.perf_counter(), time.process_time()
        run(debates, latency_s, in_flight, Path(folder) / "row")
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    calls = debates * CALLS
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"calls_per_s": calls / wall, "cpu_ms": 1000 * cpu / calls, "peak_mib": peak}


def row(engine: str, options: argparse.Namespace) -> dict[str, float]:
    """One row, in a process of its own."""
    told = [engine, str(options.debates), str(options.latency), str(options.in_flight)]
    command = [PYTHONS[engine], __file__, "--row", *told]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Prints the table; each row the median of its repeats, and the ratio of each to ours in the same repeat."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--debates", type=int, default=143)
    parser.add_argument("--latency", type=float, default=50, help="milliseconds")
    parser.add_argument("--in-flight", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--row", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.row:
        engine, debates, latency, in_flight = options.row
        print(json.dumps(measured(engine, int(debates), float(latency) / 1000, int(in_flight))))
        return
    engines = [engine for engine, python in PYTHONS.items() if Path(python).exists()]
    found: dict[str, list[dict[str, float]]] = {engine: [] for engine in engines}
    for _ in range(options.repeats):
        for engine in engines:
            found[engine].append(row(engine, options))
    print(f"{'engine':12}{'calls/s':>9}{'CPU ms/call':>13}{'peak MiB':>10}{'CPU, to ours':>14}")
    for engine, rows in found.items():
        calls, cpu, peak = (statistics.median(r[key] for r in rows) for key in ("calls_per_s", "cpu_ms", "peak_mib"))
        ratio = statistics.median(r["cpu_ms"] / o["cpu_ms"] for r, o in zip(rows, found["dikast"], strict=True))
        print(f"{engine:12}{calls:>9.0f}{cpu:>13.2f}{peak:>10.0f}{ratio:>13.2f}×")


if __name__ == "__main__":
    main()
