"""Nothing is verified whose exact values differ, however it is written; equal terms and order change nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from dikast.verify.decision import Decision
from dikast.verify.equality.compare import ValueComparison
from dikast.verify.equality.exact import exact
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.terms import difference, rational_part
from dikast.verify.equality.value_relations import holds
from dikast.verify.syntax.nodes import Node, call, num, sym
from dikast.verify.syntax.parser import parse

SOUND = settings(max_examples=50, deadline=None)
large = st.integers(1, 10**60)
small = st.integers(1, 40)


def add(*parts: Node) -> Node:
    return Node("add", parts)


def negative(node: Node) -> Node:
    return Node("neg", (node,))


def root(node: Node, n: int = 2) -> Node:
    return call("root", node, num(n))


# Numbers that no rational arithmetic reaches, built from rationals that it does.
opaque = st.one_of(
    st.builds(lambda n: call("sqrt", num(n)), large),
    st.builds(lambda n, k: root(num(n), k), large, st.integers(2, 7)),
    st.builds(lambda n, m: call("sqrt", add(num(n), call("sqrt", num(m)))), large, large),
    st.builds(lambda p, q: call("sin", Node("mul", (num(Fraction(p, q)), Node("const", value="pi")))), small, small),
    st.builds(lambda n: Node("pow", (Node("const", value="e"), num(n))), st.integers(-300, 300)),
    st.builds(lambda n: call("ln", num(n)), large.filter(lambda n: n > 1)),
    st.builds(lambda n: Node("pow", (num(2), Node("pow", (num(2), num(n))))), st.integers(20, 200)),
    st.builds(lambda n: call("factorial", num(n)), st.integers(1600, 3000)),
    st.builds(lambda n: call("tanh", num(n)), st.integers(1, 200)),
    st.builds(lambda p, q: call("arctan", num(Fraction(p, q))), large, small),
)  # fmt: skip
tiny = st.builds(lambda n, k: Fraction(n, 10**k), st.integers(-99, 99).filter(bool), st.integers(0, 90))


@SOUND
@given(opaque, tiny)
@example(call("tanh", num(60)), Fraction(1, 10**60))
def test_a_number_and_its_neighbour(value: Node, off: Fraction) -> None:
    assert equal(value, add(value, num(off))).status != "verified"
    assert equal(add(value, sym("x")), add(value, num(off), sym("x"))).status != "verified"


@SOUND
@given(large, tiny)
def test_a_root_of_a_square_and_a_little_more(n: int, off: Fraction) -> None:
    assume(n * n + off > 0)
    assert equal(call("sqrt", num(n * n + off)), num(n)).status != "verified"
    nested = call("sqrt", add(num(n), call("sqrt", num(n * n + off))))
    assert equal(nested, call("sqrt", num(2 * n))).status != "verified"


@SOUND
@given(st.fractions(-10, 10), st.fractions(-10, 10), opaque)
def test_equal_terms_change_nothing(a: Fraction, b: Fraction, both: Node) -> None:
    finding = equal(add(num(a), both), add(both, num(b)))
    assert finding.status == ("verified" if a == b else "refuted")


@SOUND
@given(opaque, opaque)
def test_order_of_the_sides_changes_no_status(a: Node, b: Node) -> None:
    assert equal(a, b).status == equal(b, a).status


@SOUND
@given(opaque, tiny)
def test_the_same_comparison_comes_to_the_same_decision(value: Node, off: Fraction) -> None:
    sides = value, add(value, num(off))
    assert _outcome(equal(*sides)) == _outcome(equal(*sides))


def _outcome(finding: Decision) -> tuple[str, str, str | None]:
    return finding.status, finding.method, finding.strength


@SOUND
@given(st.lists(st.fractions(-99, 99), min_size=1, max_size=4), opaque)
def test_a_difference_keeps_its_value(numbers: list[Fraction], both: Node) -> None:
    sides = add(both, *map(num, numbers)), add(*(Node("mul", (num(2), num(n))) for n in numbers), both)
    rest = rational_part(difference(*sides))
    assert rest == exact(add(*map(num, numbers), *(negative(num(2 * n)) for n in numbers)))


# Right links; a digit, a sign, an operator, a unit or a name of them changed is a false one.
RIGHT = [
    "(12 + 30) * 2 = 84", "7/8 - 1/8 = 3/4", "2^{10} = 1024", "15% = 3/20", "1.25 * 4 = 5", r"\sqrt{49} = 7",
    "90 km/h = 25 m/s", "2 kg * 3 m/s^2 = 6 N", "5 kg + 300 g = 5.3 kg", "x^2 - 9 = (x - 3)(x + 3)",
    r"\sin(2x) = 2\sin x\cos x", "(a + b)^2 = a^2 + 2ab + b^2",
]  # fmt: skip
CHANGES = {
    **{digit: str((int(digit) + 1) % 10) for digit in "0123456789"}, "+": "-", "-": "+", "*": "+", "/": "*", "x": "y",
    "a": "c", "km": "cm", "kg": "mg", "N": "J", "sin": "cos",
}  # fmt: skip


def changed(text: str) -> list[str]:
    """The text with each thing that can be changed changed once."""
    found = []
    for old, new in CHANGES.items():
        at = text.find(old)
        while at >= 0:
            found.append(text[:at] + new + text[at + len(old) :])
            at = text.find(old, at + 1)
    return found


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_link_is_verified(text: str) -> None:
    relation = parse(text)
    assert holds(relation.args[0], "=", relation.args[1]).status == "verified"


@pytest.mark.parametrize("text", [other for text in RIGHT for other in changed(text)])
def test_a_changed_link_is_not(text: str) -> None:
    try:
        relation = parse(text)
    except Exception:  # noqa: BLE001 - what can't be read is not verified
        return
    if relation.op == "rel" and len(relation.args) == 2:
        assert holds(relation.args[0], "=", relation.args[1]).status != "verified"


@SOUND
@given(st.fractions(-1000, 1000), st.fractions(-1000, 1000), st.sampled_from(["m", "s", "kg", "km/h", "L"]))
def test_quantities_differ_as_their_numbers_do(a: Fraction, b: Fraction, unit: str) -> None:
    left, right = (parse(f"({n.numerator}/{n.denominator}) {unit}") for n in (a, b))
    finding = ValueComparison()(left, right)
    assert (finding.status == "verified") == (a == b)
