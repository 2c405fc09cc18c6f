"""Game: two agents argued for different sides, and the judge chose one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from dikast.metrics.argument_table import build_argument_table
from dikast.metrics.cell import MISSING, Cell


class Game(NamedTuple):
    """`first` against `second`: `score` is 1 where the first won, 0 where the second did, 1/2 for a tie."""

    first: str
    second: str
    score: float
    question: str


class _Argument(NamedTuple):
    """One player that argued in a passage. `share` is its share of the first place."""

    player: str
    side: int
    share: float
    is_favourite: bool


def games(cells: Iterable[Cell], *, split: bool = False) -> list[Game]:
    """The games in these cells: one for each verdict, or where an episode was run again, for each passage's look.

    Self-play says nothing about the agents and is left out. With `split`, every agent is two players, one that argues
    for right answers and one that argues for wrong ones (Khan et al. 2024, arXiv 2402.06782): a game of an agent
    against itself then counts, and questions without a right answer are left out. With more than two sides every pair
    plays, except pairs that both lost.
    """
    played: list[Game] = []
    for cell in cells:
        for question, arguments in _passages(cell, split):
            played += _games_of_passage(question, arguments)
    return played


def _passages(cell: Cell, split: bool) -> Iterator[tuple[str, list[_Argument]]]:
    """Each passage's question and those who argued in it, in the order of the table."""
    table = build_argument_table(cell)
    passages: defaultdict[tuple[int, int], list[_Argument]] = defaultdict(list)
    # Lists are read much faster than arrays, element by element.
    gold = cell.gold.tolist()
    agents = [table.agents[code] for code in table.agent]
    columns = (table.episode, table.passage, table.side, table.wins, table.side == table.favourite)
    rows = zip(agents, *(column.tolist() for column in columns), strict=True)
    for agent, episode, passage, side, share, is_favourite in rows:
        player = agent
        if split:
            if gold[episode] == MISSING:
                continue
            player = f"{agent} ({'right' if side == gold[episode] else 'wrong'})"
        passages[episode, passage].append(_Argument(player, side, share, is_favourite))
    for (episode, _), arguments in passages.items():
        yield cell.questions[cell.question[episode]], arguments


def _games_of_passage(question: str, arguments: Iterable[_Argument]) -> Iterator[Game]:
    for one, other in combinations(arguments, 2):
        score = _score(one, other)
        if score is not None and one.player != other.player:
            yield Game(one.player, other.player, score, question)


def _score(one: _Argument, other: _Argument) -> float | None:
    """What the first took from the second; None where the judge did not decide between them."""
    if one.side == other.side:
        return None
    if one.is_favourite or other.is_favourite:
        return float(one.is_favourite)
    # Without a favourite, those with a share of the first place tie. A verdict for a third side decides nothing here.
    if one.share > 0 and other.share > 0:
        return 0.5
    return None
