"""Proper scores: what a judge's probabilities are worth, and honest probabilities are worth most.

Gneiting and Raftery 2007 (JASA 102, section 3.1): the logarithmic, the quadratic (Brier 1950) and the spherical score.
"""

from __future__ import annotations

import numpy as np

from dikast.metrics.accuracy import Weigh
from dikast.metrics.bootstrap import RESAMPLES, mean
from dikast.metrics.cell import Cell, Floats, Ints, of_choice
from dikast.metrics.estimate import Estimate
from dikast.records import Record


class ProperScores(Record):
    """Means over the episodes with probabilities and a right answer, with clustered bootstrap intervals.

    `log` is in nats, 0 at best, minus infinity once a wrong answer was certain; `log2` the same in bits. `brier` is a
    loss: half the sum of squared errors, 0 at best and 1 at worst. `spherical` is 1 at best.
    """

    log: Estimate
    log2: Estimate
    brier: Estimate
    spherical: Estimate


def log_scores(p: Floats, gold: Ints) -> Floats:
    """The natural logarithm of the right choice's probability, of (n, k) probabilities (Good 1952)."""
    with np.errstate(divide="ignore"):
        found: Floats = np.log(of_choice(p, gold))
    return found


def brier_scores(p: Floats, gold: Ints) -> Floats:
    """Half the sum over the choices of (probability - truth)²: of two, (1 - probability of the right one)²."""
    truth = np.arange(p.shape[1]) == gold[:, None]
    found: Floats = ((p - truth) ** 2).sum(axis=1) / 2
    return found


def spherical_scores(p: Floats, gold: Ints) -> Floats:
    """The right choice's probability over the length of the vector of probabilities."""
    found: Floats = of_choice(p, gold) / np.sqrt((p**2).sum(axis=1))
    return found


def proper_scores(cell: Cell, *, weigh: Weigh = "questions", resamples: int = RESAMPLES, seed: int = 0) -> ProperScores:
    """The proper scores of a cell's verdicts."""
    rows = np.flatnonzero(cell.is_believed)
    p, gold, question = cell.p[rows], cell.gold[rows], cell.question[rows]

    def of(values: Floats) -> Estimate:
        return mean(values, question, by_cluster=weigh == "questions", resamples=resamples, seed=seed)

    log = of(log_scores(p, gold))
    return ProperScores(
        log=log, log2=in_bits(log), brier=of(brier_scores(p, gold)), spherical=of(spherical_scores(p, gold))
    )


def in_bits(nats: Estimate) -> Estimate:
    """An estimate in nats as one in bits."""
    ends = {name: getattr(nats, name) for name in ("value", "low", "high")}
    return nats.model_copy(update={name: None if v is None else v / float(np.log(2)) for name, v in ends.items()})


def judge_reward(
    p_correct: float,
    n_continues: int,
    *,
    base: float = 1.0,
    constant: float = 0.0,
    log_base: float = 2.0,
    per_turn_penalty: float = 0.05,
) -> float:
    """What a human judge is paid: the log score less a price for every turn (Michael et al. 2023, arXiv 2311.08702):
    `constant + base · log(p_correct) - per_turn_penalty · n_continues`. Minus infinity at p_correct = 0.
    """
    if not 0 <= p_correct <= 1:
        raise ValueError(f"a probability lies between 0 and 1, got {p_correct}")
    with np.errstate(divide="ignore"):
        log = float(np.log(p_correct) / np.log(log_base))
    return constant + base * log - per_turn_penalty * n_continues
