"""Worlds of raters that agree as far as was planted."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from dikast.metrics import Agreement, Estimate, agreement, fleiss_kappa, krippendorff_alpha, leniency
from tests.metrics.planted.world import QUESTIONS, RESAMPLES, World

THINGS = 4 * QUESTIONS
BEYOND_CHANCE = 2 * (0.85**2 + 0.15**2) - 1


def _raters(rng: np.random.Generator, n: int) -> np.ndarray:
    """Raters of which each sees the truth in 85 % of a balanced set, else the opposite: two agree in 0.745 of it."""
    truth = rng.random(THINGS) < 0.5
    return np.array([np.where(rng.random(THINGS) < 0.85, truth, ~truth) for _ in range(n)], dtype=float)


def two_raters(which: str, truth: float) -> World:
    """Two such raters."""

    def drawn(seed: int) -> tuple[float, Estimate]:
        one, other = _raters(np.random.default_rng(seed), 2)
        found: Estimate = getattr(agreement(one, other, resamples=RESAMPLES, seed=seed), which)
        return truth, found

    return drawn


def alpha(seed: int) -> tuple[float, Estimate]:
    """Three such raters: alpha tends to the same number."""
    return BEYOND_CHANCE, krippendorff_alpha(_raters(np.random.default_rng(seed), 3), resamples=RESAMPLES, seed=seed)


def fleiss(seed: int) -> tuple[float, Estimate]:
    """And so does Fleiss' kappa."""
    return BEYOND_CHANCE, fleiss_kappa(_raters(np.random.default_rng(seed), 3), resamples=RESAMPLES, seed=seed)


def weighted_kappa(seed: int) -> tuple[float, Estimate]:
    """Grades of 0, 1 and 2, equally common, the second rater's the first's in 70 %, else any: 0.3 of chance is left."""
    rng = np.random.default_rng(seed)
    one, any_ = rng.integers(0, 3, (2, THINGS))
    other = np.where(rng.random(THINGS) < 0.7, one, any_)
    found = agreement(one, other, scale="ordinal", weights="quadratic", resamples=RESAMPLES, seed=seed)
    return 0.7, found.kappa


def scored(which: str, truth: float) -> World:
    """Two raters whose scores are normal and go together with r = 0.6."""

    def drawn(seed: int) -> tuple[float, Estimate]:
        rng = np.random.default_rng(seed)
        one, own = rng.normal(size=(2, QUESTIONS))
        found: Agreement = agreement(one, 0.6 * one + 0.8 * own, scale="interval", resamples=RESAMPLES, seed=seed)
        estimate: Estimate = getattr(found.correlations, which)
        return truth, estimate

    return drawn


def knowledge(seed: int) -> tuple[float, Estimate]:
    """A judge that decides by the right criteria in 60 %, and else nods at 80 %."""
    accepted, right = _nodding(seed)
    return 0.6, leniency(accepted, right, resamples=RESAMPLES, seed=seed).p_c


def nodding(seed: int) -> tuple[float, Estimate]:
    """The same judge's nodding."""
    accepted, right = _nodding(seed)
    return 0.8, leniency(accepted, right, resamples=RESAMPLES, seed=seed).p_plus


def _nodding(seed: int) -> tuple[Sequence[bool], Sequence[bool]]:
    rng = np.random.default_rng(seed)
    right = rng.random(THINGS) < 0.5
    knows, nods = rng.random(THINGS) < 0.6, rng.random(THINGS) < 0.8
    return np.where(knows, right, nods).tolist(), right.tolist()


WORLDS: dict[str, World] = {
    "percent agreement": two_raters("percent", 0.745),
    "Cohen's kappa": two_raters("kappa", BEYOND_CHANCE),
    "Cohen's kappa, quadratic weights": weighted_kappa,
    "Scott's pi": two_raters("pi", BEYOND_CHANCE),
    "Fleiss' kappa": fleiss,
    "Krippendorff's alpha": alpha,
    "Pearson": scored("pearson", 0.6),
    "Spearman": scored("spearman", 6 / math.pi * math.asin(0.3)),
    "Kendall": scored("kendall", 2 / math.pi * math.asin(0.6)),
    "leniency, P_c": knowledge,
    "leniency, P_+": nodding,
}
