"""Measures the verifier on labelled files, and math-verify row by row beside it.

    python benchmarks/verify.py [--data ../shared/data] [--math-verify PYTHON]

PYTHON is the interpreter of an environment that has math-verify; it stays out of ours. Rows whose right verdict
depends on a policy are kept out of the headline figures. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import json
import re
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from dikast.records import Check
from dikast.verify import Verifier, step_status
from dikast.verify.equality.exact import Undefined, exact
from dikast.verify.syntax.nodes import TooCostly, Unparsed
from dikast.verify.syntax.parser import parse

Row = dict[str, Any]
ANSWER_FILES = ("answers_dev", "answers_reports")
STEP_FILES = ("steps_dev", "steps_reports")
GROUPS = ("headline", "other", "units", "mcq", "adversarial", "policy-dependent")
POLICY_KINDS = ("policy", "assumption", "extraction-convention")
PROCESS = ("processbench_gsm8k", "processbench_math", "processbench_olympiadbench", "processbench_omnimath")
_THEIRS = """
import json, sys, time
from math_verify import parse, verify, LatexExtractionConfig, ExprExtractionConfig, StringExtractionConfig
for line in sys.stdin:
    row = json.loads(line)
    began = time.perf_counter()
    configs = [LatexExtractionConfig(), ExprExtractionConfig()]
    if row["choices"] or len(row["reference"]) == 1:
        configs.append(StringExtractionConfig())
    def read(text):
        return parse(text, configs) or parse("$" + text + "$", configs)
    try:
        same = verify(read(row["reference"]), read(row["answer"]))
    except Exception:
        same = False
    print(json.dumps([bool(same), (time.perf_counter() - began) * 1000]), flush=True)
"""
_EQUATION = re.compile(r"([\d+*/().,$ x×-]*[\d)])\s*=\s*\$?(-?\d[\d,]*(?:\.\d+)?)(?![\w/%^*({\\.]|\s*[-+*/×x^\\(])")


def read(path: Path) -> list[Row]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def table(title: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """A Markdown table."""
    names = list(head)
    print(f"\n### {title}\n\n| {' | '.join(names)} |\n|{'---|' * len(names)}")
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |")


def times(ms: list[float]) -> tuple[str, str]:
    """Median and 99th percentile, in milliseconds."""
    ranked = sorted(ms)
    return f"{ranked[len(ranked) // 2]:.1f}", f"{ranked[int(len(ranked) * 0.99)]:.0f}"


async def timed_answers(verifier: Verifier, rows: list[Row]) -> list[tuple[Check, float]]:
    """One after the other, so that the times are those of one core."""
    found = []
    for row in rows:
        began = time.perf_counter()
        check = await verifier.answer(row["reference"], row["answer"], choices=row.get("choices"))
        found.append((check, (time.perf_counter() - began) * 1000))
    return found


def theirs(python: str, rows: list[Row]) -> list[tuple[bool, float]]:
    """math-verify's verdicts and times."""
    lines = "".join(
        json.dumps({"reference": r["reference"], "answer": r["answer"], "choices": bool(r.get("choices"))}) + "\n"
        for r in rows
    )
    done = subprocess.run([python, "-c", _THEIRS], input=lines, capture_output=True, text=True, check=True)
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def group(row: Row) -> str:
    """The table's line that a row of answers belongs to."""
    if str(row["kind"]).startswith(POLICY_KINDS):
        return "policy-dependent"
    return row["kind"] if row["kind"] in ("units", "mcq", "adversarial") else "other"


async def answers(data: Path, python: str | None) -> None:
    """Ours and theirs on each file of answers; rows whose label is open are left out."""
    for name in ANSWER_FILES:
        rows = [row for row in read(data / "verify" / f"{name}.jsonl") if row["expected"] is not None]
        async with Verifier(workers=1) as verifier:
            await verifier.answer("1", "1")
            ours = await timed_answers(verifier, rows)
        others = theirs(python, rows) if python else []
        head = (
            "",
            "rows",
            "n",
            "decided right",
            "false positives",
            "false negatives",
            "unknown",
            "median ms",
            "p99 ms",
        )
        table(f"Answers ({name})", head, answer_lines(rows, ours, others))


def answer_lines(
    rows: list[Row], ours: list[tuple[Check, float]], others: list[tuple[bool, float]]
) -> Iterator[list[object]]:
    """A line for each group of rows, for us and, where they were asked, for math-verify."""
    groups = [group(row) for row in rows]
    for name in GROUPS:
        chosen = [i for i, g in enumerate(groups) if g == name or (name == "headline" and g != "policy-dependent")]
        if not chosen:
            continue
        verdicts = [(rows[i]["expected"], ours[i][0].status) for i in chosen]
        yield ["Dikast", name, *answer_counts(verdicts), *times([ours[i][1] for i in chosen])]
        if others:
            verdicts = [(rows[i]["expected"], "verified" if others[i][0] else "refuted") for i in chosen]
            yield ["math-verify", name, *answer_counts(verdicts), *times([others[i][1] for i in chosen])]


def answer_counts(verdicts: Sequence[tuple[bool, str]]) -> list[object]:
    """n, share decided right, false positives, false negatives, unknown."""
    counts = collections.Counter(verdicts)
    right = counts[(True, "verified")] + counts[(False, "refuted")]
    unknown = sum(n for (_, status), n in counts.items() if status == "unknown")
    n_false = sum(n for (expected, _), n in counts.items() if not expected)
    share = f"{right / len(verdicts):.3f}" if verdicts else "-"
    return [len(verdicts), share, f"{counts[(False, 'verified')]} of {n_false}", counts[(True, "refuted")], unknown]


async def steps(data: Path) -> None:
    """Ours on each file of steps; rows that may come out either way are left out."""
    for name in STEP_FILES:
        counts: collections.Counter[tuple[str, str]] = collections.Counter()
        ms = []
        async with Verifier(workers=1) as verifier:
            for row in read(data / "verify" / f"{name}.jsonl"):
                began = time.perf_counter()
                checks = await verifier.step(row["step"], context=row["context"], problem=row["problem"])
                ms.append((time.perf_counter() - began) * 1000)
                counts[(row["expected"], step_status(checks))] += 1
        statuses = ("verified", "refuted", "unknown")
        expected = [e for e in ("correct", "incorrect", "not-checkable") if any(counts[e, s] for s in statuses)]
        lines = ([e, *(counts[e, s] for s in statuses)] for e in expected)
        table(f"Steps ({name})", ("expected", *statuses), lines)
        print(f"\n{step_summary(counts)}; median {times(ms)[0]} ms, p99 {times(ms)[1]} ms")


def step_summary(counts: collections.Counter[tuple[str, str]]) -> str:
    """Right steps refuted, recalls and precision."""
    n_of = {kind: sum(n for (k, _), n in counts.items() if k == kind) for kind in ("correct", "incorrect")}
    n_verified = counts["correct", "verified"] + counts["incorrect", "verified"]
    n_refuted = counts["correct", "refuted"] + counts["incorrect", "refuted"]
    return "; ".join(
        (
            f"correct steps refuted: {counts['correct', 'refuted']}",
            f"refute recall {counts['incorrect', 'refuted'] / n_of['incorrect']:.3f}",
            f"refuted precision {counts['incorrect', 'refuted'] / max(n_refuted, 1):.3f}",
            f"verified precision {counts['correct', 'verified'] / max(n_verified, 1):.3f}",
            f"verified recall {counts['correct', 'verified'] / n_of['correct']:.3f}",
        )
    )


def simple_checker(text: str) -> bool:
    """What a checker of numeric equalities finds: digits and operators before `=`, a false number behind it."""
    for match in _EQUATION.finditer(text):
        before = text[: match.start(1)].rstrip()
        if before.endswith(("^", "}", "\\", "{", "_")):
            continue
        try:
            left, right = exact(parse(match[1].replace("$", " "))), exact(parse(match[2]))
        except (Unparsed, TooCostly, Undefined):
            continue
        if (
            left is not None
            and right is not None
            and abs(left - right) > Fraction(1, 100) * max(abs(right), Fraction(1))
        ):
            return True
    return False


@dataclass(frozen=True)
class Solution:
    """What was refuted in a solution: the places of the steps, and the time that all its steps took."""

    row: Row
    refuted: tuple[int, ...]
    ms: float

    def counts(self) -> collections.Counter[str]:
        """What it adds to a line of the table."""
        first = self.row["first_error"]
        is_wrong = first != -1
        simple = any(simple_checker(step) for step in self.row["steps"])
        before = [i for i in self.refuted if is_wrong and i < first]
        return collections.Counter(
            {
                "wrong": is_wrong,
                "flagged": is_wrong and bool(self.refuted),
                "first error refuted": is_wrong and first in self.refuted,
                "refuted before it": len(before),
                "right, but refuted": not is_wrong and bool(self.refuted),
                "simple: flagged": simple and is_wrong,
                "simple: right, but refuted": simple and not is_wrong,
            }
        )


COUNTED = (
    "wrong", "flagged", "first error refuted", "refuted before it", "right, but refuted", "simple: flagged",
    "simple: right, but refuted",
)  # fmt: skip


async def process(data: Path) -> None:
    """Whole solutions with refuted claims, against the human label of their first error."""
    lines = []
    total: collections.Counter[str] = collections.Counter()
    # One after the other, so that the times are those of one core.
    async with Verifier(workers=1) as verifier:
        for name in PROCESS:
            rows = [r for r in read(data / "process" / f"{name}.jsonl") if r["first_error"] is not None]
            solutions = [await refuted_steps(verifier, row) for row in rows]
            counts = sum((s.counts() for s in solutions), collections.Counter[str]())
            total.update(counts)
            lines.append([name, len(rows), *(counts[k] for k in COUNTED), *times([s.ms for s in solutions])])
    lines.append(["all", "", *(total[k] for k in COUNTED), "", ""])
    table("Solutions (ProcessBench)", ("set", "n", *COUNTED, "median ms", "p99 ms"), lines)
    share = total["flagged"] / max(1, total["flagged"] + total["right, but refuted"])
    print(f"\nof the solutions refuted, really wrong: {share:.3f}; soundness.py lists what is refuted in right steps")


async def refuted_steps(verifier: Verifier, row: Row) -> Solution:
    """The steps of the solution that have a refuted claim."""
    refuted = []
    began = time.perf_counter()
    for i, step in enumerate(row["steps"]):
        checks = await verifier.step(step, context=row["steps"][:i], problem=row["problem"])
        if any(check.status == "refuted" for check in checks):
            refuted.append(i)
    return Solution(row, tuple(refuted), (time.perf_counter() - began) * 1000)


async def gsm8k(data: Path) -> None:
    """Final answers of model solutions against the references, in bulk."""
    rows = []
    for row in read(data / "gsm8k" / "model_solutions_first400.jsonl"):
        reference = row["ground_truth"].rpartition("A: ")[2]
        rows += [
            (m["is_correct"], {"reference": reference, "answer": m["solution"]})
            for m in row.values()
            if isinstance(m, dict) and "solution" in m
        ]
    async with Verifier() as verifier:
        await verifier.answer("1", "1")
        began = time.perf_counter()
        checks = await verifier.answers(row for _, row in rows)
        seconds = time.perf_counter() - began
    counts = collections.Counter((expected, check.status) for (expected, _), check in zip(rows, checks, strict=True))
    table(
        "GSM8K model answers",
        ("is_correct", "verified", "refuted", "unknown"),
        ([e, *(counts[(e, s)] for s in ("verified", "refuted", "unknown"))] for e in (True, False)),
    )
    print(f"\n{len(rows)} answers in {seconds:.1f} s: {len(rows) / seconds * 60:.0f} a minute")


def main() -> None:
    """All tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--math-verify", metavar="PYTHON", default=None)
    options = parser.parse_args()
    asyncio.run(answers(options.data, options.math_verify))
    asyncio.run(steps(options.data))
    asyncio.run(process(options.data))
    asyncio.run(gsm8k(options.data))


if __name__ == "__main__":
    main()
