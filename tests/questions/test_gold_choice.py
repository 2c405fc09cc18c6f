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
    ("answer", "choices", "meant"),
    [
        (0, ["17", "18"], 0),
        (1, ["17", "18"], 1),
        ("18", ["17", "18"], 1),
        ("B", ["17", "18"], 1),
        ("b", ["17", "18"], 1),
        ("A", ["A", "B"], 0),  # as text and as label the same
        ("Z", ["Z", "Y"], 0),  # no label among two choices
        ("a cat", ["a dog", "a cat"], 1),
    ],
)
def test_what_an_answer_means(answer: int | str, choices: list[str], meant: int) -> None:
    assert resolve_choice(answer, choices, WHERE) == meant


@pytest.mark.parametrize(
    ("answer", "choices", "complaint"),
    [
        ("A", ["B", "A"], "could be the text of 'A' or the label of 'B'"),
        ("a", ["b", "a"], "could be the text of 'a' or the label of 'b'"),
        (2, ["17", "18"], "an index from 0 to 1 is needed, 0 being the first, got 2"),
        (-1, ["17", "18"], "got -1"),
        ("C", ["17", "18"], "'C' is no choice, nor a letter from A to B: known: 17, 18"),
        ("a cut", ["a dog", "a cat"], "did you mean 'a cat'?"),
        ("1", ["17", "18"], "'1' is no choice"),
        ("", ["17", "18"], "'' is no choice"),
    ],
)
def test_what_an_answer_cannot_mean(answer: int | str, choices: list[str], complaint: str) -> None:
    with pytest.raises(BadInput) as caught:
        resolve_choice(answer, choices, WHERE)
    assert complaint in str(caught.value)
    assert caught.value.where == WHERE


def test_digits_are_an_index_where_all_is_text_unless_they_are_another_choice() -> None:
    assert resolve_choice("1", ["17", "18"], WHERE, digits=True) == 1
    assert resolve_choice("18", ["17", "18"], WHERE, digits=True) == 1
    with pytest.raises(BadInput, match="the text of '1' or the index of '2'"):
        resolve_choice("1", ["1", "2"], WHERE, digits=True)


CHOICES = st.lists(st.text(min_size=1, max_size=3), min_size=2, max_size=26, unique=True)


@given(choices=CHOICES, data=st.data())
def test_an_index_always_means_itself_and_a_longer_text_its_choice(choices: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(choices) - 1))
    assert resolve_choice(index, choices, WHERE) == index
    if len(choices[index]) > 1:
        assert resolve_choice(choices[index], choices, WHERE) == index


@given(choices=CHOICES, letter=st.sampled_from(ascii_uppercase))
def test_a_letter_means_its_place_or_the_choice_it_is_and_both_only_where_they_agree(
    choices: list[str], letter: str
) -> None:
    label = ascii_uppercase.index(letter)
    possible = {i for i, choice in enumerate(choices) if i == label or choice == letter}
    if len(possible) == 1:
        assert {resolve_choice(letter, choices, WHERE)} == possible
    else:
        with pytest.raises(BadInput):
            resolve_choice(letter, choices, WHERE)
