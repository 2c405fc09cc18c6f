"""A word acts on its own clause: what is denied, supposed, asked or tried is no assertion, and nothing else is changed."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status
from dikast.verify.text.claims import claims

YES, NO, OPEN = "verified", "refuted", "unknown"


@pytest.mark.parametrize(
    ("step", "moods"),
    [
        ("It is a mistake to think 2 + 2 = 5.", ["denied"]),
        ("Jane's mistake: 12 + 8 = 21.", ["denied"]),
        ("This gives 0 = 1, a contradiction.", ["denied"]),
        ("One might think (a+b)^2 = a^2+b^2, but this is false.", ["denied"]),
        ("Then 0 = 1. This is impossible.", ["denied"]),
        ("not 5+5=11", ["denied"]),
        ("He thought 3×4 = 13.", ["reported"]),
        ("Suppose 2 + 2 = 5.", ["supposed"]),
        ("If 3 + 3 = 7, then 4 + 4 = 8.", ["supposed", "asserted"]),
        ("Is 3^2 + 4^2 = 6^2? No, 25 ≠ 36.", ["asked", "asserted"]),
        ("Angenommen, 2 + 2 = 5.", ["supposed"]),
        ("Wenn 2 + 2 = 5, so ist alles möglich.", ["supposed"]),
        ("C'est faux : 2 + 2 = 5.", ["denied"]),
        ("Si 2 + 2 = 5, todo es posible.", ["supposed"]),
        ("如果 2 + 2 = 5，", ["supposed"]),
        ("There were 3 + 4 = 8 apples.", ["asserted"]),
        ("It is not hard. So 3 + 4 = 8.", ["asserted"]),
        # What is to be shown, or asked whether it is true.
        ("We want to show that 3 + 4 = 8.", ["supposed"]),
        ("Goal: 3 + 4 = 8.", ["supposed"]),
        ("Wir wollen zeigen, dass 3 + 4 = 8.", ["supposed"]),
        ("Montrons que 3 + 4 = 8.", ["supposed"]),
        ("Queremos demostrar que 3 + 4 = 8.", ["supposed"]),
        ("我们要证明 3 + 4 = 8。", ["supposed"]),
        ("Were 3 + 4 = 8, we would be done.", ["supposed"]),
        ("True or false? 3 + 4 = 8. Then 4 + 4 = 9.", ["supposed", "asserted"]),
        ("3 + 4 = 8. Is that right?", ["supposed"]),
        ("Richtig oder falsch? 3 + 4 = 8.", ["supposed"]),
        ("Vrai ou faux ? 3 + 4 = 8.", ["supposed"]),
        ("¿Verdadero o falso? 3 + 4 = 8.", ["supposed"]),
        ("对还是错？3 + 4 = 8。", ["supposed"]),
        ("What is 3 + 4? 3 + 4 = 8.", ["asserted"]),
        ("This shows that 3 + 4 = 8.", ["asserted"]),
        ("The sums were 3 + 4 = 8.", ["asserted"]),
    ],
)
def test_mood(step: str, moods: list[str]) -> None:
    assert [claim.cues.mood for claim in claims(step)] == moods


DISTRACTORS = [
    "Next we move on.",
    "It is not raining.",
    "The first thing to note is the second line.",
    "Perhaps one could try another way.",
    "If it rains, we stay at home.",
    "That was easy!",
    "Nun weiter.",
]


@pytest.mark.parametrize("other", DISTRACTORS)
@pytest.mark.parametrize(
    ("step", "context", "status"),
    [
        ("So x = 4.", ["2x + 6 = 10"], NO),
        ("So x = 2.", ["2x + 6 = 10"], YES),
        ("So 12 * 15 = 190 dollars.", [], NO),
        ("Half of 90 is 45.", [], YES),
        ("Half of 90 is 40.", [], NO),
    ],
)
async def test_an_unrelated_sentence_changes_nothing(
    verifier: Verifier, other: str, step: str, context: list[str], status: str
) -> None:
    for text in (f"{step} {other}", f"{other} {step}"):
        assert step_status(await verifier.step(text, context=context)) == status, text
