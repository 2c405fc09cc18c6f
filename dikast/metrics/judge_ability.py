"""How far a judge agrees with people, split by whether it could answer the question itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES
from dikast.metrics.cell import Bools, Floats, Ints
from dikast.metrics.rater_agreement import Agreement, agreement
from dikast.records import Record


class AgreementByAbility(Record):
    """A judge and people about questions that the judge can answer, and about those that it can't.

    Either is None where there is no such question. `n_unknown` counts the verdicts in neither, on questions of which it
    is not known.
    """

    could: Agreement | None
    could_not: Agreement | None
    n_unknown: int


def agreement_by_ability(
    people: Sequence[float],
    judge: Sequence[float],
    could_answer: Sequence[bool | None],
    *,
    cluster: Ints | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> AgreementByAbility:
    """κ with people by the judge's own ability (Krumdick et al. 2025, No Free Labels, arXiv 2503.05061).

    `people` and `judge` say the same things in the same numbers, such as the index of the better response; NaN is a
    verdict that can't be read, and is left out. `could_answer`: whether the judge's own answer to the question is
    right, where it was asked for one. `cluster` says which verdicts are on one question. Raises ValueError for
    sequences of different lengths.
    """
    if not len(people) == len(judge) == len(could_answer):
        raise ValueError(
            f"one ability for each verdict: {len(people)}, {len(judge)} and {len(could_answer)} were given"
        )
    ratings = np.array([people, judge], dtype=np.float64)

    def among(rows: Bools) -> Agreement | None:
        if not rows.any():
            return None
        pair: Floats = ratings[:, rows]
        own = None if cluster is None else cluster[rows]
        return agreement(pair[0], pair[1], cluster=own, resamples=resamples, seed=seed)

    return AgreementByAbility(
        could=among(np.array([ability is True for ability in could_answer])),
        could_not=among(np.array([ability is False for ability in could_answer])),
        n_unknown=sum(ability is None for ability in could_answer),
    )
