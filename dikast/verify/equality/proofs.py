"""Proofs that a difference is zero: an ordered table of methods, each for inputs that it can finish in bounded work.

Every method only ever says "proved" or nothing. Which of them are tried depends on the size of the difference and
never on the time they take, so that the same difference is proved always or never.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dikast.verify.equality.algebra import build
from dikast.verify.equality.algebraic_zeros import is_algebraic_zero
from dikast.verify.equality.exact import rational
from dikast.verify.equality.work_limits import attempt, n_terms
from dikast.verify.syntax.nodes import COMPLEX_LETTERS, IMAGINARY, Node, TooCostly

# Far more than any method needs for what it accepts: it stops what the sizes did not predict.
_BACKSTOP_S = 1.0
_TERMS, _KERNEL_TERMS = 4_000, 60
_SIMPLIFIED = 40
_MAX_TIMES = 64


@dataclass(frozen=True)
class ProofMethod:
    """A way to prove that an expression is zero, and the trees it is tried on."""

    name: str
    suits: Callable[[Node], bool]
    proves: Callable[[Any], bool]


def prove_zero(difference: Node) -> bool:
    """Whether the difference was proved to be zero. False says nothing."""

    def is_proved() -> bool:
        expression = build(difference)
        return expression == 0 or any(m.proves(expression) for m in _METHODS if m.suits(difference))

    if not difference.symbols() and is_algebraic_zero(difference, is_real=not has_i(difference)):
        return True
    return attempt(_BACKSTOP_S, is_proved) or False


def has_i(node: Node) -> bool:
    """Whether the imaginary unit occurs."""
    return IMAGINARY in node.walk()


def may_be_complex(*nodes: Node) -> bool:
    """Whether a letter stands for a complex number: real points show little of `Re z = z` and `|z|² = z²`."""
    calls = {name for node in nodes for name in node.values_of("call")}
    letters = {name[0] for node in nodes for name in node.symbols()}
    return not calls.isdisjoint(_OF_COMPLEX) or ("abs" in calls and not letters.isdisjoint(COMPLEX_LETTERS))


def _by_numerator(expression: Any) -> bool:
    """Over one denominator, with every function of the expression taken as a symbol of its own."""
    import sympy

    if sympy.expand(expression) == 0:  # as for polynomials, and quicker
        return True
    above = sympy.fraction(sympy.together(expression))[0]
    return bool(sympy.expand(above) == 0)


def _by_exponentials(expression: Any) -> bool:
    """Sines, cosines and hyperbolic functions as exponentials, which multiply by adding exponents."""
    import sympy

    over = sympy.together(expression.rewrite(sympy.exp))
    above = sympy.expand(sympy.fraction(over)[0])
    return bool(sympy.expand(sympy.powsimp(above)) == 0)


def _by_prime_logarithms(expression: Any) -> bool:
    """Logarithms of numbers as sums of logarithms of primes."""
    import sympy

    return _by_numerator(sympy.expand_log(expression, factor=True))


def _by_parts(expression: Any) -> bool:
    """In the real and the imaginary parts of its letters."""
    import sympy

    return bool(sympy.expand(expression, complex=True) == 0)


def _by_arctangents(expression: Any) -> bool:
    """Multiples of π and of arctangents of rationals: the product of the numbers `1 + ri` is real (Gauss, Machin).

    The sum, taken often enough to have whole factors, is then a multiple of π; the one below π in size is zero.
    """
    import sympy

    factors = expression.as_coefficients_dict()
    angles = {term: factor for term, factor in factors.items() if term != sympy.pi}
    if not angles or not all(isinstance(t, sympy.atan) and t.args[0].is_Rational for t in angles):
        return False
    times = math.lcm(*(int(f.q) for f in factors.values()))
    product = math.prod(
        (_power_of(1 + sympy.I * term.args[0], int(factor * times)) for term, factor in angles.items()),
        start=sympy.Integer(1),
    )
    return bool(sympy.expand(sympy.im(sympy.expand(product))) == 0 and abs(times * expression.evalf(30)) < 1)


def _power_of(base: Any, exponent: int) -> Any:
    """A power of a complex rational up to a positive factor, multiplied out; for a negative one the conjugate's."""
    import sympy

    if abs(exponent) > _MAX_TIMES:
        raise TooCostly("too many turns")
    return sympy.expand((base if exponent > 0 else sympy.conjugate(base)) ** abs(exponent))


def _by_simplifying(expression: Any) -> bool:
    import sympy

    return bool(sympy.simplify(expression) == 0)


def _calls(node: Node, names: frozenset[str]) -> list[Node]:
    return [n for n in node.walk() if n.op == "call" and n.value in names]


def _has_factorable(node: Node) -> bool:
    """Whether there are logarithms, all of numbers small enough to be split into primes."""
    logs = _calls(node, _LOGARITHMS)
    values = [v for n in logs for a in n.args if not a.symbols() and (v := rational(a)) is not None]
    return bool(logs) and all(v.numerator.bit_length() + v.denominator.bit_length() < 64 for v in values)


_PERIODIC = frozenset("sin cos tan cot sec csc sinh cosh tanh coth sech csch exp".split())
_OF_COMPLEX = frozenset({"re", "im", "conj", "arg"})
_LOGARITHMS, _ARCTANGENTS = frozenset({"ln", "logb"}), frozenset({"arctan"})

_METHODS = (
    ProofMethod("numerator", lambda n: n_terms(n) <= _TERMS, _by_numerator),
    ProofMethod("exponentials", lambda n: n_terms(n) <= _KERNEL_TERMS and bool(_calls(n, _PERIODIC)), _by_exponentials),
    ProofMethod("logarithms", lambda n: n_terms(n) <= _KERNEL_TERMS and _has_factorable(n), _by_prime_logarithms),
    ProofMethod("parts", lambda n: n_terms(n) <= _KERNEL_TERMS and may_be_complex(n), _by_parts),
    ProofMethod("arctangents", lambda n: not n.symbols() and bool(_calls(n, _ARCTANGENTS)), _by_arctangents),
    ProofMethod("simplified", lambda n: sum(1 for _ in n.walk()) <= _SIMPLIFIED, _by_simplifying),
)
