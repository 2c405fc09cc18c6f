"""How the judge's belief moved from round to round, and what stopping earlier would have cost.

Trajectories as in Michael et al. 2023 (arXiv 2311.08702). An early stop is replayed: it is at the first look at which
the judge was as sure as the threshold asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dikast.metrics.accuracy import Weigh, share
from dikast.metrics.bootstrap import RESAMPLES, mean
from dikast.metrics.cell import MISSING, Bools, Cell, Floats, Ints, is_known, p_of_choice
from dikast.metrics.estimate import Estimate
from dikast.records import Record

THRESHOLDS = (0.7, 0.8, 0.9, 0.95, 0.99)
ROUNDING_ERROR = 1e-9
"""A probability given to two places and stored as 1 - 0.2 is as sure as 0.8."""


class BeliefAt(Record):
    """The judge's probability of the right answer at a look: `round`, or the verdict, for which `round` is None.

    `p_gold` is the mean over the episodes looked at in that round. Judges who were sure have stopped before later
    rounds, so the means of different rounds are of different episodes. `held` is the mean over all episodes, each with
    its last belief by then. `sure` is the mean probability of the favourite. A verdict counts from the round after its
    own on; in its own round it counts where its judge held no other belief in that round.
    """

    round: int | None
    p_gold: Estimate
    held: Estimate
    sure: Estimate


class EarlyStop(Record):
    """The result of stopping at the first look with a probability of at least `threshold`.

    `looks` is the mean number of looks taken, the last included, out of `looks_in_all`. `rounds` is the mean round of
    the stop, out of `rounds_in_all`. `stopped` is the share of episodes that end before their verdict.
    """

    threshold: float
    accuracy: Estimate
    looks: Estimate
    looks_in_all: float | None
    rounds: Estimate
    rounds_in_all: float | None
    stopped: Estimate


@dataclass(frozen=True, eq=False)
class BeliefHistory:
    """Beliefs in the order in which they were held, a row each: episode after episode, each ending with its verdict.

    Looks in several orders of the choices are one belief, their log-odds averaged. An order that was not looked at
    again, because its passage had ended, keeps its last look.
    """

    episode: Ints
    round: Ints
    p: Floats

    @property
    def is_verdict(self) -> Bools:
        """Which rows are verdicts: the last of each episode."""
        is_last: Bools = np.diff(self.episode, append=-1) != 0
        return is_last

    @property
    def look_number(self) -> Ints:
        """The number of each row in its episode, 1 for the first."""
        return np.arange(len(self.episode)) - np.searchsorted(self.episode, self.episode) + 1

    @property
    def verdict_row(self) -> Ints:
        """For each row, the row of its episode's verdict."""
        rows: Ints = np.searchsorted(self.episode, self.episode, side="right") - 1
        return rows


def belief_history(cell: Cell) -> BeliefHistory:
    """The beliefs and verdicts of the episodes that have the verdict's probabilities and a right answer."""
    is_believed = cell.is_believed
    rows = np.flatnonzero(is_believed[cell.beliefs.episode] & is_known(cell.beliefs.p))
    episode, round_, p = _one_belief_a_round(cell, rows)
    last_round = np.zeros(len(cell), dtype=np.int64)
    for looks in (cell.beliefs, cell.views):
        np.maximum.at(last_round, looks.episode, looks.round)
    verdicts = np.flatnonzero(is_believed)
    episodes = np.concatenate([episode, verdicts])
    rounds = np.concatenate([round_, last_round[verdicts]])
    # A verdict comes after a belief of the same round.
    is_verdict = np.repeat([0, 1], [len(episode), len(verdicts)])
    order = np.lexsort((is_verdict, rounds, episodes))
    return BeliefHistory(episodes[order], rounds[order], np.concatenate([p, cell.p[verdicts]])[order])


def trajectory(cell: Cell, *, weigh: Weigh = "questions", resamples: int = RESAMPLES, seed: int = 0) -> list[BeliefAt]:
    """The judge's belief at each round in which it looked, and at the end; empty where it only gave verdicts."""
    history = belief_history(cell)
    if history.is_verdict.all():
        return []
    rounds = [*np.unique(history.round[~history.is_verdict]).tolist(), None]
    p_gold = p_of_choice(history.p, cell.gold[history.episode])
    p_favourite = history.p.max(axis=1)

    def estimate(values: Floats, rows: Ints) -> Estimate:
        question = cell.question[history.episode[rows]]
        return mean(values[rows], question, by_cluster=weigh == "questions", resamples=resamples, seed=seed)

    beliefs = []
    for round_ in rounds:
        in_round, by_then = _last_beliefs(history, round_)
        belief = BeliefAt(
            round=round_,
            p_gold=estimate(p_gold, in_round),
            held=estimate(p_gold, by_then),
            sure=estimate(p_favourite, in_round),
        )
        beliefs.append(belief)
    return beliefs


def early_stop(
    cell: Cell,
    thresholds: Sequence[float] = THRESHOLDS,
    *,
    weigh: Weigh = "questions",
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> list[EarlyStop]:
    """What each threshold would have given. Without looks before the verdict, every episode runs to its end."""
    history = belief_history(cell)
    stops = []
    for threshold in thresholds:
        is_sure = history.p.max(axis=1) >= threshold - ROUNDING_ERROR
        rows = np.flatnonzero(is_sure | history.is_verdict)
        _, first = np.unique(history.episode[rows], return_index=True)
        stops.append(_stop_at(cell, history, rows[first], threshold, weigh, resamples, seed))
    return stops


def _stop_at(
    cell: Cell, history: BeliefHistory, rows: Ints, threshold: float, weigh: Weigh, resamples: int, seed: int
) -> EarlyStop:
    """What ending each episode at its row of these would have given."""
    episode = history.episode[rows]
    verdicts = history.verdict_row[rows]
    p = history.p[rows]
    top = p.max(axis=1)
    n_sharing = (p == top[:, None]).sum(axis=1)
    credit = np.zeros(len(cell))
    credit[episode] = (p_of_choice(p, cell.gold[episode]) == top) / np.maximum(n_sharing, 1)
    looks = history.look_number

    def estimate(values: Floats) -> Estimate:
        by_cluster = weigh == "questions"
        return mean(values, cell.question[episode], by_cluster=by_cluster, resamples=resamples, seed=seed)

    is_replayed = np.isin(np.arange(len(cell)), episode)
    return EarlyStop(
        threshold=threshold,
        accuracy=share(cell, credit, is_replayed, weigh=weigh),
        looks=estimate(looks[rows].astype(float)),
        looks_in_all=estimate(looks[verdicts].astype(float)).value,
        rounds=estimate(history.round[rows].astype(float)),
        rounds_in_all=estimate(history.round[verdicts].astype(float)).value,
        stopped=estimate((rows != verdicts).astype(float)),
    )


def _last_beliefs(history: BeliefHistory, round_: int | None) -> tuple[Ints, Ints]:
    """The rows of each episode's last belief in this round, and by this round; for None those of the verdicts."""
    if round_ is None:
        verdicts = np.flatnonzero(history.is_verdict)
        return verdicts, verdicts
    is_in_round = history.round == round_
    # A verdict represents its own round only where its judge held no other belief in that round.
    looked = history.episode[is_in_round & ~history.is_verdict]
    is_second = history.is_verdict & is_in_round & np.isin(history.episode, looked)
    rows = np.flatnonzero((history.round <= round_) & ~is_second)
    by_then = rows[np.flatnonzero(np.diff(history.episode[rows], append=-1))]
    return by_then[history.round[by_then] == round_], by_then


def _one_belief_a_round(cell: Cell, rows: Ints) -> tuple[Ints, Ints, Floats]:
    """One belief for each episode and round with a look: the mean log-odds of the last look by then in each order.

    `rows` are those of the cell's beliefs that count. Returns the episodes, the rounds and the (n, k) probabilities.
    """
    looks = cell.beliefs
    n_rounds = int(looks.round.max(initial=0)) + 1
    # One number that sorts by episode, then by round.
    moment = looks.episode * n_rounds + looks.round
    rows = rows[np.argsort(moment[rows], kind="stable")]
    moments = np.unique(moment[rows])
    episode = moments // n_rounds
    order_code = _order_codes(looks.episode[rows], looks.order[rows])
    last_looks = []
    for code in range(int(order_code.max(initial=-1)) + 1):
        in_order = rows[order_code == code]
        last = in_order[np.searchsorted(moment[in_order], moments, side="right") - 1]
        # Without a look by then, the search lands on another episode's look, or wraps round to the last one.
        is_own = (looks.episode[last] == episode) & (moment[last] <= moments)
        last_looks.append(np.where(is_own, last, MISSING))
    if not last_looks:
        return episode, moments, looks.p[rows]
    by_order = np.stack(last_looks, 1)
    p = looks.p[by_order.max(axis=1, initial=MISSING)]
    has_several = (by_order != MISSING).sum(axis=1) > 1
    p[has_several] = _mean_log_odds(looks.p[by_order[has_several]], by_order[has_several] != MISSING)
    return episode, moments % n_rounds, p


def _order_codes(episode: Ints, order: Ints) -> Ints:
    """A number for each order in which an episode was looked at, from 0 on in every episode."""
    kinds, kind = np.unique(np.column_stack([episode, order]), axis=0, return_inverse=True)
    codes: Ints = np.arange(len(kinds)) - np.searchsorted(kinds[:, 0], kinds[:, 0])
    return codes[kind.reshape(-1)]


def _mean_log_odds(p: Floats, is_there: Bools) -> Floats:
    """The geometric means of (n, looks, k) probabilities, scaled to add up to 1.

    Looks that contradict each other with certainty can leave every choice with a 0. Then, as in a verdict, the choices
    with the fewest zeros count by what their other looks give them.
    """
    counts = is_there[:, :, None]
    zeros = ((p == 0) & counts).sum(axis=1)
    with np.errstate(divide="ignore"):
        logs = np.where(counts & (p > 0), np.log(p), 0.0).sum(axis=1) / is_there.sum(axis=1)[:, None]
    has_fewest = zeros == zeros.min(axis=1, keepdims=True)
    means = np.where(has_fewest, np.exp(logs), 0.0)
    scaled: Floats = means / means.sum(axis=1, keepdims=True)
    return scaled


def first_looks(cell: Cell, views: Ints) -> Floats:
    """The (n, k) probabilities at the first look before each of these views, in its episode and its order of choices.

    `views` are rows of the cell's views, -1 for none. NaN where there was no look before.
    """
    looks = cell.beliefs
    known = np.flatnonzero(is_known(looks.p))
    known = known[np.argsort(looks.round[known], kind="stable")]
    is_there = views != MISSING
    there = views[is_there]
    wanted = np.column_stack([cell.views.episode[there], cell.views.order[there]])
    looked = np.column_stack([looks.episode[known], looks.order[known]])
    # Every pair of an episode and an order gets a code, the same for looks and views.
    kinds, kind = np.unique(np.concatenate([looked, wanted]), axis=0, return_inverse=True)
    kind = kind.reshape(-1)
    first = np.full(len(kinds), MISSING)
    # Backwards, so that of several looks the earliest is written last and stays.
    first[kind[: len(known)][::-1]] = known[::-1]
    rows = np.full(len(views), MISSING)
    rows[is_there] = first[kind[len(known) :]]
    return looks.p_of(rows)
