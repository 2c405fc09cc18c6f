"""Ratings of agents from the games they played.

Elo 1978 (The Rating of Chessplayers, chapter 1); Bradley and Terry 1952 (Biometrika 39) by maximum likelihood, with
ties as in Davidson 1970 (JASA 65, section 2). Strengths are put on Elo's scale: 400 points are odds of ten to one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dikast.metrics.bootstrap import MOST_CLUSTERS, percentiles, resampled
from dikast.metrics.cell import Bools, Floats, Ints
from dikast.metrics.estimate import Estimate
from dikast.metrics.pairwise_games import Game
from dikast.records import Record

START = 1500.0
SCALE = 400 / np.log(10)
K = 16.0
SHUFFLES = 100
RESAMPLES = 1_000
FLAT = 1e-8
"""So weak a prior moves no maximum that exists."""
PRIOR_SD = 1.5
"""In log-strength, about 260 points: the prior where the games leave some strengths unbounded."""
STEPS = 40
"""As many as lead to any maximum."""
STILL = 1e-10
SOLVED = 1e-7


class Rating(Record):
    """One player: its rating on Elo's scale (all players' mean is 1500), and what it did."""

    player: str
    rating: Estimate
    games: int
    wins: int
    ties: int
    losses: int


class Ratings(Record):
    """Bradley–Terry ratings, the best player first.

    `tie` is Davidson's ν: two equal players tie with probability ν / (2 + ν). `is_bounded` says that the likelihood has
    one maximum; without ties, that no group of players won all its games against the rest (Ford 1957). Where it has
    none, strengths are those under a normal prior, and their distances are the prior's as much as the games'.
    """

    players: tuple[Rating, ...]
    tie: float
    is_bounded: bool
    log_likelihood: float


def elo(games: Sequence[Game], *, k: float = K, shuffles: int = SHUFFLES, seed: int = 0) -> list[Rating]:
    """Elo ratings, the best player first: after each game, k times what was won beyond expectation changes hands.

    Elo depends on the order of the games. These are means over random orders, and the interval is how far orders alone
    move a rating; for what other games would have moved, see `bradley_terry`.
    """
    played = sorted(games)
    players, first, second, score = _coded(played)
    rng = np.random.default_rng(seed)
    orders = np.empty((len(played), shuffles), dtype=np.int32)
    for lane in range(shuffles):
        orders[:, lane] = rng.permutation(len(played))
    ratings = np.full((shuffles, len(players)), START)
    lanes = np.arange(shuffles)
    for row in orders:
        one, other = first[row], second[row]
        expected = 1 / (1 + np.exp((ratings[lanes, other] - ratings[lanes, one]) / SCALE))
        change = k * (score[row] - expected)
        ratings[lanes, one] += change
        ratings[lanes, other] -= change
    found = []
    for i, player in enumerate(players):
        low, high = percentiles(ratings[:, i])
        mine = float(ratings[:, i].mean())
        found.append(_rating(player, played, Estimate(value=mine, low=low, high=high, method="simulation")))
    return _ranked(found)


def bradley_terry(games: Sequence[Game], *, resamples: int = RESAMPLES, seed: int = 0) -> Ratings:
    """Bradley–Terry ratings by maximum likelihood, with intervals from a bootstrap over questions.

    A resample whose games leave some strengths unbounded is fitted under the prior that such games are; it says nothing
    of a player who has no game in it.

    Raises ValueError without a game.
    """
    if not games:
        raise ValueError("ratings need at least one game")
    played = sorted(games)
    players, first, second, score = _coded(played)
    counts = _PairCounts.of(played, players, first, second, score)
    totals = counts.sums.sum(axis=0, keepdims=True)
    has_ties = bool((score == 0.5).any())
    is_bounded = _is_bounded(totals[0], counts, len(players))
    strength, theta = _fit(totals, counts, len(players), _ridge(np.array([is_bounded])), has_ties)
    drawn = [
        _fit_again(t, counts, len(players), has_ties, is_bounded=is_bounded)
        for t in resampled(counts.sums, resamples, seed)
    ]
    spread = START + SCALE * np.concatenate(drawn)
    found = []
    for i, player in enumerate(players):
        low, high = percentiles(spread[:, i]) if len(counts.sums) > 1 else (None, None)
        value = START + SCALE * float(strength[0, i])
        method = "none" if low is None else "bootstrap"
        estimate = Estimate(value=value, low=low, high=high, clusters=len(counts.sums), method=method)
        found.append(_rating(player, played, estimate))
    return Ratings(
        players=tuple(_ranked(found)),
        tie=float(np.exp(theta[0])) if has_ties else 0.0,
        is_bounded=is_bounded,
        log_likelihood=float(_log_likelihood(totals, counts, strength, theta)[0]),
    )


@dataclass(frozen=True, eq=False)
class _PairCounts:
    """Of each question, or group of them, the wins of either side and the ties of every pair: three columns a pair."""

    one: Ints
    other: Ints
    sums: Floats

    @classmethod
    def of(
        cls, played: Sequence[Game], players: Sequence[str], first: Ints, second: Ints, score: Floats
    ) -> _PairCounts:
        low, high = np.minimum(first, second), np.maximum(first, second)
        pairs, pair = np.unique(low * len(players) + high, return_inverse=True)
        _, question = np.unique(np.array([game.question for game in played]), return_inverse=True)
        # As many as the bootstrap would join them to: a table of every question times every pair could be vast.
        question = question % MOST_CLUSTERS
        won = np.where(first == low, score, 1 - score)
        column = pair * 3 + np.select([won == 1, won == 0], [0, 1], 2)
        sums = np.zeros((int(question.max()) + 1, len(pairs) * 3))
        np.add.at(sums, (question, column), 1.0)
        return cls(pairs // len(players), pairs % len(players), sums)


def _fit_again(totals: Floats, counts: _PairCounts, n_players: int, has_ties: bool, *, is_bounded: bool) -> Floats:
    """The log-strengths of resamples, (r, players), NaN for a player whose games were not drawn.

    Those in which somebody won or lost everything are fitted under the prior, as such games are: at the end of a scale
    without one, one player would push all the others away from the mean.
    """
    kinds, kind = np.unique(totals > 0, axis=0, return_inverse=True)
    bounded = np.array([is_bounded and _is_bounded(seen, counts, n_players) for seen in kinds.astype(np.float64)])
    strength, _ = _fit(totals, counts, n_players, _ridge(bounded[kind.reshape(-1)]), has_ties)
    met: Bools = totals.reshape(len(totals), -1, 3).sum(axis=2) > 0
    for i in range(n_players):
        strength[~met[:, (counts.one == i) | (counts.other == i)].any(axis=1), i] = np.nan
    return strength


def _ridge(bounded: Bools) -> Floats:
    """How strong a prior each table is fitted under, (r, 1)."""
    return np.where(bounded, FLAT, 1 / PRIOR_SD**2)[:, None]


def _fit(totals: Floats, counts: _PairCounts, n_players: int, ridge: Floats, has_ties: bool) -> tuple[Floats, Floats]:
    """Newton's steps for many tables at once: (r, players) log-strengths of mean zero, and r values of ln ν."""
    x = np.zeros((len(totals), n_players + 1))
    moving = np.arange(len(totals))
    for _ in range(STEPS):
        step = _step(totals[moving], x[moving], counts, ridge[moving], has_ties)
        longest = np.abs(step).max(axis=1, keepdims=True)
        x[moving] += step / np.maximum(1, longest)
        moving = moving[longest[:, 0] >= STILL]
        if not len(moving):
            break
    return x[:, :-1] - x[:, :-1].mean(axis=1, keepdims=True), x[:, -1]


def _step(totals: Floats, x: Floats, counts: _PairCounts, ridge: Floats, has_ties: bool) -> Floats:
    """One step of Newton's from (r, players and ln ν), as far as it leads."""
    wins, losses, ties = totals[:, 0::3], totals[:, 1::3], totals[:, 2::3]
    n, n_players = wins + losses + ties, x.shape[1] - 1
    one, other = counts.one, counts.other
    p_one, p_other, p_tie = _odds(x[:, one] - x[:, other], x[:, -1:], has_ties)
    lead = (p_one - p_other) / 2
    to_each = np.zeros((len(one), n_players))
    to_each[np.arange(len(one)), one] += 1
    to_each[np.arange(len(one)), other] -= 1
    slope = np.empty_like(x)
    slope[:, :-1] = ((wins - losses) / 2 - n * lead) @ to_each - ridge * x[:, :-1]
    slope[:, -1] = (ties - n * p_tie).sum(axis=1) - ridge[:, 0] * x[:, -1] if has_ties else 0
    # Each pair bends at its own two places only, so that no table of pairs by pairs of players is needed.
    weight = n * ((p_one + p_other) / 4 - lead**2)
    bend = np.zeros((len(x), n_players + 1, n_players + 1))
    bend[:, one, other] = bend[:, other, one] = -weight
    every = np.arange(n_players)
    bend[:, every, every] = weight @ np.abs(to_each) + ridge
    # Adding the same to all strengths changes nothing; this holds their mean at zero.
    bend[:, :-1, :-1] += 1 / n_players
    bend[:, :-1, -1] = bend[:, -1, :-1] = -(n * lead * p_tie) @ to_each
    bend[:, -1, -1] = (n * p_tie * (1 - p_tie)).sum(axis=1) + ridge[:, 0] if has_ties else 1
    return np.asarray(np.linalg.solve(bend, slope[:, :, None])[:, :, 0], dtype=np.float64)


def _odds(lead: Floats, theta: Floats, has_ties: bool) -> tuple[Floats, Floats, Floats]:
    """The probabilities of a win, a loss and a tie at a lead in log-strength (Davidson 1970, section 2)."""
    one, other = np.exp(lead / 2), np.exp(-lead / 2)
    tie = np.exp(theta) if has_ties else np.zeros_like(theta)
    total = one + other + tie
    return one / total, other / total, tie / total


def _log_likelihood(totals: Floats, counts: _PairCounts, strength: Floats, theta: Floats) -> Floats:
    has_ties = bool(totals[:, 2::3].any())
    p = _odds(strength[:, counts.one] - strength[:, counts.other], theta[:, None], has_ties)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = [np.where(totals[:, i::3] > 0, totals[:, i::3] * np.log(p[i]), 0.0) for i in range(3)]
    found: Floats = np.sum(terms, axis=(0, 2))
    return found


def _is_bounded(totals: Floats, counts: _PairCounts, n_players: int) -> bool:
    """Whether the likelihood of these games has one maximum, as far as the players in them go."""
    from scipy.sparse.csgraph import connected_components

    table = totals.reshape(-1, 3) > 0
    beat = np.zeros((n_players, n_players))
    beat[counts.one, counts.other], beat[counts.other, counts.one] = table[:, 0], table[:, 1]
    met = np.zeros((n_players, n_players))
    met[counts.one, counts.other] = table.any(axis=1)
    absent = int((~(met + met.T).any(axis=0)).sum())
    if connected_components(met, directed=False)[0] - absent > 1:
        return False
    # Where everybody won against everybody, if through others, that is enough; it is needed where nobody ties.
    if connected_components(beat, connection="strong")[0] - absent == 1:
        return True
    return bool(table[:, 2].any()) and _is_bounded_with_ties(table, counts, n_players)


def _is_bounded_with_ties(table: Bools, counts: _PairCounts, n_players: int) -> bool:
    """Whether no direction makes every result seen no less likely and some other result less so (Albert and Anderson
    1984, Biometrika 71), by a linear program; `table` says of each pair which of win, loss and tie were seen.
    """
    from scipy.optimize import linprog

    favours = np.zeros((len(table), 3, n_players + 1))
    pairs = np.arange(len(table))
    for result, sign in ((0, 0.5), (1, -0.5)):
        favours[pairs, result, counts.one] = sign
        favours[pairs, result, counts.other] = -sign
    favours[:, 2, -1] = 1
    gains = np.concatenate(
        [favours[table[:, seen], seen] - favours[table[:, seen], other] for seen in range(3) for other in range(3)]
    )
    found = linprog(-gains.sum(axis=0), A_ub=-gains, b_ub=np.zeros(len(gains)), bounds=(-1, 1))
    return bool(-found.fun < SOLVED)


def _coded(played: Sequence[Game]) -> tuple[list[str], Ints, Ints, Floats]:
    players = sorted({name for game in played for name in game[:2]})
    code = {name: i for i, name in enumerate(players)}
    first = np.array([code[game.first] for game in played], dtype=np.int64)
    second = np.array([code[game.second] for game in played], dtype=np.int64)
    return players, first, second, np.array([game.score for game in played])


def _rating(player: str, played: Sequence[Game], rating: Estimate) -> Rating:
    mine = [g.score if g.first == player else 1 - g.score for g in played if player in (g.first, g.second)]
    wins, losses = mine.count(1), mine.count(0)
    counted = rating.model_copy(update={"n": len(mine)})
    return Rating(
        player=player, rating=counted, games=len(mine), wins=wins, ties=len(mine) - wins - losses, losses=losses
    )


def _ranked(ratings: Sequence[Rating]) -> list[Rating]:
    return sorted(ratings, key=lambda one: (-(one.rating.value or 0.0), one.player))
