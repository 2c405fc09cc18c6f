"""What is no text is misuse, and the message says what to give instead; texts of any kind are fine."""

from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.verify import Policy, check_answer_sync, check_step_sync

UNCHECKED: Any = check_answer_sync
UNCHECKED_STEP: Any = check_step_sync


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"reference": "4", "answer": ["3", "4"]}, "answer"),
        ({"reference": "4", "answer": 4}, "answer"),
        ({"reference": "4", "answer": None}, "answer"),
        ({"reference": "4", "answer": b"4"}, "answer"),
        ({"reference": 4, "answer": "4"}, "reference"),
        ({"reference": None, "answer": "4"}, "reference"),
        ({"reference": [], "answer": "4"}, "reference"),
        ({"reference": ["4", 5], "answer": "4"}, "reference"),
        ({"reference": {"a": "4"}, "answer": "4"}, "reference"),
        ({"reference": b"4", "answer": "4"}, "reference"),
        ({"reference": "4", "answer": "4", "question": ["What is 2 + 2?"]}, "question"),
        ({"reference": "4", "answer": "4", "question": 3}, "question"),
        ({"reference": "A", "answer": "A", "choices": "ABCD"}, "choices"),
        ({"reference": "A", "answer": "A", "choices": 4}, "choices"),
        ({"reference": "A", "answer": "A", "choices": [1, 2]}, "choices"),
        ({"reference": "A", "answer": "A", "choices": {"A": 1}}, "choices"),
        ({"reference": "A", "answer": "A", "choices": {1: "one"}}, "choices"),
        ({"reference": "4", "answer": "4", "policy": {"order": True}}, "policy"),
        ({"reference": "4", "answer": "4", "policy": "strict"}, "policy"),
    ],
)
def test_an_answer_that_is_no_text_is_bad_input(arguments: dict[str, Any], where: str) -> None:
    with pytest.raises(BadInput) as error:
        UNCHECKED(**arguments)
    assert error.value.where == where


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"step": ["x = 4"]}, "step"),
        ({"step": None}, "step"),
        ({"step": 4}, "step"),
        ({"step": "x = 4", "context": "x^2 = 16"}, "context"),
        ({"step": "x = 4", "context": None}, "context"),
        ({"step": "x = 4", "context": ["x^2 = 16", 3]}, "context"),
        ({"step": "x = 4", "context": {"x": "4"}}, "context"),
        ({"step": "x = 4", "problem": ["Solve x^2 = 16."]}, "problem"),
        ({"step": "x = 4", "problem": None}, "problem"),
    ],
)
def test_a_step_that_is_no_text_is_bad_input(arguments: dict[str, Any], where: str) -> None:
    with pytest.raises(BadInput) as error:
        UNCHECKED_STEP(**arguments)
    assert error.value.where == where


def test_the_message_says_what_was_given_and_what_to_do() -> None:
    with pytest.raises(
        BadInput, match=r"answer: text is needed, got \['3', '4'\] of type list: check one answer a call"
    ):
        UNCHECKED("4", ["3", "4"])


def test_what_is_large_is_not_printed() -> None:
    with pytest.raises(BadInput) as error:
        UNCHECKED("4", ["3"] * 10_000)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize(
    "arguments",
    [
        {"reference": ("5", "4"), "answer": "4"},
        {"reference": ["4"], "answer": "4", "question": None, "choices": None, "policy": None},
        {"reference": "B", "answer": "B", "choices": ("three", "four")},
        {"reference": "B", "answer": "B", "choices": {"A": "three", "B": "four"}, "policy": Policy()},
    ],
)
def test_every_form_of_text_is_taken(arguments: dict[str, Any]) -> None:
    assert UNCHECKED(**arguments).status == "verified"
