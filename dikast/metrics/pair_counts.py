"""Games as columns, and what they add up to for each pair of players."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dikast.metrics.bootstrap import MOST_CLUSTERS
from dikast.metrics.cell import Bools, Floats, Ints
from dikast.metrics.pairwise_games import Game


@dataclass(frozen=True, eq=False)
class CodedGames:
    """Games as columns. `first` and `second` are codes into `players`, which are sorted by name."""

    games: list[Game]
    players: list[str]
    first: Ints
    second: Ints
    score: Floats

    @classmethod
    def of(cls, games: Sequence[Game]) -> CodedGames:
        """The columns of these games; their order changes nothing."""
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

    def scores_of(self, code: int) -> Floats:
        """A player's score in each of its games: 1, ½ or 0."""
        is_first = self.first == code
        is_own = is_first | (self.second == code)
        return np.asarray(np.where(is_first, self.score, 1 - self.score)[is_own], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class PairCounts:
    """For each question, or group of questions, three columns a pair: wins of `one`, wins of `other`, and ties."""

    n_players: int
    one: Ints
    other: Ints
    sums: Floats

    @classmethod
    def of(cls, coded: CodedGames) -> PairCounts:
        """The counts of these games."""
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

    def is_pair_of(self, code: int) -> Bools:
        """Which pairs the player is one of."""
        pairs: Bools = (self.one == code) | (self.other == code)
        return pairs

    def totals_for(self, code: int) -> Floats:
        """The counts of every pair, (pairs, 3), in which the player's own games of a question weigh one game together.

        Games about one question are not independent: several of them say little more than one.
        """
        by_pair = self.sums.reshape(len(self.sums), -1, 3)
        is_own = self.is_pair_of(code)
        n_own = by_pair[:, is_own].sum(axis=(1, 2))
        totals: Floats = by_pair.sum(axis=0)
        totals[is_own] = (by_pair[:, is_own] / np.maximum(n_own, 1)[:, None, None]).sum(axis=0)
        return totals
