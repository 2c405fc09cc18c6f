"""All figures of one judge on one set of solutions, with intervals, and those of the baselines beside them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dikast.metrics.bootstrap import RESAMPLES
from dikast.metrics.cell import Floats
from dikast.metrics.estimate import Estimate
from dikast.metrics.process.baselines import baselines
from dikast.metrics.process.count_table import RIGHT, WRONG, CountTable, tally
from dikast.metrics.process.judged_solution import JudgedSolution, UnknownAs
from dikast.metrics.process.label_calibration import StepCalibration, step_calibration
from dikast.metrics.process.process_bootstrap import estimates
from dikast.metrics.process.process_metrics import (
    PROCESS_METRICS,
    SAID,
    ProcessMetric,
    confusion,
    error_types,
    mr_score_range,
)
from dikast.records import Record


class ProcessSummary(Record):
    """How good the judgements of some solutions are.

    `solutions` are all judged, `located` those whose first error, or its absence, is known; `steps` are the labelled
    ones, `wrong_steps`, `unknown` and `unparsed` of those; `unparsed_solutions` have an unparsed step, labelled or not.
    `baselines` are the same figures for judges that know nothing of steps, `gains` by how much each
    that a trivial judge can't make perfect exceeds the best.
    `mr_score_range` is the MR-Score if no reason, and if every one, of a first error found is right.
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


def summarise_process(
    judged: Sequence[JudgedSolution], *, unknown_as: UnknownAs = "apart", resamples: int = RESAMPLES, seed: int = 0
) -> ProcessSummary:
    """The summary of some judged solutions; with 0 resamples there are no intervals."""
    rows = tally(judged, unknown_as)
    total = rows.total()
    beside = {baseline.name: tally(baseline.judged, unknown_as) for baseline in baselines(judged)}
    figures, gains = estimates(
        rows,
        {figure.name: figure.of for figure in PROCESS_METRICS},
        others=tuple(beside.values()),
        n=len(judged),
        resamples=resamples,
        seed=seed,
    )
    return ProcessSummary(
        solutions=len(judged),
        problems=rows.shape[0],
        located=sum(_count(total, "solution", gold) for gold in (RIGHT, WRONG)),
        steps=sum(_count(total, "step", gold) for gold in (RIGHT, WRONG)),
        wrong_steps=_count(total, "step", WRONG),
        unknown=_n_labelled(judged, "unknown"),
        unparsed=_n_labelled(judged, None),
        unparsed_solutions=sum(None in one.said.labels for one in judged),
        unknown_as=unknown_as,
        figures=figures,
        baselines={name: values(counts.total()) for name, counts in beside.items()},
        gains={figure.name: gains[figure.name] for figure in PROCESS_METRICS if _is_compared(figure, gains)},
        mr_score_range=_range(total),
        calibration=step_calibration(judged),
        confusion=confusion(total) if error_types(total) else None,
    )


def _is_compared(figure: ProcessMetric, gains: Mapping[str, Estimate]) -> bool:
    return figure.name in gains and not figure.is_one_sided


def summaries_by_group(
    judged: Sequence[JudgedSolution],
    key: str,
    *,
    unknown_as: UnknownAs = "apart",
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> dict[str, ProcessSummary]:
    """A summary for each value of a group; solutions without one stand under `(none)`."""
    parts: dict[str, list[JudgedSolution]] = {}
    for one in judged:
        parts.setdefault(one.groups.get(key, "(none)"), []).append(one)
    return {
        name: summarise_process(part, unknown_as=unknown_as, resamples=resamples, seed=seed)
        for name, part in sorted(parts.items())
    }


def values(total: CountTable) -> Mapping[str, float | None]:
    """Every figure of a tally of single numbers, None where it is undefined."""
    return {figure.name: _value(figure.of(total)) for figure in PROCESS_METRICS}


def _value(number: Floats) -> float | None:
    value = float(number)
    return None if math.isnan(value) else value


def _range(total: CountTable) -> tuple[float, float] | None:
    low, high = (_value(number) for number in mr_score_range(total))
    return None if low is None or high is None else (low, high)


def _count(total: CountTable, kind: str, gold: str) -> int:
    return sum(round(float(total[kind, gold, said])) for said in SAID)


def _n_labelled(judged: Sequence[JudgedSolution], label: str | None) -> int:
    """How many labelled steps were given this label."""
    return sum(
        said == label and mark.label is not None
        for one in judged
        for mark, said in zip(one.gold.steps, one.said.labels, strict=True)
    )
