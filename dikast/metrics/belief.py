"""How the judge's belief moved from round to round, and what stopping earlier would have cost.

Trajectories as in Michael et al. 2023 (arXiv 2311.08702); a replayed stop is the first look at which the
judge is as sure as asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dikast.metrics.accuracy import Weigh, share
from dikast.metrics.bootstrap import RESAMPLES, mean
from dikast.metrics.cell import NOBODY, Bools, Cell, Floats, Ints, is_known, of_choice
from dikast.metrics.estimate import Estimate
from dikast.records import Record

THRESHOLDS = (0.7, 0.8, 0.9, 0.95, 0.99)
AS_SURE = 1e-9
"""What is said to two places and stored as 1 - 0.2 is as sure as 0.8."""


class BeliefAt(Record):
    """The judge's probability of the right answer at a look: `round`, or the verdict, for which `round` is None.

    `p_gold` is the mean over the episodes looked at in that round; judges who were sure have stopped before later ones,
    so that the means of different rounds are of different episodes. `held` is the mean over all episodes, each with
    the last belief it had by then. `sure` is the mean probability of the favourite. A verdict counts in the round it
    was given in where its judge held nothing else in that round, and from the next round on.
    """

    round: int | None
    p_gold: Estimate
    held: Estimate
    sure: Estimate


class EarlyStop(Record):
    """What stopping at the first look with a probability of at least `threshold` would have given.

    `looks` is the mean number of looks taken, the last included, of `looks_in_all`; `rounds` the mean round of the
    stop, of `rounds_in_all`; `stopped` the share of episodes that end before their verdict.
    """

    threshold: float
    accuracy: Estimate
    looks: Estimate
    looks_in_all: float | None
    rounds: Estimate
    rounds_in_all: float | None
    stopped: Estimate


@dataclass(frozen=True, eq=False)
class Course:
    """Beliefs in the order they were held, a row each, episode by episode, each ending with its verdict.

    Looks in several orders are one belief, their log-odds averaged; an order that was not looked at again, as its
    passage had ended, keeps its last.
    """

    episode: Ints
    round: Ints
    p: Floats

    @property
    def is_verdict(self) -> Bools:
        """Which rows are verdicts: the last of each episode."""
        found: Bools = np.diff(self.episode, append=-1) != 0
        return found

    @property
    def step(self) -> Ints:
        """The place of each row in its episode, 0 for the first."""
        return np.arange(len(self.episode)) - np.searchsorted(self.episode, self.episode)

    @property
    def ends(self) -> Ints:
        """For each row, the row of its episode's verdict."""
        found: Ints = np.searchsorted(self.episode, self.episode, side="right") - 1
        return found


def course(cell: Cell) -> Course:
    """The beliefs and verdicts of the cell's episodes with a verdict's probabilities and a right answer."""
    kept = cell.is_believed
    rows = np.flatnonzero(kept[cell.beliefs.episode] & is_known(cell.beliefs.p))
    episode, round_, p = _one_a_round(cell, rows)
    ended = np.zeros(len(cell), dtype=np.int64)
    for looks in (cell.beliefs, cell.views):
        np.maximum.at(ended, looks.episode, looks.round)
    verdicts = np.flatnonzero(kept)
    episodes = np.concatenate([episode, verdicts])
    rounds = np.concatenate([round_, ended[verdicts]])
    order = np.lexsort((np.repeat([0, 1], [len(episode), len(verdicts)]), rounds, episodes))
    return Course(episodes[order], rounds[order], np.concatenate([p, cell.p[verdicts]])[order])


def trajectory(cell: Cell, *, weigh: Weigh = "questions", resamples: int = RESAMPLES, seed: int = 0) -> list[BeliefAt]:
    """The judge's belief at each round in which it looked, and at the end; empty where it never looked before."""
    held = course(cell)
    if held.is_verdict.all():
        return []
    rounds = [*np.unique(held.round[~held.is_verdict]).tolist(), None]
    p_gold, sure = of_choice(held.p, cell.gold[held.episode]), held.p.max(axis=1)

    def at(values: Floats, rows: Ints) -> Estimate:
        question = cell.question[held.episode[rows]]
        return mean(values[rows], question, by_cluster=weigh == "questions", resamples=resamples, seed=seed)

    found = []
    for round_ in rounds:
        there, by_then = _at(held, round_)
        found.append(BeliefAt(round=round_, p_gold=at(p_gold, there), held=at(p_gold, by_then), sure=at(sure, there)))
    return found


def early_stop(
    cell: Cell,
    thresholds: Sequence[float] = THRESHOLDS,
    *,
    weigh: Weigh = "questions",
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> list[EarlyStop]:
    """What each threshold would have given; without looks before the verdict, every episode runs to its end."""
    held = course(cell)
    found = []
    for threshold in thresholds:
        is_stop = (held.p.max(axis=1) >= threshold - AS_SURE) | held.is_verdict
        stops = np.flatnonzero(is_stop)
        _, first = np.unique(held.episode[stops], return_index=True)
        found.append(_stopped(cell, held, stops[first], threshold, weigh, resamples, seed))
    return found


def _stopped(
    cell: Cell, held: Course, at: Ints, threshold: float, weigh: Weigh, resamples: int, seed: int
) -> EarlyStop:
    episode, ends = held.episode[at], held.ends[at]
    top = held.p[at].max(axis=1)
    p_gold = of_choice(held.p[at], cell.gold[episode])
    credit = np.zeros(len(cell))
    credit[episode] = (p_gold == top) / np.maximum((held.p[at] == top[:, None]).sum(axis=1), 1)
    looks = held.step + 1

    def of(values: Floats) -> Estimate:
        by_cluster = weigh == "questions"
        return mean(values, cell.question[episode], by_cluster=by_cluster, resamples=resamples, seed=seed)

    mask = np.isin(np.arange(len(cell)), episode)
    return EarlyStop(
        threshold=threshold,
        accuracy=share(cell, credit, mask, weigh=weigh),
        looks=of(looks[at].astype(float)),
        looks_in_all=of(looks[ends].astype(float)).value,
        rounds=of(held.round[at].astype(float)),
        rounds_in_all=of(held.round[ends].astype(float)).value,
        stopped=of((at != ends).astype(float)),
    )


def _at(held: Course, round_: int | None) -> tuple[Ints, Ints]:
    """The rows of the last belief that each episode held in this round, and by this round; of the end, the verdicts."""
    if round_ is None:
        verdicts = np.flatnonzero(held.is_verdict)
        return verdicts, verdicts
    is_by_then = held.round <= round_
    # A verdict stands for the round it was given in only where its judge held nothing else in that round.
    looked = held.episode[(held.round == round_) & ~held.is_verdict]
    is_after = held.is_verdict & (held.round == round_) & np.isin(held.episode, looked)
    by_then = _last(held, np.flatnonzero(is_by_then & ~is_after))
    return by_then[held.round[by_then] == round_], by_then


def _last(held: Course, rows: Ints) -> Ints:
    return rows[np.flatnonzero(np.diff(held.episode[rows], append=-1))]


def _one_a_round(cell: Cell, rows: Ints) -> tuple[Ints, Ints, Floats]:
    """Of each episode and round with a look, one belief: the mean log-odds of the last look by then in each order."""
    looks, n_rounds = cell.beliefs, int(cell.beliefs.round.max(initial=0)) + 1
    place = looks.episode * n_rounds + looks.round
    rows = rows[np.argsort(place[rows], kind="stable")]
    places = np.unique(place[rows])
    episode = places // n_rounds
    lane = _lanes(looks.episode[rows], looks.order[rows])
    lasts = []
    for number in range(int(lane.max(initial=-1)) + 1):
        mine = rows[lane == number]
        last = mine[np.searchsorted(place[mine], places, side="right") - 1]
        is_held = (looks.episode[last] == episode) & (place[last] <= places)
        lasts.append(np.where(is_held, last, NOBODY))
    held = np.stack(lasts, 1) if lasts else np.zeros((0, 1), dtype=np.int64)
    p = looks.p[held.max(axis=1, initial=NOBODY)]
    several = (held != NOBODY).sum(axis=1) > 1
    p[several] = _averaged(looks.p[held[several]], held[several] != NOBODY)
    return episode, places % n_rounds, p


def _lanes(episode: Ints, order: Ints) -> Ints:
    """A number for each order in which an episode was looked at, from 0 in every episode."""
    kinds, kind = np.unique(np.column_stack([episode, order]), axis=0, return_inverse=True)
    found: Ints = np.arange(len(kinds)) - np.searchsorted(kinds[:, 0], kinds[:, 0])
    return found[kind.reshape(-1)]


def _averaged(p: Floats, is_there: Bools) -> Floats:
    """The geometric means over (n, looks, k) probabilities, scaled to 1; of certainties that contradict each other, as
    in a verdict: where every choice has a 0, those with the fewest keep what their other looks say.
    """
    counted = is_there[:, :, None]
    zeros = ((p == 0) & counted).sum(axis=1)
    with np.errstate(divide="ignore"):
        logs = np.where(counted & (p > 0), np.log(p), 0.0).sum(axis=1) / is_there.sum(axis=1)[:, None]
    kept = np.where(zeros == zeros.min(axis=1, keepdims=True), np.exp(logs), 0.0)
    found: Floats = kept / kept.sum(axis=1, keepdims=True)
    return found


def first_looks(cell: Cell, views: Ints) -> Floats:
    """What was held at the first look before each of these views, in its episode and its order of the choices, (n, k).

    `views` are rows of the cell's, -1 for none; NaN where nothing was looked at before.
    """
    looks = cell.beliefs
    known = np.flatnonzero(is_known(looks.p))
    known = known[np.argsort(looks.round[known], kind="stable")]
    there = views != NOBODY
    wanted = np.column_stack([cell.views.episode[views[there]], cell.views.order[views[there]]])
    seen = np.column_stack([looks.episode[known], looks.order[known]])
    kinds, kind = np.unique(np.concatenate([seen, wanted]), axis=0, return_inverse=True)
    first = np.full(len(kinds), NOBODY)
    first[kind.reshape(-1)[: len(known)][::-1]] = known[::-1]
    rows = np.full(len(views), NOBODY)
    rows[there] = first[kind.reshape(-1)[len(known) :]]
    return looks.p_of(rows)
