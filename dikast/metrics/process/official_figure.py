"""OfficialFigure: a benchmark's own figure, where its scorer counts by another rule than we do."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.metrics.process.count_table import judged_as, tally
from dikast.metrics.process.judged_solution import JudgedSolution, UnknownAs
from dikast.metrics.process.process_metrics import prm_score
from dikast.records import Record


class OfficialFigure(Record):
    """The figure `name` over `solutions` by the benchmark's rule, which leaves out others, and why.

    `dropped` are those that it can't use, `controls` those that it has for comparison alone.
    """

    name: str
    value: float
    solutions: int
    dropped: int
    controls: int = 0
    rule: str


DROP_RULE = "its scorer leaves out a solution with a step that has no label, and here such a step is never right"
CONTROL_RULE = "its scorer leaves out the original solutions (correct_…), and here they count"


def official_prm_score(judged: Sequence[JudgedSolution], unknown_as: UnknownAs = "apart") -> OfficialFigure | None:
    """PRMBench's PRMScore as its scorer counts; None if that leaves out nothing, or everything.

    https://github.com/ssmisya/PRMBench, `evaluate_function` of the task `prmtest_classified`: predictions whose
    `validity` is false are passed over, and those of the original solutions are in no total.
    """
    changed = [solution for solution in judged if not solution.is_control]
    valid = [solution for solution in changed if _is_valid(solution, unknown_as)]
    n_dropped = len(changed) - len(valid)
    n_controls = len(judged) - len(changed)
    rules = []
    if n_dropped:
        rules.append(DROP_RULE)
    if n_controls:
        rules.append(CONTROL_RULE)
    if not valid or not rules:
        return None
    value = float(prm_score(tally(valid, unknown_as).total()))
    return OfficialFigure(
        name="PRMScore",
        value=value,
        solutions=len(valid),
        dropped=n_dropped,
        controls=n_controls,
        rule="; ".join(rules),
    )


def _is_valid(solution: JudgedSolution, unknown_as: UnknownAs) -> bool:
    """Whether every step is called right or wrong."""
    called = {judged_as(label, unknown_as) for label in solution.steps.labels}
    return called <= {"right", "wrong"}
