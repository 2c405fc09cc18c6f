"""Answers as trees: names, conditions, members and units count."""

from __future__ import annotations

import pytest

from dikast.verify.equality.compare import ValueComparison
from dikast.verify.equality.value_relations import holds
from dikast.verify.policy import Policy
from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.parser import parse
from dikast.verify.witness import Dimensions, Member, Point, as_record

YES, NO, OPEN = "verified", "refuted", "unknown"
LISTS = Setting(with_lists=True)

NAMES = [
    ("x = 3", "3", YES), ("x = 3", "x = 3", YES), ("3 = x", "x = 3", YES), ("x = 3", "y = 3", OPEN),
    ("x = 3", "y = 5", NO), (r"A = 2\pi r", r"2\pi r", YES), ("f(x) = 2x", "y = 2x", YES),
    ("x = 1 or x = 2", "y = 1 or y = 2", OPEN), ("x = 2, y = 3", "y = 3, x = 2", YES),
    ("x = 2, y = 3", "y = 2, x = 3", NO), ("(2, 3)", "x = 2, y = 3", YES), ("(1, 2, 3)", "z = 3, y = 2, x = 1", YES),
    ("(3, 2, 1)", "z = 3, y = 2, x = 1", OPEN), ("(1, 2)", "x = 2, y = 1", NO), ("(2, 3)", "m = 2, b = 3", YES),
    ("(2, 3)", "b = 3, m = 2", OPEN), ("(4, 3)", "b = 3, m = 2", NO),
]  # fmt: skip
CONSTANTS = [
    ("x^2 + C", "x^2 + K", YES), ("x^2 + C", "x^2", NO), ("x^2 + 3", "x^2", NO), (r"\ln x + C", r"\ln 2x + C", YES),
    ("C e^{2x}", "A e^{2x}", YES), ("C_1 e^x + C_2 e^{-x}", "A e^x + B e^{-x}", YES), ("C/2", "A/2", OPEN),
    ("C e^{2x}", "C e^{3x}", NO),
]  # fmt: skip
CONDITIONS = [
    ("x < -1 or x > 3", "x < -1, x > 3", YES), (r"\{1, 2, 3\}", r"1 \le n \le 3, n \in \mathbb{Z}", YES),
    (r"\{1, 2, 3\}", r"1 \le n \le 3", NO), ("9", "x > 9", NO), ("x = 9", "x > 9", NO), ("x = 9", r"x \ne 9", NO),
    ("x > 0", r"x \ge 0", NO), ("y > 2x + 1", r"y \ge 2x + 1", NO), ("y > 2x + 1", "2x + 1 < y", YES),
    ("2x + 3y > 6", "3y > 6 - 2x", YES), ("2x + 2y > 6", "x + y > 3", YES), ("x + y > 3", "-x - y < -3", YES),
    ("x + y > 3", "-x - y > -3", NO), ("a > b > c", "c > b > a", NO), ("x = y", r"x \ne y", NO),
    ("x > 7", "y > 7", OPEN), ("x > 7", "y > 8", NO), (r"x \equiv 2 \pmod 7", r"y \equiv 2 \pmod 7", OPEN),
    (r"\{x : x > 2\}", r"\{y : y > 2\}", YES), ("3", "5 > 3", NO), ("3", r"x \equiv 3 \pmod 7", NO),
    ("x^2 > y^2", "x > y", OPEN), ("(1, 2]", "[1, 2]", NO), ("(1, 2]", "1 < x <= 2", YES),
    (r"x \ne 0, x \ne 1", r"x \ne 0, 1", YES),
]  # fmt: skip
MEMBERS = [
    ("1, 2", "2, 1", YES), (r"\{1, 2\}", r"\{1, 2, 3\}", NO), ("a = 1 or a = -2", "a = 1", NO),
    (r"1 \pm \sqrt2", r"1 + \sqrt2, 1 - \sqrt2", YES), (r"\pm 3", "3", NO), ("(1, 2)", "(2, 1)", NO),
    (r"\begin{pmatrix}1\\2\end{pmatrix}", "(1, 2)", YES),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\begin{pmatrix}1&2\\3&5\end{pmatrix}", NO),
    ("2:3:4", "1/6", OPEN), ("2:3", "2/3", YES), (r"A \cap B", r"B \cap A", YES), (r"A \cap B", r"A \cup B", NO), (r"(A \cup B)^c", r"A^c \cap B^c", YES),
    (r"A \setminus B", r"B \setminus A", NO), ("3i - 2j", r"(3, -2)", YES), ("3i - 2j", "(3, 2)", NO),
    (r"3\hat{i} + 4\hat{k}", "(3, 0, 4)", YES), ("3 + 2i", "(3, 2)", OPEN), ("|x| = 3", "x = 3 or x = -3", YES),
    ("(1, x + 1) + (2, 3)", "(3, x + 4)", YES), ("(1, x + 1) + (2, 3)", "(3, 2)", NO),
    ("|x| = 3", "x = 3, x = -3", YES), ("x^2 = 9", "x = 3, x = -4", NO), (r"\{-1, 1\}", "x^4 = 1 and x^8 = 1", OPEN),
    ("3, 2", "x + y = 5, x - y = 1", OPEN), ("x + y = 5, x - y = 1", "x - y = 1, x + y = 5", YES),
]  # fmt: skip
QUANTITIES = [
    ("5 m", "5", YES), ("5 m", "500 cm", YES), ("5 m", "5 s", NO), ("72 km/h", "20 m/s", YES),
    ("72 km/h", "21 m/s", NO), ("1 L", "1 dm^3", YES), ("5 N m", "5 J", YES), ("25 °C", "298.15 K", YES),
    ("50%", "0.5", YES), ("50%", "50", YES), ("50%", "5", NO), ("5 eV", "8.01e-19 J", YES), ("5 eV", "8.02e-19 J", NO),
    ("90°", r"\pi/2", YES),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right", "status"), [*NAMES, *CONSTANTS, *CONDITIONS, *MEMBERS, *QUANTITIES])
def test_answers(left: str, right: str, status: str) -> None:
    for sides in ((left, right), (right, left)):
        finding = ValueComparison()(*(parse(text, LISTS) for text in sides))
        assert finding.status == status, finding
        assert finding.status != "refuted" or finding.witness is not None, finding


@pytest.mark.parametrize(
    ("policy", "is_integral", "status"),
    [(Policy(), False, NO), (Policy(), True, YES), (Policy(constant=True), True, NO)],
)
def test_a_constant_is_absorbed_where_an_antiderivative_is_asked_for(
    policy: Policy, is_integral: bool, status: str
) -> None:
    assert ValueComparison(policy, is_integral=is_integral)(parse("x^2 + C"), parse("x^2")).status == status


def test_a_letter_that_the_question_names_is_no_free_constant() -> None:
    sides = parse("C e^{2x}"), parse("A e^{2x}")
    assert ValueComparison(given=frozenset("C"))(*sides).status == OPEN


LINKS = [
    ("5 m + 3 s = 8 m", NO), ("5 m + 3 m = 8 m", YES), ("5 m * 3 m = 15 m", NO), ("5 m * 2 = 10 kg", OPEN),
    ("5 hours * 20 = 100 miles", OPEN), ("90 km/h = 25 m/s", YES), ("90 km/h = 20 m/s", NO), ("5 m = 5", YES),
    ("5 m = 6", OPEN), ("5 * 3 m = 16", NO), ("2 kg * 3 m/s^2 = 6 N", YES), ("2 kg * 3 m/s^2 = 7 N", NO),
    ("5 kg + 300 g = 5.3 kg", YES), (r"4\pi^2 L/g = 4", OPEN), ("50% = 50", OPEN), ("(1,2) + (3,4) = (4,6)", YES),
    ("(1,2) + (3,4) = (4,7)", NO), ("3 + 4i = 3.0", NO), ("3 < 5", YES), ("5 m < 3 m", NO), ("5 m < 3 s", OPEN),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status"), LINKS)
def test_links(text: str, status: str) -> None:
    relation = parse(text)
    finding = holds(relation.args[0], str(relation.value), relation.args[1])
    assert finding.status == status, finding
    assert finding.status != "refuted" or finding.witness is not None, finding


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [("5 m", "5 s", Dimensions), ("x^2", "x^3", Point), ("1, 2", "1, 3", Member), ("(1, 2]", "[1, 2]", Member)],
)
def test_witnesses_are_typed(left: str, right: str, kind: type) -> None:
    assert isinstance(ValueComparison()(parse(left, LISTS), parse(right, LISTS)).witness, kind)


def test_quantities_are_shown_in_their_own_units() -> None:
    witness = ValueComparison()(parse("72 km/h"), parse("21 m/s")).witness
    assert witness is not None
    assert "km" in str(as_record(witness)["left"])
