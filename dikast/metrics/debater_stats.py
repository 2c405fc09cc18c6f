"""Arguer: one agent as debater or consultant, and how often judges went with it.

Win rates when right and when wrong as in Khan et al. 2024 (arXiv 2402.06782); persuasion as the change in
the judge's belief in the side argued, as in Durmus et al. 2024 (Measuring the persuasiveness of language models).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dikast.metrics.argument_table import ArgumentTable, argued, view_of
from dikast.metrics.belief import first_looks
from dikast.metrics.bootstrap import RESAMPLES, mean
from dikast.metrics.cell import NOBODY, Bools, Cell, Floats, of_choice
from dikast.metrics.estimate import Estimate
from dikast.records import Record


class DebaterStats(Record):
    """One agent over all that it argued, each passage weighing the same.

    `wins` is the share of passages whose favourite was its side (a shared first place counts its part), `wins_right`
    and `wins_wrong` the same where that side was right, or wrong. `p_side` is the mean probability that its side ended
    with, and `persuasion` the mean change of that from the judge's first look on, where it looked before the verdict,
    the choices standing in the same order.
    """

    agent: str
    episodes: int
    wins: Estimate
    wins_right: Estimate
    wins_wrong: Estimate
    p_side: Estimate
    persuasion: Estimate


def debaters(cells: Sequence[Cell], *, resamples: int = RESAMPLES, seed: int = 0) -> list[DebaterStats]:
    """Every agent that argued in these cells, by name."""
    questions: dict[str, int] = {}
    parts = [_passages(cell, questions) for cell in cells]
    names = sorted({name for part in parts for name in part})
    found = []
    for name in names:
        rows = [part[name] for part in parts if name in part]
        found.append(_arguer(name, np.concatenate(rows), sum(len(np.unique(r[:, 0])) for r in rows), resamples, seed))
    return found


def _passages(cell: Cell, questions: dict[str, int]) -> dict[str, Floats]:
    """By agent, a row for each passage it argued in: episode, question, win, is right, p of its side, its change."""
    table = argued(cell)
    codes = np.array([questions.setdefault(q, len(questions)) for q in cell.questions], dtype=np.int64)
    gold = cell.gold[table.episode]
    right = np.where(gold == NOBODY, np.nan, table.side == gold)
    question = codes[cell.question[table.episode]]
    rows = np.stack([table.episode, question, table.wins, right, table.p_side, _change(cell, table)], 1).astype(float)
    present = np.unique(table.agent)
    return {table.agents[i]: rows[table.agent == i] for i in present}


def _change(cell: Cell, table: ArgumentTable) -> Floats:
    """The change of p of the side argued from the first look to that at the end, NaN where it was not looked at before.

    Both are in the same order of the choices: what an order adds to a probability is no persuasion.
    """
    views = np.where(table.passage == 0, view_of(cell, 0)[table.episode], view_of(cell, 1)[table.episode])
    before, after = first_looks(cell, views), cell.views.p_of(views)
    return of_choice(after, table.side) - of_choice(before, table.side)


def _arguer(name: str, rows: Floats, episodes: int, resamples: int, seed: int) -> DebaterStats:
    _, question, wins, right, p_side, change = rows.T

    def of(values: Floats, mask: Bools) -> Estimate:
        cluster = question[mask].astype(np.int64)
        return mean(values[mask], cluster, by_cluster=False, resamples=resamples, seed=seed)

    everywhere = np.ones(len(rows), dtype=bool)
    return DebaterStats(
        agent=name,
        episodes=episodes,
        wins=of(wins, everywhere),
        wins_right=of(wins, right == 1),
        wins_wrong=of(wins, right == 0),
        p_side=of(p_side, everywhere),
        persuasion=of(change, ~np.isnan(change)),
    )
