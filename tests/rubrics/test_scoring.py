"""The score of labelled steps: examples by hand, and properties that hold for all labels."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dikast.records import Label, StepLabel
from dikast.rubrics import Criterion, ErrorType, Rubric, load_rubric, rubric_names, score

LABELS = {"c": "correct", "n": "neutral", "x": "incorrect", "i": "inherited", "u": "unknown", "-": None}


def labels(letters: str) -> list[StepLabel]:
    return [StepLabel.model_validate({"step": i, "label": LABELS[letter]}) for i, letter in enumerate(letters)]


def rubric(**settings: object) -> Rubric:
    kinds = (ErrorType(code="W", name="Wrong", covers="anything"),)
    return Rubric.model_validate({"name": "mine", "description": "", "errors": kinds, **settings})


@pytest.mark.parametrize(
    ("letters", "value"),
    [
        ("cccc", 1), ("ccxc", 0.75), ("cxii", 0.25), ("xxxx", 0), ("nccn", 1), ("", 0),
        ("ccu", None), ("cx-", None),
    ],
)  # fmt: skip
def test_steps_is_the_share_of_right_steps(letters: str, value: float | None) -> None:
    assert score(rubric(), labels(letters), None, {}) == (value, {"steps": value})


@pytest.mark.parametrize(
    ("letters", "value"),
    [
        ("cccc", 1), ("ccxc", 0.5), ("xccc", 0), ("ccix", 0.5), ("", 0),
        ("ccxu", 0.5), ("cx--", 0.5 / 2), ("cuxc", None), ("ccc-", None),
    ],
)  # fmt: skip
def test_until_first_error_does_not_depend_on_steps_after_it(letters: str, value: float | None) -> None:
    until = rubric(criteria=(Criterion(name="until", measure="until-first-error"),))
    assert score(until, labels(letters), None, {}) == (value, {"until": value})


@pytest.mark.parametrize(
    ("settings", "value"),
    [
        ({}, 0.5),  # c n right; x i wrong
        ({"neutral": "wrong"}, 0.25),
        ({"neutral": "apart"}, 1 / 3),
        ({"inherited": "right"}, 0.75),
        ({"inherited": "apart"}, 2 / 3),
        ({"neutral": "apart", "inherited": "apart"}, 0.5),
    ],
)
def test_a_rubric_says_what_neutral_and_inherited_steps_count_as(settings: dict[str, str], value: float) -> None:
    assert score(rubric(**settings), labels("cnxi"), None, {})[0] == pytest.approx(value)


@pytest.mark.parametrize(("counts_as", "value"), [("right", None), ("wrong", 0.5), ("apart", 1)])
def test_an_unknown_step_gains_nothing_by_also_resting_on_an_error(counts_as: str, value: float | None) -> None:
    rests_on_an_error = StepLabel(step=1, label="inherited", judged="unknown")
    assert score(rubric(inherited=counts_as), [*labels("c"), rests_on_an_error], None, {})[0] == value


def test_a_solution_without_a_step_that_counts_has_no_points() -> None:
    assert score(rubric(neutral="apart"), labels("nn"), None, {})[0] == 0


def test_projudge_weighs_steps_three_times_as_much_as_the_answer() -> None:
    projudge = load_rubric("projudge")
    assert score(projudge, labels("ccxi"), True, {}) == (0.625, {"steps": 0.5, "answer": 1})
    assert score(projudge, labels("ccxi"), False, {}) == (0.375, {"steps": 0.5, "answer": 0})
    assert score(projudge, labels("ccxi"), None, {}) == (None, {"steps": 0.5, "answer": None})
    assert score(projudge, [], False, {}) == (0, {"steps": 0, "answer": 0})


def test_notenpunkte_counts_one_wrong_step_of_five_and_not_what_follows_from_it() -> None:
    # Ansatz 4 · 1, Rechenweg 6 · 4/5 (der Folgefehler zählt nicht), Ergebnis 3 · 0, Darstellung 2 · 1/2: 9,8 of 15
    points, values = score(load_rubric("notenpunkte"), labels("ccxic"), False, {"Ansatz": 1, "Darstellung": 0.5})
    assert points == pytest.approx(9.8)
    assert values == {"Ansatz": 1, "Rechenweg": 0.8, "Ergebnis": 0, "Darstellung": 0.5}
    assert score(load_rubric("notenpunkte"), labels("ccxic"), False, {"Ansatz": 1})[0] is None


def test_with_lowest_the_lowest_criterion_counts() -> None:
    criteria = (Criterion(name="steps", measure="steps"), Criterion(name="answer", measure="answer", weight=9))
    weakest = rubric(criteria=criteria, aggregation="lowest", scale=(1, 6))
    assert score(weakest, labels("cccx"), True, {})[0] == 4.75
    assert score(weakest, labels("cccx"), False, {})[0] == 1


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        ({"methods": 1}, "did you mean 'method'"),  # misspelt
        ({"working": 1}, "no level is picked for a criterion 'working'"),  # measured, not picked
        ({"method": 0.7}, "has the levels"),  # between two levels
    ],
)
def test_a_level_that_the_rubric_does_not_have_is_refused(levels: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        score(load_rubric("marks"), labels("c"), True, levels)


STEPS = st.lists(st.sampled_from([*get_args(Label), None]), max_size=12).map(
    lambda drawn: [StepLabel(step=i, label=label) for i, label in enumerate(drawn)]
)
KNOWN = st.lists(st.sampled_from(["correct", "neutral", "incorrect", "inherited"]), min_size=1, max_size=12)
RUBRICS = st.sampled_from([load_rubric(name) for name in rubric_names()])


def top_levels(rubric: Rubric) -> dict[str, float]:
    return {c.name: max(level.value for level in c.levels) for c in rubric.criteria if c.levels}


@given(RUBRICS, STEPS, st.booleans() | st.none(), st.booleans())
def test_a_score_is_on_the_scale_or_none(by: Rubric, steps: list[StepLabel], right: bool | None, judged: bool) -> None:
    points, values = score(by, steps, right, top_levels(by) if judged else {})
    assert list(values) == [criterion.name for criterion in by.criteria]
    assert all(value is None or 0 <= value <= 1 for value in values.values())
    assert (points is None) == (None in values.values())
    assert points is None or by.scale[0] <= points <= by.scale[1]


@given(RUBRICS, KNOWN, st.data())
def test_correcting_a_wrong_step_never_lowers_the_score(by: Rubric, before: list[str], data: st.DataObject) -> None:
    """A step that did not count is different: counted as right after an error, it makes the solution longer."""
    wrong = [i for i, label in enumerate(before) if label in ("incorrect", "inherited") or by.neutral != "apart"]
    assume(wrong)
    at = data.draw(st.sampled_from(wrong))
    after = [*before[:at], "correct", *before[at + 1 :]]

    def total(names: list[str]) -> float:
        steps = [StepLabel.model_validate({"step": i, "label": name}) for i, name in enumerate(names)]
        points, _ = score(by, steps, True, top_levels(by))
        assert points is not None
        return points

    assert total(after) >= total(before) - 1e-12


@given(RUBRICS, st.integers(1, 12))
def test_a_solution_without_errors_has_the_top_score(by: Rubric, n: int) -> None:
    assert score(by, labels("c" * n), True, top_levels(by))[0] == pytest.approx(by.scale[1])


def test_each_measure_is_used_by_some_shipped_rubric() -> None:
    from dikast.rubrics.rubric import CriterionMeasure

    assert {c.measure for name in rubric_names() for c in load_rubric(name).criteria} == set(get_args(CriterionMeasure))
