"""Whatever true identities are drawn, none is refuted; whatever false ones, none is verified."""

from __future__ import annotations

import asyncio
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dikast.verify import Verifier, step_status

RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
small = st.integers(-12, 12)
Polynomial = dict[tuple[int, int], int]
polynomials = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 2)), small.filter(bool), min_size=1, max_size=4
)


def written(polynomial: Polynomial, is_latex: bool) -> str:
    """`3x^2y - 5` in one of two notations."""
    terms = []
    sign, end = ("^{", "}") if is_latex else ("**", "")
    for (i, j), n in polynomial.items():
        letters = [name + (f"{sign}{k}{end}" if k > 1 else "") for name, k in (("x", i), ("y", j)) if k]
        terms.append((" " if is_latex else "*").join([f"({n})", *letters]))
    return " + ".join(terms)


def product(a: Polynomial, b: Polynomial) -> Polynomial:
    result: Polynomial = {}
    for (i, j), n in a.items():
        for (k, m), p in b.items():
            result[i + k, j + m] = result.get((i + k, j + m), 0) + n * p
    return {key: n for key, n in result.items() if n}


@RELAXED
@given(polynomials, polynomials)
def test_true_products(verifier: Verifier, a: Polynomial, b: Polynomial) -> None:
    left = f"({written(a, True)})({written(b, True)})"
    check = asyncio.run(verifier.answer(left, written(product(a, b), False)))
    assert check.status == "verified", check


@RELAXED
@given(polynomials, polynomials, st.integers(1, 9))
def test_false_products(verifier: Verifier, a: Polynomial, b: Polynomial, off: int) -> None:
    left = f"({written(a, True)})({written(b, True)}) + {off}"
    check = asyncio.run(verifier.answer(left, written(product(a, b), False)))
    assert check.status == "refuted", check


TRUE = (
    r"\sin(@ + #)|\sin(@)\cos(#) + \cos(@)\sin(#)",
    r"\cos(2(@))|1 - 2\sin^2(@)",
    r"e^{@ + #}|e^{@}e^{#}",
    r"\sqrt{(@)^2}||@|",
    r"\ln(e^{@})|@",
    r"\frac{1}{x^2+1}(@)|\frac{@}{x^2+1}",
    r"|(@)(#)|||@||#|",
)


@RELAXED
@given(st.sampled_from(TRUE), polynomials, polynomials)
def test_true_identities_are_never_refuted(verifier: Verifier, form: str, a: Polynomial, b: Polynomial) -> None:
    left, _, right = form.partition("|") if not form.startswith((r"|", r"\sqrt")) else cut(form)
    texts = [t.replace("@", written(a, True)).replace("#", written(b, True)) for t in (left, right)]
    assert asyncio.run(verifier.answer(*texts)).status != "refuted"


def cut(form: str) -> tuple[str, str, str]:
    """The identities that have bars of their own."""
    left, right = (r"\sqrt{(@)^2}", r"|@|") if form.startswith(r"\sqrt") else (r"|(@)(#)|", r"|@| \cdot |#|")
    return left, "|", right


@RELAXED
@given(st.sampled_from(TRUE[:3]), polynomials, polynomials, st.integers(1, 5))
def test_false_identities_are_never_verified(
    verifier: Verifier, form: str, a: Polynomial, b: Polynomial, off: int
) -> None:
    left, _, right = form.partition("|")
    texts = [t.replace("@", written(a, True)).replace("#", written(b, True)) for t in (left, right + f"+ {off}/100")]
    assert asyncio.run(verifier.answer(*texts)).status != "verified"


numbers = st.one_of(st.integers(0, 500).map(str), st.decimals(0, 100, places=2).map(str))


@RELAXED
@given(numbers, st.sampled_from("+-*"), numbers, st.integers(-50, 50).filter(bool))
def test_arithmetic_in_steps(verifier: Verifier, a: str, op: str, b: str, off: int) -> None:
    x, y = Fraction(a), Fraction(b)
    value = {"+": x + y, "-": x - y, "*": x * y}[op]
    shown = f"{float(value):.4f}"
    right, wrong = (
        asyncio.run(verifier.step(f"That makes {a} {op} {b} = {v} apples.")) for v in (shown, str(value + off))
    )
    assert step_status(right) == "verified", right
    assert step_status(wrong) != "verified", wrong


@RELAXED
@given(st.lists(st.integers(-9, 9), min_size=1, max_size=3, unique=True), st.integers(-9, 9))
def test_solutions_of_polynomials(verifier: Verifier, roots: list[int], other: int) -> None:
    equation = "".join(f"(x - ({r}))" for r in roots) + " = 0"
    claim = " or ".join(f"x = {r}" for r in roots)
    true = asyncio.run(verifier.step(f"So {claim}.", context=[equation]))
    assert step_status(true) == "verified", true
    if other not in roots:
        false = asyncio.run(verifier.step(f"So x = {other}.", context=[equation]))
        assert step_status(false) == "refuted", false


@RELAXED
@given(polynomials, polynomials, st.integers(1, 9))
def test_a_chain_with_a_false_link_is_never_verified(
    verifier: Verifier, a: Polynomial, b: Polynomial, off: int
) -> None:
    """Nor in a problem, where a single equation with letters may be a condition and is not refuted."""
    false = f"{written(product(a, b), False)} + {off}"
    step = f"({written(a, False)})({written(b, False)}) = {false} = {false} + 1 - 1"
    checks = asyncio.run(verifier.step(step, problem="Expand the product."))
    assert step_status(checks) != "verified", checks
