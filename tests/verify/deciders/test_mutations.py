"""Whatever one thing of a right answer is changed, it is never verified; whatever is said around it, never refuted."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.policy import Policy

RELAXED = settings(max_examples=150, deadline=None)
FORMS = (
    "maximum {0} at x = {1}",
    "{0} boys and {1} girls",
    "x = {0}, y = {1}",
    "({0}, {1})",
    "speed {0} m/s, time {1} s",
    "(i) {0}, (ii) {1}",
    "{0} hours and {1} minutes",
    "the area is {0} and the perimeter is {1}",
    "{0} remainder {1}",
    "between {0} and {1}",
    "{0} out of {1}",
    "{0} when n = {1}",
)
AROUND = (
    "The answer is {}.", "So he has {} in total.", "**{}**", r"\boxed{{{}}}", "#### {}", "Die Antwort ist {}.",
    "La réponse est {}.", "La respuesta es {}.", "所以答案是{}。", "Therefore, it takes {} hours for 3 workers.",
    "x = {}. Check: 5 + 3 = 8.", "She gets {} out of 900.", "We get {}, because 2 + 2 = 4.", "{} (see part 2)",
)  # fmt: skip
numbers = st.integers(3, 800)


def status(reference: str, answer: str) -> str:
    return compare_answers(reference, answer, {}, Policy()).status


@RELAXED
@given(st.sampled_from(FORMS), numbers, numbers, st.integers(1, 40), st.booleans())
def test_a_changed_number_is_never_verified(form: str, one: int, other: int, by: int, is_first: bool) -> None:
    right = form.format(one, other)
    wrong = form.format(one + by, other) if is_first else form.format(one, other + by)
    assert status(right, right) == "verified"
    assert status(right, wrong) != "verified"
    assert status(wrong, right) != "verified"


@RELAXED
@given(st.sampled_from(AROUND), numbers, st.integers(1, 40))
def test_a_sentence_around_a_value_changes_nothing(around: str, value: int, by: int) -> None:
    assert status(str(value), around.format(value)) == "verified"
    assert status(str(value), around.format(value + by)) != "verified"


@RELAXED
@given(st.sampled_from(("x", "y", "n")), st.sampled_from(("at", "when", "for")), numbers, numbers)
def test_another_condition_is_never_verified(name: str, word: str, value: int, other: int) -> None:
    reference = f"{value} {word} {name} = {other}"
    assert status(reference, f"{value} {word} {name} = {other + 1}") != "verified"


@RELAXED
@given(numbers, st.sampled_from(("not ", "twice ", "half of ", "-", "at least ", "more than ", "log ", "1/")))
def test_a_word_or_sign_before_the_value_is_accounted_for(value: int, before: str) -> None:
    assert status(str(value), f"{before}{value}") != "verified"


@RELAXED
@given(
    numbers, st.sampled_from((" squared", "!", "^2", " thousand", " less than x", " or more", "k", "/7", " minus 1"))
)
def test_a_word_or_sign_behind_the_value_is_accounted_for(value: int, behind: str) -> None:
    assert status(str(value), f"{value}{behind}") != "verified"
