"""Can all signs of a chain of equations hold at once, at some values of its letters, though none holds for all?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from typing import Any

from dikast.verify.equality.algebra import build
from dikast.verify.equality.work_limits import attempt
from dikast.verify.syntax.nodes import Node

_SOLVING_S = 0.5


def may_hold_together(members: Sequence[Node]) -> bool:
    """Whether `2x = x^2 = 3x - 2` may have a solution; False only where it is shown that it has none.

    In one letter the differences of neighbours must have a factor in common. With several letters, or what is no
    fraction of polynomials, there may always be a solution.
    """
    if len(frozenset().union(*(member.symbols() for member in members))) != 1:
        return True
    is_shared = attempt(_SOLVING_S, lambda: _has_common_factor([build(member) for member in members]))
    return is_shared is not False


def _has_common_factor(members: Sequence[Any]) -> bool:
    import sympy

    letter = min(set().union(*(member.free_symbols for member in members)), key=str)
    steps = (sympy.together(left - right) for left, right in pairwise(members))
    tops = [sympy.Poly(sympy.numer(step), letter) for step in steps]
    return bool(reduce(sympy.gcd, tops).degree() > 0)
