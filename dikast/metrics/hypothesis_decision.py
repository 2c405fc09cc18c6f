"""What became of hypotheses that were named before the run: confirmed, not confirmed, or undecided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from dikast.metrics.comparison import Comparison, adjusted
from dikast.metrics.hypothesis import Hypothesis
from dikast.records import Record

HypothesisConclusion = Literal["confirmed", "not confirmed", "undecided"]


class DecidedHypothesis(Record):
    """A hypothesis and what became of it.

    `comparison` is None where one of the cells has no episodes. Its p-value is adjusted for all hypotheses (Holm 1979).
    `reason` says why, where it is undecided or the difference went the other way.
    """

    hypothesis: Hypothesis
    comparison: Comparison | None
    conclusion: HypothesisConclusion
    reason: str = ""


def decide_hypotheses(
    hypotheses: Sequence[Hypothesis], comparisons: Mapping[int, Comparison], *, is_settled: bool = False
) -> list[DecidedHypothesis]:
    """What became of each hypothesis; `comparisons` are those that can be made, by the hypothesis' position.

    A hypothesis is undecided until as many questions as it names are decided, unless the stopping rule that was
    registered with it ended the run (`is_settled`). Then it is confirmed where the two-sided p-value, adjusted for all
    hypotheses, is at most its alpha and the difference has its direction.
    """
    known = {i: comparison.p_value for i, comparison in comparisons.items() if comparison.p_value is not None}
    # Those without a p-value count too: the family is what was registered, and not what could be decided.
    p_values = [known.get(i, 1.0) for i in range(len(hypotheses))]
    p_adjusted = adjusted(p_values, "holm")
    decided = []
    for i, hypothesis in enumerate(hypotheses):
        comparison = comparisons.get(i)
        if comparison is None:
            decided.append(
                DecidedHypothesis(
                    hypothesis=hypothesis, comparison=None, conclusion="undecided", reason="a cell has no episodes yet"
                )
            )
            continue
        update = {"p_adjusted": p_adjusted[i], "correction": "holm", "comparisons": len(hypotheses)}
        decided.append(_decided(hypothesis, comparison.model_copy(update=update), is_settled))
    return decided


def _decided(hypothesis: Hypothesis, comparison: Comparison, is_settled: bool) -> DecidedHypothesis:
    conclusion, reason = _conclude(hypothesis, comparison, is_settled)
    return DecidedHypothesis(hypothesis=hypothesis, comparison=comparison, conclusion=conclusion, reason=reason)


def _conclude(hypothesis: Hypothesis, comparison: Comparison, is_settled: bool) -> tuple[HypothesisConclusion, str]:
    """What a comparison says of a hypothesis, and why."""
    n_questions = comparison.difference.clusters
    if n_questions < hypothesis.questions and not is_settled:
        return "undecided", f"{n_questions:,} of {hypothesis.questions:,} questions are decided by both"
    value = comparison.difference.value
    if value is None or comparison.p_value is None or comparison.p_adjusted is None:
        return "undecided", "there is nothing to compare"
    if comparison.p_adjusted > hypothesis.alpha:
        return "not confirmed", ""
    is_right_way = {"greater": value > 0, "less": value < 0, "different": True}[hypothesis.direction]
    if not is_right_way:
        return "not confirmed", "the difference went the other way"
    return "confirmed", ""
