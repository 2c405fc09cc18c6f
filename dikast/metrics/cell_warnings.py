"""Reasons for doubt in one cell. Each check returns the reason, or None where all is well."""

from __future__ import annotations

import numpy as np

from dikast.metrics.accuracy import judge_accuracy
from dikast.metrics.cell import ENDINGS, MISSING, Bools, Cell, Ints
from dikast.metrics.estimate import Estimate
from dikast.metrics.position_bias import choice_at, position, swapped_looks
from dikast.records import ENDING_WORDS

FEW_QUESTIONS = 30
MANY_LOST = 0.05
POSITION_RESAMPLES = 1_000
ROUNDING_ERROR = 1e-9
"""By how much sums may differ through rounding alone."""


def judge_argues(cell: Cell) -> str | None:
    """Whether an agent both argues and judges.

    Models favour their own words (Panickssery et al. 2024, arXiv 2404.13076).
    """
    judges = _agents_of_kind(cell, "judge")
    both = sorted(judges & _agents_of_kind(cell, "debater", "consultant"))
    if not both:
        return None
    return f"{', '.join(both)} both argues and judges: judges favour their own words"


def _agents_of_kind(cell: Cell, *kinds: str) -> set[str]:
    codes = np.unique(cell.seats.agent[cell.seats.of_kind(*kinds)])
    return {cell.seats.agents[code] for code in codes}


def best_constant(cell: Cell) -> float | None:
    """The accuracy of the best judge that reads nothing: it always names one choice, or what one position shows.

    None where no episode has a verdict and a right answer.
    """
    rows = np.flatnonzero(cell.is_scored)
    if not len(rows):
        return None
    gold = cell.gold[rows]
    # Answers to open questions are right without a choice.
    if gold.max() == MISSING:
        return None
    shares = [float((gold == choice).mean()) for choice in range(int(gold.max()) + 1)]
    look = _first_views(cell)[rows]
    # Votes and old records have verdicts without a look, so that nothing was shown in a position.
    has_look = look != MISSING
    if not has_look.any():
        return max(shares)
    order = cell.views.order[look[has_look]]
    for column in range(order.shape[1]):
        named = choice_at(order, np.full(len(order), column))
        shares.append(float((gold[has_look] == named).mean()))
    return max(shares)


def _first_views(cell: Cell) -> Ints:
    """The row of each episode's first look for the verdict, -1 for none."""
    episode = cell.views.episode
    rows = np.full(len(cell), MISSING, dtype=np.int64)
    # Backwards, so that the first look is written last and stays.
    rows[episode[::-1]] = np.arange(len(episode))[::-1]
    return rows


def below_constant(cell: Cell) -> str | None:
    """Whether a judge that reads nothing would be right more often."""
    constant = best_constant(cell)
    # The best constant weighs episodes, so the judge's accuracy does here too.
    accuracy = judge_accuracy(cell, weigh="episodes").accuracy.value
    if constant is None or accuracy is None or accuracy >= constant - ROUNDING_ERROR:
        return None
    return (
        f"right in {accuracy:.1%} of its episodes, "
        f"where a judge that reads nothing and always says the same is in {constant:.1%}"
    )


def few_questions(cell: Cell) -> str | None:
    """Whether there are too few questions to trust the accuracy."""
    accuracy = judge_accuracy(cell).accuracy
    if accuracy.value is None or accuracy.clusters >= FEW_QUESTIONS:
        return None
    asked = count_of(accuracy.clusters, "question")
    return f"only {asked}: an accuracy of {accuracy.value:.0%} may as well be {accuracy.low:.0%} or {accuracy.high:.0%}"


def count_of(n: int, noun: str) -> str:
    """The number with its noun: "1 question", "2,000 questions"."""
    return f"1 {noun}" if n == 1 else f"{n:,} {noun}s"


def is_unread(cell: Cell) -> Bools:
    """Which episodes were finished, but have no verdict that could be read."""
    return ~cell.is_decided & ~cell.is_failed


def unparsed(cell: Cell) -> str | None:
    """Whether more than 5 % of the verdicts could not be read.

    The reason gives the widest bounds that this leaves (Manski 1989, The anatomy of the selection problem).
    """
    n_lost, n_read = int(is_unread(cell).sum()), int(cell.is_decided.sum())
    n = n_lost + n_read
    if n_lost <= MANY_LOST * n:
        return None
    if not n_read:
        return f"none of {n_lost} verdicts could be read"
    reason = f"{n_lost} of {n} verdicts could not be read"
    low, high = bounds(cell)
    # Without a right answer to their questions, unread verdicts say nothing about accuracy.
    if low == high:
        return reason
    return f"{reason}: had they been, accuracy would lie anywhere from {low:.1%} to {high:.1%}"


def silent(cell: Cell) -> str | None:
    """Whether there were debates in which nobody spoke."""
    n_silent = int((cell.ending == ENDINGS.index("nobody_spoke")).sum())
    if not n_silent:
        return None
    return f"in {n_silent} of {len(cell)} episodes nobody spoke: no speech could be read, so there is no verdict"


def unanswered(cell: Cell) -> str | None:
    """Why judges gave no answer, where that is known."""
    counts = {ending: int((cell.ending == code).sum()) for code, ending in enumerate(ENDINGS)}
    told = [f"{n} {ENDING_WORDS[ending]}" for ending, n in counts.items() if n and ending != "nobody_spoke"]
    if not told:
        return None
    return f"of the judge's last replies, {', '.join(told)}"


def bounds(cell: Cell) -> tuple[float, float]:
    """The accuracy over all episodes with a right answer if every unparsed verdict were wrong, and if each were right.

    Failed episodes are left out.
    """
    n_lost = int((is_unread(cell) & (cell.gold != MISSING)).sum())
    n = max(1, int(cell.is_scored.sum()) + n_lost)
    right = float(np.nansum(cell.credit))
    return right / n, (right + n_lost) / n


def failed(cell: Cell) -> str | None:
    """Whether more than 5 % of the episodes failed."""
    n_failed, n = int(cell.is_failed.sum()), len(cell)
    if n_failed <= MANY_LOST * n:
        return None
    if n_failed < n:
        return f"{n_failed} of {n} episodes failed: what is left may be the easier part"
    if n > 1:
        return f"all {n} episodes failed"
    return "the only episode failed"


def favoured_position(cell: Cell) -> str | None:
    """Whether looks favour a position.

    Where every verdict was made from looks at two choices in both orders, the position is averaged out already. With
    more choices, the middle ones are in the middle of the reverse order too.
    """
    is_swapped = np.isin(np.arange(len(cell)), cell.views.episode[swapped_looks(cell.views)[0]])
    has_two_choices = cell.choices == 2
    is_averaged_out = is_swapped & has_two_choices
    if is_averaged_out[cell.is_decided].all():
        return None
    shares = position(cell, resamples=POSITION_RESAMPLES)
    first, preference = shares.first, shares.preference
    if first.value is None:
        return None
    if preference.value is None:
        # With a few questions it may be chance, and there is another caution for these.
        if first.clusters < FEW_QUESTIONS:
            return None
        return "the right answer stands first in every look, or in none: to know it and to favour a place look the same"
    if _may_be_no_preference(first, preference):
        return None
    return _preference_reason(preference.value, of_two=bool(has_two_choices[cell.is_decided].all()))


def _may_be_no_preference(first: Estimate, preference: Estimate) -> bool:
    """Whether the interval of the preference, or that of the first position's share, allows for no preference."""
    if first.value is None or preference.value is None:
        return True
    # Where all looks agree, resampling them gives no interval: Wilson's knows how few they are.
    if preference.low is not None and _may_be(preference, 0):
        return True
    return _may_be(first, first.value - preference.value)


def _may_be(estimate: Estimate, value: float) -> bool:
    """Whether the interval does not exclude this value; without an interval no value is excluded."""
    if estimate.low is None or estimate.high is None:
        return True
    return estimate.low <= value <= estimate.high


def _preference_reason(preference: float, *, of_two: bool) -> str:
    by = f"by {abs(preference):.1%}"
    if of_two:
        side = "first" if preference > 0 else "last"
        return f"looks favour what is shown {side}, {by}; `swap: both` averages that out"
    verb = "favour" if preference > 0 else "pass over"
    return f"looks {verb} what is shown first, {by}; of more than two choices `swap: both` averages a part of that out"


def hard_labels(cell: Cell) -> str | None:
    """Whether a right answer got no probability at all."""
    n_certain = int((cell.is_believed & (cell.p_gold == 0)).sum())
    if not n_certain:
        return None
    verdicts = "1 verdict" if n_certain == 1 else f"{n_certain} verdicts"
    return f"{verdicts} gave the right answer no probability at all: log scores are infinite, read Brier"
