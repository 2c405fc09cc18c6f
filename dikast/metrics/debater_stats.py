"""DebaterStats: one agent as debater or consultant, and how often judges decided for its side.

Win rates when right and when wrong as in Khan et al. 2024 (arXiv 2402.06782). Persuasion is the change in the judge's
belief in the side argued, as in Durmus et al. 2024 (Measuring the persuasiveness of language models).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from dikast.metrics.argument_table import ArgumentTable, build_argument_table, verdict_look_rows
from dikast.metrics.belief import first_looks
from dikast.metrics.bootstrap import RESAMPLES, mean
from dikast.metrics.cell import MISSING, Bools, Cell, Floats, p_of_choice
from dikast.metrics.estimate import Estimate
from dikast.records import Record


class DebaterStats(Record):
    """One agent over everything that it argued, each passage weighing the same.

    `wins` is the share of passages in which its side was the favourite (a first place shared by k choices counts 1/k);
    `wins_right` and `wins_wrong` are the same where that side was right, or wrong. `p_side` is the mean probability of
    its side at the end. `persuasion` is the mean change of that probability since the judge's first look, where there
    was one before the verdict, with the choices in the same order.
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
    question_codes: dict[str, int] = {}
    tables: defaultdict[str, list[Floats]] = defaultdict(list)
    for cell in cells:
        for agent, table in _passages_by_agent(cell, question_codes).items():
            tables[agent].append(table)
    return [_stats(agent, tables[agent], resamples, seed) for agent in sorted(tables)]


def _passages_by_agent(cell: Cell, question_codes: dict[str, int]) -> dict[str, Floats]:
    """For each agent a row for each passage it argued in.

    The columns: episode, question, win, whether its side is right (NaN if unknown), p of its side, and the change of p.
    `question_codes` grows, so that a question has the same code in all cells.
    """
    table = build_argument_table(cell)
    codes = [question_codes.setdefault(question, len(question_codes)) for question in cell.questions]
    gold = cell.gold[table.episode]
    columns = [
        table.episode,
        np.array(codes, dtype=np.int64)[cell.question[table.episode]],
        table.wins,
        np.where(gold == MISSING, np.nan, table.side == gold),
        table.p_side,
        _belief_change(cell, table),
    ]
    rows = np.stack(columns, 1).astype(float)
    return {table.agents[code]: rows[table.agent == code] for code in np.unique(table.agent)}


def _belief_change(cell: Cell, table: ArgumentTable) -> Floats:
    """The change of p of the side argued from the first look to the last; NaN where there was no look before.

    Both looks have the same order of the choices: what an order adds to a probability is no persuasion.
    """
    first, second = (verdict_look_rows(cell, passage)[table.episode] for passage in (0, 1))
    views = np.where(table.passage == 0, first, second)
    before = first_looks(cell, views)
    after = cell.views.p_of(views)
    return p_of_choice(after, table.side) - p_of_choice(before, table.side)


def _stats(agent: str, tables: Sequence[Floats], resamples: int, seed: int) -> DebaterStats:
    """What an agent did, from its passages in each cell."""
    # Episodes are numbered within their cell, so each table counts its own.
    n_episodes = sum(len(np.unique(table[:, 0])) for table in tables)
    rows = np.concatenate(tables)
    _, question, wins, is_right, p_side, change = rows.T

    def estimate(values: Floats, mask: Bools) -> Estimate:
        cluster = question[mask].astype(np.int64)
        # Passages weigh the same, questions only group them.
        return mean(values[mask], cluster, by_cluster=False, resamples=resamples, seed=seed)

    everywhere = np.ones(len(rows), dtype=bool)
    return DebaterStats(
        agent=agent,
        episodes=n_episodes,
        wins=estimate(wins, everywhere),
        wins_right=estimate(wins, is_right == 1),
        wins_wrong=estimate(wins, is_right == 0),
        p_side=estimate(p_side, everywhere),
        persuasion=estimate(change, ~np.isnan(change)),
    )
