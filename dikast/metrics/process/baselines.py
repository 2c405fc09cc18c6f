"""Baseline: a judge that does not read the steps. A metric that does not exceed it says little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dikast.metrics.process.judged_solution import JudgedSolution, JudgedSteps
from dikast.metrics.process.step_index_rule import StepIndexRule, best_step_index_rule
from dikast.records import Label

MOST_STEPS_TRIED = 50


@dataclass(frozen=True)
class Baseline:
    """The judgements of such a judge on the same solutions. `is_step_index`: it goes by where a step stands."""

    name: str
    judged: tuple[JudgedSolution, ...]
    is_step_index: bool = False


def baselines(solutions: Sequence[JudgedSolution]) -> list[Baseline]:
    """Four judges that do not read the steps.

    They call all steps correct; all wrong, of the commonest error type; know the right final answers; or call late
    steps wrong (`best_step_index_rule`). The second is left out where people named no error types, the third where no
    final answer is known to be right or wrong, the last where steps of only one side are marked.
    """
    judges = [_constant_judge("all correct", solutions, "correct", None)]
    types = _error_type_counts(solutions)
    if types:
        commonest = min(types, key=lambda name: (-types[name], name))
        judges.append(_constant_judge(f"all {commonest}", solutions, "incorrect", commonest))
    if any(solution.gold.is_answer_right is not None for solution in solutions):
        judges.append(_answer_oracle(solutions))
    rule = best_step_index_rule([solution.gold for solution in solutions])
    if rule is not None:
        judges.append(_step_index_judge(solutions, rule))
    return judges


def _error_type_counts(solutions: Sequence[JudgedSolution]) -> Counter[str]:
    """How many wrong steps have each error type, by the gold marks."""
    counts: Counter[str] = Counter()
    for solution in solutions:
        for mark in solution.gold.steps:
            # Some data sets name a type for steps that are not wrong as well.
            if mark.is_wrong and mark.error_type:
                counts[mark.error_type] += 1
    return counts


def _constant_judge(name: str, solutions: Sequence[JudgedSolution], label: Label, error_type: str | None) -> Baseline:
    """The judge that gives every step the same label."""
    judged = []
    for solution in solutions:
        labels = [label] * len(solution.gold.steps)
        steps = JudgedSteps.always(*labels, error_type=error_type)
        judged.append(replace(solution, steps=steps))
    return Baseline(name, tuple(judged))


def _answer_oracle(solutions: Sequence[JudgedSolution]) -> Baseline:
    """The judge that knows whether each final answer is right, and nothing else.

    Where it is wrong, this judge puts the first error always at the same step: at the one that is most often right.
    Where it is right, or not known, this judge calls all steps correct.
    """
    first_errors: Counter[int] = Counter()
    for solution in solutions:
        gold = solution.gold
        if gold.is_answer_right is False and gold.is_located and gold.first_error is not None:
            first_errors[gold.first_error] += 1
    # The lowest of equally frequent steps, so that the choice does not depend on the order of the solutions.
    step = min(range(MOST_STEPS_TRIED), key=lambda i: (-first_errors[i], i))
    judged = [replace(solution, steps=_oracle_steps(solution, step)) for solution in solutions]
    return Baseline(f"answer oracle + step {step + 1}", tuple(judged))


def _step_index_judge(solutions: Sequence[JudgedSolution], rule: StepIndexRule) -> Baseline:
    """The judge that goes by where a step stands, and by nothing else."""
    judged = []
    for solution in solutions:
        n = len(solution.gold.steps)
        judged.append(replace(solution, steps=_wrong_from(rule.first_wrong(n), n)))
    return Baseline(rule.name, tuple(judged), is_step_index=True)


def _wrong_from(first_error: int, n: int) -> JudgedSteps:
    """The labels of `n` steps with the first error at this one: every later step rests on it."""
    labels: list[Label] = ["correct"] * n
    if first_error < n:
        labels[first_error] = "incorrect"
        labels[first_error + 1 :] = ["inherited"] * (n - 1 - first_error)
    return JudgedSteps.always(*labels)


def _oracle_steps(solution: JudgedSolution, step: int) -> JudgedSteps:
    """The oracle's labels: the first error at this step, or at the last one of a shorter solution."""
    n = len(solution.gold.steps)
    # An answer that was not checked (None) counts as right.
    is_answer_wrong = solution.gold.is_answer_right is False
    # A solution without steps has no step to blame.
    return _wrong_from(min(step, n - 1) if is_answer_wrong and n > 0 else n, n)
