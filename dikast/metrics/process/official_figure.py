"""OfficialFigure: a benchmark's own figure, where its scorer counts by another rule than we do."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.metrics.process.count_table import judged_as, tally
from dikast.metrics.process.judged_solution import JudgedSolution, UnknownAs
from dikast.metrics.process.process_metrics import prm_score
from dikast.records import Record


class OfficialFigure(Record):
    """The figure `name` over `solutions` by the benchmark's rule, which leaves out `dropped` others, and why."""

    name: str
    value: float
    solutions: int
    dropped: int
    rule: str


PRM_RULE = "its scorer leaves out a solution with a step that has no label, and here such a step is never right"


def official_prm_score(judged: Sequence[JudgedSolution], unknown_as: UnknownAs = "apart") -> OfficialFigure | None:
    """PRMBench's PRMScore as its scorer counts; None if that leaves out nothing, or everything.

    https://github.com/ssmisya/PRMBench: predictions whose `validity` is false are passed over.
    """
    valid = [solution for solution in judged if _is_valid(solution, unknown_as)]
    n_dropped = len(judged) - len(valid)
    if not valid or not n_dropped:
        return None
    value = float(prm_score(tally(valid, unknown_as).total()))
    return OfficialFigure(
        name="PRMScore",
        value=value,
        solutions=len(valid),
        dropped=n_dropped,
        rule=PRM_RULE,
    )


def _is_valid(solution: JudgedSolution, unknown_as: UnknownAs) -> bool:
    """Whether every step is called right or wrong."""
    called = {judged_as(label, unknown_as) for label in solution.steps.labels}
    return called <= {"right", "wrong"}
