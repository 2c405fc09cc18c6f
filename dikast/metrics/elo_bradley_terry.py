"""Ratings of agents from the games they played.

Elo 1978 (The Rating of Chessplayers, chapter 1). Bradley and Terry 1952 (Biometrika 39) by maximum likelihood, with
ties as in Davidson 1970 (JASA 65, section 2). Strengths are shown on Elo's scale: 400 points are odds of ten to one.
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

MEAN_RATING = 1500.0
SCALE = 400 / np.log(10)
K = 16.0
SHUFFLES = 100
RESAMPLES = 1_000
FLAT_RIDGE = 1e-8
"""A prior this weak moves no maximum that exists."""
PRIOR_SD = 1.5
"""In log-strength, about 260 points: the prior where the games leave some strengths unbounded."""
MOST_NEWTON_STEPS = 40
"""Enough to reach any maximum."""
CONVERGED_STEP = 1e-10
"""In log-strength: a table whose Newton step is shorter has reached its maximum."""
ZERO_GAIN = 1e-7
"""A linear program's optimum below this is 0, up to the solver's tolerance."""


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


@dataclass(frozen=True, eq=False)
class _CodedGames:
    """Games as columns. `first` and `second` are codes into `players`, which are sorted by name."""

    games: list[Game]
    players: list[str]
    first: Ints
    second: Ints
    score: Floats

    @classmethod
    def of(cls, games: Sequence[Game]) -> _CodedGames:
        # Sorted, so that the order of the records changes nothing.
        ordered = sorted(games)
        first = [game.first for game in ordered]
        second = [game.second for game in ordered]
        players = sorted({*first, *second})
        code = {name: i for i, name in enumerate(players)}
        return cls(
            games=ordered,
            players=players,
            first=np.array([code[name] for name in first], dtype=np.int64),
            second=np.array([code[name] for name in second], dtype=np.int64),
            score=np.array([game.score for game in ordered]),
        )

    def rating(self, code: int, rating: Estimate) -> Rating:
        """A player's rating, with its results."""
        is_first = self.first == code
        scores = np.where(is_first, self.score, 1 - self.score)[is_first | (self.second == code)]
        n, n_wins, n_losses = len(scores), int((scores == 1).sum()), int((scores == 0).sum())
        return Rating(
            player=self.players[code],
            rating=rating.model_copy(update={"n": n}),
            games=n,
            wins=n_wins,
            ties=n - n_wins - n_losses,
            losses=n_losses,
        )


def elo(games: Sequence[Game], *, k: float = K, shuffles: int = SHUFFLES, seed: int = 0) -> list[Rating]:
    """Elo ratings, the best player first: after each game, k times the score beyond expectation changes hands.

    Elo depends on the order of the games. The ratings are means over random orders. The interval says how far the
    order alone moves a rating; for what other games would change, see `bradley_terry`.
    """
    coded = _CodedGames.of(games)
    n_games = len(coded.games)
    rng = np.random.default_rng(seed)
    orders = np.empty((n_games, shuffles), dtype=np.int32)
    for lane in range(shuffles):
        orders[:, lane] = rng.permutation(n_games)
    ratings = np.full((shuffles, len(coded.players)), MEAN_RATING)
    lanes = np.arange(shuffles)
    # All orders are played at once: a row holds the next game of each.
    for row in orders:
        first, second = coded.first[row], coded.second[row]
        # By the lead before the game: 400 points are odds of ten to one.
        expected = 1 / (1 + np.exp((ratings[lanes, second] - ratings[lanes, first]) / SCALE))
        change = k * (coded.score[row] - expected)
        ratings[lanes, first] += change
        ratings[lanes, second] -= change
    players = []
    for code in range(len(coded.players)):
        low, high = percentiles(ratings[:, code])
        estimate = Estimate(value=float(ratings[:, code].mean()), low=low, high=high, method="simulation")
        players.append(coded.rating(code, estimate))
    return _best_first(players)


def bradley_terry(games: Sequence[Game], *, resamples: int = RESAMPLES, seed: int = 0) -> Ratings:
    """Bradley–Terry ratings by maximum likelihood, with intervals from a bootstrap over questions.

    A resample whose games leave some strengths unbounded is fitted under the same prior as such games are. It says
    nothing about a player without a game in it.

    Raises ValueError without a game.
    """
    if not games:
        raise ValueError("ratings need at least one game")
    coded = _CodedGames.of(games)
    counts = _PairCounts.of(coded)
    totals = counts.sums.sum(axis=0, keepdims=True)
    has_ties = bool((coded.score == 0.5).any())
    is_bounded = _is_bounded(totals[0], counts)
    strength, theta = _fit(totals, counts, _ridge(np.array([is_bounded])), has_ties)
    resampled_strengths = [
        _fit_resamples(resample, counts, has_ties, is_bounded=is_bounded)
        for resample in resampled(counts.sums, resamples, seed)
    ]
    rating = MEAN_RATING + SCALE * strength[0]
    spread = MEAN_RATING + SCALE * np.concatenate(resampled_strengths)
    players = [coded.rating(code, _estimate(rating[code], spread[:, code], counts)) for code in range(len(rating))]
    return Ratings(
        players=tuple(_best_first(players)),
        tie=float(np.exp(theta[0])) if has_ties else 0.0,
        is_bounded=is_bounded,
        log_likelihood=float(_log_likelihood(totals, counts, strength, theta)[0]),
    )


@dataclass(frozen=True, eq=False)
class _PairCounts:
    """For each question, or group of questions, three columns a pair: wins of `one`, wins of `other`, and ties."""

    n_players: int
    one: Ints
    other: Ints
    sums: Floats

    @classmethod
    def of(cls, coded: _CodedGames) -> _PairCounts:
        n_players = len(coded.players)
        low, high = np.minimum(coded.first, coded.second), np.maximum(coded.first, coded.second)
        pairs, pair = np.unique(low * n_players + high, return_inverse=True)
        _, question = np.unique(np.array([game.question for game in coded.games]), return_inverse=True)
        # As many groups as the bootstrap would join them to: a table of every question times every pair could be vast.
        question = question % MOST_CLUSTERS
        score_of_low = np.where(coded.first == low, coded.score, 1 - coded.score)
        column = pair * 3 + np.select([score_of_low == 1, score_of_low == 0], [0, 1], 2)
        sums = np.zeros((int(question.max()) + 1, len(pairs) * 3))
        np.add.at(sums, (question, column), 1.0)
        return cls(n_players, pairs // n_players, pairs % n_players, sums)


def _estimate(rating: float, spread: Floats, counts: _PairCounts) -> Estimate:
    """A rating with the interval of its resamples; one question alone gives no interval."""
    n_questions = len(counts.sums)
    low, high = percentiles(spread)
    if n_questions < 2 or low is None:
        return Estimate(value=float(rating), clusters=n_questions)
    return Estimate(value=float(rating), low=low, high=high, clusters=n_questions, method="bootstrap")


def _fit_resamples(totals: Floats, counts: _PairCounts, has_ties: bool, *, is_bounded: bool) -> Floats:
    """The log-strengths of resamples, (r, players), NaN for a player whose games were not drawn.

    Resamples in which a player won or lost everything are fitted under the prior, as such games are. Without a prior,
    that player would be at an end of the scale and push all others away from the mean.
    """
    # Whether strengths are bounded depends only on which results occur, so it is asked once for each such pattern.
    patterns, pattern = np.unique(totals > 0, axis=0, return_inverse=True)
    bounded = [is_bounded and _is_bounded(occurs, counts) for occurs in patterns.astype(np.float64)]
    strength, _ = _fit(totals, counts, _ridge(np.array(bounded)[pattern.reshape(-1)]), has_ties)
    met: Bools = totals.reshape(len(totals), -1, 3).sum(axis=2) > 0
    for code in range(counts.n_players):
        is_own_pair = (counts.one == code) | (counts.other == code)
        strength[~met[:, is_own_pair].any(axis=1), code] = np.nan
    return strength


def _ridge(bounded: Bools) -> Floats:
    """How strong a prior each table is fitted under, (r, 1)."""
    return np.where(bounded, FLAT_RIDGE, 1 / PRIOR_SD**2)[:, None]


def _fit(totals: Floats, counts: _PairCounts, ridge: Floats, has_ties: bool) -> tuple[Floats, Floats]:
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


def _newton_step(totals: Floats, x: Floats, counts: _PairCounts, ridge: Floats, has_ties: bool) -> Floats:
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


def _log_likelihood(totals: Floats, counts: _PairCounts, strength: Floats, theta: Floats) -> Floats:
    has_ties = bool(totals[:, 2::3].any())
    p = _odds(strength[:, counts.one] - strength[:, counts.other], theta[:, None], has_ties)
    with np.errstate(divide="ignore", invalid="ignore"):
        # What never happened adds nothing, even where its probability is 0.
        terms = [np.where(totals[:, i::3] > 0, totals[:, i::3] * np.log(p[i]), 0.0) for i in range(3)]
    log_likelihood: Floats = np.sum(terms, axis=(0, 2))
    return log_likelihood


def _is_bounded(totals: Floats, counts: _PairCounts) -> bool:
    """Whether the likelihood of these games has one maximum, for the players that occur in them."""
    from scipy.sparse.csgraph import connected_components

    occurs = totals.reshape(-1, 3) > 0
    n = counts.n_players
    beat = np.zeros((n, n))
    beat[counts.one, counts.other], beat[counts.other, counts.one] = occurs[:, 0], occurs[:, 1]
    met = np.zeros((n, n))
    met[counts.one, counts.other] = occurs.any(axis=1)
    # A player without a game is a component of its own, and is ignored.
    n_absent = int((~(met + met.T).any(axis=0)).sum())
    if connected_components(met, directed=False)[0] - n_absent > 1:
        return False
    # Where all players beat all others, directly or through others, that is enough. Without ties it is also necessary.
    if connected_components(beat, connection="strong")[0] - n_absent == 1:
        return True
    return bool(occurs[:, 2].any()) and _is_bounded_with_ties(occurs, counts)


def _is_bounded_with_ties(occurs: Bools, counts: _PairCounts) -> bool:
    """Whether every change of the strengths makes some observed result less likely.

    That is: no direction makes every observed result at least as likely and some other result less likely (Albert and
    Anderson 1984, Biometrika 71), by a linear program. `occurs` has a row a pair: whether a win, a loss and a tie
    were observed.
    """
    from scipy.optimize import linprog

    # How each of a pair's three results gains from the strengths and from ln ν.
    favours = np.zeros((len(occurs), 3, counts.n_players + 1))
    pairs = np.arange(len(occurs))
    for result, sign in ((0, 0.5), (1, -0.5)):
        favours[pairs, result, counts.one] = sign
        favours[pairs, result, counts.other] = -sign
    favours[:, 2, -1] = 1
    gains = []
    for observed in range(3):
        seen = favours[occurs[:, observed]]
        gains += [seen[:, observed] - seen[:, result] for result in range(3)]
    gain = np.concatenate(gains)
    solution = linprog(-gain.sum(axis=0), A_ub=-gain, b_ub=np.zeros(len(gain)), bounds=(-1, 1))
    return bool(-solution.fun < ZERO_GAIN)


def _best_first(ratings: Sequence[Rating]) -> list[Rating]:
    def order(rating: Rating) -> tuple[float, str]:
        return -(rating.rating.value or 0.0), rating.player

    return sorted(ratings, key=order)
