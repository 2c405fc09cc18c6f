"""Measures what binding does for judges of known accuracy: scripted labels over marked solutions, with real checks.

    python benchmarks/grounding.py [--data ../shared/data] [--seeds 5] [SET…]

Every labelled step is judged right with the accuracy of the row: `even` on right and wrong steps alike, `lenient`
judges find fewer wrong steps and spare more right ones, `strict` ones the other way round. The same draws are graded
with `grounding: none` and `binding`, by the functions that the engine grades with. Prints Markdown tables: of all
solutions, and of those without a step that is marked right and holds a refuted claim. The second leaves out by
construction what binding could lose: it says how much of the loss is the marks', once the list has been read (--list).
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dikast.graphs.check_nodes import check_solution
from dikast.graphs.evidence_binding import bind
from dikast.metrics.process import JudgedSolution, JudgedSteps, tally
from dikast.metrics.process.process_metrics import balanced_accuracy, process_bench_f1
from dikast.protocols.solution_prompt import step_key
from dikast.questions.solutions import read_solutions
from dikast.records import Check, Marking, Question, StepLabel
from dikast.rubrics import load_rubric
from dikast.verify.verifier import shared

SETS = (
    "bigbench_mistake_arithmetic", "processbench_gsm8k", "processbench_math", "processbench_olympiadbench",
    "processbench_omnimath", "mrben_physics", "mrben_chemistry", "mrben_biology", "mrben_math", "parc_perl", "prmbench",
)  # fmt: skip
ACCURACIES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
# How far the accuracy on wrong steps lies below that on right ones.
LEANINGS = {"even": 0.0, "lenient": 0.4, "strict": -0.4}
RUBRIC = load_rubric()


@dataclass(frozen=True)
class Looked:
    """A marked solution with what a machine found in each step."""

    question: Question
    marking: Marking
    checks: tuple[tuple[Check, ...], ...]


async def look(questions: Iterable[Question]) -> list[Looked]:
    """The solutions with marks, checked once."""
    found: list[Looked] = []

    async def one(question: Question) -> Looked | None:
        solution = question.solution
        if solution is None or solution.marking is None or question.metadata.get("suspect_gold"):
            return None
        checks = await check_solution(question)
        by_step = [tuple(c for c in checks if c.about == step_key(i)) for i in range(len(solution.steps))]
        return Looked(question, solution.marking, tuple(by_step))

    def keep(looked: Looked | None) -> None:
        if looked is not None:
            found.append(looked)

    await shared().each(one, questions, keep)
    return found


def labelled(looked: Looked, accuracy: float, leaning: float, rng: random.Random) -> list[StepLabel]:
    """What a judge of this accuracy says; of steps that people did not label, it says what it says of right ones."""
    on = {True: accuracy - leaning / 2, False: accuracy + leaning / 2, None: accuracy + leaning / 2}
    labels = []
    for i, mark in enumerate(looked.marking.steps):
        hits = rng.random() < min(1.0, max(0.0, on[mark.is_wrong]))
        says_wrong = bool(mark.is_wrong) == hits
        kind = rng.choice(RUBRIC.errors).code
        labels.append(
            StepLabel(step=i, label="incorrect" if says_wrong else "correct", error_type=kind if says_wrong else None)
        )
    return labels


def judged(looked: Looked, labels: Sequence[StepLabel]) -> JudgedSolution:
    """The labels against the marks."""
    said = JudgedSteps(tuple(x.label for x in labels), tuple(x.error_type for x in labels), (None,) * len(labels))
    return JudgedSolution(looked.question.id, looked.question.text, looked.marking, said)


def figures(rows: Sequence[JudgedSolution]) -> tuple[float, float]:
    """Balanced accuracy over steps, and ProcessBench's F1."""
    counts = tally(rows).total()
    return float(balanced_accuracy(counts)), float(process_bench_f1(counts))


def cell(looked: Sequence[Looked], accuracy: float, leaning: float, seeds: int) -> tuple[tuple[float, ...], int]:
    """The means of the four figures, without binding and with it, and how many labels it changed in all."""
    totals = [0.0] * 4
    changed = 0
    for seed in range(seeds):
        rng = random.Random(f"{accuracy}/{leaning}/{seed}")
        without, bound = [], []
        for one in looked:
            labels = labelled(one, accuracy, leaning, rng)
            grounded = [bind(label, one.checks[label.step], (), RUBRIC) for label in labels]
            changed += sum(a.label != b.label for a, b in zip(labels, grounded, strict=True))
            without.append(judged(one, labels))
            bound.append(judged(one, grounded))
        for k, value in enumerate((*figures(without), *figures(bound))):
            totals[k] += value / seeds
    return tuple(totals), changed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--list", action="store_true", help="also list the refuted claims in steps marked right")
    parser.add_argument("sets", nargs="*", default=SETS, metavar="SET")
    given = parser.parse_args()
    questions = [q for name in given.sets for q in read_solutions(given.data / "process" / f"{name}.jsonl")]
    looked = asyncio.run(look(questions))
    refuted = sum(any(c.status == "refuted" for c in checks) for one in looked for checks in one.checks)
    print(f"{len(looked)} solutions, {sum(len(x.checks) for x in looked)} steps, {refuted} with a refuted claim\n")
    print_table(looked, given.seeds)
    sound = [one for one in looked if not doubts(one)]
    print(f"\nWithout {len(looked) - len(sound)} solutions whose marks a refuted claim speaks against\n")
    print_table(sound, given.seeds)
    if given.list:
        for one in looked:
            for step, check in doubts(one):
                print(f"{one.question.id} step {step}: {check.claim} {check.evidence}")


def doubts(one: Looked) -> list[tuple[int, Check]]:
    """The refuted claims in steps that are marked right."""
    return [
        (i, check)
        for i, (mark, checks) in enumerate(zip(one.marking.steps, one.checks, strict=True))
        for check in checks
        if mark.is_wrong is False and check.status == "refuted"
    ]


def print_table(looked: Sequence[Looked], seeds: int) -> None:
    """A row a judge, and in how many cells binding is worse."""
    print("| judge | accuracy | balanced accuracy: none | binding | ProcessBench F1: none | binding |")
    print("|---|---:|---:|---:|---:|---:|")
    losses = []
    for name, leaning in LEANINGS.items():
        for accuracy in ACCURACIES:
            (a, b, c, d), _ = cell(looked, accuracy, leaning, seeds)
            losses += [a - c, b - d]
            print(f"| {name} | {accuracy:.2f} | {a:.3f} | {c:.3f} | {b:.3f} | {d:.3f} |")
    worse = [loss for loss in losses if loss > 0]
    print(f"\nFigures that binding lowers: {len(worse)} of {len(losses)}, by {max(worse, default=0):.4f} at most")


if __name__ == "__main__":
    main()
