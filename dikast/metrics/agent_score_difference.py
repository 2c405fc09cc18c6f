"""ASD, agent score difference: how much more arguing the truth earns an agent than arguing falsehood.

Sudhir, Kaunismaa and Panickssery 2025 (arXiv 2504.03731): E[score of the agent that argues the truth] minus
E[score of the agent that argues falsehood]. The score is what the judge's probability of its own answer earns it.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, bootstrap, cluster_sums
from dikast.metrics.cell import MISSING, Cell, Floats, Ints, p_of_choice
from dikast.metrics.estimate import Estimate
from dikast.metrics.scoring_rules import brier_scores

ScoreRule = Literal["log", "log-odds", "brier"]


def agent_scores(p: Floats, side: Ints, score: ScoreRule) -> Floats:
    """What (n, k) probabilities of the judge earn an agent that argued for `side`.

    `log` is ln p and `log-odds` is ln p - ln(1 - p). `brier` is minus the Brier loss if the side were right: 0 at best
    and -1 at worst, half of the paper's.
    """
    if score == "brier":
        return -brier_scores(p, side)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs: Floats = np.log(p_of_choice(p, side))
        if score == "log":
            return logs
        # The sum of the other choices keeps digits that 1 - p loses near certainty.
        p_others = np.where(np.arange(p.shape[1]) == side[:, None], 0.0, p).sum(axis=1)
        log_odds: Floats = logs - np.log(p_others)
    return log_odds


def asd(cell: Cell, *, score: ScoreRule = "log", resamples: int = RESAMPLES, seed: int = 0) -> Estimate:
    """The agent score difference of a cell, with its paired bootstrap interval.

    In a debate, each episode has an agent for the truth and one or more for falsehood; in consultancy they come from
    the episodes of either side. Each such score weighs the same. All scores of a question are drawn together, which
    pairs them. `clusters` is the number of questions, `n` that of scores.

    The value is None where one of the two was never argued, and where infinite scores cancel (bare labels, which put
    all probability on one choice): read `brier` there.
    """
    episode, side = argued_sides(cell)
    known = cell.is_believed[episode]
    episode, side = episode[known], side[known]
    is_true = side == cell.gold[episode]
    scores = agent_scores(cell.p[episode], side, score)
    columns = [
        np.where(is_true, scores, 0.0),
        np.where(is_true, 1.0, 0.0),
        np.where(~is_true, scores, 0.0),
        np.where(~is_true, 1.0, 0.0),
    ]
    sums = cluster_sums(np.stack(columns, axis=1), cell.question[episode])
    return bootstrap(sums, _difference, n=len(scores), resamples=resamples, seed=seed)


def _difference(totals: Floats) -> Floats:
    """The mean score for the truth minus that for falsehood."""
    difference: Floats = totals[:, 0] / totals[:, 1] - totals[:, 2] / totals[:, 3]
    return difference


def argued_sides(cell: Cell) -> tuple[Ints, Ints]:
    """Every (episode, choice) that was argued for: once each, however many seats or passages argued for it."""
    seats = cell.seats
    is_debating = seats.of_kind("debater", "consultant")
    pairs = []
    for passage in (0, 1):
        side = seats.argues[:, passage]
        rows = np.flatnonzero(is_debating & (side != MISSING))
        pairs.append(np.stack([seats.episode[rows], side[rows]], axis=1))
    # Recorded episodes may name a side but no seats.
    for side in (cell.argues, cell.chosen):
        rows = np.flatnonzero(side != MISSING)
        pairs.append(np.stack([rows, side[rows]], axis=1))
    # A side that is both assigned and seated was argued once.
    distinct = np.unique(np.concatenate(pairs), axis=0)
    return distinct[:, 0], distinct[:, 1]
