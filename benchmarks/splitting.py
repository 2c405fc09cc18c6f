"""Measures how well the splitter finds the steps of labelled solutions again, once they are joined to one text.

    python benchmarks/splitting.py [--data ../shared/data]

A boundary is right where a step of the data set ends; `exact` is the share of solutions with all of them right and no
other. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from dikast.questions import split

JOINTS = {"a blank line": "\n\n", "a line end": "\n", "a blank": " "}
GSM8K = "model_solutions_first400"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    data: Path = parser.parse_args().data
    print("| set | joined by | solutions | precision | recall | exact | ms a solution |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for path in (data / "gsm8k" / f"{GSM8K}.jsonl", *sorted((data / "process").glob("*.jsonl"))):
        solutions = [steps for steps in solutions_of(path) if len(steps) > 1]
        for joint in ["a line end"] if path.stem == GSM8K else JOINTS:
            print(f"| {path.stem} | {joint} | {len(solutions)} | {measured(solutions, JOINTS[joint])} |")


def solutions_of(path: Path) -> Iterator[list[str]]:
    """The steps of every solution in a file of the shared data; a line of GSM8K's is a step."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        row = json.loads(line) if line else {}
        for steps in [row.get("steps") or [], *(v["solution"].split("\n") for v in row.values() if is_solution(v))]:
            yield [step for step in steps if step.strip()]


def is_solution(value: object) -> bool:
    """Whether it is one of GSM8K's model solutions."""
    return isinstance(value, dict) and "solution" in value


def measured(solutions: Sequence[list[str]], joint: str) -> str:
    """The cells of a row: precision and recall of the boundaries, exact solutions, milliseconds each."""
    begun = time.process_time()
    found = [split(joint.join(steps)) for steps in solutions]
    spent_ms = 1000 * (time.process_time() - begun) / len(solutions)
    pairs = [(boundaries(steps), boundaries(parts)) for steps, parts in zip(solutions, found, strict=True)]
    n_both = sum(len(gold & ours) for gold, ours in pairs)
    precision = n_both / max(1, sum(len(ours) for _, ours in pairs))
    recall = n_both / sum(len(gold) for gold, _ in pairs)
    exact = sum(gold == ours for gold, ours in pairs) / len(pairs)
    return f"{precision:.3f} | {recall:.3f} | {exact:.3f} | {spent_ms:.2f}"


def boundaries(steps: Sequence[str]) -> set[int]:
    """After how many signs that are not white space the steps part."""
    return set(list(accumulate(len("".join(step.split())) for step in steps))[:-1])


if __name__ == "__main__":
    main()
