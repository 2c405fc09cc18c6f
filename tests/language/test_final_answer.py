"""The final answer that a solution states: the last one, as it is written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.language import final_answer, stated_answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("so \\boxed{3} is wrong; \\boxed{4}", "4"),  # the last box
        ("Thus \\boxed{\\frac{1}{\\sqrt{2}}}.", "\\frac{1}{\\sqrt{2}}"),
        ("The final answer is: \\boxed{\\{1, 2\\}}.", "\\{1, 2\\}"),
        ("3 + 4 = 7\n#### 1,200", "1,200"),
        ("3 + 4 = 7\nA: 3.50 dollars", "3.50 dollars"),
        ("The answer is x = 5\nA: 6", "6"),  # a label on the last line counts more
        ("A: the first choice is wrong.\nThe answer is B.", "B"),  # a label on an earlier line doesn't
        ("The answer is 5. So we stop.", "5"),
        ("The answer is approx. 3.2 kg.", "approx. 3.2 kg"),  # points that end no sentence
        ("The correct answer is (B).", "(B)"),
        ("**Final Answer**: 7 cm.", "7 cm"),
        ("### Final Answer\n42", "42"),
        ("Answer: $\\frac{1}{2}$.", "$\\frac{1}{2}$"),
        ("The answer is **12**.", "12"),
        ("Answer: \\boxed{5}", "5"),
        ("Die Antwort ist 3,5 m.", "3,5 m"),
        ("所以答案是4。", "4"),
        ("Solution: Choice_D", "Choice_D"),
        ("I do not know the answer.", None),  # nothing is announced
        ("\\boxed{never closed", None),
        ("", None),
    ],
)
def test_the_answer_stated_last_is_found(text: str, answer: str | None) -> None:
    assert stated_answer(text) == answer


@given(
    st.lists(st.sampled_from(["x", "12", "+", "=", "\\frac", "{", "}", "(", ")", ",", ";", ".", "!", " ", "*", "_"]))
)
def test_a_formula_states_what_it_states_on_a_line_of_its_own(parts: list[str]) -> None:
    """A text without words is not read as sentences; behind another line it is, and must come out the same."""
    alone, last = final_answer("".join(parts)), final_answer("It was seen:\n" + "".join(parts))
    if alone is not None and any(part == "12" for part in parts):
        assert last is not None
        assert last.text == alone.text


@given(
    st.text() | st.lists(st.sampled_from(["\\boxed{", "}", "answer is ", "A: ", "\n", "#### ", "5", ". "])).map("".join)
)
def test_an_answer_is_in_the_text_and_never_blank(text: str) -> None:
    answer = stated_answer(text)
    # Boxes side by side are one answer, with a comma between them.
    assert answer is None or (answer.strip() and all(part in text for part in answer.split(", ")))


@pytest.mark.parametrize("piece", ["\\boxed{", "answer is ", "A: ", "#### ", "*", "{"])
def test_hostile_text_takes_less_than_two_seconds(piece: str) -> None:
    start = time.process_time()
    stated_answer(piece * (1_000_000 // len(piece)))
    assert time.process_time() - start < 2
