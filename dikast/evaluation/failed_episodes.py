"""Failed episodes: what an agent would have done in them is not known, and no figure takes it for known.

All figures are of the episodes that ended. The interval of the headline allows for any outcome of those that failed
(worst-case bounds: Manski 1989, The Journal of Human Resources 24), so that no agent gains by failing where it is hard.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dikast.experiments import RunFolder
from dikast.metrics import Estimate


@dataclass(frozen=True)
class TriedEpisodes:
    """How many of an agent's episodes ended, and how many failed."""

    ended: int = 0
    failed: int = 0

    @classmethod
    def of(cls, folders: Iterable[RunFolder]) -> TriedEpisodes:
        """Those in these run folders."""
        statuses = [outcome.status for folder in folders for outcome in folder.outcomes()]
        failed = statuses.count("failed")
        return cls(len(statuses) - failed, failed)

    @property
    def n_failed(self) -> Estimate:
        """How many failed, of `n`: a count, as gates of runs have it."""
        n, failed = self.ended + self.failed, float(self.failed)
        return Estimate(value=failed, low=failed, high=failed, n=n, clusters=n, method="exact")

    def bound(self, figure: Estimate) -> Estimate:
        """A share of those that ended, its interval widened by all that the others could have been.

        Its low end counts all failed episodes as lost, its high end as won.
        """
        if not self.failed or figure.low is None or figure.high is None:
            return figure
        weight = self.ended / (self.ended + self.failed)
        return figure.model_copy(
            update={"low": weight * figure.low, "high": weight * figure.high + 1 - weight, "method": "bounds"}
        )
