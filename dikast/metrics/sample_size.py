"""How many questions an answer takes: a difference, an interval's width, or a threshold that a figure is to pass.

All of them are for two-sided tests at `alpha` that should succeed with the chance `power`, and are rounded up. They
raise ValueError where that would take more than a billion questions.
"""

from __future__ import annotations

import math
from statistics import NormalDist

from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import Z_95, wilson

ALPHA_5, POWER_80 = 0.05, 0.8
MOST_QUESTIONS = 10**9
"""A number of questions above this is of no use to anyone."""


def quantiles(alpha: float = ALPHA_5, power: float = POWER_80) -> tuple[float, float]:
    """The normal quantiles of a two-sided test at `alpha` and of its power. Raises ValueError outside 0 to 1."""
    for name, value in (("alpha", alpha), ("power", power)):
        if not 0 < value < 1:
            raise ValueError(f"{name} lies between 0 and 1, got {value}")
    return NormalDist().inv_cdf(1 - alpha / 2), NormalDist().inv_cdf(power)


def questions_for_paired(
    difference: float, discordance: float, *, alpha: float = ALPHA_5, power: float = POWER_80
) -> int:
    """How many questions show a difference of two accuracies on the same questions (Connor 1987, Biometrics 43).

    `discordance` is the share of questions that only one of the two gets right; it is at least the difference. Raises
    ValueError for a difference of 0, or one that the discordance can't make up.
    """
    distance = _distance(difference)
    if not distance <= discordance <= 1:
        raise ValueError(f"the discordance lies between the difference and 1, got {discordance}")
    z_alpha, z_power = quantiles(alpha, power)
    root = z_alpha * math.sqrt(discordance) + z_power * math.sqrt(max(0.0, discordance - distance**2))
    return _whole((root / distance) ** 2)


def questions_for_spread(difference: float, spread: float, *, alpha: float = ALPHA_5, power: float = POWER_80) -> int:
    """The same from the standard deviation of per-question differences (Miller 2024, arXiv 2411.00640, section 5).

    Raises ValueError for a difference of 0 or a negative spread.
    """
    distance = _distance(difference)
    if spread < 0:
        raise ValueError(f"a standard deviation is not negative, got {spread}")
    return max(2, _whole((sum(quantiles(alpha, power)) * spread / distance) ** 2))


def questions_for_unpaired(
    difference: float, accuracy: float, *, alpha: float = ALPHA_5, power: float = POWER_80
) -> int:
    """How many questions each of two groups needs, asked different questions (Fleiss, Levin and Paik 2003, chapter 4).

    `accuracy` is that of the first group; the second one has `accuracy + difference`. Raises ValueError where one of
    them lies outside 0 to 1.
    """
    distance = _distance(difference)
    other = accuracy + difference
    if not (0 <= accuracy <= 1 and 0 <= other <= 1):
        raise ValueError(f"both accuracies lie between 0 and 1, got {accuracy:g} and {other:g}")
    z_alpha, z_power = quantiles(alpha, power)
    middle = (accuracy + other) / 2
    variances = accuracy * (1 - accuracy) + other * (1 - other)
    root = z_alpha * math.sqrt(2 * middle * (1 - middle)) + z_power * math.sqrt(variances)
    return _whole((root / distance) ** 2)


def questions_for_half_width(half_width: float, accuracy: float, *, alpha: float = ALPHA_5) -> int:
    """The least number of questions whose Wilson interval is at most twice `half_width` wide, at this accuracy.

    Raises ValueError for a half width outside 0 to 0.5, or an accuracy outside 0 to 1.
    """
    if not 0 < half_width <= 0.5:
        raise ValueError(f"a half width lies above 0 and up to 0.5, got {half_width}")
    z, _ = quantiles(alpha)
    lower, upper = wilson(accuracy, MOST_QUESTIONS, z)
    if upper - lower > 2 * half_width:
        raise ValueError(f"that would take more than {MOST_QUESTIONS:,} questions")
    low, high = 1, MOST_QUESTIONS
    # The interval only gets narrower, so that halving finds the first number that is enough.
    while low < high:
        middle = (low + high) // 2
        lower, upper = wilson(accuracy, middle, z)
        if upper - lower <= 2 * half_width:
            high = middle
        else:
            low = middle + 1
    return low


def questions_for_threshold(
    share: float, threshold: float, *, alpha: float = ALPHA_5, power: float = POWER_80
) -> int | None:
    """How many questions put a true share on its side of a threshold, by Wilson's interval, with this power.

    The interval excludes the threshold t where (p - t)² > z² t (1 - t) / n. None where the share is the threshold.
    """
    distance = abs(share - threshold)
    z_alpha, z_power = quantiles(alpha, power)
    at_threshold = math.sqrt(max(0.0, threshold * (1 - threshold)))
    root = z_alpha * at_threshold + z_power * math.sqrt(max(0.0, share * (1 - share)))
    return _whole_or_none(root, distance)


def questions_to_decide(
    estimate: Estimate, threshold: float, *, alpha: float = ALPHA_5, power: float = POWER_80
) -> int | None:
    """How many questions would decide on which side of a threshold a figure is, were its value the true one.

    From Wilson's interval where the figure has one, else from the width of its 95 % interval, which shrinks with the
    root of the number of questions. None where the value is the threshold, nothing is known of its spread, or failures
    leave it open.
    """
    if estimate.value is None or estimate.method == "bounds":
        return None
    if estimate.method == "wilson":
        return questions_for_threshold(estimate.value, threshold, alpha=alpha, power=power)
    if estimate.low is None or estimate.high is None or not estimate.clusters:
        return None
    spread = (estimate.high - estimate.low) / (2 * Z_95) * math.sqrt(estimate.clusters)
    return _whole_or_none(sum(quantiles(alpha, power)) * spread, abs(estimate.value - threshold))


def _distance(difference: float) -> float:
    if not 0 < abs(difference) <= 1:
        raise ValueError(f"a difference lies between -1 and 1 and is not 0, got {difference}")
    return abs(difference)


def _whole(number: float) -> int:
    """The number, rounded up. Raises ValueError for one above MOST_QUESTIONS."""
    if number > MOST_QUESTIONS:
        raise ValueError(f"that would take more than {MOST_QUESTIONS:,} questions")
    # A sum that should be whole may come out a little above.
    return max(1, math.ceil(number - 1e-9))


def _whole_or_none(root: float, distance: float) -> int | None:
    """(root / distance)², None where it is undefined, infinite or absurdly large."""
    if not math.isfinite(root) or root > distance * math.sqrt(MOST_QUESTIONS):
        return None
    if not distance:
        return None
    return _whole((root / distance) ** 2)
