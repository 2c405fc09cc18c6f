"""CellFindings: all metrics of one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from dikast.metrics import (
    BeliefAt,
    Calibration,
    CertaintyTable,
    CorrectedRate,
    EarlyStop,
    Estimate,
    JudgeAccuracy,
    KindSummaries,
    Leniency,
    Position,
    ProperScores,
    RiskCoverage,
    Weigh,
)
from dikast.report.cost import Cost

if TYPE_CHECKING:
    from dikast.metrics import Cell

EPISODES_PER_BIN = 12
MIN_BINS, MAX_BINS = 3, 10
MOST_RISK_RESAMPLES = 1_000
"""Of the area under a risk–coverage curve: each resample goes through all episodes."""


class CellFindings(KindSummaries):
    """All metrics of one cell. A metric of probabilities, looks or sides is None or empty where there are none.

    `accuracy_of_all` is the accuracy on all questions with a verdict, where the right answer of some is not known: the
    judge's own probabilities, corrected by the questions whose answer is known.
    `budget` is how many checks a seat may have made in an episode, None where checks cost nothing.
    `solutions_right` is the share of graded solutions without a wrong step, corrected for the judge's errors where only
    some are labelled; solutions that a machine proved wrong are labels, too.
    `choices` is how many answers each question with a verdict has, None where they differ or there are none.
    """

    name: str
    protocol: str
    agents: str
    choices: int | None
    accuracy: JudgeAccuracy
    scores: ProperScores
    calibration: Calibration | None
    position: Position
    leniency: Leniency | None
    risk: RiskCoverage | None
    trajectory: tuple[BeliefAt, ...]
    stops: tuple[EarlyStop, ...]
    asd_log: Estimate
    asd_brier: Estimate
    cost: Cost
    certainty: CertaintyTable | None = Field(default=None, exclude_if=lambda table: table is None)
    budget: int | None = Field(default=None, exclude_if=lambda budget: budget is None)
    accuracy_of_all: CorrectedRate | None = Field(default=None, exclude_if=lambda rate: rate is None)
    solutions_right: CorrectedRate | None = Field(default=None, exclude_if=lambda rate: rate is None)


def build_cell_findings(cell: Cell, cost: Cost, weigh: Weigh, resamples: int) -> CellFindings:
    """All metrics of this cell that are made of its columns; what is counted from outcomes is not among them."""
    from dikast.metrics import (
        accuracy_of_all,
        asd,
        calibration,
        certainty_table,
        early_stop,
        judge_accuracy,
        leniency_of,
        position,
        proper_scores,
        risk_coverage,
        trajectory,
    )

    n_bins = min(MAX_BINS, max(MIN_BINS, len(cell) // EPISODES_PER_BIN))
    numbers_of_choices = set(cell.choices[cell.is_decided].tolist())
    looks = trajectory(cell, weigh=weigh, resamples=resamples)
    leniency = leniency_of(cell, resamples=resamples)
    # A bare label is no statement of certainty, so it can't be calibrated.
    has_beliefs = bool((cell.is_believed & ~cell.is_label).any())
    return CellFindings(
        name=cell.name,
        protocol=cell.protocol,
        agents=cell.agents,
        choices=numbers_of_choices.pop() if len(numbers_of_choices) == 1 else None,
        accuracy=judge_accuracy(cell, weigh=weigh),
        scores=proper_scores(cell, weigh=weigh, resamples=resamples),
        calibration=calibration(cell, bins=n_bins, resamples=resamples) if has_beliefs else None,
        position=position(cell, resamples=resamples),
        leniency=leniency if leniency.p_c.value is not None else None,
        risk=risk_coverage(cell, resamples=min(MOST_RISK_RESAMPLES, resamples)) if has_beliefs else None,
        trajectory=tuple(looks),
        stops=tuple(early_stop(cell, weigh=weigh, resamples=resamples)) if looks else (),
        asd_log=asd(cell, score="log", resamples=resamples),
        asd_brier=asd(cell, score="brier", resamples=resamples),
        cost=cost,
        certainty=certainty_table(cell),
        accuracy_of_all=accuracy_of_all(cell),
    )
