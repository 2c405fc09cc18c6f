"""Answers in two notations of one thing, and their near misses: kind by kind."""

from __future__ import annotations

import pytest

from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.policy import Policy

YES, NO, OPEN = "verified", "refuted", "unknown"

DEGREES = [
    ("30°", "30^o", YES),
    ("30°", "30^{o}", YES),
    ("30°", r"30^\text{o}", YES),
    ("30°", r"30^{\text{o}}", YES),
    ("30°", "$31^o$", NO),
    ("25 °C", "25^{o}C", YES),
    ("25 °C", "$26^o$C", NO),
]
DERIVATIVES = [
    (r"\frac{dy}{dx}=2x", "y'=2x", YES),
    (r"\frac{dy}{dx}=2x", "y'=3x", NO),
    (r"\frac{dy}{dx}=2x", "y'=2t", OPEN),
    ("y''+y=0", r"\frac{d^2y}{dx^2}+y=0", YES),
    ("y''+y=0", r"\frac{d^2y}{dx^2}-y=0", NO),
    ("f'(x)=2x", r"\frac{df}{dx}=2x", YES),
    ("y''-3y'+2y=0", r"\frac{d^2y}{dt^2}-3\frac{dy}{dt}+2y=0", YES),
]
TIMES = [
    ("1/6 h", "10 min", YES),
    ("1/6 h", "11 min", NO),
    (r"\frac{1}{2} \text{ min}", "30 s", YES),
    (r"\frac{1}{2} \text{ min}", "35 s", NO),
    ("2 h 15 min", "135 min", YES),
    ("2 h 15 min", "125 min", NO),
    ("2 h", "120 min", YES),
    ("20 m/s", "20 meters per second", YES),
    ("20 m/s", "20 meters per minute", NO),
]
LETTERS = [
    (r"\varepsilon", r"\epsilon", YES),
    (r"2\epsilon + 1", r"2\varepsilon + 2", NO),
    (r"\epsilon", r"\delta", NO),
    (r"v_0 + at", r"at + v_0", YES),
    (r"v_0 + at", r"v_1 + at", NO),
]
ORDER = [
    (r"a \subset b", r"b \subset a", OPEN),
    (r"A \subset B", r"B \supset A", YES),
    (r"\vec a \times \vec b", r"\vec b \times \vec a", OPEN),
    (r"\mathbf{a} \times \mathbf{b}", r"\mathbf{b} \times \mathbf{a}", OPEN),
    (r"\vec a \cdot \vec b", r"\vec b \cdot \vec a", YES),
    (r"2 \times x", "2x", YES),
    ("A is taller than B", "B is taller than A", OPEN),
    ("30° north of east", "30° east of north", OPEN),
    ("10 km from A to B", "10 km from B to A", OPEN),
    ("x < -7 or x > 2", "x < -7 and x > 2", OPEN),
    ("x > -7 and x < 2", "x > -7 or x < 2", NO),
    ("x > -7 and x < 2", "-7 < x < 2", YES),
    ("x < -7, x > 2", "x < -7 or x > 2", YES),
]
PHYSICS = [
    (r"5\angle 90^\circ", "5i", YES),
    (r"5\angle 90^\circ", "5", NO),
    (r"10\angle 30^\circ", "10∠30°", YES),
    (r"10\angle 30^\circ", "10∠60°", NO),
    ("20 dB", "20", YES),
    ("20 dB", "21 dB", NO),
    ("8.314 J / (mol K)", "8.314 J/(mol K)", YES),
    ("8.314 J / (mol K)", "8.316 J/(mol K)", NO),
]
CHEMISTRY = [
    ("[Ne]3s^2", "1s^2 2s^2 2p^6 3s^2", YES),
    ("[Ne]3s^2", "1s^2 2s^2 2p^6 3s^1", NO),
    ("[Ar]4s^2 3d^5", "[Ar]3d^5 4s^2", YES),
    ("[Kr] 5s^2 4d^{10} 5p^5", "[Kr]4d^{10}5s^2 5p^5", YES),
    ("[Ar] 4s^1", "[Ne] 3s^2 3p^6 4s^1", YES),
    ("1s^2 2s^2 2p^4", "[He] 2s^2 2p^5", NO),
]
PARTS = [
    ("(a) 5 (b) 7", "(a) 5, (b) 7", YES),
    ("(a) 5 (b) 7", "(a) 7, (b) 5", NO),
    ("5", "5 apples + 3", OPEN),
]
# Names of quadrants and of hybrid orbitals
NAMES = [
    ("Quadrant III", "third quadrant", YES),
    ("Quadrant III", "quadrant 3", YES),
    ("Quadrant III", "The point is in the third quadrant.", YES),
    ("Quadrant IV", "im vierten Quadranten", YES),
    ("Quadrant IV", "le quatrième quadrant", YES),
    ("Quadrant IV", "el cuarto cuadrante", YES),
    ("第四象限", "Quadrant IV", YES),
    ("Quadrant III", "quadrant 2", NO),
    ("Quadrant IV", "im dritten Quadranten", NO),
    ("第四象限", "第三象限", NO),
    ("3", "Quadrant 3", YES),
    ("4", "Quadrant 3", NO),
    ("Quadrant III", "not in quadrant III", OPEN),
    ("Quadrant III", "second or third quadrant", OPEN),
    ("Quadrant III", "The third quadrant is wrong", OPEN),
    ("sp^3", "sp3", YES),
    ("sp³", "sp^{3}", YES),
    ("sp^3", "The carbon is sp3 hybridized", YES),
    ("sp^3", "sp2", NO),
    ("sp^3d", "sp3d2", NO),
]
SENTENCES = [
    ("3/4", "The weather is not new. 3/4 is the answer.", YES),
    ("3:4", "Das Wetter ist nicht neu. 3/4 is the answer.", YES),
    ("5/4", "The weather is not new. 3/4 is the answer.", NO),
    ("12", "Therefore, we obtain 12. Page 7 of the book is torn.", YES),
    ("7", "Therefore, we obtain 12. Page 7 of the book is torn.", OPEN),
    ("12", "So x = 3. Then 4x = 12.", OPEN),
    ("400 m", "Obtenemos 2/5 km. On day 7 we rested.", YES),
    ("40", "Therefore we get 40. In 5 days she earns 200.", OPEN),
    ("5", "Il ne reste que 5 pommes.", YES),
    ("6", "Il ne reste que 5 pommes.", NO),
    ("43", "Ce n'est pas 42 mais 43.", YES),
    ("42", "Ce n'est pas 42 mais 43.", NO),
]
ROWS = DEGREES + DERIVATIVES + TIMES + LETTERS + ORDER + PHYSICS + CHEMISTRY + PARTS + NAMES + SENTENCES


@pytest.mark.parametrize(("reference", "answer", "status"), ROWS)
def test_one_thing_in_two_notations(reference: str, answer: str, status: str) -> None:
    assert compare_answers(reference, answer, {}, Policy()).status == status


DECIMALS = [
    ("comma", "3.5", "3,5", YES),
    ("comma", "1234", "1.234", YES),
    ("point", "3.5", "3,5", NO),
    ("point", "1.234", "1234", NO),
    ("auto", "2.5", "x = 2,5", YES),
    ("auto", "2.5", "x = 2,6", NO),
    ("auto", "3,5", "3.5", OPEN),
    ("auto", "3,5", "Das Ergebnis ist 3,5.", YES),
    ("auto", "3.5", "La respuesta es 3,5.", YES),
    ("auto", "0,5", "1/2", YES),
    ("auto", "0,5", "1/3", NO),
    ("auto", "1,2", "1,20", OPEN),
    ("auto", "25.50 €", "25,50 €", YES),
    ("auto", "25.50 €", "25,60 €", NO),
]


@pytest.mark.parametrize(("decimal", "reference", "answer", "status"), DECIMALS)
def test_which_sign_begins_the_decimals(decimal: str, reference: str, answer: str, status: str) -> None:
    policy = Policy.model_validate({"decimal": decimal})
    assert compare_answers(reference, answer, {}, policy).status == status
