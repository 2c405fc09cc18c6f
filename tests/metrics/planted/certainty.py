"""Worlds of judges that say how sure they are, some of them truly."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from dikast.metrics import Estimate, calibration, proper_scores, risk_coverage
from tests.metrics.planted.world import QUESTIONS, RESAMPLES, World, sure

SAID = np.array([0.55, 0.65, 0.75, 0.85, 0.95])


def brier(seed: int) -> tuple[float, Estimate]:
    """A judge right in 70 %, who says 80 % of what it favours."""
    return 0.7 * 0.04 + 0.3 * 0.64, _scores(seed, "brier")


def log_score(seed: int) -> tuple[float, Estimate]:
    """The same judge's log score."""
    return 0.7 * math.log(0.8) + 0.3 * math.log(0.2), _scores(seed, "log")


def spherical(seed: int) -> tuple[float, Estimate]:
    """The same judge's spherical score."""
    return (0.7 * 0.8 + 0.3 * 0.2) / math.hypot(0.8, 0.2), _scores(seed, "spherical")


def _scores(seed: int, which: str) -> Estimate:
    rng = np.random.default_rng(seed)
    judge = sure(rng, np.full(QUESTIONS, 0.8), np.full(QUESTIONS, 0.7))
    found: Estimate = getattr(proper_scores(judge, resamples=RESAMPLES, seed=seed), which)
    return found


def ece(too_sure: Sequence[float], questions: int) -> World:
    """A judge that is this much too sure at each of the five certainties it states."""
    return lambda seed: (float(np.abs(too_sure).mean()), _calibration(seed, too_sure, questions, "ece"))


def overconfidence(seed: int) -> tuple[float, Estimate]:
    """A judge that is too sure where it is sure, and not sure enough where it is not."""
    return 0.07, _calibration(seed, UNEVEN, QUESTIONS, "overconfidence")


def _calibration(seed: int, too_sure: Sequence[float], questions: int, which: str) -> Estimate:
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, len(SAID), questions)
    judge = sure(rng, SAID[kind], (SAID - too_sure)[kind])
    found: Estimate = getattr(calibration(judge, resamples=RESAMPLES, seed=seed), which)
    return found


def ece_without_steps(seed: int) -> tuple[float, Estimate]:
    """A judge whose certainty takes any value, and is by 0.15 too high."""
    rng = np.random.default_rng(seed)
    p = rng.uniform(0.55, 1, 2 * QUESTIONS)
    return 0.15, calibration(sure(rng, p, p - 0.15), resamples=RESAMPLES, seed=seed).ece


def area_of_one_who_knows(seed: int) -> tuple[float, Estimate]:
    """Certainty is even from 0.5 to 1 and true: the risk of the surest share s is s/4, and the area an eighth."""
    rng = np.random.default_rng(seed)
    p = rng.uniform(0.5, 1, QUESTIONS)
    return 0.125, risk_coverage(sure(rng, p, p), resamples=RESAMPLES, seed=seed).aurc


def area_of_one_who_guesses(seed: int) -> tuple[float, Estimate]:
    """Certainty says nothing, and 70 % are right: the risk is 0.3 everywhere."""
    rng = np.random.default_rng(seed)
    p = rng.uniform(0.5, 1, QUESTIONS)
    return 0.3, risk_coverage(sure(rng, p, np.full(QUESTIONS, 0.7)), resamples=RESAMPLES, seed=seed).aurc


EVENLY, UNEVEN, NOT = [0.15] * 5, [-0.1, 0.0, 0.1, 0.15, 0.2], [0.0] * 5

WORLDS: dict[str, World] = {
    "Brier score": brier,
    "log score": log_score,
    "spherical score": spherical,
    "ECE, evenly too sure": ece(EVENLY, QUESTIONS),
    "ECE, unevenly too sure": ece(UNEVEN, QUESTIONS),
    "ECE, unevenly too sure, 4 times the questions": ece(UNEVEN, 4 * QUESTIONS),
    "ECE, calibrated": ece(NOT, QUESTIONS),
    "ECE, any certainty": ece_without_steps,
    "overconfidence": overconfidence,
    "AURC, certainty is true": area_of_one_who_knows,
    "AURC, certainty says nothing": area_of_one_who_guesses,
}
