"""Answers of someone else, which a text only reports, in five languages; and answers of its own that look like them."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier

OTHERS = [
    "Bob's answer is 12",
    "The answer of Bob is 12",
    "She answered 12",
    "She answered: 12",
    "The student responded 12",
    "My friend got 12",
    "Bob thinks it is 12",
    "Die Antwort von Bob ist 12",
    "Bobs Antwort ist 12",
    "Damit ist Bobs Ergebnis 12",
    "Der Schüler antwortete 12",
    "La réponse de Bob est 12",
    "Donc le résultat de Paul est 12",
    "Elle a répondu 12",
    "La respuesta de Bob es 12",
    "Luego la respuesta de María es 12",
    "El alumno respondió 12",
    "小明的答案是12",
    "所以小红的结果是12",
    "老师的答案是12",
    "他的答案是12",
    "学生回答是12",
]
IMPLYING = [
    "The answer implies 12",
    "Die Antwort impliziert 12",
    "La réponse implique 12",
    "La respuesta implica 12",
    "这个答案意味着12",
]
OWN = [
    "My answer is 12",
    "I answered 12",
    "Answered: 12",
    "The answer of the problem is 12",
    "The problem's answer is 12",
    "Meine Antwort ist 12",
    "Die richtige Antwort ist 12",
    "Damit lautet unsere Antwort 12",
    "Die Antwort von Aufgabe 3 ist 12",
    "Die Antwort der Aufgabe ist 12",
    "La réponse de l'exercice est 12",
    "La respuesta del problema es 12",
    "我的答案是12",
    "最终的答案是12",
    "这道题的答案是12",
    "方程的答案是12",
    "回答：12",
]


@pytest.mark.parametrize("answer", OTHERS + IMPLYING)
async def test_an_answer_that_is_only_reported_is_open(verifier: Verifier, answer: str) -> None:
    assert (await verifier.answer("12", answer)).status == "unknown"
    assert (await verifier.answer("13", answer)).status != "verified"


@pytest.mark.parametrize("answer", OWN)
async def test_an_answer_of_its_own_counts(verifier: Verifier, answer: str) -> None:
    assert (await verifier.answer("12", answer)).status == "verified"
