"""Which episodes are worth reading first: those that went other than they should have."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from dikast.records import Outcome, Record

NotableKind = Literal[
    "confident and wrong", "flipped under swap", "refuted evidence believed", "talked out of it", "unparsed"
]
_Row = tuple[float, int, str, str, str]  # the score, minus its place, the run, the id, the question
OF_EACH_KIND = 8
OF_EACH_QUESTION = 2
CONFIDENT = 0.8


class NotableEpisode(Record):
    """An episode worth reading: for what reasons, and by how much, from 0 to 1, for the first of them."""

    run: str
    id: str
    kinds: tuple[NotableKind, ...]
    score: float


def confident_and_wrong(outcome: Outcome) -> float | None:
    """The probability of the wrong answer that the judge chose, where it was at least 0.8 sure."""
    if outcome.choice is None or outcome.gold is None or outcome.choice == outcome.gold or not outcome.probabilities:
        return None
    p = outcome.probabilities[outcome.choice]
    return p if p >= CONFIDENT else None


def flipped_under_swap(outcome: Outcome) -> float | None:
    """How far the judge's two looks lie apart, where each favoured another answer."""
    looks = [view.probabilities for view in outcome.views]
    if len(looks) != 2 or looks[0] is None or looks[1] is None:
        return None
    one, other = looks[0], looks[1]
    if one.index(max(one)) == other.index(max(other)) or one.count(max(one)) > 1 or other.count(max(other)) > 1:
        return None
    return sum(abs(p - q) for p, q in zip(one, other, strict=True)) / 2


def refuted_evidence_believed(outcome: Outcome) -> float | None:
    """The probability of the choice, where something that was said for it and for no other was refuted."""
    if outcome.choice is None or outcome.refuted != (outcome.choice,) or not outcome.probabilities:
        return None
    p = outcome.probabilities[outcome.choice]
    return p if outcome.gold is not None and outcome.choice != outcome.gold else p / 2


def talked_out_of_it(outcome: Outcome) -> float | None:
    """How much of its belief in the right answer the judge lost, where it was for it first and not in the end."""
    first = next((belief.probabilities for belief in outcome.beliefs if belief.probabilities), None)
    if first is None or outcome.gold is None or outcome.p_gold is None or outcome.choice == outcome.gold:
        return None
    lost = first[outcome.gold] - outcome.p_gold
    return lost if first[outcome.gold] == max(first) and lost > 0 else None


def unparsed(outcome: Outcome) -> float | None:
    """One for every verdict that could not be read."""
    return 1.0 if outcome.status == "unparsed" else None


KINDS: dict[NotableKind, Callable[[Outcome], float | None]] = {
    "confident and wrong": confident_and_wrong,
    "flipped under swap": flipped_under_swap,
    "refuted evidence believed": refuted_evidence_believed,
    "talked out of it": talked_out_of_it,
    "unparsed": unparsed,
}


@dataclass
class NotableEpisodes:
    """The most surprising of all episodes shown to it: so many of each kind, and few of each question.

    What it holds does not grow with their number.
    """

    most: int = OF_EACH_KIND
    _heaps: dict[NotableKind, list[_Row]] = field(default_factory=dict)
    _counts: dict[NotableKind, int] = field(default_factory=dict)
    _seen: int = 0

    def add(self, run: str, outcome: Outcome) -> None:
        """Takes note of an episode."""
        self._seen += 1
        for kind, score_of in KINDS.items():
            score = score_of(outcome)
            if score is None:
                continue
            self._counts[kind] = self._counts.get(kind, 0) + 1
            heap = self._heaps.setdefault(kind, [])
            row = (score, -self._seen, run, outcome.id, outcome.question)  # the earlier of equals is kept
            heapq.heappush(heap, row) if len(heap) < 8 * self.most else heapq.heappushpop(heap, row)

    def counts(self) -> dict[NotableKind, int]:
        """How many episodes there were of each kind."""
        return {kind: self._counts[kind] for kind in KINDS if kind in self._counts}

    def chosen(self) -> list[NotableEpisode]:
        """Each episode once, kind by kind, the greatest surprises first."""
        kinds: dict[tuple[str, str], list[NotableKind]] = {}
        scores: dict[tuple[str, str], float] = {}
        for kind in KINDS:
            for score, _, run, id, _ in self._varied(kind):
                kinds.setdefault((run, id), []).append(kind)
                scores.setdefault((run, id), min(1.0, score))
        return [NotableEpisode(run=run, id=id, kinds=tuple(k), score=scores[run, id]) for (run, id), k in kinds.items()]

    def _varied(self, kind: NotableKind) -> list[_Row]:
        """The most surprising of a kind, no question more than twice while there are others."""
        of_question: Counter[str] = Counter()
        kept: list[_Row] = []
        for row in sorted(self._heaps.get(kind, []), reverse=True):
            of_question[row[-1]] += 1
            if of_question[row[-1]] <= OF_EACH_QUESTION and len(kept) < self.most:
                kept.append(row)
        return kept
