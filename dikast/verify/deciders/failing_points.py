"""Points at which one equation holds and another fails, drawn at random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from dikast.verify.equality.algebra import build
from dikast.verify.equality.equations import as_zero
from dikast.verify.equality.work_limits import attempt
from dikast.verify.syntax.nodes import Node

NEAR = Fraction(1, 10**12)
_SECONDS = 1.0
_POINTS, _DRAWS, _DIGITS = 3, 24, 40
_SCALES = (1, 7, 60)
_MAX_DEGREE = 99

NamedNumbers = Mapping[Any, Any]
"""The numbers that sympy's symbols are."""


def failing_point(
    equation: Node, claim: Node, *, within: Fraction = NEAR, is_positive: bool = False, fewest: int = 1
) -> NamedNumbers | None:
    """A point of the equation where the claim fails; None if it holds at one of those that are tried.

    `within` says how close the sides of the claim must be to count as equal, `fewest` how many points must be found.
    Where `is_positive`, all letters are, so that a point counts for any signs of the letters.
    """
    points = attempt(_SECONDS, lambda: _failing_points(equation, claim, within, is_positive))
    return points[0] if points is not None and len(points) >= fewest else None


def _failing_points(equation: Node, claim: Node, within: Fraction, is_positive: bool) -> list[NamedNumbers] | None:
    import sympy

    zero, wanted = (as_zero(node) for node in (equation, claim))
    if zero is None or wanted is None:
        return None
    held, claimed = build(zero), build(wanted)
    held = sympy.numer(sympy.together(held))
    solved = min(sorted(held.free_symbols & claimed.free_symbols, key=str), key=lambda name: _degree(held, name))
    others = sorted((held.free_symbols | claimed.free_symbols) - {solved}, key=str)
    failing: list[NamedNumbers] = []
    for seed in range(_DRAWS if others else 1):
        rng = random.Random(seed)
        scale = _SCALES[seed % len(_SCALES)]
        drawn = {name: sympy.Rational(rng.randint(1, 60) * scale, 67) for name in others}
        for root in _roots(held.subs(drawn), solved, is_positive):
            value = claimed.subs(drawn).subs(solved, root).evalf(_DIGITS)
            if not (value.is_number and value.is_finite) or abs(value) < float(within):
                return None
            failing.append({**drawn, solved: root})
        if len(failing) >= _POINTS:
            break
    return failing


def _degree(expression: Any, symbol: Any) -> int:
    import sympy

    return int(sympy.degree(expression, symbol)) if expression.is_polynomial(symbol) else _MAX_DEGREE


def _roots(held: Any, name: Any, is_positive: bool) -> Iterator[Any]:
    """The values of a name at which a polynomial in it vanishes; none where it is no polynomial."""
    import sympy

    if not held.has(name) or not held.is_polynomial(name):
        return
    roots = sympy.Poly(held, name).nroots(n=_DIGITS, maxsteps=200)
    yield from (root for root in roots if not is_positive or (root.is_real and root > 0))
