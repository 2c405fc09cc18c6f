"""HTML in answers and steps: tags of styles and lines, indices, exponents and entities are read as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.verify import Verifier, step_status
from dikast.verify.text.html_markup import without_html

YES, NO = "verified", "refuted"

PLAIN = [
    ("x<sup>2</sup> + y<sub>1</sub>", "x^{2} + y_{1}"),
    ("<b>5</b> <SPAN style='color: red'>km</SPAN>", "5 km"),
    ("2x = 8<br/>x = 4", "2x = 8\nx = 4"),
    ("3 &lt; 4, 2&nbsp;&times;&#32;3", "3 < 4, 2\xa0× 3"),
    ("a<b>c", "a<b>c"),  # an inequality: nothing is closed
    ("x<y and y>2", "x<y and y>2"),
    ("a & b; a &= b; &unknown;", "a & b; a &= b; &unknown;"),
    ("<b", "<b"),
    ("<answer>5</answer>", "<answer>5</answer>"),  # which says where the answer is
]


@pytest.mark.parametrize(("text", "plain"), PLAIN)
def test_tags_and_entities_as_plain_text(text: str, plain: str) -> None:
    assert without_html(text) == plain


@given(st.text())
def test_a_text_without_html_stays(text: str) -> None:
    bare = text.replace("<", "").replace("&", "")
    assert without_html(bare) == bare


@pytest.mark.parametrize(
    ("reference", "answer", "status"),
    [
        ("x^2", "x<sup>2</sup>", YES), ("x^2", "x<sup>3</sup>", NO), ("0.001", "10<sup>-3</sup>", YES),
        ("5", "It is so.<br>The answer is <b>5</b>.", YES), ("5 km", "5&nbsp;km", YES), ("x < 3", "x &lt; 3", YES),
        ("x < 3", "x &gt; 3", NO), ("5", "«5»", YES), ("5", "答案：【5】", YES), ("5", "「6」", NO),
    ],
)  # fmt: skip
async def test_answers_in_html(verifier: Verifier, reference: str, answer: str, status: str) -> None:
    check = await verifier.answer(reference, answer)
    assert check.status == status, check


@pytest.mark.parametrize(
    ("step", "status"),
    [
        ("3<sup>2</sup> + 4<sup>2</sup> = 25", YES), ("3<sup>2</sup> + 4<sup>2</sup> = 26", NO),
        ("2x + 3 = 11<br>2x = 8<br>x = 4", YES), ("<p>2 &times; 3 = 7</p>", NO),
    ],
)  # fmt: skip
async def test_steps_in_html(verifier: Verifier, step: str, status: str) -> None:
    checks = await verifier.step(step)
    assert step_status(checks) == status, checks
