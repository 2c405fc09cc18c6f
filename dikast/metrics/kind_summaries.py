"""KindSummaries: the figures that only some kinds of verdicts have, counted beside one another for one cell."""

from __future__ import annotations

from typing import Any, Protocol

from pydantic import Field

from dikast.metrics.acceptance_accuracy import AcceptanceSummary, AcceptanceTally
from dikast.metrics.critique_rates import CritiqueSummary, CritiqueTally
from dikast.metrics.descent_payoffs import DescentSummary, DescentTally
from dikast.metrics.market_losses import MarketSummary, MarketTally
from dikast.metrics.response_scores import ResponseSummary, ResponseTally
from dikast.metrics.solver_accuracy import SolverSummary, SolverTally
from dikast.records import Outcome, Record


def _is_none(value: object) -> bool:
    return value is None


def is_plain(outcome: Outcome) -> bool:
    """Whether it has nothing that any of these figures is made from, like nearly all verdicts between answers."""
    is_of_answers = all(kind is None for kind in (outcome.attempts, outcome.responses, outcome.acceptance))
    return is_of_answers and not outcome.market


class KindSummaries(Record):
    """What is known of a cell by the kind of its verdicts; None for every other kind.

    - `solver`: the answers of solvers that a machine compared with the right ones.
    - `responses`: what verdicts say of responses beside their choice.
    - `acceptance`: judges who accept or reject an answer that was given in the episode.
    - `market`: predictions of what the judge believes in the end.
    - `critique`: the faults that critics listed.
    - `descent`: the claims that an answer was split into.
    """

    # Left out where they are None, as in runs of before there were such verdicts.
    solver: SolverSummary | None = Field(default=None, exclude_if=_is_none)
    responses: ResponseSummary | None = Field(default=None, exclude_if=_is_none)
    acceptance: AcceptanceSummary | None = Field(default=None, exclude_if=_is_none)
    market: MarketSummary | None = Field(default=None, exclude_if=_is_none)
    critique: CritiqueSummary | None = Field(default=None, exclude_if=_is_none)
    descent: DescentSummary | None = Field(default=None, exclude_if=_is_none)


class _Tally(Protocol):
    """What counts outcomes and sums them up."""

    def add(self, outcome: Outcome) -> None: ...

    def summary(self) -> Record | None: ...


class KindTally:
    """Counts for all of them, from one pass over the outcomes of a cell."""

    def __init__(self) -> None:
        self._responses = ResponseTally()
        self._others: dict[str, _Tally] = {
            "solver": SolverTally(),
            "acceptance": AcceptanceTally(),
            "market": MarketTally(),
            "critique": CritiqueTally(),
            "descent": DescentTally(),
        }

    def add(self, outcome: Outcome) -> None:
        """Counts one more outcome, in those that it belongs to."""
        if is_plain(outcome):
            return
        self._responses.add(outcome)
        for tally in self._others.values():
            tally.add(outcome)

    def summaries(self, resamples: int = 0) -> dict[str, Any]:
        """The fields of KindSummaries by name. Scores of responses have an interval by this many resamples, or none."""
        summaries = {name: tally.summary() for name, tally in self._others.items()}
        return {**summaries, "responses": self._responses.summary(resamples)}
