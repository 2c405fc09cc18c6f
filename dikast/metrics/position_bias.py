"""How the position in which a choice is shown changed its chances.

Consistency and preference under swap as in Zheng et al. 2023 (arXiv 2306.05685, section 3.3 and table 2) and Shi et al.
2024 (arXiv 2406.07791). The additive bias is what averaging the log-odds of both orders cancels.
"""

from __future__ import annotations

import numpy as np

from dikast.metrics.accuracy import wilson_estimate
from dikast.metrics.bootstrap import RESAMPLES, bootstrap, cluster_sums, mean, ratio, weighted_sums
from dikast.metrics.cell import MISSING, Bools, Cell, Floats, Ints, Looks, favourites, p_of_choice
from dikast.metrics.estimate import Estimate
from dikast.records import Record


class Position(Record):
    """How the position of a choice changed its chances, over the single looks that verdicts were made from.

    `first` and `last` are the shares of looks whose favourite was the choice shown first, and last. `preference` says
    how much more often than without a preference (one in as many as there are choices) the first position would be
    favoured if the right choice were shown there as often as in each other position. It is None where the right choice
    is always there, or never: position and content can't be separated then. Where no right choice is known it is
    `first` minus the share without a preference.

    Over the episodes looked at in both orders: `consistent` is the share with the same favourite in both, `both_first`
    and `both_last` are the shares where both looks favoured the choice shown first, or last. `bias` is the mean of what
    being shown first adds to the log-odds, over episodes with two choices and finite log-odds. Looks whose first place
    is shared have no favourite and are part of none of these.
    """

    first: Estimate
    last: Estimate
    preference: Estimate
    consistent: Estimate
    both_first: Estimate
    both_last: Estimate
    bias: Estimate


def position(cell: Cell, *, resamples: int = RESAMPLES, seed: int = 0) -> Position:
    """How the position of a choice changed its chances in this cell."""
    views = cell.views
    favourite = favourites(views.p)
    # Records of other tools may have looks without an order.
    has_favourite = (favourite != MISSING) & (views.order[:, 0] != MISSING)
    width = (views.order != MISSING).sum(axis=1)
    is_first = favourite == choice_at(views.order, np.zeros_like(width))
    is_last = favourite == choice_at(views.order, width - 1)
    one, other = swapped_looks(views)
    both = has_favourite[one] & has_favourite[other]
    one, other = one[both], other[both]
    return Position(
        first=_share(cell, views.episode[has_favourite], is_first[has_favourite]),
        last=_share(cell, views.episode[has_favourite], is_last[has_favourite]),
        preference=_preference(cell, is_first, has_favourite, resamples, seed),
        consistent=_share(cell, views.episode[one], favourite[one] == favourite[other]),
        both_first=_share(cell, views.episode[one], is_first[one] & is_first[other]),
        both_last=_share(cell, views.episode[one], is_last[one] & is_last[other]),
        bias=_bias(cell, resamples, seed),
    )


def _preference(cell: Cell, is_first: Bools, has_favourite: Bools, resamples: int, seed: int) -> Estimate:
    """The preference for the first position, from looks with the right choice there and looks with it elsewhere."""
    views = cell.views
    gold = cell.gold[views.episode]
    has_gold = has_favourite & (gold != MISSING)
    is_gold_known = bool(has_gold.any())
    rows = has_gold if is_gold_known else has_favourite
    hits = is_first[rows]
    chance = 1 / (views.order != MISSING).sum(axis=1)[rows]
    columns = [hits - chance, np.ones(len(hits))]
    statistic = ratio
    if is_gold_known:
        is_there = (views.order[:, 0] == gold)[rows]
        columns = [hits & is_there, is_there, hits & ~is_there, ~is_there, chance]
        statistic = _balanced_preference
    sums = cluster_sums(np.stack(columns, axis=1).astype(float), cell.question[views.episode[rows]])
    return bootstrap(sums, statistic, n=len(hits), resamples=resamples, seed=seed)


def _balanced_preference(totals: Floats) -> Floats:
    """The preference if the right choice were shown in each of k positions equally often.

    A judge without a preference that is right in a share a favours the first position in a of the looks with the right
    choice there, and in (1 - a) / (k - 1) of the others. Weighted 1/k and 1 - 1/k, that is 1/k, whatever a is.
    """
    there, n_there, elsewhere, n_elsewhere, chance = totals.T
    chance = chance / (n_there + n_elsewhere)
    preference: Floats = chance * there / n_there + (1 - chance) * elsewhere / n_elsewhere - chance
    return preference


def choice_at(order: Ints, position: Ints) -> Ints:
    """The choice shown at a position, 0 for the first, in each row."""
    choice: Ints = order[np.arange(len(order)), np.clip(position, 0, order.shape[1] - 1)]
    return choice


def swapped_looks(views: Looks) -> tuple[Ints, Ints]:
    """The rows of the two looks of every episode that was looked at in one order and in its reverse."""
    rows = np.argsort(views.episode, kind="stable")
    episode = views.episode[rows]
    starts = np.flatnonzero(np.diff(episode, prepend=-1))
    n_looks = np.diff(np.append(starts, len(rows)))
    pairs = starts[n_looks == 2]
    one, other = rows[pairs], rows[pairs + 1]
    width = (views.order[one] != MISSING).sum(axis=1)
    first = choice_at(views.order[one], np.zeros_like(width))
    # Orders are shown forwards or backwards only, so the choice at one end tells which.
    is_reverse = (first == choice_at(views.order[other], width - 1)) & (width > 1)
    return one[is_reverse], other[is_reverse]


def _bias(cell: Cell, resamples: int, seed: int) -> Estimate:
    """Half the sum of the first position's log-odds in either order: the content cancels, the position is left."""
    views = cell.views
    one, other = swapped_looks(views)
    has_two = cell.choices[views.episode[one]] == 2
    one, other = one[has_two], other[has_two]
    odds_one, odds_other = _first_log_odds(views, one), _first_log_odds(views, other)
    known = np.isfinite(odds_one) & np.isfinite(odds_other)
    bias = (odds_one[known] + odds_other[known]) / 2
    return mean(bias, cell.question[views.episode[one]][known], resamples=resamples, seed=seed)


def _first_log_odds(views: Looks, rows: Ints) -> Floats:
    """The log-odds of the first of two choices against the second."""
    order, p = views.order[rows], views.p[rows]
    first, last = (p_of_choice(p, choice_at(order, np.full(len(rows), position))) for position in (0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        log_odds: Floats = np.log(first) - np.log(last)
    return log_odds


def _share(cell: Cell, episode: Ints, hits: Bools) -> Estimate:
    """The share of looks with a hit, with Wilson's interval over their questions."""
    if not len(hits):
        return Estimate(value=None)
    sums = weighted_sums(hits.astype(float), cell.question[episode], by_cluster=False)
    return wilson_estimate(sums, len(hits))
