"""How often judges were right, by what was argued before them, and who talked them into what.

Definitions as in Kenton et al. 2024 (arXiv 2407.04622): accuracy of the judge, split by whether an
assigned or an open role argued for the right answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, mean, ratio, weighed_sums
from dikast.metrics.cell import NOBODY, Bools, Cell, Floats, favourites, is_known
from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.records import Record

Weigh = Literal["questions", "episodes"]
Interval = Literal["wilson", "bootstrap"]
PLACES = 9
"""Probabilities added up that agree in so many decimal places are the same."""


class JudgeAccuracy(Record):
    """How often the judge of a cell was right; unparsed and failed episodes stand in no share, and are counted.

    `accuracy` is the mean credit, `error` what it lacks to one: a first place shared by k choices is 1/k of a credit.
    `argued_right` and `argued_wrong` are accuracies where an assigned role argued for the right or for a wrong answer,
    `chose_right` and `chose_wrong` where an open role chose to. `agreed` is the share of verdicts for the side that an
    assigned or open role argued. `open_right` is the share of open roles' own choices that are right.
    """

    protocol: str
    agents: str
    questions: int
    episodes: int
    scored: int
    ties: int
    unparsed: int
    failed: int
    accuracy: Estimate
    error: Estimate
    agreed: Estimate
    argued_right: Estimate
    argued_wrong: Estimate
    chose_right: Estimate
    chose_wrong: Estimate
    open_right: Estimate


def judge_accuracy(
    cell: Cell,
    *,
    weigh: Weigh = "questions",
    interval: Interval = "wilson",
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> JudgeAccuracy:
    """How often the judge of this cell was right.

    `weigh="questions"` gives every question the same weight however often it was asked, `"episodes"` every episode.
    Intervals are over questions: Wilson's, of as many as would tell as much did they weigh the same, or by the
    clustered bootstrap, which knows how far the episodes of a question go together and is narrower where they don't,
    but says nothing where all episodes agree.
    """

    def of(values: Floats, mask: Bools) -> Estimate:
        return share(cell, values, mask, weigh=weigh, interval=interval, resamples=resamples, seed=seed)

    scored = cell.is_scored
    assigned, chosen = cell.argues != NOBODY, cell.chosen != NOBODY
    side = np.where(assigned, cell.argues, cell.chosen)
    is_sided = cell.is_decided & (side != NOBODY)
    has_gold = cell.gold != NOBODY
    accuracy = of(cell.credit, scored)
    return JudgeAccuracy(
        protocol=cell.protocol,
        agents=cell.agents,
        questions=len(cell.questions),
        episodes=len(cell),
        scored=int(scored.sum()),
        ties=int((is_known(cell.p) & (cell.choice == NOBODY)).sum()),
        unparsed=int((~cell.is_decided & ~cell.is_failed).sum()),
        failed=int(cell.is_failed.sum()),
        accuracy=accuracy,
        error=complement(accuracy),
        agreed=of((cell.choice == side).astype(float), is_sided),
        argued_right=of(cell.credit, scored & assigned & (cell.argues == cell.gold)),
        argued_wrong=of(cell.credit, scored & assigned & (cell.argues != cell.gold)),
        chose_right=of(cell.credit, scored & chosen & (cell.chosen == cell.gold)),
        chose_wrong=of(cell.credit, scored & chosen & (cell.chosen != cell.gold)),
        open_right=of((cell.chosen == cell.gold).astype(float), chosen & has_gold),
    )


def share(
    cell: Cell,
    values: Floats,
    mask: Bools,
    *,
    weigh: Weigh = "questions",
    interval: Interval = "wilson",
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """The mean of values between 0 and 1 over the episodes of a mask, with an interval over their questions."""
    if not mask.any():
        return Estimate(value=None)
    by_cluster = weigh == "questions"
    if interval == "bootstrap":
        return mean(values[mask], cell.question[mask], by_cluster=by_cluster, resamples=resamples, seed=seed)
    sums = weighed_sums(values[mask], cell.question[mask], by_cluster=by_cluster)
    return wilson_of(sums, int(mask.sum()))


def wilson_of(sums: Floats, n: int) -> Estimate:
    """The share of `n` values that these sums of each question are of, its weight behind, with Wilson's interval."""
    value = float(np.clip(ratio(sums.sum(axis=0, keepdims=True))[0], 0, 1))
    weight = sums[:, 1]
    low, high = wilson(value, float(weight.sum() ** 2 / (weight**2).sum()))
    return Estimate(value=value, low=low, high=high, n=n, clusters=len(sums), method="wilson")


def complement(share: Estimate) -> Estimate:
    """One minus a share, its interval mirrored."""
    if share.value is None:
        return share
    low, high = (None if end is None else 1 - end for end in (share.high, share.low))
    return share.model_copy(update={"value": 1 - share.value, "low": low, "high": high})


def own_answers(cell: Cell) -> dict[str, int]:
    """What the judge of a cell answered to each question: the choice with most of its verdicts' probability.

    Of a cell of direct QA, these are the agent's own answers. Questions with a shared first place are left out.
    """
    known = is_known(cell.p)
    totals = np.zeros((len(cell.questions), cell.p.shape[1]))
    np.add.at(totals, cell.question[known], cell.p[known])
    # Rounded, so that the order in which they were added up breaks no tie.
    found = favourites(np.round(totals / np.where(totals.any(axis=1), 1.0, np.nan)[:, None], PLACES))
    return {q: c for q, c in zip(cell.questions, found.tolist(), strict=True) if c != NOBODY}


def as_open(cell: Cell, own: Mapping[str, int]) -> Cell:
    """The open protocol within an assigned one: the episodes whose assigned side is the agent's own answer.

    No new episodes are needed: an assigned role that is given the answer it would choose says what an open role says
    (Kenton et al. 2024). `own` has the agent's own answer to each question, as `own_answers` gives it;
    questions it lacks are left out. In the result that side is `chosen`, and nothing is assigned.
    """
    answers = np.array([own.get(question, NOBODY) for question in cell.questions], dtype=np.int64)
    wanted = answers[cell.question] if len(cell) else np.zeros(0, dtype=np.int64)
    kept = cell.where((cell.argues != NOBODY) & (cell.argues == wanted))
    return replace(kept, chosen=kept.argues, argues=np.full(len(kept), NOBODY, dtype=np.int64))
