"""Cases from files of answers, steps and solutions whose labels are known."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.cases import wordings
from benchmarks.cases.case import Case, Truth
from benchmarks.cases.edits import changed_equal, changed_final, changed_result, changed_statement
from benchmarks.cases.numerals import worked_out

Row = dict[str, Any]
POLICY_KINDS = ("policy", "assumption", "extraction-convention")
STEP_TRUTH: dict[str, Truth] = {"correct": True, "incorrect": False}
ANSWER_FILES = ("answers_dev", "answers_reports")
STEP_FILES = ("steps_dev", "steps_reports")
SOLUTION_FILES = (
    "processbench_gsm8k", "processbench_math", "processbench_olympiadbench", "processbench_omnimath", "mrben_math",
    "mrben_physics",
    "mrben_chemistry", "prmbench",
)  # fmt: skip
ANNOTATION = re.compile(r"<<([^=<>]*)=([^<>]*)>>")
LONGEST = 60  # characters of an answer that is put in other words


def read(rng: Random, path: Path) -> list[Row]:
    """The rows of a JSONL file, shuffled."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return rng.sample(rows, len(rows))


def answer_rows(rng: Random, path: Path) -> Iterator[Case]:
    """The rows of a file of answers as they are; the right ones also changed, in other words, and beside asides."""
    for row in read(rng, path):
        if str(row["kind"]).startswith(POLICY_KINDS):
            continue
        choices = row.get("choices")
        case = Case(
            path.stem, "row", row["kind"], "answer", row["expected"], row["answer"], row["reference"],
            choices=tuple(choices) if choices else None,
        )  # fmt: skip
        yield case
        if case.truth:
            yield from answer_variants(rng, case)


def answer_variants(rng: Random, case: Case) -> Iterator[Case]:
    """A right answer changed, in other words, and beside sentences about something else."""
    changed = [*changed_statement(rng, case.reference), *changed_equal(rng, case.reference, case.text)]
    for change, wrong in changed:
        mutation = dataclasses.replace(case, group="mutation", kind=change, truth=False, text=wrong)
        yield mutation
        if is_bare(wrong):
            yield dataclasses.replace(mutation, text=wordings.framed(rng, wrong)[1])
    for wrong in changed_final(rng, case.reference, case.text):
        yield dataclasses.replace(case, group="mutation", kind="final digit", truth=False, text=wrong)
    if len(case.text) > LONGEST or not is_bare(case.text):
        return
    kind, text = wordings.framed(rng, case.text)
    reworded = dataclasses.replace(case, group="rewording", kind=kind, text=text)
    yield reworded
    yield dataclasses.replace(reworded, kind="boxed", text=wordings.boxed(rng, case.text))
    _, announced = wordings.framed(rng, case.text, announced=True)
    base = dataclasses.replace(case, text=announced)
    for kind, aside in itertools.islice(wordings.asides(rng), 2):
        yield dataclasses.replace(
            base, group="distractor", kind=kind, text=wordings.beside(rng, announced, aside), base=base
        )


def is_bare(text: str) -> bool:
    """Whether the answer is one formula or number rather than words about it: it may then stand in a sentence."""
    plain = text.strip()
    has_words = re.search(r"(?<![\\A-Za-z])[A-Za-z]{3,}", re.sub(r"\\[a-zA-Z]+", "", plain)) is not None
    has_label = re.search(r"[^\d\s]\s*:", plain) is not None
    is_one_line = bool(plain) and "\n" not in plain and "boxed" not in plain
    has_sentence = any(mark in plain for mark in "。：，；")
    return is_one_line and not (has_words or has_label or has_sentence) and plain.count("$") in (0, 2)


def gsm8k(rng: Random, folder: Path) -> Iterator[Case]:
    """The model solutions against the references, and the worked lines of the references."""
    for row in read(rng, folder / "model_solutions_first400.jsonl"):
        reference = row["ground_truth"].rpartition("A: ")[2].strip()
        for solution in row.values():
            if isinstance(solution, dict) and "solution" in solution:
                yield from _model_solution(rng, reference, solution)
        case = Case("gsm8k", "row", "reference", "answer", True, reference, reference)
        yield from answer_variants(rng, case)
        yield from _worked_lines(rng, row)


def _model_solution(rng: Random, reference: str, solution: Row) -> Iterator[Case]:
    is_right, text = bool(solution["is_correct"]), solution["solution"]
    yield Case("gsm8k", "row", "model solution", "answer", is_right, text, reference)
    if is_right:
        for wrong in changed_final(rng, reference, text):
            yield Case("gsm8k", "mutation", "final digit", "answer", False, wrong, reference)


def _worked_lines(rng: Random, row: Row) -> Iterator[Case]:
    before: list[str] = []
    for annotated in row["ground_truth"].splitlines()[:-1]:
        line = ANNOTATION.sub("", annotated)
        if ANNOTATION.search(annotated) and all(_holds(*m) for m in ANNOTATION.findall(annotated)):
            case = Case(
                "gsm8k", "row", "worked line", "step", True, line, context=tuple(before), problem=row["question"]
            )
            yield case
            yield from step_variants(rng, case)
        before.append(line)


def _holds(left: str, right: str) -> bool:
    """Whether the annotation is exact."""
    value, result = worked_out(left), worked_out(right)
    return value is not None and value == result


def step_rows(rng: Random, path: Path) -> Iterator[Case]:
    """The rows of a file of steps as they are, changed, and beside asides."""
    for row in read(rng, path):
        truth = STEP_TRUTH.get(row["expected"])
        kind = row.get("kind") or row["category"]
        case = Case(
            path.stem, "row", kind, "step", truth, row["step"], context=tuple(row["context"]), problem=row["problem"]
        )
        if row["expected"] != "either":
            yield case
        if truth is not None:
            yield from step_variants(rng, case)


def step_variants(rng: Random, case: Case) -> Iterator[Case]:
    """A step beside sentences about something else; where it is right, also with the result of its sums changed."""
    for kind, aside in itertools.islice(wordings.asides(rng), 2):
        yield dataclasses.replace(
            case, group="distractor", kind=kind, text=wordings.beside(rng, case.text, aside), base=case
        )
    if case.truth:
        for wrong in changed_result(rng, case.text):
            yield dataclasses.replace(case, group="mutation", kind="result", truth=False, text=wrong)


def solutions(rng: Random, path: Path) -> Iterator[Case]:
    """The steps of solutions up to the first that is wrong, and the wrong one, as it is labelled."""
    for row in read(rng, path):
        first = row["first_error"]
        if first is None:
            continue
        n_right = len(row["steps"]) if first == -1 else first
        for i, step in enumerate(row["steps"][: n_right + 1]):
            # True claims may make a wrong step, so that the first wrong one is neither true nor false here.
            truth = True if i < n_right else None
            kind = "right solution" if first == -1 else "before the error" if truth else "first error"
            case = Case(
                path.stem, "row", kind, "step", truth, step, context=tuple(row["steps"][:i]), problem=row["problem"]
            )
            yield case
            if truth and rng.random() < 0.2:
                yield from step_variants(rng, case)


def sources(data: Path) -> dict[str, Callable[[Random], Iterator[Case]]]:
    """By name, what makes the cases of a file that is there."""
    found: dict[str, Callable[[Random], Iterator[Case]]] = {}
    for names, folder, make in (
        (ANSWER_FILES, "verify", answer_rows), (STEP_FILES, "verify", step_rows), (SOLUTION_FILES, "process",
        solutions),
    ):  # fmt: skip
        for name in names:
            path = data / folder / f"{name}.jsonl"
            if path.exists():
                found[name] = lambda rng, path=path, make=make: make(rng, path)  # type: ignore[misc]
    if (data / "gsm8k").exists():
        found["gsm8k"] = lambda rng: gsm8k(rng, data / "gsm8k")
    return found
