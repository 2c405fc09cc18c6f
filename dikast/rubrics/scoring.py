"""From the labels of a solution's steps to the value of each criterion, and to one score on the rubric's scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dikast.errors import nearest
from dikast.records import Label, StepLabel
from dikast.rubrics.rubric import Credit, Criterion, Rubric

RubricScore = tuple[float | None, dict[str, float | None]]


def score(
    rubric: Rubric, labels: Sequence[StepLabel], is_answer_right: bool | None, levels: Mapping[str, float]
) -> RubricScore:
    """The score on the rubric's scale, and the value of each criterion from 0 to 1.

    `levels` are the values that the judge picked for the criteria left to it. A value is None if a step that it needs
    is unparsed or unknown, if the answer was not checked, or if no level was picked. The score is None if one of the
    values is. A solution without steps has 0 on its steps.

    Raises ValueError for a level of a criterion that does not exist, or that does not have this level.
    """
    _check_levels(rubric, levels)
    credits = _step_credits(rubric, labels)
    values: dict[str, float | None] = {}
    known: dict[str, float] = {}
    for criterion in rubric.criteria:
        value = _criterion_value(criterion, credits, is_answer_right, levels)
        values[criterion.name] = value
        if value is not None:
            known[criterion.name] = value
    if len(known) < len(values):
        return None, values
    low, high = rubric.scale
    return low + _aggregate(rubric, known) * (high - low), values


def _check_levels(rubric: Rubric, levels: Mapping[str, float]) -> None:
    """Raises ValueError for a level that the rubric does not have."""
    # The levels of a criterion that is not left to the judge are an empty tuple.
    allowed = {criterion.name: criterion.level_values for criterion in rubric.criteria if criterion.levels}
    for name, value in levels.items():
        if name not in allowed:
            hint = nearest(name, allowed)
            raise ValueError(f"no level is picked for a criterion {name!r}: {hint}")
        values = sorted(allowed[name])
        if value not in values:
            raise ValueError(f"{name!r} has the levels {values}, got {value!r}")


def _step_credits(rubric: Rubric, labels: Sequence[StepLabel]) -> list[float | None]:
    """The credit of each step that counts, 1 for a right one and 0 for a wrong one; None if that is not known.

    Between the two is only what a person gave.
    """
    credits: list[float | None] = []
    for label in labels:
        credit = _step_credit(rubric, label)
        if label.credit is not None:
            credits.append(label.credit)
        elif credit is None:
            credits.append(None)
        elif credit != "apart":
            credits.append(float(credit == "right"))
    return credits


def _step_credit(rubric: Rubric, label: StepLabel) -> Credit | None:
    """What the step counts as; None if it is unparsed or unknown."""
    if label.label is None:
        return None
    credits: dict[Label, Credit | None] = {
        "correct": "right",
        "incorrect": "wrong",
        "neutral": rubric.neutral,
        "inherited": rubric.inherited,
        "unknown": None,
    }
    credit = credits[label.label]
    # A step that the judge could not decide gains nothing by also resting on an error.
    if credit == "right" and label.judged == "unknown":
        return None
    return credit


def _criterion_value(
    criterion: Criterion, credits: Sequence[float | None], is_answer_right: bool | None, levels: Mapping[str, float]
) -> float | None:
    """The value of one criterion, from 0 to 1; None if it is not known."""
    match criterion.measure:
        case "steps":
            return _share_right(credits, len(credits))
        case "until-first-error":
            # Steps after the first error don't count, so that they may well be unknown.
            is_wrong = (i for i, credit in enumerate(credits) if credit is not None and credit < 1)
            first = next(is_wrong, len(credits))
            # The first wrong step itself counts too: a person may have given it a share of its points.
            return _share_right(credits[: first + 1], len(credits))
        case "answer":
            if is_answer_right is None:
                return None
            return float(is_answer_right)
        case "judge":
            return levels.get(criterion.name)


def _share_right(credits: Sequence[float | None], n_steps: int) -> float | None:
    """The sum of the credits over the number of all steps; None if one of them is not known."""
    known = [credit for credit in credits if credit is not None]
    if len(known) < len(credits):
        return None
    if n_steps == 0:
        return 0.0
    return sum(known) / n_steps


def _aggregate(rubric: Rubric, values: Mapping[str, float]) -> float:
    """The values of all criteria as one value from 0 to 1: their weighted mean, or the lowest of them."""
    if rubric.aggregation == "lowest":
        return min(values.values())
    weights = {criterion.name: criterion.weight for criterion in rubric.criteria}
    weighted_sum = sum(weights[name] * value for name, value in values.items())
    mean = weighted_sum / sum(weights.values())
    # The sum of the products is rounded in another way than the sum of the weights: the mean can be just over 1.
    return min(max(mean, 0.0), 1.0)
