"""That the measure of soundness measures: what it holds for true is true, and what it holds for changed is changed."""

from __future__ import annotations

import itertools
from fractions import Fraction
from random import Random

import pytest

from benchmarks import soundness
from benchmarks.cases import generated
from benchmarks.cases.case import Case
from benchmarks.cases.edits import changed_equal, changed_final, changed_result, changed_statement
from benchmarks.cases.numerals import changed_digits, short_decimal, worked_out
from benchmarks.cases.polynomials import Polynomial
from benchmarks.soundness import Outcome, limited, wilson

SEEDS = range(20)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 + 4 × 5", 23),
        ("(3 + 4) * 5", 35),
        ("7/2 − 1", Fraction(5, 2)),
        ("-2.5 \\times 4", -10),
        ("8 ÷ (3 - 1)", 4),
        ("1/0", None),
        ("2^3", None),
        ("3 +", None),
        ("(3", None),
        ("3 apples", None),
        ("1.2.3", None),
        ("", None),
    ],
)
def test_plain_arithmetic(text: str, value: Fraction | int | None) -> None:
    assert worked_out(text) == value


@pytest.mark.parametrize("digits", ["7", "10", "105", "99", "1234"])
def test_changed_digits_are_another_number(digits: str) -> None:
    for seed in SEEDS:
        for _, changed in changed_digits(Random(seed), digits):
            assert int(changed) != int(digits)
            assert not changed.startswith("0")


def test_short_decimals() -> None:
    assert [short_decimal(Fraction(*f)) for f in ((15, 4), (3, 1), (1, 3), (-1, 8))] == ["3.75", "3", None, "-0.125"]


def test_polynomials() -> None:
    poly = Polynomial.with_roots([2, -3]).times(2)
    assert poly.written("x") == "2x^2 + 2x - 12"
    assert poly.written("x", latex=True, ascending=True) == "-12 + 2x + 2x^{2}"
    assert poly.factored([2, -3], "x") == "2(x - 2)(x + 3)"
    assert (poly.at(2), poly.at(1), poly.derived()) == (0, -8, Polynomial((2, 4)))
    assert all(other != poly for seed in SEEDS for _, other in poly.mutants(Random(seed)))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("42", {"digit", "sign", "digit added"}),
        ("$\\frac{3}{7}$", {"digit"}),
        ("(3, 5)", {"digit", "order"}),
        ("(3, 3)", set()),  # a number that comes twice
        ("2x + 3", {"digit", "operator", "name"}),
        ("x < 4", {"digit", "name", "bound"}),
        ("5 kg", {"digit", "unit"}),
        ("perimeter 20, area 24", {"digit"}),
        ("\\sin 30", set()),  # periodic
        ("x \\equiv 2 \\pmod 7", set()),
        ("3 \\cdot 0", set()),  # 0 swallows the 3
        ("x^2 + 5 + C", set()),  # C takes in the 5
        ("|x - 3|", set()),
        ("x_2", set()),  # the digit is part of a name
        ("B", set()),
        ("42 " * 40, set()),
    ],
)
def test_what_of_a_reference_is_changed(text: str, kinds: set[str]) -> None:
    changed = [list(changed_statement(Random(seed), text)) for seed in SEEDS]
    assert {kind for found in changed for kind, _ in found} == kinds
    assert all(other != text for found in changed for _, other in found)


@pytest.mark.parametrize(
    ("reference", "text", "is_changed"),
    [
        ("2/3", "\\frac{4}{6}", True),
        ("0.5", "\\frac{2}{4}", False),  # rounding might hide a change
        ("2/3", "two thirds", False),
        ("50%", "2/4", False),
    ],
)
def test_what_of_an_equal_formula_is_changed(reference: str, text: str, is_changed: bool) -> None:
    assert bool(list(changed_equal(Random(0), reference, text))) is is_changed


LONG = "There are 6 rows of 7 chairs, so that there are 6 times 7 chairs in all. "


@pytest.mark.parametrize(
    ("reference", "text", "is_changed"),
    [
        ("42", LONG + "The answer is 42.", True),
        ("$42$", LONG + "Thus $\\boxed{42}$ chairs.", True),
        ("42", LONG + "So $\\boxed{42}$. The answer is 42.", False),  # the other one would still be right
        ("42", LONG + "The answer is 420.", False),
        ("42", LONG + "There are 42.", False),
        ("42", "The answer is 42.", False),  # short ones are changed otherwise
    ],
)
def test_which_announced_number_is_changed(reference: str, text: str, is_changed: bool) -> None:
    assert bool(list(changed_final(Random(0), reference, text))) is is_changed


@pytest.mark.parametrize(
    ("text", "is_changed"),
    [
        ("She has 3 + 4 = 7 apples.", True),
        ("So 12 / 8 = 1.5 and more.", True),
        ("She has 3 + 4 = 8 apples.", False),  # is not right as it is
        ("x^3 + 4 = 7", False),
        ("2.5 + 3 = 5.5%", False),
        ("3 + 4 = 7x", False),
        ("1,3 + 4 = 7", False),
        ("7 = 7", False),
        ("It is 3*3=<<3*3=9>>9.", False),
    ],
)
def test_which_results_are_changed(text: str, is_changed: bool) -> None:
    changed = list(changed_result(Random(0), text))
    assert bool(changed) is is_changed
    assert text not in changed


def drawn(seed: int) -> list[Case]:
    """Enough generated cases that each maker of values and facts has its turn."""
    makers = (generated.answers, generated.steps)
    return [case for make in makers for case in itertools.islice(make(Random(seed)), 600)]


@pytest.mark.parametrize("seed", range(5))
def test_generated_cases(seed: int) -> None:
    cases = drawn(seed)
    right = {(c.reference, c.text, c.context, c.problem) for c in cases if c.truth is True}
    wrong = {(c.reference, c.text, c.context, c.problem) for c in cases if c.truth is False}
    assert not right & wrong
    assert all((c.base is not None) == (c.group == "distractor") for c in cases)
    assert all(c.base is None or (c.text != c.base.text or c.problem) for c in cases)
    assert cases == drawn(seed)


@pytest.mark.parametrize("seed", range(5))
def test_changed_numbers_are_other_values(seed: int) -> None:
    """Numbers and fractions by value, so that no mutation writes the same in another way."""
    for case in drawn(seed):
        values = [worked_out(text) for text in (case.reference, case.text)]
        if case.task == "answer" and case.choices is None and None not in values:
            assert (values[0] == values[1]) is case.truth, case


@pytest.mark.parametrize("seed", range(5))
def test_plain_equations_are_as_they_are_said(seed: int) -> None:
    for case in drawn(seed):
        sides = [worked_out(side) for side in case.text.strip(".").split("=")]
        if case.task == "step" and len(sides) > 1 and None not in sides:
            assert (len(set(sides)) == 1) is case.truth, case


RIGHT = Case("", "rewording", "", "answer", True, "2", "2")
WRONG = Case("", "mutation", "", "answer", False, "3", "2")
OPEN = Case("", "abstention", "", "step", None, "Is 2 = 3?")
BESIDE = Case("", "distractor", "", "answer", True, "2. Cats sleep.", "2", base=RIGHT)


@pytest.mark.parametrize(
    ("outcome", "is_false"),
    [
        (Outcome(RIGHT, "verified", ""), False),
        (Outcome(RIGHT, "unknown", ""), False),
        (Outcome(RIGHT, "refuted", ""), True),
        (Outcome(WRONG, "verified", ""), True),
        (Outcome(WRONG, "refuted", ""), False),
        (Outcome(OPEN, "unknown", ""), False),
        (Outcome(OPEN, "refuted", ""), True),
        (Outcome(BESIDE, "verified", "", "verified"), False),
        (Outcome(BESIDE, "unknown", "", "verified"), True),
        (Outcome(BESIDE, "refuted", "", "refuted"), False),  # the base counts as false, not the words beside it
    ],
)
def test_what_counts_as_false(outcome: Outcome, is_false: bool) -> None:
    assert outcome.is_false is is_false


def test_limits() -> None:
    cases = [RIGHT, RIGHT, WRONG, OPEN, BESIDE]
    assert list(limited(cases, 1, [])) == [RIGHT, WRONG, OPEN, BESIDE]
    assert list(limited(cases, 1, ["none"])) == []
    assert list(limited(cases, 1, [], ["rewording"])) == [RIGHT]


def test_wilson() -> None:
    assert wilson(0, 0) == (0, 1)
    low, high = wilson(5, 100)
    assert (round(low, 4), round(high, 4)) == (0.0215, 0.1118)
    assert wilson(0, 1000)[1] < 0.004


@pytest.mark.timeout(300)
def test_a_bounded_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert soundness.main(["--only", "generated", "--limit", "400", "--show", "1", "--check"]) == 0
    printed = capsys.readouterr().out
    assert all(f"### {group}s" in printed for group in ("mutation", "rewording", "abstention", "distractor"))
    assert "| mutated answers verified | " in printed
