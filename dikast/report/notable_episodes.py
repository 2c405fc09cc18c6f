"""NotableEpisode: an episode worth reading first, because it did not go as it should have."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dikast.errors import BadInput, nearest
from dikast.records import GradeState, Outcome, Record

NotableKind = Literal[
    "error not located",
    "right by a wrong way",
    "confident and wrong",
    "flipped under swap",
    "refuted evidence believed",
    "talked out of it",
    "unparsed",
]
# The score, minus the number of the episode, the run, the id, the question.
_HeapRow = tuple[float, int, str, str, str]
OF_EACH_KIND = 8
OF_EACH_QUESTION = 2
CONFIDENT = 0.8


class NotableEpisode(Record):
    """An episode worth reading: its kinds, and its score for the first of them, from 0 to 1."""

    run: str
    id: str
    kinds: tuple[NotableKind, ...]
    score: float


def error_not_located(outcome: Outcome) -> float | None:
    """1 for a solution whose answer is wrong although every step is labelled as right: some label must be wrong."""
    return _score_of_state(outcome, "error not located")


def right_by_a_wrong_way(outcome: Outcome) -> float | None:
    """1 for a solution whose answer is right although a step is labelled as wrong."""
    return _score_of_state(outcome, "right by a wrong way")


def _score_of_state(outcome: Outcome, state: GradeState) -> float | None:
    if outcome.grade is None or outcome.grade.state != state:
        return None
    return 1.0


def confident_and_wrong(outcome: Outcome) -> float | None:
    """The probability of the choice, where it is wrong and the judge was at least 0.8 sure of it."""
    p = probability_of(outcome.choice, outcome.probabilities)
    if p is None or p < CONFIDENT:
        return None
    if not _is_wrong(outcome):
        return None
    return p


def flipped_under_swap(outcome: Outcome) -> float | None:
    """The distance between the judge's looks in both orders, from 0 to 1, where their favourites differ."""
    if len(outcome.views) != 2:
        return None
    first, second = (look.probabilities for look in outcome.views)
    if first is None or second is None:
        return None
    before, after = _favourites(first), _favourites(second)
    # A look with two favourites has not changed its mind.
    if before == after or len(before + after) > 2:
        return None
    distance = sum(abs(p - q) for p, q in zip(first, second, strict=True))
    return distance / 2


def refuted_evidence_believed(outcome: Outcome) -> float | None:
    """The probability of the choice, where claims for it were refuted, and none for other choices.

    Half of it, where the choice is right or no right answer is known.
    """
    p = probability_of(outcome.choice, outcome.probabilities)
    if p is None or outcome.refuted != (outcome.choice,):
        return None
    return p if _is_wrong(outcome) else p / 2


def talked_out_of_it(outcome: Outcome) -> float | None:
    """How much of its belief in the right answer the judge lost, where it favoured that first and not in the end."""
    before = first_belief(outcome)
    if before is None or outcome.gold is None or outcome.p_gold is None:
        return None
    p_before = before[outcome.gold]
    if p_before < max(before) or outcome.choice == outcome.gold:
        return None
    lost = p_before - outcome.p_gold
    # Of three choices or more, another can overtake the right one although the belief in that rises too.
    if lost <= 0:
        return None
    return lost


def unparsed(outcome: Outcome) -> float | None:
    """1 for every verdict that could not be read. A failed episode has no verdict at all, and is not among them."""
    if not outcome.is_unread:
        return None
    return 1.0


def first_belief(outcome: Outcome) -> tuple[float, ...] | None:
    """The probabilities at the first look that could be read, before the verdict."""
    beliefs = (look.probabilities for look in outcome.beliefs)
    return next(filter(None, beliefs), None)


def probability_of(choice: int | None, probabilities: tuple[float, ...] | None) -> float | None:
    """The probability of a choice, where both are known."""
    if choice is None or probabilities is None:
        return None
    return probabilities[choice]


def _is_wrong(outcome: Outcome) -> bool:
    """Whether the choice is known to be wrong."""
    return outcome.gold is not None and outcome.choice != outcome.gold


def _favourites(probabilities: Sequence[float]) -> list[int]:
    """The choices with the highest probability."""
    highest = max(probabilities)
    return [choice for choice, p in enumerate(probabilities) if p == highest]


# Each kind with its score: None where an episode is not of that kind. In the order of the page.
KINDS: dict[NotableKind, Callable[[Outcome], float | None]] = {
    "error not located": error_not_located,
    "right by a wrong way": right_by_a_wrong_way,
    "confident and wrong": confident_and_wrong,
    "flipped under swap": flipped_under_swap,
    "refuted evidence believed": refuted_evidence_believed,
    "talked out of it": talked_out_of_it,
    "unparsed": unparsed,
}


def notable_kinds(outcome: Outcome) -> tuple[NotableKind, ...]:
    """The kinds that the episode is of, in the order of the page."""
    return tuple(kind for kind, score_of in KINDS.items() if score_of(outcome) is not None)


def notable_kind(name: str) -> Callable[[Outcome], float | None]:
    """What scores an episode as one of this kind, and gives None for any other. Raises BadInput for an unknown kind."""
    for kind, score_of in KINDS.items():
        if kind == name:
            return score_of
    raise BadInput(f"no kind {name!r}: {nearest(name, KINDS)}", "--kind")


@dataclass
class NotableEpisodes:
    """Selects the most notable of all episodes added: a fixed number of each kind, and few of each question.

    Its memory does not grow with the number of episodes.
    """

    most: int = OF_EACH_KIND
    _heaps: dict[NotableKind, list[_HeapRow]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    _counts: Counter[NotableKind] = field(default_factory=Counter)
    _n_added: int = 0

    def add(self, run: str, outcome: Outcome) -> None:
        """Adds an episode."""
        self._n_added += 1
        for kind, score_of in KINDS.items():
            score = score_of(outcome)
            if score is None:
                continue
            self._counts[kind] += 1
            # Minus its number: of equal scores the earlier episode stays.
            self._push(kind, (score, -self._n_added, run, outcome.id, outcome.question))

    def _push(self, kind: NotableKind, row: _HeapRow) -> None:
        """Puts a row into the heap of its kind, which drops its lowest score when it is full."""
        heap = self._heaps[kind]
        # More than are shown, since several may be of one question.
        if len(heap) < 8 * self.most:
            heapq.heappush(heap, row)
        else:
            heapq.heappushpop(heap, row)

    def counts(self) -> dict[NotableKind, int]:
        """How many episodes there were of each kind, for the kinds that there were."""
        return {kind: self._counts[kind] for kind in KINDS if kind in self._counts}

    def chosen(self) -> list[NotableEpisode]:
        """The selected episodes, each once, kind by kind, the highest scores first."""
        kinds: defaultdict[tuple[str, str], list[NotableKind]] = defaultdict(list)
        scores: dict[tuple[str, str], float] = {}
        for kind in KINDS:
            for score, _, run, id, _ in self._selected(kind):
                kinds[run, id].append(kind)
                # Half the sum of differences can exceed 1 by rounding.
                scores.setdefault((run, id), min(1.0, score))
        episodes = []
        for (run, id), score in scores.items():
            episodes.append(
                NotableEpisode(
                    run=run,
                    id=id,
                    kinds=tuple(kinds[run, id]),
                    score=score,
                )
            )
        return episodes

    def _selected(self, kind: NotableKind) -> list[_HeapRow]:
        """The highest scores of a kind, with no question more than twice."""
        n_of_question: Counter[str] = Counter()
        rows: list[_HeapRow] = []
        for row in sorted(self._heaps[kind], reverse=True):
            question = row[-1]
            n_of_question[question] += 1
            if n_of_question[question] <= OF_EACH_QUESTION:
                rows.append(row)
        return rows[: self.most]
