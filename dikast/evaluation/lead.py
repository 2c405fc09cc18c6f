"""Lead: how far one agent is ahead of another on the same tasks, such as a new version ahead of the one before."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dikast.metrics import Estimate, paired_difference, permutation_test
from dikast.records import Record

SIGNIFICANT = 0.05


class Lead(Record):
    """The first agent minus the second, task by task.

    - `headline`: the figure that is compared.
    - `difference`: the mean difference, with its paired bootstrap interval over tasks.
    - `better`, `worse`: for how many tasks the first earned more, or less; the others were equal.
    - `p_value`: that of the paired permutation test.
    """

    headline: str
    difference: Estimate
    better: int
    worse: int
    p_value: float | None

    @property
    def tells_apart(self) -> bool:
        """Whether a difference of this size is hardly chance."""
        return self.p_value is not None and self.p_value < SIGNIFICANT


def find_lead(headline: str, first: Mapping[str, float], second: Mapping[str, float]) -> Lead:
    """The lead by what both earned for each task; one that only one of them did is left out."""
    tasks = sorted(first.keys() & second.keys())
    differences = np.array([first[task] - second[task] for task in tasks])
    return Lead(
        headline=headline,
        difference=paired_difference(first, second),
        better=int((differences > 0).sum()),
        worse=int((differences < 0).sum()),
        p_value=permutation_test(differences)[0] if tasks else None,
    )
