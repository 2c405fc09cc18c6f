"""Game: two agents argued for different sides, and the judge chose one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from dikast.metrics.argument_table import ArgumentTable, build_argument_table
from dikast.metrics.cell import MISSING, Cell, Ints


class Game(NamedTuple):
    """`first` against `second`: `score` is 1 where the first won, 0 where the second did, 1/2 for a tie."""

    first: str
    second: str
    score: float
    question: str


def games(cells: Iterable[Cell], *, split: bool = False) -> list[Game]:
    """The games in these cells: one for each verdict, or where an episode was run again, for each passage's look.

    Self-play says nothing about the agents and is left out. With `split`, every agent is two players, one that argues
    for right answers and one that argues for wrong ones (Khan et al. 2024, arXiv 2402.06782): a game of an agent
    against itself then counts, and questions without a right answer are left out. With more than two sides every pair
    plays, except pairs that both lost.
    """
    played: list[Game] = []
    for cell in cells:
        played += _cell_games(cell, split)
    return played


def _cell_games(cell: Cell, split: bool) -> Iterator[Game]:
    table = build_argument_table(cell)
    # Lists are read much faster than arrays, element by element.
    players, points, sides = _players(cell, table, split), _points(table).tolist(), table.side.tolist()
    for question, rows in _rows_by_passage(cell, table, split):
        for one, other in combinations(rows, 2):
            # Of a pair that the judge decided between, the winner has 2 points and the loser none, or both have 1.
            if points[one] + points[other] != 2 or sides[one] == sides[other]:
                continue
            if players[one] != players[other]:
                yield Game(players[one], players[other], points[one] / 2, question)


def _players(cell: Cell, table: ArgumentTable, split: bool) -> list[str]:
    """The player of each row: the agent, and with `split` also whether its side is right."""
    agents = [table.agents[code] for code in table.agent]
    if not split:
        return agents
    is_right = (table.side == cell.gold[table.episode]).tolist()
    kinds = {True: "right", False: "wrong"}
    return [f"{agent} ({kinds[right]})" for agent, right in zip(agents, is_right, strict=True)]


def _points(table: ArgumentTable) -> Ints:
    """The points of each row: 2 for the favourite, 1 where its side shares the first place, else 0."""
    of_favourite = 2 * (table.side == table.favourite)
    points: Ints = np.where(table.favourite == MISSING, table.wins > 0, of_favourite)
    return points


def _rows_by_passage(cell: Cell, table: ArgumentTable, split: bool) -> Iterator[tuple[str, list[int]]]:
    """Each passage's question and its rows of the table, in the order of the table.

    With `split`, only the passages of questions with a right answer.
    """
    passages: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for row, passage in enumerate(zip(table.episode.tolist(), table.passage.tolist(), strict=True)):
        passages[passage].append(row)
    question, gold = cell.question.tolist(), cell.gold.tolist()
    for (episode, _), rows in passages.items():
        if split and gold[episode] == MISSING:
            continue
        yield cell.questions[question[episode]], rows
