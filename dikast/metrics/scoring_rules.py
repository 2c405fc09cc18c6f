"""Proper scores of a judge's probabilities: honest probabilities earn most.

Gneiting and Raftery 2007 (JASA 102, section 3.1): the logarithmic, the quadratic (Brier 1950) and the spherical score.
"""

from __future__ import annotations

import math

import numpy as np

from dikast.metrics.accuracy import Weigh
from dikast.metrics.bootstrap import RESAMPLES, mean
from dikast.metrics.cell import Cell, Floats, Ints, p_of_choice
from dikast.metrics.estimate import Estimate
from dikast.records import Record


class ProperScores(Record):
    """Means over the episodes with probabilities and a right answer, with clustered bootstrap intervals.

    `log` is in nats: 0 at best, and minus infinity as soon as one wrong answer was certain. `log2` is the same in bits.
    `brier` is a loss: half the sum of squared errors, 0 at best and 1 at worst. `spherical` is 1 at best.
    """

    log: Estimate
    log2: Estimate
    brier: Estimate
    spherical: Estimate


def log_scores(p: Floats, gold: Ints) -> Floats:
    """The natural logarithm of the right choice's probability, of (n, k) probabilities (Good 1952)."""
    with np.errstate(divide="ignore"):
        scores: Floats = np.log(p_of_choice(p, gold))
    return scores


def brier_scores(p: Floats, gold: Ints) -> Floats:
    """Half the sum over the choices of (probability - truth)²; with two choices (1 - probability of the right one)².

    Brier's own sum, without the half, is twice this.
    """
    truth = np.arange(p.shape[1]) == gold[:, None]
    scores: Floats = ((p - truth) ** 2).sum(axis=1) / 2
    return scores


def spherical_scores(p: Floats, gold: Ints) -> Floats:
    """The right choice's probability over the length of the vector of probabilities."""
    scores: Floats = p_of_choice(p, gold) / np.sqrt((p**2).sum(axis=1))
    return scores


def proper_scores(cell: Cell, *, weigh: Weigh = "questions", resamples: int = RESAMPLES, seed: int = 0) -> ProperScores:
    """The proper scores of a cell's verdicts."""
    rows = np.flatnonzero(cell.is_believed)
    p, gold, question = cell.p[rows], cell.gold[rows], cell.question[rows]

    def estimate(scores: Floats) -> Estimate:
        return mean(scores, question, by_cluster=weigh == "questions", resamples=resamples, seed=seed)

    log = estimate(log_scores(p, gold))
    return ProperScores(
        log=log,
        log2=in_bits(log),
        brier=estimate(brier_scores(p, gold)),
        spherical=estimate(spherical_scores(p, gold)),
    )


def in_bits(nats: Estimate) -> Estimate:
    """An estimate in nats as one in bits."""
    bits: dict[str, float] = {}
    for name, value in (("value", nats.value), ("low", nats.low), ("high", nats.high)):
        if value is not None:
            bits[name] = value / math.log(2)
    return nats.model_copy(update=bits)


def judge_reward(
    p_correct: float,
    n_continues: int,
    *,
    base: float = 1.0,
    constant: float = 0.0,
    log_base: float = 2.0,
    per_turn_penalty: float = 0.05,
) -> float:
    """What a human judge is paid: the log score minus a price for every turn (Michael et al. 2023, arXiv 2311.08702).

    `constant + base · log(p_correct) - per_turn_penalty · n_continues`; minus infinity at p_correct = 0. Raises
    ValueError for a probability outside 0 to 1.
    """
    if not 0 <= p_correct <= 1:
        raise ValueError(f"a probability lies between 0 and 1, got {p_correct}")
    # `math.log` raises at 0, numpy gives minus infinity.
    with np.errstate(divide="ignore"):
        log = float(np.log(p_correct) / np.log(log_base))
    return constant + base * log - per_turn_penalty * n_continues
