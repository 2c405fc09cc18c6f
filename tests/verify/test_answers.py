"""Which answers are the same: one table a kind, each with what holds, what does not, and what is left open."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dikast.verify import Policy, Verifier

YES, NO, OPEN = "verified", "refuted", "unknown"

NUMBERS = [
    ("1", "0,001", "refuted"),
    ("0.001", "0,001", "verified"),
    ("50", "€1.234,50", "refuted"),
    ("1234.50", "€1.234,50", "verified"),
    ("50", "It costs 1.234,50 altogether", "refuted"),
    ("100000", "1,00,000", "verified"),
    ("3", ".3", "refuted"),
    ("50", "$.50", "refuted"),
    ("36", "3 dozen", "verified"),
    ("3.5", "3 and a half", "verified"),
    ("3", "3 and a half", "refuted"),
    ("3.5", "3 and 1/2", "unknown"),
    ("1234", "1,234", YES),
    ("0.4", ".4", YES),
    ("3.5", r"3\frac{1}{2}", YES),
    ("12", "twelve", YES),
    ("1/2", "50%", YES),
    ("0.1\\overline{6}", "1/6", YES),
    ("6e3", r"6 \times 10^3", YES),
    ("$10$", r"\$10", YES),
    ("101_2", "5", YES),
    ("1000000", "1000050", NO),
    ("2", "2 2/3", NO),
    ("0.28", "28", NO),
    ("5", "5.001", NO),
    ("1/2004!", "1/2006!", NO),
    ("1-1/e", "1+1/e", NO),
    ("2/3", "3/2", NO),
    ("-6", "(3-9) (5-15", OPEN),
]
EXPRESSIONS = [
    (r"\arcsin x + \arccos x", r"\pi/2", "unknown"),
    (r"(-1)^{2n}", "1", "verified"),
    (r"(-1)^{n+2}", "(-1)^n", "verified"),
    (r"(-1)^{n+1}", "(-1)^n", "refuted"),
    (r"\tan 90^\circ", r"\infty", "unknown"),
    (r"(1,2,3)\times(4,5,6)", "(-3,6,-3)", "verified"),
    (r"(1,2,3)\times(4,5,6)", "32", "refuted"),
    (r"(1,2,3)\cdot(4,5,6)", "32", "verified"),
    *((rf"\frac{{x^2 + ({2 - a})x + ({-2 * a})}}{{x - ({a})}}", "x + 2", "verified") for a in range(-6, 7)),
    (r"\frac{2^{x+1} - 8}{2^x - 4}", "2", "verified"),
    (r"\log_x x^2", "2", "unknown"),
    (r"\overline{1+i}", "1-i", "verified"),
    (r"\overline{1+i}", "1+i", "refuted"),
    (r"\overline{AB}", "AB", "unknown"),
    (r"\overline{12}", "12", "unknown"),
    (r"\frac{1+\sqrt5}{2}", r"\varphi", "unknown"),
    ("2n + 1", "2k + 1", "unknown"),
    ("2n + 1", "2k + 2", "refuted"),
    ("14", "XIV", "unknown"),
    ("15", "XIV", "refuted"),
    ("5!!", "15", "verified"),
    ("5!!", "120", "refuted"),
    ("(x+1)^2", "x^2+2x+1", YES),
    (r"\sqrt8", r"2\sqrt2", YES),
    (r"\sin^2 x + \cos^2 x", "1", YES),
    (r"\ln e^3", "3", YES),
    (r"\frac94\pi", r"9\pi/4", YES),
    (r"\binom{5}{2}", "10", YES),
    (r"\sum_{k=1}^{10}k", "55", YES),
    ("|3+4i|", "5", YES),
    (r"\lim_{x\to 0}\frac{\sin x}{x}", "1", YES),
    (r"\int_0^1 x^2 dx", "1/3", YES),
    (r"e^{i\pi}", "-1", YES),
    (r"\sqrt{x^2}", "x", NO),
    ("(a^b)^c", "a^{bc}", NO),
    ("x", "X", NO),
    (r"\sqrt8", r"2\sqrt3", NO),
    ("a/b", "b/a", NO),
    (r"\ln(x^2)", r"2\ln x", OPEN),
    ("1/2x", "x/2", OPEN),
]
RELATIONS = [
    ("x=2 \\text{ or } x=3", r"\{2,3\}", YES),
    ("y=2x+1", "2x-y+1=0", YES),
    ("11", "x=11", YES),
    ("y=2x+1", "2x+1", YES),
    ("x^2/4 + y^2/3 = 1", "3x^2 + 4y^2 = 12", YES),
    ("x>1", "1<x", YES),
    (r"x \ne 2", r"(-\infty,2)\cup(2,\infty)", YES),
    (r"x \equiv 3 \pmod 5", r"x \equiv 8 \pmod 5", YES),
    ("0 < x < 12.5", "(0, 12.5)", YES),
    ("x^2>4", "x>2 or x<-2", YES),
    ("x=2 \\text{ or } x=3", "x=2", NO),
    ("x^2=y^2", "x=y", NO),
    ("x>1", "x>2", NO),
    ("x^2+y^2=25", "x^2+y^2=5", NO),
]
COLLECTIONS = [
    (r"\{1,2\}", r"\{2,1\}", YES),
    ("1, 2, 3", r"\boxed{3, 2, 1}", YES),
    (r"(-\infty,\infty)", "all real numbers", YES),
    (r"\begin{pmatrix}1\\2\end{pmatrix}", r"\langle 1,2\rangle", YES),
    (r"\emptyset", "no solution", YES),
    (r"\frac{\pi}{4}+n\pi", r"\frac{5\pi}{4}+k\pi", YES),
    ("p=5,q=2;p=7,q=2", "(5,2),(7,2)", YES),
    ("3:1", "6:2", YES),
    ("(1,2)", "(2,1)", NO),
    ("[1,2]", "(1,2)", NO),
    (r"\pm 2021", "2021", NO),
    (r"\{1,2,3\}", r"\{1,2\}", NO),
    ("(3,1)", r"\{1,3\}", OPEN),
    # The commas of 100,200,300 may part three numbers, and then they are none of one.
    (r"\{100,200,300\}", r"\{300, 100, 200\}", OPEN),
    ("1,2,345", "345, 2, 1", YES),
    ("1,234,567", "1234567", YES),
    ("1,234", "1,235", NO),
    ("(-1.375, 31/8, 3)", "(-1.375,31/8,3)", YES),
    ("1.375,31", "1.375, 31", OPEN),
    (r"\{x \in \mathbb{Z} : 0 < x < 4\}", r"\{1,2,3\}", YES),
    (r"\{x \in \mathbb{Z} : 0 < x < 4\}", r"\{x : 0 < x < 4\}", OPEN),
]
UNITS = [
    ("1 Hz", "1/s", OPEN),
    ("1852 m", "1 nautical mile", YES),
    ("5 m", "6", NO),
    ("1.5°", "1°30'", YES),
    ("1 rad", r"1^\circ", "refuted"),
    (r"\pi \text{ rad}", r"180^\circ", "verified"),
    ("60 km/h", r"60 \frac{km}{h}", "verified"),
    ("60 km/h", r"60 \frac{\text{km}}{\text{h}}", "verified"),
    ("90 minutes", "1:30", "unknown"),
    ("31", "1 hour 30 minutes", "unknown"),  # of several units no single number is left
    ("5400 s", "1 hour 30 minutes", "verified"),
    ("1 cup", "8 oz", "unknown"),
    ("1 lb", "16 oz", "verified"),
    ("1 year", "365 days", "unknown"),
    ("5 apples", "5 oranges", "unknown"),
    ("5 apples", "5 apples", "verified"),
    ("50 cents", "0.50", "unknown"),
    ("0.5 m", "50 cm", YES),
    ("25 °C", "298.15 K", YES),
    ("4.18 J/(g·K)", "4180 J/(kg·K)", YES),
    ("60 mph", "88 ft/s", YES),
    ("10 Hz", "10 s^{-1}", YES),
    (r"90^\circ", r"\frac{\pi}{2} rad", YES),
    ("1 atm", "760 mmHg", YES),
    ("45", "45 mph", YES),
    ("9.8 m/s^2", "9.8 m/s", NO),
    ("1.5 km", "1.5 m", NO),
    ("0.1 M", "0.1 m", NO),
    ("50 cm^2", "0.5 m^2", NO),
    ("4.18 J/(g·K)", "4.18 J/(kg·K)", NO),
    ("5 MW", "5 mW", NO),
    ("13.6 eV", "13.6 J", NO),
]
STRINGS = [
    ("C_6H_{12}O_6", r"\mathrm{C_6H_{12}O_6}", YES),
    ("Fe^{3+}", r"\text{Fe}^{3+}", YES),
    ("Aa", "aA", YES),
    ("1s^2 2s^2 2p^6", "1s2 2s2 2p6", YES),
    ("4:30 pm", "16:30", YES),
    ("Homo sapiens", "homo sapiens", YES),
    ("CO", "Co", NO),
    ("Aa", "AA", NO),
    ("5'-ATGC-3'", "5'-ATGG-3'", NO),
    ("4:30 pm", "4:30 am", NO),
    ("yes", "no", NO),
    ("CH_4 + 2O_2 \\to CO_2 + 2H_2O", "CH4 + O2 → CO2 + H2O", NO),
    ("NaCl", "sodium chloride", OPEN),
    ("Sn^{4+} + 2e^- \\to Sn^{2+}", "Sn4+ + 2 e- → Sn2+", YES),
    ("Sn^{4+} + 2e^- \\to Sn^{2+}", "Sn4+ + e- → Sn2+", NO),
    ("e^{-x}", "1/e^x", YES),
    ("CH3OCH3", "CH3CH2OH", OPEN),
]
ROUNDING = [
    (r"36.87^\circ", r"\arcsin(0.6)", "verified"),
    (r"36.88^\circ", r"\arcsin(0.6)", "refuted"),
    (r"\arccos 0.6", r"53.1301^\circ", "verified"),
    ("0.333", "1/3", YES),
    (r"\sqrt{17}", "4.123105625617661", YES),
    ("33.3", "100/3", YES),
    ("1/3", "0.3333", NO),
    ("1/3", "0.33", NO),
    ("9.81 m/s^2", "9.8 m/s^2", OPEN),
]
PROSE = [
    ("3", "The answer is not 3", "refuted"),
    ("3", "either 2 or 3", "unknown"),
    ("3", "3 or more", "unknown"),
    ("3", "3 is wrong", "refuted"),
    ("3", "square root of 9", "verified"),
    ("9", "3 squared", "verified"),
    ("3", "4 (not 3)", "refuted"),
    ("5", "The answer is 5!", "unknown"),
    ("4", r"I first got \boxed{3} but it should be \boxed{4}", "verified"),
    ("3", r"\boxed{3}, not \boxed{4}", "verified"),
    ("3, 4", r"\boxed{3} and \boxed{4}", "verified"),
    ("2", r"so there are $\boxed{2}$ values for $B$.", YES),
    # The value that a sentence is about is its answer, wherever it stands; the whole of it, and no part.
    ("1/2", r"The value is $\frac12$ when $x=1$.", YES),
    ("12", "The area is $12$, because $a=3$ and $b=4$", YES),
    ("5", "The answer is $5$, not $6$", YES),
    ("10", "The answer is 10 (see step 3)", YES),
    ("3", "It takes 3 of the 5 boxes", YES),
    ("50", "It fell to 50 from 60", YES),
    ("60", "It rose from 50 to 60", YES),
    ("7", "The total is 3 + 4", YES),
    ("6", r"4 \text{ choose } 2", OPEN),
    ("6", "C_4^2", OPEN),
    ("4", "The total is 3 + 4", NO),
    ("2", "there are 2n edges", NO),
    ("3", "there are 3! ways", NO),
    ("$a$", "the area is $a^2$, where $a$ is the side", NO),
    ("7", "The value of $f(x)$ for $x=2$ is $7$", YES),
    ("8", "The value of $f(x)$ for $x=2$ is $7$", NO),
    ("13", "There are 12 eggs.", NO),
    ("70", "The final answer is 70. I hope it is correct.", YES),
    ("2/3", "Therefore, the probability that Alice wins the game is 2/3.", YES),
    ("18", "16 - 7 = 9\n#### 18", YES),
    ("18", "16 - 7 = 9\n#### 17", NO),
    ("4000", "地块面积 = 72000 / 18 = 4000千克", YES),
]


@pytest.mark.parametrize(
    ("reference", "answer", "status"),
    [*NUMBERS, *EXPRESSIONS, *RELATIONS, *COLLECTIONS, *UNITS, *STRINGS, *ROUNDING, *PROSE],
)
async def test_same_answer(verifier: Verifier, reference: str, answer: str, status: str) -> None:
    check = await verifier.answer(reference, answer)
    assert check.status == status, check


@pytest.mark.parametrize(
    ("reference", "answer"),
    [(a, b) for a, b, s in (*NUMBERS, *EXPRESSIONS, *RELATIONS, *COLLECTIONS, *UNITS) if s != OPEN],
)
async def test_comparison_is_symmetric(verifier: Verifier, reference: str, answer: str) -> None:
    one, other = await verifier.answer(reference, answer), await verifier.answer(answer, reference)
    assert one.status == other.status


CHOICES = {"A": "nucleus", "B": "mitochondrion", "C": "ribosome", "D": "Golgi apparatus"}


@pytest.mark.parametrize(
    ("reference", "answer", "status"),
    [
        ("B", "b", YES),
        ("B", "**B**", YES),
        ("B", "B) mitochondrion", YES),
        ("B", "The answer is (B).", YES),
        ("B", "the mitochondrion", YES),
        ("B", "It cannot be A, C or D.", YES),
        ("B", "B, but that is wrong.", OPEN),
        ("B", "My first answer was B.", OPEN),
        ("B", "Bob's answer is B.", OPEN),
        ("B", "B. Wait, no.", OPEN),
        ("B", "B. That is wrong.", OPEN),
        ("B", "The answer is B. Correction: A.", OPEN),
        ("B", "It might be B.", OPEN),
        ("B", "If it were B, then 2 = 3. So A.", NO),
        ("B", "The answer is B. A looks tempting, but that is wrong.", YES),
        ("B", "I would say B.", YES),
        ("B", "Not A; the answer is B.", YES),
        ("B", r"\boxed{\text{B}}", YES),
        ("B", "C", NO),
        ("B", "The answer is C, not B.", NO),
        ("B", "ribosome", NO),
        ("B", "Either A or B.", OPEN),
        ("B", "The answer is A or B.", OPEN),
        ("B", "not B", OPEN),
        ("B", "-B", OPEN),
        ("B", "The answer is (−B).", OPEN),
        ("B", "- B", YES),
        ("B", "Option-B", YES),
        ("B", "I do not know", OPEN),
    ],
)
async def test_choices(verifier: Verifier, reference: str, answer: str, status: str) -> None:
    check = await verifier.answer(reference, answer, choices=CHOICES)
    assert check.status == status, check


@pytest.mark.parametrize(
    ("reference", "answer", "status"),
    [
        ("C", "A and B only", YES),
        ("C", "The answer is A and B only.", YES),
        ("B", "A and B only", NO),
        ("C", "C", YES),
        ("A", "C", NO),
        ("C", "A and D only", OPEN),
    ],
)
async def test_a_choice_may_name_other_choices(verifier: Verifier, reference: str, answer: str, status: str) -> None:
    choices = {"A": "it is square", "B": "it is red", "C": "A and B only", "D": "it is heavy"}
    assert (await verifier.answer(reference, answer, choices=choices)).status == status


async def test_numeric_choice_by_value(verifier: Verifier) -> None:
    check = await verifier.answer("B", r"\frac{1}{2}", choices=["0.25", "0.5", "0.75"])
    assert check.status == YES


async def test_several_references(verifier: Verifier) -> None:
    check = await verifier.answer(["x+1", "1/2"], "0.5")
    assert check.status == YES
    assert check.evidence["reference"] == 1
    assert (await verifier.answer(["1", "2"], "3")).status == NO


@pytest.mark.parametrize(
    ("policy", "reference", "answer", "status"),
    [
        (Policy(units="required"), "45 mph", "45", NO),
        (Policy(units="required"), "$45", "45", NO),
        (Policy(units="required"), "$45", "45 dollars", YES),
        (Policy(), "$45", "45", YES),
        (Policy(percent="required"), "10", "10%", NO),
        (Policy(), "10", "10%", YES),
        (Policy(order=True), "1, 2", "2, 1", NO),
        (Policy(order=True), "copper, zinc, tin", "zinc, copper, tin", NO),
        (Policy(order=True), "copper, zinc, tin", "copper, zinc and tin", YES),
        (Policy(), "copper, zinc, tin", "zinc, copper, tin", YES),
        (Policy(multiplicity=True), "1, 1, 2", "1, 2", NO),
        (Policy(multiplicity=True), "1, 1, 2", "1, 2, 2", NO),
        (Policy(multiplicity=True), "x, x, 2/4", "x, 1/2, 0.5", NO),
        (Policy(multiplicity=True), "1, 0.5, 1", "1/2, 1, 1", YES),
        (Policy(), "1, 1, 2", "1, 2", YES),
        (Policy(rounding="none"), "0.333", "1/3", NO),
        (Policy(significant_figures=3), "1/3", "0.333", YES),
    ],
)
async def test_policies(verifier: Verifier, policy: Policy, reference: str, answer: str, status: str) -> None:
    check = await verifier.answer(reference, answer, policy=policy)
    assert check.status == status, check
    assert ("policy" in check.evidence) == (policy != Policy())


async def test_constant_of_integration(verifier: Verifier) -> None:
    question = "Find the antiderivative of 2x."
    assert (await verifier.answer("x^2 + C", "x^2", question=question)).status == YES
    assert (await verifier.answer("x^2 + C", "x^2", question=question, policy=Policy(constant=True))).status == NO
    assert (await verifier.answer("x^2 + C", "x^2")).status == NO


async def test_refuted_carries_a_witness(verifier: Verifier) -> None:
    check = await verifier.answer("x^2", "x^3")
    assert {"point", "left", "right"} <= check.evidence.keys()
    sets = await verifier.answer("x < 3", "x < 4")
    assert 3 <= Fraction(str(sets.evidence["witness"])) < 4


async def test_missing_assumption_is_named(verifier: Verifier) -> None:
    check = await verifier.answer(r"\ln(x^2)", r"2\ln x")
    assert check.reason == "domain"
    assert check.evidence["needs"] == "x > 0"
