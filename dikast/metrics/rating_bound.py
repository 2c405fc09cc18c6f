"""How strong a player is at least that won all of its games, and at most one that lost all.

The likelihood of such games has no maximum: the stronger the player, the likelier they are. So there is one end only,
where the profile likelihood (Venzon and Moolgavkar 1988, Applied Statistics 37) falls to TAIL of its limit. For two
players that is the exact end of Clopper and Pearson (1934, Biometrika 26), since p^n = TAIL for n wins in n games. The
usual cut, half a quantile of χ², does not hold here: it would leave out the truth in up to 15 experiments of 100.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dikast.metrics.cell import Floats
from dikast.metrics.pair_counts import PairCounts

TAIL = 0.025
"""How likely an undefeated player at the end of the interval is to win all of its games."""
FAR = 40.0
"""A lead in log-strength at which a game is won for certain, as far as a float can tell."""
MOST_NEWTON_STEPS = 60
CONVERGED_STEP = 1e-9
"""In log-strength: a step that is shorter has reached the maximum."""
PRECISION = 1e-8
"""How exact the end is, in log-strength: some millionths of a point."""


@dataclass(frozen=True, eq=False)
class _Profile:
    """The likelihood of games as a function of one player's lead over the mean of the others.

    `totals` has a row a pair: wins of `one`, wins of `other`, and ties. The strengths of the others, and ln ν, have a
    normal prior of the precision `ridge`, so that an end exists however few games they played. The player itself has
    none.
    """

    counts: PairCounts
    totals: Floats
    code: int
    ridge: float

    def value(self, lead: float) -> float:
        """The greatest log-likelihood with this lead of the player, by Newton's method."""
        # The strengths of the others, whose mean stays 0, then ln ν.
        x = np.zeros(self.counts.n_players)
        for _ in range(MOST_NEWTON_STEPS):
            step = self._newton_step(x, lead)
            longest = float(np.abs(step).max())
            # At most 1 at a time: far from the maximum, a full step can overshoot.
            x += step / max(1.0, longest)
            if longest < CONVERGED_STEP:
                break
        log_p = self._log_p(x, lead)
        # What never happened adds nothing, even where its probability is 0.
        likelihood = (self.totals.T * np.where(self.totals.T > 0, log_p, 0.0)).sum()
        return float(likelihood - self.ridge / 2 * (x @ x))

    @property
    def has_ties(self) -> bool:
        """Whether any of the games was a tie."""
        return bool(self.totals[:, 2].any())

    def _log_p(self, x: Floats, lead: float) -> Floats:
        """The logarithms of the probabilities of a win, a loss and a tie of each pair (Davidson 1970, section 2)."""
        strength = np.insert(x[:-1], self.code, lead)
        half = (strength[self.counts.one] - strength[self.counts.other]) / 2
        weights = np.stack([half, -half, np.full_like(half, x[-1] if self.has_ties else -np.inf)])
        return np.asarray(weights - np.logaddexp.reduce(weights, axis=0), dtype=np.float64)

    def _newton_step(self, x: Floats, lead: float) -> Floats:
        """One full step from these strengths of the others and ln ν."""
        p_win, p_loss, p_tie = np.exp(self._log_p(x, lead))
        wins, losses, ties = self.totals.T
        n, tilt = wins + losses + ties, (p_win - p_loss) / 2
        # (pairs, others): how a pair's lead changes with each strength; all of them, so that their mean stays 0.
        by_player = np.zeros((len(n), self.counts.n_players))
        pairs = np.arange(len(n))
        by_player[pairs, self.counts.one] += 1
        by_player[pairs, self.counts.other] -= 1
        by_other = np.delete(by_player, self.code, axis=1)
        by_other -= by_other.mean(axis=1, keepdims=True)
        gradient = -self.ridge * x
        gradient[:-1] += ((wins - losses) / 2 - n * tilt) @ by_other
        hessian = self.ridge * np.eye(len(x))
        weight = n * ((p_win + p_loss) / 4 - tilt**2)
        hessian[:-1, :-1] += (by_other.T * weight) @ by_other
        if self.has_ties:
            gradient[-1] += (ties - n * p_tie).sum()
            hessian[-1, -1] += (n * p_tie * (1 - p_tie)).sum()
            hessian[:-1, -1] = hessian[-1, :-1] = -(n * tilt * p_tie) @ by_other
        return np.asarray(np.linalg.solve(hessian, gradient), dtype=np.float64)


def least_lead(counts: PairCounts, code: int, ridge: float) -> float:
    """The least lead in log-strength over the mean of the others, of a player that won all its games.

    Games about one question count as one. `ridge` is the precision of the others' normal prior.
    """
    profile = _Profile(counts, counts.totals_for(code), code, ridge)
    least = profile.value(FAR) + math.log(TAIL)

    def excess(lead: float) -> float:
        return profile.value(lead) - least

    # The end lies between `low` and `high`, which are moved apart until it does.
    low, high, step = 0.0, 1.0, 1.0
    while excess(low) > 0:
        low, high, step = low - step, low, 2 * step
    while excess(high) < 0:
        low, high, step = high, high + step, 2 * step
    while high - low > PRECISION:
        middle = (low + high) / 2
        low, high = (low, middle) if excess(middle) > 0 else (middle, high)
    return (low + high) / 2


def greatest_lead(counts: PairCounts, code: int, ridge: float) -> float:
    """The greatest lead over the mean of the others, of a player that lost all its games: the mirror image."""
    mirrored = counts.sums.reshape(len(counts.sums), -1, 3)[:, :, [1, 0, 2]].reshape(counts.sums.shape)
    won = PairCounts(counts.n_players, counts.one, counts.other, mirrored)
    return -least_lead(won, code, ridge)
