"""What is known of one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.metrics import (
    BeliefAt,
    Calibration,
    EarlyStop,
    Estimate,
    JudgeAccuracy,
    Leniency,
    Position,
    ProperScores,
    RiskCoverage,
    Weigh,
)
from dikast.records import Record
from dikast.report.cost import Cost

if TYPE_CHECKING:
    from dikast.metrics import Cell

EPISODES_A_BIN = 12
MOST_AREAS = 1_000
"""Resamples of the area under a risk–coverage curve, each of which goes through all episodes."""


class CellFindings(Record):
    """What is known of one cell. What needs probabilities, looks or sides is None or empty where there are none.

    `choices` is how many answers the questions with verdicts have, None where they differ or there are none.
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


def find_in_cell(cell: Cell, cost: Cost, weigh: Weigh, resamples: int) -> CellFindings:
    """What is known of this cell."""
    from dikast.metrics import (
        asd,
        calibration,
        early_stop,
        judge_accuracy,
        leniency_of,
        position,
        proper_scores,
        risk_coverage,
        trajectory,
    )

    bins = min(10, max(3, len(cell) // EPISODES_A_BIN))
    numbers = set(cell.choices[cell.is_decided].tolist())
    looks = trajectory(cell, weigh=weigh, resamples=resamples)
    leniency = leniency_of(cell, resamples=resamples)
    has_beliefs = bool((cell.is_believed & ~cell.is_label).any())
    return CellFindings(
        name=cell.name,
        protocol=cell.protocol,
        agents=cell.agents,
        choices=numbers.pop() if len(numbers) == 1 else None,
        accuracy=judge_accuracy(cell, weigh=weigh),
        scores=proper_scores(cell, weigh=weigh, resamples=resamples),
        calibration=calibration(cell, bins=bins, resamples=resamples) if has_beliefs else None,
        position=position(cell, resamples=resamples),
        leniency=leniency if leniency.p_c.value is not None else None,
        risk=risk_coverage(cell, resamples=min(MOST_AREAS, resamples)) if has_beliefs else None,
        trajectory=tuple(looks),
        stops=tuple(early_stop(cell, weigh=weigh, resamples=resamples)) if looks else (),
        asd_log=asd(cell, score="log", resamples=resamples),
        asd_brier=asd(cell, score="brier", resamples=resamples),
        cost=cost,
    )
