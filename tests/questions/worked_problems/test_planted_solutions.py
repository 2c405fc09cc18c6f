"""Our own worked solutions: true where they are right, and wrong in exactly one known step where an error is planted."""

from __future__ import annotations

import base64
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.questions.worked_problems import ERROR_KINDS, TEXT_KINDS, planted_solutions
from dikast.questions.worked_problems.bar_chart import bar_chart
from dikast.questions.worked_problems.problem_families import FAMILIES, families_with
from dikast.records import Check, Marking, Question, Solution
from dikast.rubrics import load_rubric
from dikast.verify import Verifier


def solution_of(question: Question) -> tuple[Solution, Marking]:
    solution = question.solution
    assert solution is not None
    assert solution.marking is not None
    return solution, solution.marking


def labels_of(question: Question) -> list[str | None]:
    return [mark.label for mark in solution_of(question)[1].steps]


async def checks_of(questions: list[Question]) -> list[list[list[Check]]]:
    """The verifier's checks of every step, with the steps before it, by question."""
    async with Verifier(workers=2) as verifier:
        rows = [
            {"step": step, "context": solution_of(question)[0].steps[:i], "problem": question.text}
            for question in questions
            for i, step in enumerate(solution_of(question)[0].steps)
        ]
        checks = iter(await verifier.steps(rows))
    return [[next(checks) for _ in solution_of(question)[0].steps] for question in questions]


def test_there_are_at_least_twelve_families_of_four_to_eight_steps() -> None:
    assert len({family.name for family in FAMILIES}) == len(FAMILIES) >= 12
    assert all(4 <= len(family.lines) <= 8 for family in FAMILIES)
    assert len({family.subject for family in FAMILIES}) >= 8


def test_every_kind_of_the_rubric_can_be_planted_and_all_but_figures_in_several_families() -> None:
    rubric = load_rubric("projudge")
    assert [error.code for error in rubric.errors] == list(ERROR_KINDS)
    for kind in TEXT_KINDS:
        assert len(families_with(kind)) >= 3, kind
    assert len(families_with("VI")) == 1


def test_figures_come_only_where_their_kind_of_error_is_wanted() -> None:
    assert not any(question.images for question in planted_solutions(100, seed=1))
    assert any(question.images for question in planted_solutions(100, seed=1, kinds=ERROR_KINDS))


async def test_no_line_of_a_right_solution_is_refuted() -> None:
    questions = planted_solutions(100, seed=1, kinds=ERROR_KINDS, share_right=1.0)
    assert {question.metadata["family"] for question in questions} == {family.name for family in FAMILIES}
    for question, checks in zip(questions, await checks_of(questions), strict=True):
        refuted = [check.claim for step in checks for check in step if check.status == "refuted"]
        assert refuted == [], question.text


async def test_arithmetic_slips_are_refuted_and_what_is_carried_on_is_not() -> None:
    questions = planted_solutions(24, seed=2, kinds=("NC",), share_right=0.0)
    for question, checks in zip(questions, await checks_of(questions), strict=True):
        refuted = [i for i, step in enumerate(checks) if any(check.status == "refuted" for check in step)]
        # Later steps are calculated rightly with the wrong value.
        assert refuted == [labels_of(question).index("incorrect")], question.solution


async def test_the_verifier_tells_right_final_answers_from_wrong_ones() -> None:
    questions = planted_solutions(40, seed=3)
    async with Verifier(workers=2) as verifier:
        for question in questions:
            solution, marking = solution_of(question)
            if solution.answer is None:
                assert marking.is_answer_right is False
                continue
            check = await verifier.answer(question.references, solution.answer, question=question.text)
            assert check.status == ("verified" if marking.is_answer_right else "refuted"), question


@given(seed=st.integers(0, 10**6), kind=st.sampled_from(ERROR_KINDS))
@settings(max_examples=60, deadline=None)
def test_a_wrong_solution_has_one_error_and_later_steps_inherit_it(seed: int, kind: str) -> None:
    kinds = [known for known in ERROR_KINDS if known == kind]
    (question,) = planted_solutions(1, seed, kinds, share_right=0.0)
    solution, marking = solution_of(question)
    labels = labels_of(question)
    assert labels.count("incorrect") == 1
    first = labels.index("incorrect")
    assert marking.first_error == first
    assert [mark.error_type for mark in marking.steps if mark.error_type] == [kind]
    assert "inherited" not in labels[:first]
    if kind == "NS":
        assert first == len(labels) - 1
        assert solution.answer is None
        return
    # Only a step that rests on a wrong one can be wrong without an error of its own, and the answer is wrong.
    for i, mark in enumerate(marking.steps):
        if mark.label == "inherited":
            assert any(labels[premise] != "correct" for premise in mark.premises or () if premise >= 0), i
    assert first == len(labels) - 1 or labels[-1] == "inherited"
    assert solution.answer not in question.references


def test_the_same_seed_makes_the_same_questions_and_all_differ() -> None:
    first, again, other = (planted_solutions(60, seed) for seed in (0, 0, 1))
    assert first == again != other
    assert len({question.text for question in first}) == len({question.id for question in first}) == 60


def test_half_are_right_and_the_kinds_are_equally_frequent() -> None:
    planted = Counter(question.metadata["planted_error"] for question in planted_solutions(120, seed=4))
    assert planted.pop("none") == 60
    assert set(planted) == set(TEXT_KINDS)
    assert set(planted.values()) == {10}


def test_more_solutions_are_added_at_the_end() -> None:
    assert planted_solutions(30, seed=6) == planted_solutions(70, seed=6)[:30]


def test_errors_of_every_kind_lie_at_several_steps() -> None:
    for kind in TEXT_KINDS:
        questions = planted_solutions(30, seed=5, kinds=(kind,), share_right=0.0)
        assert len({labels_of(question).index("incorrect") for question in questions}) >= 3, kind


def test_a_figure_is_a_png_that_differs_with_its_bars() -> None:
    url = bar_chart([1, 3])
    assert base64.b64decode(url.removeprefix("data:image/png;base64,")).startswith(b"\x89PNG\r\n\x1a\n")
    assert url != bar_chart([3, 1])
    with pytest.raises(ValueError, match="at least 1"):
        bar_chart([0, 2])


def test_a_figure_shows_the_bars_of_the_problem(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    path = tmp_path / "chart.png"
    path.write_bytes(base64.b64decode(bar_chart([2, 1]).removeprefix("data:image/png;base64,")))
    picture = image.open(path)
    # Two gaps and bars of 24 pixels: dark up to two grid lines, and up to one.
    assert [picture.getpixel((x, picture.height - 1 - 20)) < 100 for x in (20, 60)] == [True, False]


def test_bad_arguments_say_what_would_fit() -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        planted_solutions(3, share_right=1.5)
    with pytest.raises(ValueError, match="at least one kind"):
        planted_solutions(3, kinds=())
