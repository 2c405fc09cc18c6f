"""An answer is an index, a letter or the text of a choice, and is never guessed."""

from __future__ import annotations

from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.errors import BadInput
from dikast.questions.gold_choice import resolve_choice

WHERE = "q.jsonl:3, answer"


@pytest.mark.parametrize(
    ("answer", "choices", "expected"),
    [
        (0, ["17", "18"], 0),
        (1, ["17", "18"], 1),
        ("18", ["17", "18"], 1),
        ("B", ["17", "18"], 1),
        ("b", ["17", "18"], 1),
        ("A", ["A", "B"], 0),  # the same as a text and as a label
        ("Z", ["Z", "Y"], 0),  # with two choices, Z is no label
        ("a cat", ["a dog", "a cat"], 1),
    ],
)
def test_an_answer_is_an_index_a_letter_or_the_text_of_a_choice(
    answer: int | str, choices: list[str], expected: int
) -> None:
    assert resolve_choice(answer, choices, WHERE) == expected


@pytest.mark.parametrize(
    ("answer", "choices", "message"),
    [
        ("A", ["B", "A"], "could be the text of 'A' or the label of 'B'"),
        ("a", ["b", "a"], "could be the text of 'a' or the label of 'b'"),
        (2, ["17", "18"], "an index from 0 to 1 is needed, 0 being the first, got 2"),
        (-1, ["17", "18"], "got -1"),
        ("C", ["17", "18"], "'C' is no choice, nor a letter from A to B: known: 17, 18"),
        ("a cut", ["a dog", "a cat"], "did you mean 'a cat'?"),
        ("1", ["17", "18"], "'1' is no choice"),
        ("", ["17", "18"], "'' is no choice"),
        (
            "ﬆ",
            list(ascii_uppercase.lower()),
            "'ﬆ' is no choice, nor a letter from A to Z",
        ),  # ST in capitals, which is not S
    ],
)
def test_an_answer_that_means_no_choice_or_two_is_an_error(answer: int | str, choices: list[str], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        resolve_choice(answer, choices, WHERE)
    assert message in str(caught.value)
    assert caught.value.where == WHERE


def test_with_digits_a_text_of_digits_is_an_index_unless_it_is_another_choice() -> None:
    assert resolve_choice("1", ["17", "18"], WHERE, digits=True) == 1
    assert resolve_choice("18", ["17", "18"], WHERE, digits=True) == 1
    with pytest.raises(BadInput, match="the text of '1' or the index of '2'"):
        resolve_choice("1", ["1", "2"], WHERE, digits=True)


CHOICES = st.lists(st.text(min_size=1, max_size=3), min_size=2, max_size=26, unique=True)


@given(choices=CHOICES, data=st.data())
def test_an_index_is_its_own_choice_and_a_longer_text_the_choice_it_equals(
    choices: list[str], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(choices) - 1))
    assert resolve_choice(index, choices, WHERE) == index
    if len(choices[index]) > 1:
        assert resolve_choice(choices[index], choices, WHERE) == index


@given(choices=CHOICES, letter=st.sampled_from(ascii_uppercase))
def test_a_letter_is_a_label_or_a_text_and_an_error_if_the_two_differ(choices: list[str], letter: str) -> None:
    label = ascii_uppercase.index(letter)
    possible = {i for i, choice in enumerate(choices) if i == label or choice == letter}
    if len(possible) == 1:
        assert {resolve_choice(letter, choices, WHERE)} == possible
    else:
        with pytest.raises(BadInput):
            resolve_choice(letter, choices, WHERE)
