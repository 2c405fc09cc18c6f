"""SeatPrediction: what a seat expects of others: the final belief of a judge, or the answers of its peers."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records.record import Record
from dikast.records.verdict import Look


class SeatPrediction(Record):
    """One prediction, with the probabilities of the choices.

    - `seat`: the seat that predicts.
    - `of`: the role whose verdict or whose answers it predicts.
    - `move`: the id of the move of the protocol that asked for it.
    - `tick`: it was made before the turns of this tick, which may therefore rest on it.
    - `look`: the prediction itself, in the form of a judge's look: its probabilities are those that the judge is
      expected to give in the end, or the shares of others who are expected to give each answer.
    """

    seat: str
    of: str
    move: str
    tick: int
    look: Look

    @property
    def probabilities(self) -> tuple[float, ...] | None:
        """Those of the choices, in the question's own order; None if the prediction could not be read."""
        return self.look.probabilities


def movement(before: Sequence[float], after: Sequence[float]) -> float:
    """How far apart two predictions are, from 0 to 1: half the sum of the absolute differences.

    Between two choices it is the change of one of them, |p_(t+1) - p_t| (Hubinger 2020).
    """
    return sum(abs(new - old) for old, new in zip(before, after, strict=True)) / 2
