"""How a text was read is written out so that a person can see it: with every bracket."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.verify.syntax.nodes import PI, Node, call, sym
from dikast.verify.syntax.normalize import as_written, plain
from dikast.verify.syntax.parser import parse, readings
from dikast.verify.syntax.printer import written


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("36 - 4 = 31", "36 - 4 = 31"),
        ("2 + 3 * 4", "2 + (3 * 4)"),
        ("-3^2", "-(3^2)"),
        ("(-3)^2", "(-3)^2"),
        ("a - (b + c)", "a - (b + c)"),
        (r"\frac{1}{2} x \le 3", "(1 / 2) * x <= 3"),
        (r"\sin(2x)", "sin(2 * x)"),
        ("15 %", "15%"),
        ("2 1/2", "2 1/2"),
        ("5!", "5!"),
        ("|x - 2|", "|x - 2|"),
        ("x = 2 or x = -2", "x = 2 or x = -2"),
        (r"x \equiv 2 \pmod 5", "x ≡ 2 (mod 5)"),
        (r"x \in [1, 2)", "x ∈ [1, 2)"),
        ("30°", "30°"),
        ("5 km", "5 km"),
        ("36 km/h", "36 km/h"),
        ("9.8 m s^{-2}", "9.8 m s^-2"),
        ("8.314 J/(mol K)", "8.314 J/(mol K)"),
        ("25 °C", "25 °C"),
    ],
)
def test_the_first_reading(text: str, shown: str) -> None:
    assert str(next(readings(text))) == shown


def test_readings_of_an_ambiguous_text_can_be_told_apart() -> None:
    assert {str(reading) for reading in readings("1/2x")} == {"(1 / 2) * x", "1 / (2 * x)"}


numbers = st.one_of(st.integers(0, 999), st.decimals(0, 99, places=2)).map(lambda n: parse(str(n)))
leaves = numbers | st.sampled_from([sym("x"), sym("y"), sym("v_0"), sym("alpha"), PI])


def _compound(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(st.sampled_from(("add", "mul", "div", "pow")), pairs).map(lambda t: Node(t[0], t[1])),
        inner.map(lambda node: Node("neg", (node,))),
        inner.map(lambda node: call("sin", node)),
        inner.map(lambda node: call("abs", node)),
        inner.map(lambda node: Node("percent", (node,))),
    )


def _normal(node: Node) -> Node:
    """Without the brackets, with every sum as one node, and products without how they were written."""
    if node.op == "paren":
        return _normal(node.args[0])
    args = [_normal(arg) for arg in node.args]
    if node.op == "add":
        args = [term for arg in args for term in (arg.args if arg.op == "add" else (arg,))]
    return Node(node.op, tuple(args), None if node.op == "mul" else node.value)


@given(st.recursive(leaves, _compound, max_leaves=12))
def test_what_is_written_is_read_as_the_same_tree(tree: Node) -> None:
    assert _normal(parse(written(tree))) == _normal(tree)


@pytest.mark.parametrize(
    ("text", "part", "written"),
    [
        ("The net force is 1200 · 2.5 = 3200.", r"1200 \cdot  2.5 = 3200", "1200 · 2.5 = 3200"),
        ("So x² + 2½ = α₁.", r"x^{2} + 2 1/2 = \alpha _{1}", "x² + 2½ = α₁"),
        ("½ of it is ∫ x² dx = x³/3", r"\int  x^{2} dx = x^{3}/3", "∫ x² dx = x³/3"),
        ("plain 1 + 1 = 2", "1 + 1 = 2", "1 + 1 = 2"),
        ("nothing like it ·", "7 = 7", "7 = 7"),
        ("·", "", ""),
    ],
)
def test_a_claim_is_told_as_it_stood(text: str, part: str, written: str) -> None:
    assert as_written(text, part) == written


@given(st.text("ab12 ·²³½₁α−×", max_size=30), st.data())
def test_a_stretch_made_plain_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    assert "".join(plain(as_written(text, plain(part))).split()) == "".join(plain(part).split())
