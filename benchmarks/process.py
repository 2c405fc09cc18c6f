"""Measures the verifier alone as a judge of worked solutions, without a model, against people's marks.

    python benchmarks/process.py [--data ../shared/data] [--workers 2] [--false FILE] [SET…]

A step with a refuted claim is incorrect, any other counts as correct (no error found). Prints Markdown tables; the
refuted claims in solutions that people call right go to FILE. Samples, not benchmark scores; timings vary.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dikast.metrics.process import JudgedSolution, JudgedSteps, ProcessSummary, summarise_process
from dikast.questions.solutions import read_solutions
from dikast.records import Check, Label, Question, Solution
from dikast.verify import Verifier

SETS = (
    "bigbench_mistake_arithmetic",
    "bigbench_mistake",
    "processbench_gsm8k",
    "processbench_math",
    "processbench_olympiadbench",
    "processbench_omnimath",
    "mrben_math",
    "mrben_physics",
    "mrben_chemistry",
    "mrben_biology",
    "mrben_medicine",
    "mr_gsm8k_explanations",
    "parc_perl",
    "prmbench",
)
GSM8K = "gsm8k_model_solutions"


@dataclass(frozen=True)
class Looked:
    """A question with the checks of every step of its solution."""

    question: Question
    solution: Solution
    checks: tuple[tuple[Check, ...], ...]

    @property
    def labels(self) -> list[Label]:
        """What the verifier says of every step."""
        return ["incorrect" if any(c.status == "refuted" for c in found) else "unknown" for found in self.checks]

    @property
    def is_marked(self) -> bool:
        """Whether people marked any of its steps."""
        return self.solution.marking is not None and any(mark.label for mark in self.solution.marking.steps)

    @property
    def is_suspect(self) -> bool:
        """Whether the data set itself doubts its marks."""
        return bool(self.question.metadata.get("suspect_gold"))

    def judged(self) -> JudgedSolution | None:
        """Against the marks, where there are any."""
        marking = self.solution.marking
        if marking is None:
            return None
        said = JudgedSteps.always(*self.labels)
        return JudgedSolution(self.question.id, self.question.text, marking, said, is_suspect=self.is_suspect)


def read(data: Path, name: str) -> list[Question]:
    """The solutions of one set, each with the marks it has."""
    if name == GSM8K:
        return gsm8k(data / "gsm8k" / "model_solutions_first400.jsonl")
    return list(read_solutions(data / "process" / f"{name}.jsonl"))


def gsm8k(path: Path) -> list[Question]:
    """Model solutions of GSM8K, of which only the final answer is known to be right or wrong."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        for model, given in row.items():
            if not isinstance(given, dict):
                continue
            steps = tuple(text for text in given["solution"].split("\n") if text.strip() and not text.startswith("A:"))
            marking = {"steps": [{}] * len(steps), "is_answer_right": given["is_correct"]}
            solution = {"steps": steps, "marking": marking, "author": model}
            parts = {"id": f"{number}-{model}", "text": row["question"], "solution": solution}
            found.append(Question.model_validate(parts))
    return found


async def look(verifier: Verifier, question: Question) -> Looked:
    """Every step checked in the light of those before it."""
    solution = question.solution
    assert solution is not None
    found = []
    for i, step in enumerate(solution.steps):
        checks = await verifier.step(step, context=solution.steps[:i], problem=question.text)
        found.append(tuple(checks))
    return Looked(question, solution, tuple(found))


def is_wrong(one: Looked) -> bool | None:
    """Whether people see an error in it, else whether its final answer is wrong; None where neither is known."""
    marking = one.solution.marking
    if marking is None:
        return None
    if marking.is_located and any(mark.label is not None for mark in marking.steps):
        return marking.first_error is not None
    return None if marking.is_answer_right is None else not marking.is_answer_right


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A Markdown table."""
    print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |")


def line(name: str, looked: Sequence[Looked], seconds: float | None) -> list[object]:
    """One row of the table."""
    flagged = [one for one in looked if "incorrect" in one.labels and is_wrong(one) is not None]
    right = sum(is_wrong(one) is True for one in flagged)
    judged = [one for one in map(Looked.judged, looked) if one is not None]
    summary = summarise_process(judged, unknown_as="correct", resamples=0)
    pace = "" if seconds is None else f"{len(looked) / seconds * 60:,.0f}"
    share = f"{right / len(flagged):.3f}" if flagged else "–"
    n_wrong = sum(is_wrong(one) is True for one in looked)
    return [name, len(looked), n_wrong, len(flagged), right, share, *figures(summary), pace]


def figures(summary: ProcessSummary) -> list[str]:
    """First error exact, right solutions left alone, ProcessBench F1 and that of the answer oracle."""
    names = ("first_exact", "none_right", "process_bench_f1")
    found = [summary.figures[name].value for name in names]
    oracle = next((v["process_bench_f1"] for k, v in summary.baselines.items() if k.startswith("answer")), None)
    return ["–" if value is None else f"{value:.3f}" for value in (*found, oracle)]


HEAD = (
    "set", "solutions", "wrong", "flagged", "of them wrong", "share", "first error exact", "right left alone",
    "ProcessBench F1", "answer oracle", "a minute",
)  # fmt: skip


def false_alarms(name: str, looked: Sequence[Looked]) -> Iterable[dict[str, object]]:
    """Every refuted claim that people's marks speak against: in a right solution, or before its first error."""
    for one in looked:
        marking = one.solution.marking
        for i, checks in enumerate(one.checks):
            mark = None if marking is None else marking.steps[i].is_wrong
            for check in checks:
                if check.status == "refuted" and (mark is False or (mark is None and is_wrong(one) is False)):
                    kept = check.model_dump(include={"claim", "reading", "method", "evidence"})
                    where = {"set": name, "id": one.question.id, "step": i, "text": one.solution.steps[i]}
                    yield where | kept | {"suspect_gold": one.is_suspect, "solution_is_wrong": is_wrong(one)}


async def measure(data: Path, names: Sequence[str], workers: int) -> list[dict[str, object]]:
    """All sets, one after the other; returns the false alarms."""
    lines: list[list[object]] = []
    alarms: list[dict[str, object]] = []
    everything: list[Looked] = []
    spent = 0.0
    async with Verifier(workers=workers) as verifier:
        await verifier.step("1 + 1 = 2")
        for name in names:
            looked: list[Looked] = []
            began = time.perf_counter()
            await verifier.each(lambda question: look(verifier, question), read(data, name), looked.append)
            seconds = time.perf_counter() - began
            spent += seconds
            lines.append(line(name, looked, seconds))
            sound = [one for one in looked if not one.is_suspect]
            if len(sound) < len(looked):
                lines.append(line(f"{name}, without its {len(looked) - len(sound)} suspect marks", sound, None))
            everything += looked
            alarms += false_alarms(name, looked)
    marked = [one for one in everything if one.is_marked]
    lines.append(line("all with marked steps", marked, None))
    sound = [one for one in marked if not one.is_suspect]
    lines.append(line(f"all with marked steps, without {len(marked) - len(sound)} suspect marks", sound, None))
    lines.append(line("all", everything, spent))
    table("The verifier alone, unknown counted as correct", HEAD, lines)
    return alarms


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET")
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--false", type=Path, metavar="FILE")
    options = parser.parse_args()
    alarms = asyncio.run(measure(options.data, options.sets or (*SETS, GSM8K), options.workers))
    if options.false is not None:
        text = "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in alarms)
        options.false.write_text(text, encoding="utf-8")
        print(f"\n{len(alarms)} refuted claims that the marks speak against: {options.false}")


if __name__ == "__main__":
    main()
