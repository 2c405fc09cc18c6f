"""PeerScore: what the Bayesian truth serum pays one peer for its answer and its prediction."""

from __future__ import annotations

from dikast.records.record import Record


class PeerScore(Record):
    """The score of one peer (Prelec 2004, A Bayesian truth serum for subjective data, Science 306), in nats.

    - `seat`: the peer.
    - `choice`: its answer; None if it could not be read.
    - `information`: log(share of the peers who gave its answer / geometric mean of the shares that peers predicted for
      it); None without its answer. It is above 0 where the answer is more common than was predicted.
    - `prediction`: the sum over the choices of share times log(predicted share / share): 0 for a perfect prediction,
      and negative for any other; None without its prediction.
    """

    seat: str
    choice: int | None
    information: float | None
    prediction: float | None

    @property
    def total(self) -> float | None:
        """The sum of both, each with weight 1, by which the scores of all peers add up to 0; None if one is missing."""
        if self.information is None or self.prediction is None:
            return None
        return self.information + self.prediction
