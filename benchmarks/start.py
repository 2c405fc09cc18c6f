"""What starting costs: the help, a graded solution, and the first call of a run, beside the libraries that each needs.

    python benchmarks/start.py [--repeats 5]

Each is a whole process. CPU is user and system time; the programs take turns, and the table has medians. `needs` is a
program that only imports what this one can't do without: typer, sympy, LangChain's messages.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

EXPERIMENT = {
    "name": "start", "questions": {"library": "demo", "limit": 1}, "protocols": ["direct"],
    "agents": {"judge": "dikast.evaluation.planted:honest"},
}  # fmt: skip
SOLUTION = {
    "id": "rolls",
    "problem": "24 rolls at $0.75?",
    "steps": ["24 * 0.75 = 18."],
    "answer": "18",
    "reference": "18",
}
NEEDS = {
    "dikast --help": "import typer",
    "dikast grade, no judge": "import langchain_core.messages, sympy",
    "dikast run, one scripted call": "import langchain_core.messages",
}
"""What each program can't do without."""


class Spent(NamedTuple):
    """What one process took, in seconds."""

    wall_s: float
    cpu_s: float


def programs(folder: Path) -> dict[str, list[str]]:
    """What is started, by its name in the table. The experiment runs anew each time."""
    file = folder / "start.yaml"
    file.write_text(json.dumps(EXPERIMENT))
    solutions = folder / "solutions.jsonl"
    solutions.write_text(json.dumps(SOLUTION) + "\n")
    dikast = [sys.executable, "-m", "dikast"]
    return {
        **{statement: [sys.executable, "-c", statement] for statement in NEEDS.values()},
        "dikast --help": [*dikast, "--help"],
        "dikast grade, no judge": [*dikast, "grade", str(solutions), "--judge", "none", "--out", "RUN-grade"],
        "dikast run, one scripted call": [*dikast, "run", str(file), "--out", "RUN"],
    }


def measured(command: list[str], out: Path) -> Spent:
    """Runs a program once. Raises CalledProcessError where it fails."""
    arguments = [part.replace("RUN", str(out)) for part in command]
    # A start that is not the first: what it imports was compiled by the first one, in whatever shell this runs.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, begun = _cpu_of_children(), time.perf_counter()
    subprocess.run(arguments, check=True, capture_output=True, env=environment)
    return Spent(time.perf_counter() - begun, _cpu_of_children() - before)


def _cpu_of_children() -> float:
    """User and system time of all processes that were started here and have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def spent_by_program(repeats: int) -> dict[str, list[Spent]]:
    """What each took, each time. They take turns, so that a busy machine is busy for all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spent: dict[str, list[Spent]] = {program: [] for program in programs(folder)}
        for repeat in range(repeats):
            for program, command in programs(folder).items():
                spent[program].append(measured(command, folder / f"run-{repeat}"))
    return spent


def ratios(repeats: int = 3) -> dict[str, float]:
    """CPU of each program, as a multiple of what it needs. The least of several: other work only adds to it."""
    least = {program: min(one.cpu_s for one in spent) for program, spent in spent_by_program(repeats).items()}
    return {f"{program}: CPU": least[program] / least[needed] for program, needed in NEEDS.items()}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    print(f"{'program':32}{'wall s':>9}{'CPU s':>9}{'needs':>9}{'ratio':>8}")
    rows = spent_by_program(options.repeats)
    cpu_s = {program: statistics.median(one.cpu_s for one in spent) for program, spent in rows.items()}
    for program, needed in NEEDS.items():
        wall_s = statistics.median(one.wall_s for one in rows[program])
        ratio = cpu_s[program] / cpu_s[needed]
        print(f"{program:32}{wall_s:>9.2f}{cpu_s[program]:>9.2f}{cpu_s[needed]:>9.2f}{ratio:>8.1f}")


if __name__ == "__main__":
    main()
