"""How much work a proof or a solution may take: counted in the size of what it works on, so that it is always the same.

A clock is only the last resort, where sizes predict nothing. It counts processor time, not wall time: on a
busy machine the same text gets the same decision.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from math import comb
from types import FrameType
from typing import TypeVar

from dikast.verify.decision import Decision, unknown
from dikast.verify.equality.exact import MAX_BITS, Doubtful, Undefined, exact
from dikast.verify.syntax.nodes import Node, TooCostly

_MAX_POWER = 60
_CAP = 10**9
_MAX_ARGUMENT_BITS = 1_000
_EVALUATED = frozenset({"pow", "call", "sum", "prod"})

Attempted = TypeVar("Attempted")


class TooLong(Exception):
    """A bounded attempt used up its time."""


GIVING_UP = (
    TooCostly, Undefined, RuntimeError, ArithmeticError, AssertionError, AttributeError, LookupError,
    TypeError, ValueError,
)  # fmt: skip
"""What the algebra raises where it can't go on, other than TooLong: the errors of sympy and mpmath."""


def giving_up() -> tuple[type[Exception], ...]:
    """The same with what sympy raises of a polynomial, and mpmath of roots that it can't find."""
    from mpmath.libmp import NoConvergence
    from sympy.polys.polyerrors import BasePolynomialError

    return *GIVING_UP, BasePolynomialError, NoConvergence


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TooLong inside the block once that much processor time is used up. Only in a worker: it takes SIGVTALRM.

    It bounds Python code only; what hangs in C is left to the caller's deadline.
    """

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TooLong(f"more than {seconds} s of work")

    if not hasattr(signal, "setitimer"):  # on Windows only the caller's deadline bounds it
        yield
        return
    before = signal.signal(signal.SIGVTALRM, stop)
    left, _ = signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, left)  # what an attempt around this one had left
        signal.signal(signal.SIGVTALRM, before)


def attempt(seconds: float, work: Callable[[], Attempted]) -> Attempted | None:
    """What the algebra gives within that much time; None where it gives up."""
    try:
        with within(seconds):
            return work()
    except TooLong:
        return None
    except giving_up():
        return None


def tried(method: str, seconds: float, decide: Callable[[], Decision]) -> Decision:
    """The decision of `decide` within that much time; unknown, with the reason, where the algebra gives up."""
    try:
        with within(seconds):
            return decide()
    except TooLong:
        return unknown("timeout", method)
    except TooCostly as error:
        return unknown("cost", method, detail=str(error))
    except Doubtful as error:
        return unknown("precision", method, detail=str(error)[:200])
    except giving_up() as error:
        return unknown("unsupported", method, detail=str(error)[:200])


def check_size(node: Node) -> None:
    """Raises TooCostly for a tree whose building would be too large, for it is evaluated as it is built."""
    for subtree in node.walk():
        if isinstance(subtree.value, Fraction) and subtree.value.numerator.bit_length() > MAX_BITS:
            raise TooCostly("a number of too many digits")
        if subtree.op in _EVALUATED:
            _value(subtree)
            _check_operands(subtree.op, list(map(_value, subtree.args)))


def _check_operands(op: str, values: list[Fraction | None]) -> None:
    """Raises TooCostly where an operation of these values, None for those that are not known, would be too large."""
    if op == "pow" and values[0] is None and abs(values[1] or Fraction(0)) > _MAX_POWER:
        raise TooCostly("a power too high to expand")
    # sympy asks of a function's argument whether it is prime
    bits = (value.numerator.bit_length() for value in values if value is not None)
    if op == "call" and max(bits, default=0) > _MAX_ARGUMENT_BITS:
        raise TooCostly("a function of a number of too many digits")


def _value(node: Node) -> Fraction | None:
    try:
        return exact(node)
    except Undefined:
        return None


def n_terms(node: Node) -> int:
    """An upper bound of the terms that a tree has once multiplied out over one denominator."""
    above, below = _terms(node)
    return above * below


def _terms(node: Node) -> tuple[int, int]:
    """Terms of the numerator and of the denominator."""
    parts = [_terms(a) for a in node.args]
    if node.op == "pow":
        return _raised(*parts[0], _value(node.args[1]))
    join = _JOINED.get(node.op)
    if join is None:
        return 1, 1
    above, below = parts[0]
    for a, b in parts[1:]:
        above, below = (min(n, _CAP) for n in join(above, below, a, b))
    return above, below


def _raised(above: int, below: int, exponent: Fraction | None) -> tuple[int, int]:
    """How many terms a power has: as many as a power of sums of this many terms."""
    if exponent is None or exponent.denominator != 1:
        return 1, 1
    n = abs(int(exponent))
    counts = [_CAP if n > _MAX_POWER else min(comb(terms + n - 1, n), _CAP) for terms in (above, below)]
    return (counts[0], counts[1]) if exponent >= 0 else (counts[1], counts[0])


_JOINED: Mapping[str, Callable[[int, int, int, int], tuple[int, int]]] = {
    "add": lambda above, below, a, b: (above * b + a * below, below * b),
    **dict.fromkeys(("div", "ratio"), lambda above, below, a, b: (above * b, below * a)),
    **dict.fromkeys(("mul", "neg", "paren", "percent"), lambda above, below, a, b: (above * a, below * b)),
}
"""The terms of numerator and denominator of two operands joined by an operation."""
