"""How far the people agree whose majority is the right answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from dikast.metrics.krippendorff import krippendorff_alpha
from dikast.metrics.rater_agreement import agreement
from dikast.records import Record


class AnnotatorAgreement(Record):
    """The annotators of a data set.

    - `n`: the items that all of them judged.
    - `unanimous`: the share on which all said the same.
    - `kappa`: Cohen's for each two of them, by their numbers: `1 and 2`.
    - `alpha`: Krippendorff's, nominal.
    """

    n: int
    unanimous: float
    kappa: dict[str, float | None]
    alpha: float | None


NO_INTERVALS = 1
"""Resamples where only the values are wanted: the fewest that there may be."""


def annotator_agreement(votes: Sequence[Sequence[int]]) -> AnnotatorAgreement | None:
    """The agreement of annotators, from what each said of each item; None unless the same two or more judged all."""
    counts = {len(vote) for vote in votes}
    if len(counts) != 1 or min(counts) < 2:
        return None
    table = np.array(votes, dtype=float).T
    kappa: dict[str, float | None] = {}
    for i, j in combinations(range(len(table)), 2):
        pair = agreement(table[i], table[j], resamples=NO_INTERVALS)
        kappa[f"{i + 1} and {j + 1}"] = pair.kappa.value
    return AnnotatorAgreement(
        n=table.shape[1],
        unanimous=float((table == table[0]).all(axis=0).mean()),
        kappa=kappa,
        alpha=krippendorff_alpha(table, resamples=NO_INTERVALS).value,
    )
