"""What the records say: pure functions over outcomes, each with the paper its formula comes from.

`cells(outcomes)` puts episodes into columns, a Cell for every protocol with every choice of agents; most functions take
Cells. `summarise` and `sides` need no numpy; everything else is imported when it is first used. Numbers come as
`Estimate(value, low, high, n, clusters, method)`; intervals are over questions, the independent units.

    cells(outcomes) -> [Cell]                  Cell.where(mask); columns .credit .p .p_gold .confidence .views .beliefs
    judge_accuracy(cell, weigh=, interval=) -> JudgeAccuracy(accuracy, error, agreed, argued_right, argued_wrong,
                                                             chose_right, chose_wrong, open_right, unparsed, failed…)
    own_answers(cell) -> {question: choice}    as_open(cell, own) -> Cell
    position(cell) -> Position(first, last, preference, consistent, both_first, both_last, bias)
    compare(a, b, of=) -> Comparison(difference, p_value, is_exact, p_adjusted…)
    compare_all(cells, of=, correction=) -> [Comparison]          adjusted(p_values, correction) -> [float]
    proper_scores(cell) -> ProperScores(log, log2, brier, spherical)      judge_reward(p, n_continues) -> float
    calibration(cell, bins=) -> Calibration(bins=[Bin], ece, ece_by_chance)
    risk_coverage(cell) -> RiskCoverage(points, aurc, excess)     by_certainty(cell, edges=) -> [Certainty]
    asd(cell, score=) -> Estimate              pgr(weak, cell, strong) -> Recovery(recovered, floor, ceiling, gap)
    arguers(cells) -> [Arguer]                 win rates, when right and when wrong, and persuasion, by agent
    trajectory(cell) -> [BeliefAt]             early_stop(cell, thresholds) -> [EarlyStop]
    games(cells, split=) -> [Game]             elo(games) -> [Rating]     bradley_terry(games) -> Ratings
    cycles(games) -> [Cycle]                   round_robin, capped, swiss -> [Pairing]
    agreement(a, b, scale=) -> Agreement       between(a, b) -> Agreement of two cells' judges
    fleiss_kappa, krippendorff_alpha, ranking_similarity, leniency(judge, gold) -> Leniency(p_c, p_plus)
    cautions(cells, …) -> [Caution(kind, where, reason)]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.metrics.summary import CellSummary, SideSummary, sides, summarise

if TYPE_CHECKING:
    from dikast.metrics.accuracy import JudgeAccuracy, as_open, judge_accuracy, own_answers
    from dikast.metrics.cell import Cell, Looks, Seats
    from dikast.metrics.columns import cells
    from dikast.metrics.scores import ProperScores, judge_reward, proper_scores

__all__ = [
    "Cell",
    "CellSummary",
    "Estimate",
    "JudgeAccuracy",
    "Looks",
    "ProperScores",
    "Seats",
    "SideSummary",
    "as_open",
    "cells",
    "judge_accuracy",
    "judge_reward",
    "own_answers",
    "proper_scores",
    "sides",
    "summarise",
    "wilson",
]

_MODULES = {
    "accuracy": {"JudgeAccuracy", "as_open", "judge_accuracy", "own_answers"},
    "cell": {"Cell", "Looks", "Seats"},
    "columns": {"cells"},
    "scores": {"ProperScores", "judge_reward", "proper_scores"},
}


def __getattr__(name: str) -> object:
    module = next((module for module, names in _MODULES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module 'dikast.metrics' has no attribute {name!r}")
    return getattr(import_module(f"dikast.metrics.{module}"), name)


def __dir__() -> list[str]:
    return __all__
