"""How often judges were right, depending on which side was argued to them.

Definitions as in Kenton et al. 2024 (arXiv 2407.04622): the judge's accuracy, split by whether an assigned or an open
role argued for the right answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from dikast.metrics.bootstrap import RESAMPLES, mean, ratio, weighted_sums
from dikast.metrics.cell import MISSING, Bools, Cell, Floats, favourites, is_known
from dikast.metrics.draws import DRAWS, none_called
from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.records import Draw, Record

Weigh = Literal["questions", "episodes"]
Interval = Literal["wilson", "bootstrap"]
DECIMALS = 9
"""Sums of probabilities that agree in this many decimal places count as equal."""


class JudgeAccuracy(Record):
    """How often the judge of a cell was right. Unparsed and failed episodes are counted, and are part of no share.

    `accuracy` is the mean credit and `error` is one minus it; a first place shared by k choices is 1/k of a credit.
    `argued_right` and `argued_wrong` are the accuracies where an assigned role argued for the right or for a wrong
    answer; `chose_right` and `chose_wrong` where an open role chose to. `agreed` is the share of verdicts for the side
    that an assigned or open role argued. `open_right` is the share of open roles' own choices that are right.
    `ties` and `draws` are as in a CellSummary.
    """

    protocol: str
    agents: str
    questions: int
    episodes: int
    scored: int
    ties: int
    draws: dict[Draw, int] = Field(default_factory=dict, exclude_if=none_called)
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

    Intervals are over questions. Wilson's takes as many trials as there would be equally weighted questions. The
    clustered bootstrap knows how similar the episodes of a question are, and is narrower where they differ; it gives
    no interval where all episodes agree.
    """

    def estimate(values: Floats, mask: Bools) -> Estimate:
        return share(cell, values, mask, weigh=weigh, interval=interval, resamples=resamples, seed=seed)

    scored = cell.is_scored
    is_assigned = cell.argues != MISSING
    is_open = cell.chosen != MISSING
    # Where a side was assigned, it counts, whatever the role would have chosen.
    side = np.where(is_assigned, cell.argues, cell.chosen)
    is_sided = cell.is_decided & (side != MISSING)
    has_gold = cell.gold != MISSING
    accuracy = estimate(cell.credit, scored)
    return JudgeAccuracy(
        protocol=cell.protocol,
        agents=cell.agents,
        questions=len(cell.questions),
        episodes=len(cell),
        scored=int(scored.sum()),
        ties=int((cell.draw != MISSING).sum()),
        draws=_draws(cell),
        unparsed=int((~cell.is_decided & ~cell.is_failed).sum()),
        failed=int(cell.is_failed.sum()),
        accuracy=accuracy,
        error=complement(accuracy),
        agreed=estimate((cell.choice == side).astype(float), is_sided),
        argued_right=estimate(cell.credit, scored & is_assigned & (cell.argues == cell.gold)),
        argued_wrong=estimate(cell.credit, scored & is_assigned & (cell.argues != cell.gold)),
        chose_right=estimate(cell.credit, scored & is_open & (cell.chosen == cell.gold)),
        chose_wrong=estimate(cell.credit, scored & is_open & (cell.chosen != cell.gold)),
        open_right=estimate((cell.chosen == cell.gold).astype(float), is_open & has_gold),
    )


def _draws(cell: Cell) -> dict[Draw, int]:
    """How many draws there are of each kind; empty where no judge called a tie: none is to be told apart."""
    draws = {draw: int((cell.draw == code).sum()) for code, draw in enumerate(DRAWS)}
    return {} if none_called(draws) else draws


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
    # Values outside the mask may be NaN, so they go before anything is added up.
    question = cell.question[mask]
    if interval == "bootstrap":
        return mean(values[mask], question, by_cluster=by_cluster, resamples=resamples, seed=seed)
    sums = weighted_sums(values[mask], question, by_cluster=by_cluster)
    return wilson_estimate(sums, int(mask.sum()))


def wilson_estimate(sums: Floats, n: int) -> Estimate:
    """The share of `n` values with Wilson's interval, from the (questions, 2) sums of values and of weights."""
    # Rounding can put a mean of values between 0 and 1 slightly outside.
    value = float(np.clip(ratio(sums.sum(axis=0, keepdims=True))[0], 0, 1))
    weight = sums[:, 1]
    # Kish 1965: how many questions of equal weight would say as much.
    n_effective = float(weight.sum() ** 2 / (weight**2).sum())
    low, high = wilson(value, n_effective)
    return Estimate(value=value, low=low, high=high, n=n, clusters=len(sums), method="wilson")


def complement(share: Estimate) -> Estimate:
    """One minus a share, its interval mirrored."""
    if share.value is None:
        return share
    mirrored: dict[str, float | None] = {"value": 1 - share.value, "low": None, "high": None}
    if share.low is not None and share.high is not None:
        mirrored |= {"low": 1 - share.high, "high": 1 - share.low}
    return share.model_copy(update=mirrored)


def own_answers(cell: Cell) -> dict[str, int]:
    """What the judge of a cell answered to each question: the choice that its verdicts together find most probable.

    In a cell of direct QA, these are the agent's own answers. Questions with a shared first place are left out.
    """
    known = is_known(cell.p)
    totals = np.zeros((len(cell.questions), cell.p.shape[1]))
    np.add.at(totals, cell.question[known], cell.p[known])
    # A question without a verdict becomes NaN, which has no favourite.
    unit = np.where(totals.any(axis=1), 1.0, np.nan)
    # Rounded, so that the order in which they were added up breaks no tie.
    choices = favourites(np.round(totals / unit[:, None], DECIMALS)).tolist()
    return {question: choice for question, choice in zip(cell.questions, choices, strict=True) if choice != MISSING}


def as_open(cell: Cell, own: Mapping[str, int]) -> Cell:
    """The open protocol within an assigned one: the episodes whose assigned side is the agent's own answer.

    No new episodes are needed: an assigned role that is given the answer it would choose says what an open role says
    (Kenton et al. 2024). `own` holds the agent's own answer to each question, as `own_answers` returns it; other
    questions are left out. In the result that side is `chosen`, and nothing is assigned.
    """
    answers = np.array([own.get(question, MISSING) for question in cell.questions], dtype=np.int64)
    own_choice = answers[cell.question]
    opened = cell.where((cell.argues != MISSING) & (cell.argues == own_choice))
    return replace(opened, chosen=opened.argues, argues=np.full(len(opened), MISSING, dtype=np.int64))
