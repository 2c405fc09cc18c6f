"""Rubrics for responses: their scales, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.rubrics import RatingScale, load_response_rubric, response_rubric_names


@pytest.mark.parametrize("name", response_rubric_names())
def test_every_rubric_of_the_library_loads(name: str) -> None:
    rubric = load_response_rubric(name)
    assert rubric.name == name
    assert rubric.scale.value(rubric.scale.scores[0]) == 0
    assert rubric.scale.value(rubric.scale.scores[-1]) == 1


@pytest.mark.parametrize(
    ("scale", "names"),
    [
        ({"low": 1, "high": 5}, ("1", "2", "3", "4", "5")),
        ({"low": 0, "high": 1, "step": 0.5}, ("0", "0.5", "1")),
        ({"low": -1, "high": 1}, ("-1", "0", "1")),
        ({"words": ["bad", "good"]}, ("bad", "good")),
    ],
)
def test_a_scale_has_these_scores(scale: dict[str, object], names: tuple[str, ...]) -> None:
    assert RatingScale.model_validate(scale).names == names


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("scale: {low: 5, high: 1}", "must rise"),
        ("scale: {low: 0, high: 1000}", "from 2 to 101 scores"),
        ("scale: {low: 0, high: 1, step: 0.3}", "do not lead"),
        ("scale: {words: [good, Good]}", "must differ"),
        ("score: mean", "needs `criteria`"),
        ("criteria: [{name: a, asks: a}, {name: A, asks: a}]", "different names"),
        ('criteria: [{name: a, asks: a, levels: {"11": best}}]', "not on the scale"),
        ("nonsense: 1", "nonsense"),
    ],
)
def test_a_faulty_rubric_says_what_is_wrong(tmp_path: Path, lines: str, fault: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"name: mine\ndescription: mine\nasks: Is it good?\n{lines}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=fault):
        load_response_rubric(file)


def test_an_unknown_name_has_the_nearest_one() -> None:
    with pytest.raises(BadInput, match="likert-5"):
        load_response_rubric("likert5")
