"""What the records say: pure functions over outcomes, each with the paper its formula comes from.

`cells(outcomes)` puts episodes into columns, a Cell for every protocol with every choice of agents; most functions take
Cells. `summarise` and `sides` need no numpy; everything else is imported when it is first used. Numbers come as
`Estimate(value, low, high, n, clusters, method)`; intervals are over questions, the independent units.

    summarise(outcomes) -> [CellSummary]       sides(outcomes) -> [SideSummary]     wilson(share, n) -> (low, high)
    cells(outcomes) -> [Cell]                  Cell.where(mask); columns .credit .p .p_gold .confidence .views .beliefs
    judge_accuracy(cell, weigh=, interval=) -> JudgeAccuracy(accuracy, error, agreed, argued_right, argued_wrong,
                                                             chose_right, chose_wrong, open_right, unparsed, failed…)
    own_answers(cell) -> {question: choice}    as_open(cell, own) -> Cell
    position(cell) -> Position(first, last, preference, consistent, both_first, both_last, bias)
    compare(a, b, of=) -> Comparison(difference, p_value, is_exact, p_adjusted…)
    compare_all(cells, of=, correction=) -> [Comparison]          adjusted(p_values, correction) -> [float]
    permutation_test(differences) -> (p_value, is_exact)
    proper_scores(cell) -> ProperScores(log, log2, brier, spherical)      judge_reward(p, n_continues) -> float
    calibration(cell, bins=) -> Calibration(bins=[Bin], ece, ece_by_chance)
    risk_coverage(cell) -> RiskCoverage(points, aurc, excess)     by_certainty(cell, edges=) -> [Bin]
    asd(cell, score=) -> Estimate              pgr(weak, cell, strong) -> Recovery(recovered, floor, ceiling, gap)
    arguers(cells) -> [Arguer]                 win rates, when right and when wrong, and persuasion, by agent
    trajectory(cell) -> [BeliefAt]             early_stop(cell, thresholds) -> [EarlyStop]
    games(cells, split=) -> [Game]             elo(games) -> [Rating]     bradley_terry(games) -> Ratings
    cycles(games) -> [Cycle]                   round_robin, capped, swiss -> [Pairing]
    agreement(a, b, scale=) -> Agreement       between(a, b) -> Agreement of two cells' judges
    fleiss_kappa(ratings), krippendorff_alpha(ratings, scale=) -> Estimate          ranking_similarity(a, b) -> float
    leniency(accepted, right) -> Leniency(p_c, p_plus…)           leniency_of(cell) -> Leniency of a one-sided protocol
    cautions(cells, comparisons=, agreements=, recoveries=) -> [Caution(kind, where, reason)]
    best_constant(cell) -> the accuracy of the best judge that reads nothing
    ConfidenceSequence(low, high, confidence).add(value); .interval holds at every look
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.metrics.sequence import ConfidenceSequence
from dikast.metrics.summary import CellSummary, SideSummary, Tally, sides, summarise

if TYPE_CHECKING:
    from dikast.metrics.acceptance import Leniency, leniency, leniency_of
    from dikast.metrics.accuracy import JudgeAccuracy, as_open, judge_accuracy, own_answers
    from dikast.metrics.alpha import fleiss_kappa, krippendorff_alpha
    from dikast.metrics.arguer import Arguer, arguers
    from dikast.metrics.belief import BeliefAt, EarlyStop, early_stop, trajectory
    from dikast.metrics.caution import Caution, best_constant, cautions
    from dikast.metrics.cell import Cell, Looks, Seats
    from dikast.metrics.columns import cells
    from dikast.metrics.comparison import Comparison, adjusted, compare, compare_all
    from dikast.metrics.correlation import Correlations, ranking_similarity
    from dikast.metrics.coverage import RiskCoverage, RiskPoint, risk_coverage
    from dikast.metrics.cycle import Cycle, cycles
    from dikast.metrics.game import Game, games
    from dikast.metrics.permutation import permutation_test
    from dikast.metrics.place import Position, position
    from dikast.metrics.raters import Agreement, agreement, between
    from dikast.metrics.rating import Rating, Ratings, bradley_terry, elo
    from dikast.metrics.recovery import Recovery, pgr
    from dikast.metrics.reliability import Bin, Calibration, by_certainty, calibration
    from dikast.metrics.schedule import Pairing, capped, round_robin, swiss
    from dikast.metrics.score_difference import asd
    from dikast.metrics.scores import ProperScores, judge_reward, proper_scores

__all__ = [
    "Agreement",
    "Arguer",
    "BeliefAt",
    "Bin",
    "Calibration",
    "Caution",
    "Cell",
    "CellSummary",
    "Comparison",
    "ConfidenceSequence",
    "Correlations",
    "Cycle",
    "EarlyStop",
    "Estimate",
    "Game",
    "JudgeAccuracy",
    "Leniency",
    "Looks",
    "Pairing",
    "Position",
    "ProperScores",
    "Rating",
    "Ratings",
    "Recovery",
    "RiskCoverage",
    "RiskPoint",
    "Seats",
    "SideSummary",
    "Tally",
    "adjusted",
    "agreement",
    "arguers",
    "as_open",
    "asd",
    "best_constant",
    "between",
    "bradley_terry",
    "by_certainty",
    "calibration",
    "capped",
    "cautions",
    "cells",
    "compare",
    "compare_all",
    "cycles",
    "early_stop",
    "elo",
    "fleiss_kappa",
    "games",
    "judge_accuracy",
    "judge_reward",
    "krippendorff_alpha",
    "leniency",
    "leniency_of",
    "own_answers",
    "permutation_test",
    "pgr",
    "position",
    "proper_scores",
    "ranking_similarity",
    "risk_coverage",
    "round_robin",
    "sides",
    "summarise",
    "swiss",
    "trajectory",
    "wilson",
]

_MODULES = {
    "accuracy": {"JudgeAccuracy", "as_open", "judge_accuracy", "own_answers"},
    "raters": {"Agreement", "agreement", "between"},
    "alpha": {"fleiss_kappa", "krippendorff_alpha"},
    "arguer": {"Arguer", "arguers"},
    "score_difference": {"asd"},
    "belief": {"BeliefAt", "EarlyStop", "early_stop", "trajectory"},
    "reliability": {"Bin", "Calibration", "by_certainty", "calibration"},
    "caution": {"Caution", "best_constant", "cautions"},
    "cell": {"Cell", "Looks", "Seats"},
    "columns": {"cells"},
    "comparison": {"Comparison", "adjusted", "compare", "compare_all"},
    "correlation": {"Correlations", "ranking_similarity"},
    "coverage": {"RiskCoverage", "RiskPoint", "risk_coverage"},
    "cycle": {"Cycle", "cycles"},
    "game": {"Game", "games"},
    "acceptance": {"Leniency", "leniency", "leniency_of"},
    "permutation": {"permutation_test"},
    "place": {"Position", "position"},
    "rating": {"Rating", "Ratings", "bradley_terry", "elo"},
    "recovery": {"Recovery", "pgr"},
    "schedule": {"Pairing", "capped", "round_robin", "swiss"},
    "scores": {"ProperScores", "judge_reward", "proper_scores"},
}


def __getattr__(name: str) -> object:
    module = next((module for module, names in _MODULES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module 'dikast.metrics' has no attribute {name!r}")
    return getattr(import_module(f"dikast.metrics.{module}"), name)


def __dir__() -> list[str]:
    return __all__
