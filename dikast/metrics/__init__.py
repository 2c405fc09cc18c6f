"""What the records say: pure functions over outcomes, each with the paper its formula comes from."""

from dikast.metrics.interval import wilson
from dikast.metrics.sequence import ConfidenceSequence
from dikast.metrics.summary import CellSummary, SideSummary, Tally, sides, summarise

__all__ = ["CellSummary", "ConfidenceSequence", "SideSummary", "Tally", "sides", "summarise", "wilson"]
