"""CitedSource: the text that a question's answer is in, with the passages that speakers quoted from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dikast.records import Check

PassageSpan = tuple[int, int]


@dataclass(frozen=True)
class SourcePiece:
    """A piece of the source. `begins` are the numbers of the quoted passages that begin with it."""

    text: str
    is_quoted: bool = False
    begins: tuple[int, ...] = ()


@dataclass(frozen=True)
class CitedSource:
    """The pieces of a source, and its quoted passages by number."""

    pieces: tuple[SourcePiece, ...]
    spans: tuple[PassageSpan, ...]

    @classmethod
    def of(cls, source: str, checks: Iterable[Check]) -> CitedSource:
        """The source with the passages that these checks found in it."""
        spans = sorted({span for check in checks if (span := span_of(check, len(source))) is not None})
        edges = sorted({0, len(source), *(edge for span in spans for edge in span)})
        pieces: list[SourcePiece] = []
        n_open = 0
        starts: dict[int, list[int]] = {}
        ends: dict[int, int] = {}
        for number, (start, end) in enumerate(spans, start=1):
            starts.setdefault(start, []).append(number)
            ends[end] = ends.get(end, 0) + 1
        for start, end in pairwise(edges):
            begins = starts.get(start, [])
            n_open += len(begins) - ends.get(start, 0)
            pieces.append(SourcePiece(source[start:end], n_open > 0, tuple(begins)))
        return cls(tuple(pieces), tuple(spans))

    def number_of(self, check: Check) -> int | None:
        """The number of the passage that a check found; None where it found none."""
        start, end = check.evidence.get("start"), check.evidence.get("end")
        for number, span in enumerate(self.spans, start=1):
            if span == (start, end):
                return number
        return None


def span_of(check: Check, length: int) -> PassageSpan | None:
    """Where in the source a check found a quote; None where it did not, or where that is not in the source."""
    start, end = check.evidence.get("start"), check.evidence.get("end")
    if check.checker != "quotes" or not isinstance(start, int) or not isinstance(end, int):
        return None
    return (start, end) if 0 <= start < end <= length else None
