"""Game: two agents argued against one another, and the judge took a side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from dikast.metrics.argument_table import ArgumentTable, argued
from dikast.metrics.cell import NOBODY, Cell


class Game(NamedTuple):
    """`first` against `second`: `score` is 1 where the first won, 0 where the second did, 1/2 for a tie."""

    first: str
    second: str
    score: float
    question: str


def games(cells: Iterable[Cell], *, split: bool = False) -> list[Game]:
    """The games in these cells: a verdict, or where an episode was run again, each passage's look.

    Self-play tells nothing of the agents and is left out. With `split`, every agent is two players, one that argues for
    right answers and one that argues for wrong ones (Khan et al. 2024, arXiv 2402.06782), an agent's game of the one
    against the other counts, and questions without a right answer are left out. With more than two sides, every pair
    plays, but for those that both lost.
    """
    return [game for cell in cells for game in _games(cell, argued(cell), split)]


def _games(cell: Cell, table: ArgumentTable, split: bool) -> Iterator[Game]:
    tables: dict[tuple[int, int], list[int]] = {}
    for row, key in enumerate(zip(table.episode.tolist(), table.passage.tolist(), strict=True)):
        tables.setdefault(key, []).append(row)
    sides, wins, favourite = table.side.tolist(), table.wins.tolist(), table.favourite.tolist()
    agents, gold = [table.agents[i] for i in table.agent], cell.gold.tolist()
    for (episode, _), rows in tables.items():
        question = cell.questions[cell.question[episode]]
        for one, other in combinations(rows, 2):
            is_tie = favourite[one] == NOBODY and wins[one] == wins[other] > 0
            if sides[one] == sides[other] or not (is_tie or favourite[one] in (sides[one], sides[other])):
                continue
            score = 0.5 if is_tie else float(favourite[one] == sides[one])
            right = gold[episode]
            if split and right == NOBODY:
                continue
            first, second = (
                _player(agents[row], sides[row] == right) if split else agents[row] for row in (one, other)
            )
            if first != second:
                yield Game(first, second, score, question)


def _player(agent: str, is_right: bool) -> str:
    return f"{agent} ({'right' if is_right else 'wrong'})"
