"""Points: of a whole solution, of its parts, and for what follows from an error of an earlier part."""

from __future__ import annotations

import pytest

from dikast.records import Grading, Label, SolutionPart, StepLabel
from dikast.rubrics import Criterion, PartPoints, Rubric, load_rubric, score, solution_points, wrong_roots

ERRORS = load_rubric("marks").errors
STEPS = Rubric(name="steps", description="", errors=ERRORS, scale=(0, 10))
PARTS = (SolutionPart(name="a", points=4, steps=(0, 1)), SolutionPart(name="b", points=6, steps=(2, 3, 4)))


def graded(*labels: Label, premises: dict[int, tuple[int, ...]] | None = None, rubric: Rubric = STEPS) -> Grading:
    steps = tuple(
        StepLabel(step=i, label=label, premises=None if premises is None else premises.get(i, (-1,)))
        for i, label in enumerate(labels)
    )
    total, criteria = score(rubric, steps, None, {})
    return Grading(rubric=rubric.name, steps=steps, score=total, criteria=criteria)


def parts_of(grading: Grading) -> tuple[PartPoints, ...]:
    return solution_points(STEPS, PARTS, grading).parts


def test_without_parts_the_points_are_the_score() -> None:
    points = solution_points(STEPS, (), graded("correct", "incorrect"))
    assert (points.points, points.maximum) == (5, 10)
    assert points.criteria == {"steps": (5, 10)}


def test_each_part_has_points_of_its_own() -> None:
    grading = graded("correct", "incorrect", "correct", "correct", "incorrect", premises={})
    points = solution_points(STEPS, PARTS, grading)
    assert [(part.name, part.points, part.maximum) for part in points.parts] == [("a", 2, 4), ("b", 4, 6)]
    assert (points.points, points.maximum) == (6, 10)


def test_what_follows_from_an_error_of_an_earlier_part_gets_its_points() -> None:
    """Steps 2 and 3 are wrong by step 1 of part a alone. Step 4 rests on an error of its own part, and gets none."""
    labels: list[Label] = ["correct", "incorrect", "inherited", "incorrect", "inherited"]
    grading = graded(*labels, premises={2: (1,), 4: (3,)})
    _, second = parts_of(grading)
    assert second.followed == (2,)
    assert second.points == pytest.approx(6 / 3)


def test_where_nobody_said_what_a_step_rests_on_an_error_of_its_own_part_comes_first() -> None:
    followed = graded("correct", "incorrect", "inherited", "correct", "inherited")
    assert parts_of(followed)[1].followed == (2, 4)
    own = graded("correct", "incorrect", "incorrect", "inherited", "inherited")
    assert parts_of(own)[1].followed == ()


def test_the_final_answer_counts_in_the_last_part_alone() -> None:
    rubric = STEPS.model_copy(
        update={"criteria": (Criterion(name="steps", measure="steps"), Criterion(name="answer", measure="answer"))}
    )
    steps = tuple(StepLabel(step=i, label="correct") for i in range(5))
    total, criteria = score(rubric, steps, False, {})
    grading = Grading(rubric="steps", steps=steps, score=total, criteria=criteria, is_answer_right=False)
    first, second = solution_points(rubric, PARTS, grading).parts
    assert (first.points, first.criteria) == (4, {"steps": 1})
    assert (second.points, second.criteria) == (3, {"steps": 1, "answer": 0})
    assert solution_points(rubric, PARTS, grading).criteria == {"steps": (7, 7), "answer": (0, 3)}


def test_a_part_that_was_left_out_gets_nothing_and_an_unknown_step_leaves_its_part_open() -> None:
    parts = (*PARTS, SolutionPart(name="c", points=2))
    points = solution_points(STEPS, parts, graded("unknown", "correct", "correct", "correct", "correct"))
    assert [part.points for part in points.parts] == [None, 6, 0]
    assert points.points is None


def test_a_person_gives_points_whatever_the_labels_say() -> None:
    grading = graded("unknown", "correct", "correct", "correct", "correct")
    points = solution_points(STEPS, PARTS, grading, {"a": 1.5})
    assert points.points == 7.5
    assert [part.is_given for part in points.parts] == [True, False]
    whole = solution_points(STEPS, PARTS, grading, {}, 8.0)
    assert (whole.points, whole.is_given) == (8, True)


def test_a_share_of_a_steps_points_counts_in_the_score() -> None:
    labels = [StepLabel(step=0, label="correct"), StepLabel(step=1, label="incorrect", credit=0.5)]
    assert score(STEPS, labels, None, {})[0] == 7.5


def test_roots_are_found_along_premises_and_a_circle_ends() -> None:
    labels = graded("incorrect", "correct", "inherited", "inherited", premises={2: (1,), 3: (2, 0)}).steps
    assert wrong_roots(labels, 3) == {0}
    assert wrong_roots(labels, 2) == set()
    circle = graded("incorrect", "inherited", premises={0: (1,), 1: (0, 1)}).steps
    assert wrong_roots(circle, 1) == {0}
