"""What each language's words for a thing say: times of day, directions, shares of an answer, laws for all values."""

from __future__ import annotations

import pytest

from dikast.verify import check_answer_sync, check_step_sync, step_status
from dikast.verify.syntax.parser import tree_of

YES, NO, OPEN, FREE = "verified", "refuted", "unknown", "not refuted"

ANSWERS = [
    # Times of day, months and weekdays.
    ("0:00", "minuit", YES), ("00:00", "Mitternacht", YES), ("noon", "正午", YES), ("midnight", "mediodía", NO),
    ("1:00", "Mittag", NO), ("12", "midi", OPEN), ("March", "三月", YES), ("三月", "3月", YES), ("三月", "五月", NO),
    ("周一", "礼拜一", YES), ("星期一", "周二", NO), ("Sunday", "周日", YES), ("sun", "周日", OPEN), ("mayo", "juni", NO),
    # Directions.
    ("N 30° E", "Nord 30° Ost", YES), ("50° N", "50° norte", YES), ("50° N", "50° sur", NO), ("50°", "50° ouest", OPEN),
    # Dozens, and all numbers but one.
    ("36", "3 dozen", YES), (r"$\mathbb{R} \setminus \{2\}$", "alle reellen Zahlen außer 2", YES),
    (r"$\mathbb{R} \setminus \{2\}$", "alle reellen Zahlen außer 3", NO),
    # A share or a multiple of the answer is not the answer.
    ("8", "Die Antwort ist 8", YES), ("8", "Die Hälfte der Antwort ist 8", OPEN), ("8", "La réponse est 8", YES),
    ("8", "Das Doppelte der Antwort ist 8", OPEN), ("8", "La mitad de la respuesta es 8", OPEN),
    # The operand of an operation is not its result.
    ("5", "die Summe ist 5", YES), ("5", "die Summe ist 6", NO), ("5", "die Summe von x und 5", OPEN),
    ("5", "la somme de x et 5", OPEN), ("5", "la suma de x y 5", OPEN),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "answer", "status"), ANSWERS)
def test_answers(reference: str, answer: str, status: str) -> None:
    assert check_answer_sync(reference, answer).status == status


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Gesucht ist eine Stammfunktion von $2x$.", YES),
        ("Encuentra la primitiva de $2x$.", YES),
        ("Trouver une primitive de $2x$.", YES),
        ("求 $2x$ 的原函数。", YES),
        ("Gesucht ist eine Funktion.", NO),
    ],
)
def test_questions_for_a_function_up_to_a_constant(question: str, status: str) -> None:
    assert check_answer_sync("$x^2 + C$", "$x^2$", question=question).status == status


@pytest.mark.parametrize("word", ["for", "wenn", "falls", "für", "si", "pour", "para", "若", "当"])
def test_words_before_a_case(word: str) -> None:
    lines = r"\begin{cases} x & \text{%s } x > 0 \\ -x & \text{%s } x \le 0 \end{cases}"
    assert tree_of(lines % (word, word)) == tree_of(lines % ("if", "if")) is not None


LAWS = [
    ("Vereinfachen: $3(x+2) = 3x + 2$", NO), ("Vereinfachen: $3(x+2) = 3x + 6$", YES),
    ("En développant, $3(x+2) = 3x + 2$", NO), ("Desarrollando, $3(x+2) = 3x + 2$", NO), ("展开:$3(x+2) = 3x + 2$", NO),
    ("Simplifying: $3x + 2x = 6x$", NO), ("Für alle reellen $x$ gilt $(x+1)^2 = x^2 + 1$", NO),
    # What is left to solve is simplified as well.
    ("Simplifying gives $2x = 10 - x$", FREE), ("Nach Vereinfachen bleibt $5x = 3x + 8$.", FREE),
    ("Simplificamos y queda $2x = 10 - x$", FREE), ("Simplifiant, on a $2x = 10 - x$", FREE),
    ("Wir vereinfachen die Gleichung: $3(x+1) = 2x + 5$", FREE), ("Die Lösung gilt immer, $x(x-3) = 2x$", FREE),
]  # fmt: skip


@pytest.mark.parametrize(("step", "status"), LAWS)
def test_laws_for_all_values(step: str, status: str) -> None:
    found = step_status(check_step_sync(step))
    assert found != NO if status == FREE else found == status


OF_SUM, OF_DIFFERENCE = ["$x + y = 5$", "$x - y = 3$"], ["$x + 2y = 7$", "$x + y = 5$"]
COMBINED = [
    (OF_SUM, "Addieren wir beide Gleichungen, so erhalten wir $2x = 8$.", YES),
    (OF_SUM, "Addieren wir beide Gleichungen, so erhalten wir $2x = 9$.", NO),
    (OF_DIFFERENCE, "Subtrahieren der zweiten Gleichung von der ersten ergibt $y = 2$.", YES),
    (OF_SUM, "En additionnant les deux équations, on obtient $2x = 8$.", YES),
    (OF_SUM, "En additionnant les deux équations, on obtient $2x = 9$.", NO),
    (OF_SUM, "Restando la segunda ecuación de la primera, $2y = 2$.", YES),
    (OF_SUM, "Sumando las dos ecuaciones, obtenemos $2x = 9$.", NO),
    (OF_SUM, "两式相加,得 $2x = 8$。", YES),
    (OF_SUM, "两式相减,得 $2y = 3$。", NO),
]


@pytest.mark.parametrize(("context", "step", "status"), COMBINED)
def test_equations_that_are_added(context: list[str], step: str, status: str) -> None:
    assert step_status(check_step_sync(step, context=context)) == status
