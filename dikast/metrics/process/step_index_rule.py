"""StepIndexRule: late steps are more often wrong. How far does a judge get who knows only where a step stands?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dikast.records import Marking

# In tenths of a solution.
_PARTS = 10


@dataclass(frozen=True)
class StepIndexRule:
    """Steps from a fixed one on are wrong: from the 0-based `index` on, or the last `tenths` of each solution."""

    index: int = 0
    tenths: int = 0

    @property
    def name(self) -> str:
        """The rule in words, with steps counted from 1."""
        if self.tenths:
            return f"last {self.tenths * 100 // _PARTS} % of steps"
        return f"from step {self.index + 1} on"

    def first_wrong(self, n: int) -> int:
        """The first step (0-based) of `n` that it calls wrong."""
        if self.tenths:
            # Rounded up: a step that begins within the last part belongs to it.
            return -(-n * (_PARTS - self.tenths) // _PARTS)
        return self.index


def best_step_index_rule(markings: Sequence[Marking]) -> StepIndexRule | None:
    """The rule with the highest balanced accuracy on the very steps that it is compared on, so that it flatters itself.

    None where not both right and wrong steps are marked. Of equally good rules, it is the first: by index before by
    part, and the earlier step.
    """
    by_index: Counter[tuple[int, bool]] = Counter()
    by_part: Counter[tuple[int, bool]] = Counter()
    for marking in markings:
        n = len(marking.steps)
        for index, mark in enumerate(marking.steps):
            if mark.is_wrong is not None:
                by_index[index, mark.is_wrong] += 1
                by_part[index * _PARTS // n, mark.is_wrong] += 1
    rules = {StepIndexRule(index=index): score for index, score in _scores(by_index)}
    rules |= {StepIndexRule(tenths=_PARTS - part): score for part, score in _scores(by_part) if 0 < part < _PARTS}
    return max(rules, key=lambda rule: rules[rule], default=None)


def _scores(counts: Counter[tuple[int, bool]]) -> Iterator[tuple[int, float]]:
    """For each place, the balanced accuracy of calling all steps from it on wrong; nothing without both sides."""
    n_wrong = sum(number for (_, is_wrong), number in counts.items() if is_wrong)
    n_right = counts.total() - n_wrong
    if not n_wrong or not n_right:
        return
    wrong_before = right_before = 0
    for place in range(max(place for place, _ in counts) + 1):
        yield place, (1 - wrong_before / n_wrong + right_before / n_right) / 2
        wrong_before += counts[place, True]
        right_before += counts[place, False]
