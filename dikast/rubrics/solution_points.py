"""The points of a graded solution: of all of it, by criterion, and of each part that has points of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from dikast.records import Grading, Record, SolutionPart, StepLabel
from dikast.rubrics.rubric import Rubric
from dikast.rubrics.scoring import score
from dikast.rubrics.wrong_roots import wrong_roots

CriterionPoints = dict[str, tuple[float | None, float]]


class PartPoints(Record):
    """The points of one part.

    - `name`: that of the part.
    - `points`: None where a label that they need is unknown.
    - `maximum`: the most that can be got.
    - `criteria`: the value of each criterion in this part, from 0 to 1.
    - `followed`: its steps, counted from 0, that are wrong only by an error of an earlier part, and so count as right.
    - `is_given`: whether a person gave these points, whatever the labels say.
    """

    name: str
    points: float | None
    maximum: float
    criteria: dict[str, float | None] = Field(default_factory=dict)
    followed: tuple[int, ...] = ()
    is_given: bool = False


class SolutionPoints(Record):
    """The points of a solution.

    - `points`: the sum over its parts, or the score on the rubric's scale where it has none.
    - `maximum`: the most that can be got.
    - `criteria`: by criterion, its points in all parts together and the most of them, by the labels; empty where a
      rubric takes the lowest criterion.
    - `parts`: one for each part.
    - `is_given`: whether a person gave the points of the whole.
    """

    points: float | None
    maximum: float
    criteria: CriterionPoints = Field(default_factory=dict)
    parts: tuple[PartPoints, ...] = ()
    is_given: bool = False


def solution_points(
    rubric: Rubric,
    parts: Sequence[SolutionPart],
    grading: Grading,
    given_parts: Mapping[str, float] | None = None,
    given_whole: float | None = None,
) -> SolutionPoints:
    """The points of a grading. Without parts they are its score; with parts each is scored by the rubric for itself.

    In a part, a step that is wrong only by an error of an earlier part counts as right (follow-through). The final
    answer counts in the last part. `given_parts` and `given_whole` are points that a person gave instead.
    """
    if not parts:
        whole = grading.score if given_whole is None else given_whole
        return SolutionPoints(
            points=whole,
            maximum=rubric.scale[1],
            criteria=_criterion_points(rubric, grading.criteria, rubric.scale[1] - rubric.scale[0]),
            is_given=given_whole is not None,
        )
    given = given_parts or {}
    scored = [_part_points(rubric, part, grading, part is parts[-1], given.get(part.name)) for part in parts]
    known = [part.points for part in scored if part.points is not None]
    total = sum(known) if len(known) == len(scored) else None
    return SolutionPoints(
        points=total if given_whole is None else given_whole,
        maximum=sum(part.points for part in parts),
        criteria=_added([_criterion_points(rubric, part.criteria, part.maximum) for part in scored]),
        parts=tuple(scored),
        is_given=given_whole is not None,
    )


def _criterion_points(rubric: Rubric, values: Mapping[str, float | None], whole: float) -> CriterionPoints:
    """Each criterion's share of so many points, and how much of it was got."""
    if rubric.aggregation == "lowest":
        return {}
    counted = [criterion for criterion in rubric.criteria if criterion.name in values]
    weights = sum(criterion.weight for criterion in counted)
    points: CriterionPoints = {}
    for criterion in counted:
        most = criterion.weight / weights * whole
        value = values[criterion.name]
        points[criterion.name] = (None if value is None else value * most, most)
    return points


def _added(of_parts: Sequence[CriterionPoints]) -> CriterionPoints:
    """The points of each criterion in all parts together; open where one of them is."""
    total: CriterionPoints = {}
    for of_part in of_parts:
        for name, (points, most) in of_part.items():
            before, most_before = total.get(name, (0.0, 0.0))
            is_open = points is None or before is None
            total[name] = (None if is_open else (before or 0) + (points or 0), most_before + most)
    return total


def _part_points(
    rubric: Rubric, part: SolutionPart, grading: Grading, is_last: bool, given: float | None
) -> PartPoints:
    """The points of one part by the labels of its steps."""
    own = frozenset(part.steps)
    labels: list[StepLabel] = []
    followed: list[int] = []
    for label in grading.steps:
        if label.step not in own:
            continue
        if _follows_through(label, grading.steps, own):
            followed.append(label.step)
            label = label.model_copy(update={"label": "correct"})
        labels.append(label)
    share, criteria = _part_share(rubric, labels, grading, is_last=is_last)
    points = None if share is None else share * part.points
    return PartPoints(
        name=part.name,
        points=points if given is None else given,
        maximum=part.points,
        criteria=criteria,
        followed=tuple(followed),
        is_given=given is not None,
    )


def _follows_through(label: StepLabel, labels: Sequence[StepLabel], own: frozenset[int]) -> bool:
    """Whether the step is wrong only by errors of other parts."""
    if label.label != "inherited":
        return False
    roots = wrong_roots(labels, label.step)
    return bool(roots) and not roots & own


def _part_share(
    rubric: Rubric, labels: Sequence[StepLabel], grading: Grading, *, is_last: bool
) -> tuple[float | None, dict[str, float | None]]:
    """Which share of its points a part gets, and the value of each criterion in it."""
    criteria = tuple(
        criterion
        for criterion in rubric.criteria
        if criterion.name in grading.criteria and (is_last or criterion.measure != "answer")
    )
    if not labels:
        # A part that was left out is worth nothing, whatever was picked for the solution as a whole.
        return 0.0, {criterion.name: 0.0 for criterion in criteria}
    if not criteria:
        return None, {}
    levels = {
        criterion.name: value
        for criterion in criteria
        if (value := grading.criteria[criterion.name]) is not None and value in criterion.level_values
    }
    of_part = rubric.model_copy(update={"criteria": criteria, "scale": (0.0, 1.0)})
    return score(of_part, labels, grading.is_answer_right, levels)
