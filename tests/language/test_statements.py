"""The whole statement of a text's answer, whatever way it is said; checks, reasons and remarks are none."""

from __future__ import annotations

import pytest

from dikast.language import final_answer


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        # Checks, reasons and remarks
        ("x = 5. Check: 5 + 3 = 8.", "x = 5"),
        ("Thus, $x=5$.\n\n(Check: 5+3 = 8.)", "Thus, $x=5$"),
        ("He has 12. Let me double check: 12/3 = 4. Yes.", "He has 12"),
        ("The roots are 2 and 3. Note that 2 < 3.", "The roots are 2 and 3"),
        ("$x = 5$, because $5+3 = 8$", "$x = 5$, because $5+3 = 8$"),
        # Announced, in several languages, with other sentences around
        ("12+2 = 14", "12+2 = 14"),
        ("On day 7 we rested. The answer must be 9/16. See page 3.", "9/16"),
        ("The solution to the problem is 82. On day 7 we rested.", "82"),
        ("Réponse : 1. Page 12 of the book is torn.", "1"),
        ("Somit ist das Ergebnis 4 m.", "4 m"),
        ("La respuesta es 12.", "12"),
        ("所以答案为12。", "12"),
        ("The library is not new. #### 210", "210"),
        ("5 is the answer. See section 2.4 of the notes.", "5 is the answer"),
        ("<think>maybe 41</think> The answer is 42.<|im_end|>", "42"),
        ("<answer> (C) charge </answer>", "(C) charge"),
        # Boxes: all of the conclusion, none that is denied
        (r"\boxed{2} and \boxed{3}", "2, 3"),
        (r"\boxed{3}, not \boxed{4}", "3"),
        (r"I first got \boxed{3} but it should be \boxed{4}", "4"),
        ("so \\boxed{7}.\nAnswer: 8", "8"),
        # A bare result, and a sentence whose number is of something else; a count at its beginning may be the answer
        ("I get 50. Page 12 of the book is torn.", "I get 50"),
        ("On obtient donc x'. We bought 3 tickets to Quito.", "On obtient donc x'"),
        ("The maximum is 14 and the minimum is 16. On day 7 we rested.", "The maximum is 14 and the minimum is 16"),
        ("Therefore, we obtain 20. Only 12 apples are left.", "Only 12 apples are left"),
        ("We have 20. 12 apples are left.", "12 apples are left"),
        # Statements over several lines or parts
        ("x = 2\ny = 3", "x = 2\ny = 3"),
        ("(a) 5\n(b) 7", "(a) 5\n(b) 7"),
        ("Vertex: (1,-4); axis: x = 1", "Vertex: (1,-4); axis: x = 1"),
        # A full stop that ends no sentence
        ("It costs Rs. 500 in total.", "It costs Rs. 500 in total"),
        ("The area is 5 cu. in. now", "The area is 5 cu. in. now"),
    ],
)
def test_the_statement_is_found_whole(text: str, statement: str) -> None:
    found = final_answer(text)
    assert found is not None
    assert found.text == statement


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_a_blank_text_states_nothing(text: str) -> None:
    assert final_answer(text) is None
