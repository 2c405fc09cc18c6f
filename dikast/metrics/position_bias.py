"""What the place of a choice did to its chances.

Consistency and preference under swap as in Zheng et al. 2023 (arXiv 2306.05685, section 3.3 and table 2) and Shi et al.
2024 (arXiv 2406.07791); the additive bias is what averaging the log-odds of both orders cancels.
"""

from __future__ import annotations

import numpy as np

from dikast.metrics.accuracy import wilson_of
from dikast.metrics.bootstrap import RESAMPLES, bootstrap, cluster_sums, mean, ratio, weighed_sums
from dikast.metrics.cell import NOBODY, Bools, Cell, Floats, Ints, Looks, favourites, of_choice
from dikast.metrics.estimate import Estimate
from dikast.records import Record


class Position(Record):
    """What the place of a choice did to its chances, over the single looks that verdicts were made from.

    `first` and `last` are the shares of looks that favoured the choice shown first, and last. `preference` is how much
    more often than without a preference, one in as many as there are choices, the first place would be favoured did
    the right choice stand in it as often as in each other one; None where it always stands there, or never does, for
    then place and content can't be told apart. Where no right choice is known it is `first` less that share.

    Over the episodes looked at in both orders: `consistent` is the share with the same favourite in both, `both_first`
    and `both_last` the shares where both looks favoured whatever stood first, or last. `bias` is the mean of what
    standing first adds to the log-odds, over episodes with two choices and finite log-odds. Looks whose first place is
    shared have no favourite and stand in none of these.
    """

    first: Estimate
    last: Estimate
    preference: Estimate
    consistent: Estimate
    both_first: Estimate
    both_last: Estimate
    bias: Estimate


def position(cell: Cell, *, resamples: int = RESAMPLES, seed: int = 0) -> Position:
    """What the place of a choice did to its chances in this cell."""
    views = cell.views
    favourite = favourites(views.p)
    is_clear = (favourite != NOBODY) & (views.order[:, 0] != NOBODY)
    width = (views.order != NOBODY).sum(axis=1)
    is_first = favourite == of_place(views.order, np.zeros_like(width))
    is_last = favourite == of_place(views.order, width - 1)
    one, other = swapped(views)
    both = is_clear[one] & is_clear[other]
    one, other = one[both], other[both]
    return Position(
        first=_share(cell, views.episode[is_clear], is_first[is_clear]),
        last=_share(cell, views.episode[is_clear], is_last[is_clear]),
        preference=_preference(cell, is_first, is_clear, resamples, seed),
        consistent=_share(cell, views.episode[one], favourite[one] == favourite[other]),
        both_first=_share(cell, views.episode[one], is_first[one] & is_first[other]),
        both_last=_share(cell, views.episode[one], is_last[one] & is_last[other]),
        bias=_bias(cell, resamples, seed),
    )


def _preference(cell: Cell, is_first: Bools, is_clear: Bools, resamples: int, seed: int) -> Estimate:
    """The preference for the first place, of looks with the right choice there and of looks with it elsewhere."""
    gold = cell.gold[cell.views.episode]
    has_gold = is_clear & (gold != NOBODY)
    kept = has_gold if has_gold.any() else is_clear
    hits, chance = is_first[kept], 1 / (cell.views.order != NOBODY).sum(axis=1)[kept]
    if has_gold.any():
        is_there = (cell.views.order[:, 0] == gold)[kept]
        columns = [hits & is_there, is_there, hits & ~is_there, ~is_there, chance]
    else:
        columns = [hits - chance, np.ones(len(hits))]
    sums = cluster_sums(np.stack(columns, axis=1).astype(float), cell.question[cell.views.episode[kept]])
    statistic = _balanced if has_gold.any() else ratio
    return bootstrap(sums, statistic, n=len(hits), resamples=resamples, seed=seed)


def _balanced(totals: Floats) -> Floats:
    """A judge that is right in a share a favours the first place in a of the looks with the right choice there, and in
    (1 - a) / (k - 1) of the others: weighed 1/k and 1 - 1/k, that is 1/k, whatever a is.
    """
    there, n_there, elsewhere, n_elsewhere, chance = totals.T
    chance = chance / (n_there + n_elsewhere)
    found: Floats = chance * there / n_there + (1 - chance) * elsewhere / n_elsewhere - chance
    return found


def of_place(order: Ints, place: Ints) -> Ints:
    """The choice shown at a place, 0 for the first, in each row."""
    found: Ints = order[np.arange(len(order)), np.clip(place, 0, order.shape[1] - 1)]
    return found


def swapped(views: Looks) -> tuple[Ints, Ints]:
    """The rows of the two looks of every episode that was looked at in an order and in its reverse."""
    rows = np.argsort(views.episode, kind="stable")
    episode = views.episode[rows]
    starts = np.flatnonzero(np.diff(episode, prepend=-1))
    pairs = starts[np.diff(np.append(starts, len(rows))) == 2]
    one, other = rows[pairs], rows[pairs + 1]
    width = (views.order[one] != NOBODY).sum(axis=1)
    last = of_place(views.order[other], width - 1)
    is_reverse = (of_place(views.order[one], np.zeros_like(width)) == last) & (width > 1)
    return one[is_reverse], other[is_reverse]


def _bias(cell: Cell, resamples: int, seed: int) -> Estimate:
    """Half the sum of what the first place got in either order: the content cancels, and the place is left."""
    views = cell.views
    one, other = swapped(views)
    both = cell.choices[views.episode[one]] == 2
    odds = [_first_odds(views, rows[both]) for rows in (one, other)]
    known = np.isfinite(odds[0]) & np.isfinite(odds[1])
    bias = (odds[0][known] + odds[1][known]) / 2
    return mean(bias, cell.question[views.episode[one[both]]][known], resamples=resamples, seed=seed)


def _first_odds(views: Looks, rows: Ints) -> Floats:
    order, p = views.order[rows], views.p[rows]
    first, last = (of_choice(p, of_place(order, np.full(len(rows), place))) for place in (0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.log(first) - np.log(last)
    return found


def _share(cell: Cell, episode: Ints, hits: Floats) -> Estimate:
    """The share of looks with a hit, with Wilson's interval over their questions."""
    if not len(hits):
        return Estimate(value=None)
    return wilson_of(weighed_sums(hits.astype(float), cell.question[episode], by_cluster=False), len(hits))
