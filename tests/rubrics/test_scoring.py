"""Step labels made into a score: by hand, and what holds whatever the labels are."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dikast.records import StepLabel
from dikast.records.grading import Label
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
def test_the_share_of_right_steps(letters: str, value: float | None) -> None:
    assert score(rubric(), labels(letters), None, {}) == (value, {"steps": value})


@pytest.mark.parametrize(
    ("letters", "value"),
    [
        ("cccc", 1), ("ccxc", 0.5), ("xccc", 0), ("ccix", 0.5), ("", 0),
        ("ccxu", 0.5), ("cx--", 0.5 / 2), ("cuxc", None), ("ccc-", None),
    ],
)  # fmt: skip
def test_the_share_before_the_first_error_needs_no_step_behind_it(letters: str, value: float | None) -> None:
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
def test_what_neutral_and_inherited_steps_count_as(settings: dict[str, str], value: float) -> None:
    assert score(rubric(**settings), labels("cnxi"), None, {})[0] == pytest.approx(value)


@pytest.mark.parametrize(("counts_as", "value"), [("right", None), ("wrong", 0.5), ("apart", 1)])
def test_an_unknown_step_earns_nothing_by_resting_on_an_error(counts_as: str, value: float | None) -> None:
    rests_on_an_error = StepLabel(step=1, label="inherited", judged="unknown")
    assert score(rubric(inherited=counts_as), [*labels("c"), rests_on_an_error], None, {})[0] == value


def test_steps_that_all_stand_apart_earn_nothing() -> None:
    assert score(rubric(neutral="apart"), labels("nn"), None, {})[0] == 0


def test_projudge_three_parts_steps_and_one_the_answer() -> None:
    projudge = load_rubric("projudge")
    assert score(projudge, labels("ccxi"), True, {}) == (0.625, {"steps": 0.5, "answer": 1})
    assert score(projudge, labels("ccxi"), False, {}) == (0.375, {"steps": 0.5, "answer": 0})
    assert score(projudge, labels("ccxi"), None, {}) == (None, {"steps": 0.5, "answer": None})
    assert score(projudge, [], False, {}) == (0, {"steps": 0, "answer": 0})


def test_notenpunkte_a_slip_in_one_of_five_steps_and_what_follows_from_it() -> None:
    # Ansatz 4 · 1, Rechenweg 6 · 4/5 (der Folgefehler zählt nicht), Ergebnis 3 · 0, Darstellung 2 · 1/2: 9,8 of 15
    found, values = score(load_rubric("notenpunkte"), labels("ccxic"), False, {"Ansatz": 1, "Darstellung": 0.5})
    assert found == pytest.approx(9.8)
    assert values == {"Ansatz": 1, "Rechenweg": 0.8, "Ergebnis": 0, "Darstellung": 0.5}
    assert score(load_rubric("notenpunkte"), labels("ccxic"), False, {"Ansatz": 1})[0] is None


def test_the_lowest_part_counts() -> None:
    criteria = (Criterion(name="steps", measure="steps"), Criterion(name="answer", measure="answer", weight=9))
    weakest = rubric(criteria=criteria, aggregation="lowest", scale=(1, 6))
    assert score(weakest, labels("cccx"), True, {})[0] == 4.75
    assert score(weakest, labels("cccx"), False, {})[0] == 1


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        ({"methods": 1}, "did you mean 'method'"),
        ({"working": 1}, "no level is picked for a criterion 'working'"),
        ({"method": 0.7}, "has the levels"),
    ],
)
def test_levels_that_are_none(levels: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        score(load_rubric("marks"), labels("c"), True, levels)


STEPS = st.lists(st.sampled_from([*get_args(Label), None]), max_size=12).map(
    lambda found: [StepLabel(step=i, label=label) for i, label in enumerate(found)]
)
KNOWN = st.lists(st.sampled_from(["correct", "neutral", "incorrect", "inherited"]), min_size=1, max_size=12)
RUBRICS = st.sampled_from([load_rubric(name) for name in rubric_names()])


def best(rubric: Rubric) -> dict[str, float]:
    return {c.name: max(level.value for level in c.levels) for c in rubric.criteria if c.levels}


@given(RUBRICS, STEPS, st.booleans() | st.none(), st.booleans())
def test_a_score_is_on_the_scale_or_none(by: Rubric, steps: list[StepLabel], right: bool | None, judged: bool) -> None:
    found, values = score(by, steps, right, best(by) if judged else {})
    assert list(values) == [criterion.name for criterion in by.criteria]
    assert all(value is None or 0 <= value <= 1 for value in values.values())
    assert (found is None) == (None in values.values())
    assert found is None or by.scale[0] <= found <= by.scale[1]


@given(RUBRICS, KNOWN, st.data())
def test_a_wrong_step_set_right_never_costs_anything(by: Rubric, found: list[str], data: st.DataObject) -> None:
    """One that did not count is another matter: counted as right, it makes the whole longer, also behind an error."""
    wrong = [i for i, label in enumerate(found) if label in ("incorrect", "inherited") or by.neutral != "apart"]
    assume(wrong)
    at = data.draw(st.sampled_from(wrong))
    mended = [*found[:at], "correct", *found[at + 1 :]]
    scores = [
        score(by, [StepLabel.model_validate({"step": i, "label": each}) for i, each in enumerate(row)], True, best(by))[
            0
        ]
        for row in (found, mended)
    ]
    assert scores[0] is not None
    assert scores[1] is not None
    assert scores[1] >= scores[0] - 1e-12


@given(RUBRICS, st.integers(1, 12))
def test_all_right_is_the_top_of_the_scale(by: Rubric, n: int) -> None:
    assert score(by, labels("c" * n), True, best(by))[0] == pytest.approx(by.scale[1])


def test_every_way_to_measure_is_in_some_shipped_rubric() -> None:
    from dikast.rubrics.rubric import CriterionMeasure

    assert {c.measure for name in rubric_names() for c in load_rubric(name).criteria} == set(get_args(CriterionMeasure))
