"""Requirements as they are written, and what is said of those that can't be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.errors import BadInput
from dikast.gates import read_requirements

FIGURES = ("accuracy", "brier", "twins.misled")


def test_a_requirement_has_a_figure_a_relation_and_a_threshold() -> None:
    (read,) = read_requirements(["accuracy>=0.7"], FIGURES)
    assert (read.figure, read.relation, read.threshold, read.labels, read.is_point) == (
        "accuracy",
        ">=",
        0.7,
        (),
        False,
    )


def test_a_cell_is_in_brackets_and_point_means_the_estimate() -> None:
    (read,) = read_requirements([" point: twins.misled [debate (judge=x[1])] <= 1e-2 "], FIGURES)
    assert (read.labels, read.threshold, read.is_point) == (("debate (judge=x[1])",), 0.01, True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("acuracy>=0.7", "no figure 'acuracy' here: did you mean 'accuracy'?"),
        ("accuracy>0.7", "write it as accuracy>=0.7"),
        ("accuracy", "write it as accuracy>=0.7"),
        ("", "write it as accuracy>=0.7"),
        ("accuracy>=70%", "'70%' is no number"),
        ("accuracy>=nan", "can't be reached, nor missed"),
        ("accuracy[]>=0.7", "name a cell in the brackets"),
    ],
)
def test_what_can_not_be_read_is_named_with_the_way_out(text: str, message: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_requirements([text], FIGURES)
    assert message in str(caught.value)
    assert str(caught.value).startswith("--require ")


@given(st.text(max_size=40))
def test_any_text_is_read_or_is_bad_input(text: str) -> None:
    try:
        read_requirements([text], FIGURES)
    except BadInput:
        return
