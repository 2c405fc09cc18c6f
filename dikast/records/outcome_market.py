"""OutcomeMarket: what a market predicted of a verdict, in the narrow row of an episode."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dikast.records.episode import Episode, Passage
from dikast.records.verdict import Look

MarketPrice = tuple[float, ...] | None


class OutcomeMarket(NamedTuple):
    """The market of one passage of an episode.

    - `prices`: its predictions in order, one more than there were rounds; None for one that could not be read.
    - `belief`: the probabilities that the judge gave in the end; None without a verdict.
    """

    prices: tuple[MarketPrice, ...]
    belief: MarketPrice


def outcome_market(episode: Episode) -> tuple[OutcomeMarket, ...]:
    """The market of every passage; empty where nothing was predicted of the verdict."""
    markets: list[OutcomeMarket] = []
    for passage in episode.passages:
        judges = {seat.role for seat in passage.transcript.seats if seat.kind == "judge"}
        prices = tuple(made.probabilities for made in passage.predictions if made.of in judges)
        if prices:
            markets.append(OutcomeMarket(prices, _belief(passage, episode.verdict.looks)))
    return tuple(markets)


def _belief(passage: Passage, looks: Iterable[Look]) -> MarketPrice:
    """What the judge of this passage believed in the end. Both passages have an order of their own."""
    return next((look.probabilities for look in looks if look.order == passage.order), None)
