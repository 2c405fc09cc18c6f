"""Student's t: how wide an interval must be whose variance was estimated from few values."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np


@lru_cache(maxsize=1024)
def student_t(freedom: int) -> float:
    """The t that 95 % of values lie within, on both sides of zero, with that many degrees of freedom (at least one).

    The finite series of Abramowitz and Stegun (1964, 26.7.3 and 26.7.4) gives the share that lies within tan θ √ν; θ is
    found by halving.
    """
    steps = np.arange(1, freedom // 2)
    is_odd = freedom % 2
    # 1, 2/3, 2·4/(3·5), … for odd degrees of freedom; 1, 1/2, 1·3/(2·4), … for even ones.
    factors = np.cumprod(2 * steps / (2 * steps + 1) if is_odd else (2 * steps - 1) / (2 * steps))
    coefficients = np.concatenate([[1.0], factors])

    def share_within(angle: float) -> float:
        cosine, sine = math.cos(angle), math.sin(angle)
        series = float((coefficients * cosine ** (2 * np.arange(len(coefficients)))).sum())
        if not is_odd:
            return sine * series
        # With one degree of freedom the series has no terms.
        return (angle + (sine * cosine * series if freedom > 1 else 0.0)) * 2 / math.pi

    low, high = 0.0, math.pi / 2
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if share_within(middle) < 0.95 else (low, middle)
    return math.tan(low) * math.sqrt(freedom)
