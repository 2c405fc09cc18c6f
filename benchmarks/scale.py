"""How a run grows: time, memory and disk from a thousand episodes to a hundred thousand, against a fake model.

    python benchmarks/scale.py [--episodes 1000 10000 100000] [--in-flight 100] [--store URL]

Each row is a whole experiment of direct answers (one call an episode, journal and records on) in a process of its own,
of up to a thousand questions, each repeated as often as it takes: questions are held in memory, episodes are not.
`memory` is the most that the process took after its imports; `resume` is the time to start again when all is done,
`show` that of reading the summary. The time an episode, and the memory, should be the same in every row.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

QUESTIONS = 1_000
TEXT = "The hen laid eighteen eggs, as the second line says, and nobody took any of them before noon. " * 4


async def says(request: object) -> str:
    """The fake model: it answers at once."""
    return f"{TEXT}\nAnswer: A"


def measured(n: int, in_flight: int, folder: Path, store: str | None) -> dict[str, float]:
    """Runs one row in this process."""
    import gc

    from dikast.experiments import RunFolder, load_experiment, prepare, run_experiment
    from dikast.metrics import SummaryTally

    _write(folder, n, in_flight, store)
    imports_mib = peak_mib()
    gc.collect()
    gc.freeze()
    start = time.perf_counter()
    run = prepare(*load_experiment(folder / "scale.yaml"), folder / "run")
    prepared = time.perf_counter()
    asyncio.run(run_experiment(run))
    ran = time.perf_counter()
    asyncio.run(run_experiment(prepare(*load_experiment(folder / "scale.yaml"), folder / "run")))
    resumed = time.perf_counter()
    cells = SummaryTally.of(RunFolder.open(folder / "run").outcomes()).cells()
    shown = time.perf_counter()
    assert cells[0].episodes == n
    sizes = {file.name: file.stat().st_size for file in (folder / "run").iterdir()}
    return {
        "prepare_s": prepared - start,
        "run_s": ran - prepared,
        "memory_mib": peak_mib() - imports_mib,
        "records_kib": sum(size for name, size in sizes.items() if name.startswith("episodes")) / n / 1024,
        "journal_kib": sum(size for name, size in sizes.items() if name.startswith("journal")) / n / 1024,
        "resume_s": resumed - ran,
        "show_s": shown - resumed,
    }


def _write(folder: Path, n: int, in_flight: int, store: str | None) -> None:
    n_questions = min(n, QUESTIONS)
    questions = (f'{{"id": "{i}", "question": "How many eggs on day {i}?", "choices": ["17", "18"], "answer": 0}}\n'
                 for i in range(n_questions))  # fmt: skip
    with (folder / "questions.jsonl").open("w") as file:
        file.writelines(questions)
    experiment = {
        "name": "scale", "questions": {"file": "questions.jsonl"}, "protocols": ["direct"],
        "agents": {"judge": "benchmarks.scale:says"}, "repeats": n // n_questions,
        "limits": {"concurrency": in_flight},
        **({"store": store} if store else {}),
    }  # fmt: skip
    (folder / "scale.yaml").write_text(json.dumps(experiment))


def peak_mib() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows(episodes: list[int], in_flight: int, store: str | None) -> Iterator[tuple[int, dict[str, float]]]:
    """Each row in a process of its own."""
    for n in episodes:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "benchmarks.scale", "--row", str(n), str(in_flight), folder, store or ""]
            done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
            if done.returncode:
                sys.exit(done.stderr)
            yield n, json.loads(done.stdout)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--episodes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--in-flight", type=int, default=100)
    parser.add_argument("--store", help="a postgresql:// URL; by default a file")
    parser.add_argument("--row", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.row:
        n, in_flight, folder, store = options.row
        print(json.dumps(measured(int(n), int(in_flight), Path(folder), store or None)))
        return
    print(
        f"{'episodes':>9}{'prepare':>10}{'run':>10}{'ms/episode':>12}{'memory':>10}"
        f"{'records':>13}{'journal':>13}{'resume':>9}{'show':>8}"
    )
    for n, row in rows(options.episodes, options.in_flight, options.store):
        print(
            f"{n:>9,}{row['prepare_s']:>8.1f} s{row['run_s']:>8.1f} s{1000 * row['run_s'] / n:>12.2f}"
            f"{row['memory_mib']:>6.0f} MiB{row['records_kib']:>9.2f} KiB{row['journal_kib']:>9.2f} KiB"
            f"{row['resume_s']:>7.1f} s{row['show_s']:>6.1f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
