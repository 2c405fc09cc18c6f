"""ProcessSummary: all metrics of one judge on a set of solutions, with intervals, beside those of the baselines."""

from __future__ import annotations

import math
import operator
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from pydantic import Field

from dikast.metrics.bootstrap import RESAMPLES
from dikast.metrics.cell import Floats
from dikast.metrics.estimate import Estimate
from dikast.metrics.process.baselines import baselines
from dikast.metrics.process.count_table import RIGHT, WRONG, CountTable, tally
from dikast.metrics.process.first_error_kinds import FirstErrorKind, first_errors_by_kind
from dikast.metrics.process.judged_solution import JudgedSolution, UnknownAs
from dikast.metrics.process.label_calibration import StepCalibration, step_calibration
from dikast.metrics.process.process_bootstrap import estimates
from dikast.metrics.process.process_metrics import JUDGED_AS, PROCESS_METRICS, confusion, error_types, mr_score_range
from dikast.records import Record


class ProcessSummary(Record):
    """How good a judge's labels are on a set of solutions.

    `solutions` are all that were judged, `located` those whose first error, or its absence, is known. `steps` are the
    labelled steps; `wrong_steps`, `unknown` and `unparsed` count some of them. `unparsed_solutions` have an unparsed
    step, labelled or not.

    `figures` are the metrics of the judge by name, `baselines` those of judges that do not read the steps. `gains` are
    by how much the judge exceeds the best of these, for every metric that a trivial judge cannot make perfect.
    `first_errors` says how well first errors of each kind are found, where the marks name kinds.
    `mr_score_range` is the MR-Score if no reason of a first error that was found is right, and if every one is.
    """

    solutions: int
    problems: int
    located: int
    steps: int
    wrong_steps: int
    unknown: int
    unparsed: int
    unparsed_solutions: int
    unknown_as: UnknownAs
    figures: dict[str, Estimate]
    baselines: dict[str, dict[str, float | None]]
    gains: dict[str, Estimate]
    mr_score_range: tuple[float, float] | None = None
    calibration: StepCalibration | None = None
    confusion: dict[str, dict[str, int]] | None = None
    first_errors: dict[str, FirstErrorKind] = Field(default_factory=dict, exclude_if=operator.not_)


def summarise_process(
    judged: Sequence[JudgedSolution], *, unknown_as: UnknownAs = "apart", resamples: int = RESAMPLES, seed: int = 0
) -> ProcessSummary:
    """The summary of some judged solutions; with 0 resamples there are no intervals."""
    counts = tally(judged, unknown_as)
    total = counts.total()
    trivial = baselines(judged)
    baseline_counts = {baseline.name: tally(baseline.judged, unknown_as) for baseline in trivial}
    by_index = next((baseline.judged for baseline in trivial if baseline.is_step_index), None)
    figures, gains = estimates(
        counts,
        {metric.name: metric.compute for metric in PROCESS_METRICS},
        others=tuple(baseline_counts.values()),
        n=len(judged),
        resamples=resamples,
        seed=seed,
    )
    n_labelled = _label_counts(judged)
    # A trivial judge makes these perfect, so that a gain over it says nothing.
    one_sided = {metric.name for metric in PROCESS_METRICS if metric.is_one_sided}
    return ProcessSummary(
        solutions=len(judged),
        problems=counts.shape[0],
        located=_count(total, "solution", RIGHT) + _count(total, "solution", WRONG),
        steps=_count(total, "step", RIGHT) + _count(total, "step", WRONG),
        wrong_steps=_count(total, "step", WRONG),
        unknown=n_labelled["unknown"],
        unparsed=n_labelled[None],
        unparsed_solutions=sum(None in solution.steps.labels for solution in judged),
        unknown_as=unknown_as,
        figures=figures,
        baselines={name: metric_values(table.total()) for name, table in baseline_counts.items()},
        gains={name: gain for name, gain in gains.items() if name not in one_sided},
        mr_score_range=_mr_score_range(total),
        calibration=step_calibration(judged),
        confusion=confusion(total) if error_types(total) else None,
        first_errors=first_errors_by_kind(judged, unknown_as, by_index),
    )


def summaries_by_group(
    judged: Sequence[JudgedSolution],
    key: str,
    *,
    unknown_as: UnknownAs = "apart",
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> dict[str, ProcessSummary]:
    """A summary for each value of a group, sorted by it; solutions that are in no group are under `(none)`."""
    groups: defaultdict[str, list[JudgedSolution]] = defaultdict(list)
    for solution in judged:
        groups[solution.groups.get(key, "(none)")].append(solution)
    summaries: dict[str, ProcessSummary] = {}
    for name in sorted(groups):
        summaries[name] = summarise_process(
            groups[name],
            unknown_as=unknown_as,
            resamples=resamples,
            seed=seed,
        )
    return summaries


def metric_values(total: CountTable) -> Mapping[str, float | None]:
    """Every metric of a table of single numbers, None where it is undefined."""
    return {metric.name: _number_or_none(metric.compute(total)) for metric in PROCESS_METRICS}


def _number_or_none(value: Floats) -> float | None:
    number = float(value)
    # JSON has no nan.
    if math.isnan(number):
        return None
    return number


def _mr_score_range(total: CountTable) -> tuple[float, float] | None:
    low, high = map(_number_or_none, mr_score_range(total))
    if low is None or high is None:
        return None
    return low, high


def _count(total: CountTable, kind: str, gold: str) -> int:
    """How many steps or solutions are of this side by the gold marks."""
    return sum(round(float(total[kind, gold, judged])) for judged in JUDGED_AS)


def _label_counts(judged: Sequence[JudgedSolution]) -> Counter[str | None]:
    """How many steps with a gold label have each label of the judge; None: unparsed."""
    counts: Counter[str | None] = Counter()
    for solution in judged:
        for mark, label in zip(solution.gold.steps, solution.steps.labels, strict=True):
            if mark.label is not None:
                counts[label] += 1
    return counts
