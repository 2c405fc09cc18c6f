"""Ratings of agents from the games they played.

Elo 1978 (The Rating of Chessplayers, chapter 1). Bradley and Terry 1952 (Biometrika 39) by maximum likelihood, with
ties as in Davidson 1970 (JASA 65, section 2). Strengths are shown on Elo's scale: 400 points are odds of ten to one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dikast.metrics.bootstrap import percentiles, resampled
from dikast.metrics.cell import Bools, Floats
from dikast.metrics.estimate import Estimate
from dikast.metrics.pair_counts import CodedGames, PairCounts
from dikast.metrics.pairwise_games import Game
from dikast.metrics.rating_bound import greatest_lead, least_lead
from dikast.metrics.rating_existence import has_one_maximum
from dikast.records import Record

MEAN_RATING = 1500.0
SCALE = 400 / np.log(10)
K = 16.0
SHUFFLES = 100
GAMES_AT_ONCE = 1_000
"""So many games of each order are looked up together, in about 2 MB."""
RESAMPLES = 1_000
FLAT_RIDGE = 1e-8
"""A prior this weak moves no maximum that exists."""
PRIOR_SD = 1.5
"""In log-strength, about 260 points: the prior where the games leave some strengths unbounded."""
MOST_NEWTON_STEPS = 40
"""Enough to reach any maximum."""
CONVERGED_STEP = 1e-10
"""In log-strength: a table whose Newton step is shorter has reached its maximum."""
LEAST_WIDTH = 1e-6
"""In points: resamples that differ by less gave the same rating, up to rounding."""


class Rating(Record):
    """One player: its rating on Elo's scale (the mean of all players is 1500), and its results."""

    player: str
    rating: Estimate
    games: int
    wins: int
    ties: int
    losses: int


class Ratings(Record):
    """Bradley–Terry ratings, the best player first.

    `tie` is Davidson's ν: two equal players tie with probability ν / (2 + ν). `is_bounded` says that the likelihood has
    one maximum; without ties, that no group of players won all its games against the others (Ford 1957). Where it has
    none, strengths are fitted under a normal prior, and their distances come from the prior as much as from the games.
    """

    players: tuple[Rating, ...]
    tie: float
    is_bounded: bool
    log_likelihood: float


def elo(games: Sequence[Game], *, k: float = K, shuffles: int = SHUFFLES, seed: int = 0) -> list[Rating]:
    """Elo ratings, the best player first: after each game, k times the score beyond expectation changes hands.

    Elo depends on the order of the games. The ratings are means over random orders. The interval says how far the
    order alone moves a rating; for what other games would change, see `bradley_terry`.
    """
    coded = CodedGames.of(games)
    n_games = len(coded.games)
    rng = np.random.default_rng(seed)
    orders = np.empty((n_games, shuffles), dtype=np.int32)
    for lane in range(shuffles):
        orders[:, lane] = rng.permutation(n_games)
    n_players = len(coded.players)
    ratings = np.full(shuffles * n_players, MEAN_RATING)
    # Where each order has its own ratings among all.
    offsets = np.arange(shuffles) * n_players
    for block in np.array_split(orders, len(orders) // GAMES_AT_ONCE + 1):
        firsts, seconds = coded.first[block] + offsets, coded.second[block] + offsets
        # All orders are played at once: a row holds the next game of each.
        for first, second, score in zip(firsts, seconds, coded.score[block], strict=True):
            rating, opponent = ratings[first], ratings[second]
            # By the lead before the game: 400 points are odds of ten to one.
            expected = 1 / (1 + np.exp((opponent - rating) / SCALE))
            change = k * (score - expected)
            ratings[first] = rating + change
            ratings[second] = opponent - change
    by_order = ratings.reshape(shuffles, n_players)
    players = []
    for code in range(n_players):
        low, high = percentiles(by_order[:, code])
        estimate = Estimate(value=float(by_order[:, code].mean()), low=low, high=high, method="simulation")
        players.append(_rating(coded, code, estimate))
    return _best_first(players)


def bradley_terry(games: Sequence[Game], *, resamples: int = RESAMPLES, seed: int = 0) -> Ratings:
    """Bradley–Terry ratings by maximum likelihood, with intervals from a bootstrap over questions.

    A resample whose games leave some strengths unbounded is fitted under the same prior as such games are. It says
    nothing about a player without a game in it. The interval of a player that won all its games has only a lower end,
    and of one that lost all only an upper end (see `rating_bound`); the other end is infinite.

    Raises ValueError without a game.
    """
    fitted = _fit_games(games, resamples, seed)
    coded, counts = fitted.coded, fitted.counts
    players = []
    for code in range(counts.n_players):
        rating = float(fitted.ratings[code])
        estimate = _bound(coded, code, counts, rating)
        estimate = estimate or _estimate(rating, fitted.draws[:, code], counts)
        players.append(_rating(coded, code, estimate))
    return Ratings(
        players=tuple(_best_first(players)),
        tie=fitted.tie,
        is_bounded=fitted.is_bounded,
        log_likelihood=fitted.log_likelihood,
    )


@dataclass(frozen=True, eq=False)
class RatingDraws:
    """Bradley–Terry ratings, one for each of `players`, and those of resampled questions: (resamples, players).

    A rating is NaN in a resample without a game of its player.
    """

    players: list[str]
    ratings: Floats
    draws: Floats
    is_bounded: bool
    n_questions: int


def rating_draws(games: Sequence[Game], *, resamples: int = RESAMPLES, seed: int = 0) -> RatingDraws:
    """The ratings of `bradley_terry` with all resamples, for what is made of ratings. Raises ValueError without a game.

    Those of players that won or lost all of their games rest on a prior.
    """
    fitted = _fit_games(games, resamples, seed)
    players = list(fitted.coded.players)
    return RatingDraws(players, fitted.ratings, fitted.draws, fitted.is_bounded, len(fitted.counts.sums))


@dataclass(frozen=True, eq=False)
class _FittedGames:
    """Games with the ratings that make them most likely, and those of resampled questions."""

    coded: CodedGames
    counts: PairCounts
    ratings: Floats
    draws: Floats
    tie: float
    is_bounded: bool
    log_likelihood: float


def _fit_games(games: Sequence[Game], resamples: int, seed: int) -> _FittedGames:
    """The fit of these games. Raises ValueError without a game."""
    if not games:
        raise ValueError("ratings need at least one game")
    coded = CodedGames.of(games)
    counts = PairCounts.of(coded)
    totals = counts.sums.sum(axis=0, keepdims=True)
    has_ties = bool((coded.score == 0.5).any())
    is_bounded = has_one_maximum(totals[0], counts)
    strength, theta = _fit(totals, counts, _ridge(np.array([is_bounded])), has_ties)
    resampled_strengths = [
        _fit_resamples(resample, counts, has_ties, is_bounded=is_bounded)
        for resample in resampled(counts.sums, resamples, seed)
    ]
    return _FittedGames(
        coded=coded,
        counts=counts,
        ratings=MEAN_RATING + SCALE * strength[0],
        draws=MEAN_RATING + SCALE * np.concatenate(resampled_strengths),
        tie=float(np.exp(theta[0])) if has_ties else 0.0,
        is_bounded=is_bounded,
        log_likelihood=float(_log_likelihood(totals, counts, strength, theta)[0]),
    )


def _rating(coded: CodedGames, code: int, rating: Estimate) -> Rating:
    """A player's rating, with its results."""
    scores = coded.scores_of(code)
    n, n_wins, n_losses = len(scores), int((scores == 1).sum()), int((scores == 0).sum())
    return Rating(
        player=coded.players[code],
        rating=rating.model_copy(update={"n": n}),
        games=n,
        wins=n_wins,
        ties=n - n_wins - n_losses,
        losses=n_losses,
    )


def _bound(coded: CodedGames, code: int, counts: PairCounts, rating: float) -> Estimate | None:
    """The rating of a player that won or lost all of its games, with the one end of its interval; None for others."""
    scores = coded.scores_of(code)
    low, high = -np.inf, np.inf
    # A lead over the mean of the others is a part of this over the mean of all, which is 1500.
    scale = SCALE * (1 - 1 / counts.n_players)
    if (scores == 1).all():
        low = MEAN_RATING + scale * least_lead(counts, code, 1 / PRIOR_SD**2)
    elif (scores == 0).all():
        high = MEAN_RATING + scale * greatest_lead(counts, code, 1 / PRIOR_SD**2)
    else:
        return None
    return Estimate(value=rating, low=low, high=high, clusters=len(counts.sums), method="profile")


def _estimate(rating: float, spread: Floats, counts: PairCounts) -> Estimate:
    """A rating with the interval of its resamples.

    One question gives no interval, and neither do questions that all ended alike: resamples would see no doubt.
    """
    n_questions = len(counts.sums)
    low, high = percentiles(spread)
    without_interval = Estimate(value=float(rating), clusters=n_questions)
    if n_questions < 2 or low is None or high is None:
        return without_interval
    if high - low <= LEAST_WIDTH:
        return without_interval
    return Estimate(value=float(rating), low=low, high=high, clusters=n_questions, method="bootstrap")


def _fit_resamples(totals: Floats, counts: PairCounts, has_ties: bool, *, is_bounded: bool) -> Floats:
    """The log-strengths of resamples, (r, players), NaN for a player whose games were not drawn.

    Resamples in which a player won or lost everything are fitted under the prior, as such games are. Without a prior,
    that player would be at an end of the scale and push all others away from the mean.
    """
    # Whether strengths are bounded depends only on which results occur, so it is asked once for each such pattern.
    patterns, pattern = np.unique(totals > 0, axis=0, return_inverse=True)
    bounded = [is_bounded and has_one_maximum(occurs, counts) for occurs in patterns.astype(np.float64)]
    strength, _ = _fit(totals, counts, _ridge(np.array(bounded)[pattern.reshape(-1)]), has_ties)
    met: Bools = totals.reshape(len(totals), -1, 3).sum(axis=2) > 0
    for code in range(counts.n_players):
        strength[~met[:, counts.is_pair_of(code)].any(axis=1), code] = np.nan
    return strength


def _ridge(bounded: Bools) -> Floats:
    """How strong a prior each table is fitted under, (r, 1)."""
    return np.where(bounded, FLAT_RIDGE, 1 / PRIOR_SD**2)[:, None]


def _fit(totals: Floats, counts: PairCounts, ridge: Floats, has_ties: bool) -> tuple[Floats, Floats]:
    """Newton's method for many tables at once: (r, players) log-strengths of mean zero, and r values of ln ν."""
    x = np.zeros((len(totals), counts.n_players + 1))
    moving = np.arange(len(totals))
    for _ in range(MOST_NEWTON_STEPS):
        step = _newton_step(totals[moving], x[moving], counts, ridge[moving], has_ties)
        longest = np.abs(step).max(axis=1, keepdims=True)
        # At most 1 at a time: far from the maximum, a full step can overshoot without end.
        x[moving] += step / np.maximum(1, longest)
        moving = moving[longest[:, 0] >= CONVERGED_STEP]
        if not len(moving):
            break
    return x[:, :-1] - x[:, :-1].mean(axis=1, keepdims=True), x[:, -1]


def _newton_step(totals: Floats, x: Floats, counts: PairCounts, ridge: Floats, has_ties: bool) -> Floats:
    """One full Newton step from (r, players and ln ν)."""
    wins, losses, ties = totals[:, 0::3], totals[:, 1::3], totals[:, 2::3]
    n, n_players = wins + losses + ties, x.shape[1] - 1
    one, other = counts.one, counts.other
    p_one, p_other, p_tie = _odds(x[:, one] - x[:, other], x[:, -1:], has_ties)
    lead = (p_one - p_other) / 2
    pairs = np.arange(len(one))
    # (pairs, players): +1 and -1, how a pair's lead changes with each strength.
    lead_by_player = np.zeros((len(one), n_players))
    lead_by_player[pairs, one] += 1
    lead_by_player[pairs, other] -= 1
    gradient = np.zeros_like(x)
    gradient[:, :-1] = ((wins - losses) / 2 - n * lead) @ lead_by_player - ridge * x[:, :-1]
    # Each pair fills only its own two entries, so that no table of pairs by pairs of players is needed.
    weight = n * ((p_one + p_other) / 4 - lead**2)
    hessian = np.zeros((len(x), n_players + 1, n_players + 1))
    hessian[:, one, other] = hessian[:, other, one] = -weight
    players = np.arange(n_players)
    hessian[:, players, players] = weight @ np.abs(lead_by_player) + ridge
    # Adding the same to all strengths changes nothing; this holds their mean at zero.
    hessian[:, :-1, :-1] += 1 / n_players
    hessian[:, :-1, -1] = hessian[:, -1, :-1] = -(n * lead * p_tie) @ lead_by_player
    # Without ties ln ν stays at 0: its gradient is 0, and the 1 keeps the matrix regular.
    hessian[:, -1, -1] = 1
    if has_ties:
        gradient[:, -1] = (ties - n * p_tie).sum(axis=1) - ridge[:, 0] * x[:, -1]
        hessian[:, -1, -1] = (n * p_tie * (1 - p_tie)).sum(axis=1) + ridge[:, 0]
    return np.asarray(np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0], dtype=np.float64)


def _odds(lead: Floats, theta: Floats, has_ties: bool) -> tuple[Floats, Floats, Floats]:
    """The probabilities of a win, a loss and a tie at a lead in log-strength (Davidson 1970, section 2)."""
    one, other = np.exp(lead / 2), np.exp(-lead / 2)
    tie = np.exp(theta) if has_ties else np.zeros_like(theta)
    total = one + other + tie
    return one / total, other / total, tie / total


def _log_likelihood(totals: Floats, counts: PairCounts, strength: Floats, theta: Floats) -> Floats:
    has_ties = bool(totals[:, 2::3].any())
    p = _odds(strength[:, counts.one] - strength[:, counts.other], theta[:, None], has_ties)
    with np.errstate(divide="ignore", invalid="ignore"):
        # What never happened adds nothing, even where its probability is 0.
        terms = [np.where(totals[:, i::3] > 0, totals[:, i::3] * np.log(p[i]), 0.0) for i in range(3)]
    log_likelihood: Floats = np.sum(terms, axis=(0, 2))
    return log_likelihood


def _best_first(ratings: Sequence[Rating]) -> list[Rating]:
    def order(rating: Rating) -> tuple[float, str]:
        return -(rating.rating.value or 0.0), rating.player

    return sorted(ratings, key=order)
