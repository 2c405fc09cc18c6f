"""How a run grows: time, memory and disk from a thousand episodes to a million, against a fake model.

    python benchmarks/scale.py [--episodes 1000 10000 100000] [--filled 1000000] [--in-flight 100] [--store URL]

Each row is a whole experiment of direct answers (one call an episode, journal and records on) in a process of its own,
of up to a thousand questions, each repeated as often as it takes: questions are held in memory, episodes are not.
`memory` is the most that the process took after its imports; `resume` is the time to start again when all is done,
`show` that of reading what `dikast show` prints, each by the clock and in CPU time. The time an episode, and the
memory, should be the same in every row.

With `--filled` only the first two repeats are run. The others are copies of the second, written into the files of the
run under the ids that they would have: a million episodes are there in three minutes. Such a row has no time of a run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

QUESTIONS = 1_000
TEXT = "The hen laid eighteen eggs, as the second line says, and nobody took any of them before noon. " * 4


async def says(request: object) -> str:
    """The fake model: it answers at once."""
    return f"{TEXT}\nAnswer: A"


def measured(n: int, in_flight: int, folder: Path, store: str | None, is_filled: bool) -> dict[str, float]:
    """Runs one row in this process."""
    import gc

    from dikast.cli.run_results import RunResults
    from dikast.experiments import RunFolder, load_experiment, prepare, run_experiment

    write_experiment(folder, n, in_flight, store)
    if is_filled:
        fill(folder)
    imports_mib = peak_mib()
    gc.collect()
    gc.freeze()
    start = time.perf_counter()
    run = prepare(*load_experiment(folder / "scale.yaml"), folder / "run")
    prepared = time.perf_counter()
    asyncio.run(run_experiment(run))
    ran, ran_cpu = time.perf_counter(), time.process_time()
    asyncio.run(run_experiment(prepare(*load_experiment(folder / "scale.yaml"), folder / "run")))
    resumed, resumed_cpu = time.perf_counter(), time.process_time()
    results = RunResults.of(RunFolder.open(folder / "run", trusts_store=True))
    shown, shown_cpu = time.perf_counter(), time.process_time()
    assert results.n_episodes == n
    sizes = {file.name: file.stat().st_size for file in (folder / "run").iterdir()}
    return {
        "prepare_s": prepared - start,
        "run_s": ran - prepared,
        "memory_mib": peak_mib() - imports_mib,
        "records_kib": sum(size for name, size in sizes.items() if name.startswith("episodes")) / n / 1024,
        "journal_kib": sum(size for name, size in sizes.items() if name.startswith("journal")) / n / 1024,
        "resume_s": resumed - ran,
        "resume_cpu_s": resumed_cpu - ran_cpu,
        "show_s": shown - resumed,
        "show_cpu_s": shown_cpu - resumed_cpu,
    }


def fill(folder: Path) -> None:
    """Runs the first two repeats of the folder's experiment, and copies the second for each of the others."""
    from dikast.experiments import load_experiment, prepare, run_experiment

    experiment, document = load_experiment(folder / "scale.yaml")
    only = {"repeat": ["0", "1"]}
    asyncio.run(run_experiment(prepare(experiment, document, folder / "run", only=only)))
    with closing(sqlite3.connect(folder / "run" / "episodes.sqlite")) as records, records:
        outcomes = records.execute("select * from outcomes where id like '%/r1'").fetchall()
        kept = records.execute("select * from records where id like '%/r1'").fetchall()
        for repeat in range(2, experiment.repeats):
            values = ", ".join("?" * len(outcomes[0]))
            records.executemany(f"insert into outcomes values ({values})",
                                (_outcome_copy(row, repeat) for row in outcomes))  # fmt: skip
            records.executemany("insert into records values (?, ?, ?)",
                                ((_id_of(id, repeat), *rest) for id, *rest in kept))  # fmt: skip
    with closing(sqlite3.connect(folder / "run" / "journal.sqlite")) as journal, journal:
        calls = journal.execute("select agent, at, is_answer, entry from calls limit ?", (len(outcomes),)).fetchall()
        for _ in range(2, experiment.repeats):
            # Keys are hashes, and these belong to no call: that of an episode that is done is never looked up.
            rows = ((os.urandom(16), *call) for call in calls)
            journal.executemany("insert into calls values (?, ?, ?, ?, ?)", rows)


def _id_of(id: str, repeat: int) -> str:
    return f"{id.removesuffix('/r1')}/r{repeat}"


def _outcome_copy(row: tuple[str, ...], repeat: int) -> tuple[str, ...]:
    """The row of the table `outcomes` for another repeat."""
    id, *columns, outcome = row
    content = json.loads(outcome) | {"id": _id_of(id, repeat), "transcript": _id_of(id, repeat), "repeat": repeat}
    return _id_of(id, repeat), *columns, json.dumps(content, separators=(",", ":"))


def write_experiment(folder: Path, n: int, in_flight: int, store: str | None, most_questions: int = QUESTIONS) -> None:
    """Writes an experiment of `n` episodes on up to so many questions, each as often as it takes."""
    n_questions = min(n, most_questions)
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


def rows(options: argparse.Namespace) -> Iterator[tuple[int, bool, dict[str, float]]]:
    """Each row in a process of its own: how many episodes, whether they were filled in, and what was measured."""
    for n, is_filled in [*((n, False) for n in options.episodes), *((n, True) for n in options.filled)]:
        with tempfile.TemporaryDirectory() as folder:
            row = [str(n), str(options.in_flight), folder, options.store or "", str(int(is_filled))]
            command = [sys.executable, "-m", "benchmarks.scale", "--row", *row]
            done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
            if done.returncode:
                sys.exit(done.stderr)
            yield n, is_filled, json.loads(done.stdout)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--episodes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--in-flight", type=int, default=100)
    parser.add_argument("--store", help="a postgresql:// URL; by default a file")
    parser.add_argument("--filled", type=int, nargs="*", default=[], help="also so many; only a few are run")
    parser.add_argument("--row", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.row:
        n, in_flight, folder, store, is_filled = options.row
        print(json.dumps(measured(int(n), int(in_flight), Path(folder), store or None, is_filled == "1")))
        return
    print(
        f"{'episodes':>9}{'prepare':>10}{'run':>10}{'ms/episode':>12}{'memory':>10}"
        f"{'records':>13}{'journal':>13}{'resume':>9}{'CPU':>9}{'show':>8}{'CPU':>9}"
    )
    for n, is_filled, row in rows(options):
        run_s = f"{row['run_s']:.1f} s"
        each_ms = f"{1000 * row['run_s'] / n:.2f}"
        if is_filled:
            run_s = each_ms = "–"
        print(
            f"{n:>9,}{row['prepare_s']:>8.1f} s{run_s:>10}{each_ms:>12}"
            f"{row['memory_mib']:>6.0f} MiB{row['records_kib']:>9.2f} KiB{row['journal_kib']:>9.2f} KiB"
            f"{row['resume_s']:>7.1f} s{row['resume_cpu_s']:>7.1f} s{row['show_s']:>6.1f} s{row['show_cpu_s']:>7.1f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
