"""What a rubric makes of a solution's step labels: its criteria from 0 to 1, and one score on its scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dikast.errors import nearest
from dikast.records import StepLabel
from dikast.rubrics.rubric import Credit, Criterion, Rubric

RubricScore = tuple[float | None, dict[str, float | None]]


def score(
    rubric: Rubric, labels: Sequence[StepLabel], is_answer_right: bool | None, levels: Mapping[str, float]
) -> RubricScore:
    """The score on the rubric's scale, and the value of each criterion from 0 to 1.

    `levels` are the values that the judge picked for the criteria left to it. A value is None where a step that it
    needs is unparsed or unknown, the answer was not checked, or no level was picked; the score is None where a value
    is. A solution without steps has 0 on its steps. Raises ValueError for a level of no such criterion, or not among
    those of the rubric.
    """
    _check(rubric, levels)
    credits = _credits(rubric, labels)
    values = {criterion.name: _value(criterion, credits, is_answer_right, levels) for criterion in rubric.criteria}
    known = {name: value for name, value in values.items() if value is not None}
    if len(known) < len(values):
        return None, values
    low, high = rubric.scale
    return low + _together(rubric, known) * (high - low), values


def _check(rubric: Rubric, levels: Mapping[str, float]) -> None:
    allowed = {criterion.name: {level.value for level in criterion.levels} for criterion in rubric.criteria}
    for name, value in levels.items():
        if not allowed.get(name):
            judged = [name for name, values in allowed.items() if values]
            raise ValueError(f"no level is picked for a criterion {name!r}: {nearest(name, judged)}")
        if value not in allowed[name]:
            raise ValueError(f"{name!r} has the levels {sorted(allowed[name])}, got {value!r}")


def _credits(rubric: Rubric, labels: Sequence[StepLabel]) -> list[bool | None]:
    """Whether each step that counts is right; None where nobody can say."""
    found = [_credit(rubric, label) for label in labels]
    return [None if credit is None else credit == "right" for credit in found if credit != "apart"]


def _credit(rubric: Rubric, label: StepLabel) -> Credit | None:
    counts: dict[str, Credit] = {
        "correct": "right", "incorrect": "wrong", "neutral": rubric.neutral, "inherited": rubric.inherited,
    }  # fmt: skip
    credit = counts.get(label.label or "unknown")
    # Nobody could tell whether it is right of itself: that it rests on an error as well earns nothing.
    return None if credit == "right" and label.judged == "unknown" else credit


def _value(
    criterion: Criterion, credits: Sequence[bool | None], is_answer_right: bool | None, levels: Mapping[str, float]
) -> float | None:
    match criterion.measure:
        case "steps":
            return None if None in credits else _share(sum(map(bool, credits)), len(credits))
        case "until-first-error":
            until = list(credits).index(False) if False in credits else len(credits)
            return None if None in credits[:until] else _share(until, len(credits))
        case "answer":
            return None if is_answer_right is None else float(is_answer_right)
        case "judge":
            return levels.get(criterion.name)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _together(rubric: Rubric, values: Mapping[str, float]) -> float:
    """The criteria's values as one: their mean by weight, or the lowest of them."""
    if rubric.aggregation == "lowest":
        return min(values.values())
    weights = {criterion.name: criterion.weight for criterion in rubric.criteria}
    mean = sum(weights[name] * value for name, value in values.items()) / sum(weights.values())
    return min(max(mean, 0.0), 1.0)  # rounding may step over either end
