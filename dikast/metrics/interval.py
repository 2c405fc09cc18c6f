"""Wilson's interval for a share."""

from __future__ import annotations

import math

Z_95 = 1.959963984540054


def wilson(share: float, n: float, z: float = Z_95) -> tuple[float, float]:
    """Wilson's score interval for a share seen over `n` independent trials, 95 % by default (Wilson 1927).

    For a mean over questions that were each tried more than once, `n` is the number of questions. A question's own
    mean varies at most as much as a single trial, so the interval is then too wide rather than too narrow. Where
    questions have different weights w, `n` is the number of equally weighted questions that would say as much:
    (Σ w)² / Σ w² (Kish 1965).

    Without a trial the interval is (0, 1). Raises ValueError for a share outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, got {share}")
    if n <= 0:
        return 0.0, 1.0
    # The ends are the two p at which (share - p)² = z² p (1 - p) / n.
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # Rounding can put an end slightly outside 0 to 1.
    return max(0.0, middle - half), min(1.0, middle + half)
