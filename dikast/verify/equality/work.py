"""How much work a proof or a solution may take: counted in the size of what it works on, so that it is the same always.

A clock is only the last resort, for what no size foretells, and counts the processor's time and not the wall's: on a
busy machine the same text comes to the same decision.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import comb
from types import FrameType

from dikast.verify.decision import Decision, unknown
from dikast.verify.equality.exact import MAX_BITS, Doubtful, Undefined, exact
from dikast.verify.syntax.nodes import Node, TooCostly

_MAX_POWER = 60
_CAP = 10**9
_MAX_ARGUMENT_BITS = 1_000


class TooLong(Exception):
    """A bounded attempt used up its time."""


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


def tried(method: str, seconds: float, decide: Callable[[], Decision]) -> Decision:
    """What `decide` comes to in that much time; unknown where the algebra gives up."""
    try:
        with within(seconds):
            return decide()
    except TooLong:
        return unknown("timeout", method)
    except TooCostly as error:
        return unknown("cost", method, detail=str(error))
    except Doubtful as error:
        return unknown("precision", method, detail=str(error)[:200])
    except (Undefined, RuntimeError, TypeError, ValueError, AttributeError, LookupError) as error:
        return unknown("unsupported", method, detail=str(error)[:200])


def check_size(node: Node) -> None:
    """Raises TooCostly for a tree whose building would be too large, for it is evaluated as it is built."""
    for part in node.walk():
        if part.op == "num" and isinstance(part.value, Fraction) and part.value.numerator.bit_length() > MAX_BITS:
            raise TooCostly("a number of too many digits")
        if part.op == "pow":
            exponent = _value(part.args[1])
            if exponent is not None and abs(exponent) > _MAX_POWER and _value(part.args[0]) is None:
                raise TooCostly("a power too high to expand")
        if part.op in ("pow", "call", "sum", "prod"):
            _check_value(part)


def _check_value(node: Node) -> None:
    """Raises TooCostly for a value of too many digits, and for a function of one, since it is asked if it is prime."""
    _value(node)
    found = [_value(a) for a in node.args] if node.op == "call" else []
    if any(v is not None and v.numerator.bit_length() > _MAX_ARGUMENT_BITS for v in found):
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
    if node.op == "pow" and (exponent := _value(node.args[1])) is not None and exponent.denominator == 1:
        above, below = (_raised(n, abs(int(exponent))) for n in parts[0])
        return (above, below) if exponent >= 0 else (below, above)
    if node.op == "add":
        return _fraction_sum(parts)
    if node.op in ("div", "ratio"):
        return _capped(parts[0][0] * parts[1][1]), _capped(parts[0][1] * parts[1][0])
    if node.op in ("mul", "neg", "paren", "percent"):
        above = below = 1
        for p in parts:
            above, below = _capped(above * p[0]), _capped(below * p[1])
        return above, below
    return 1, 1


def _fraction_sum(parts: list[tuple[int, int]]) -> tuple[int, int]:
    above, below = parts[0]
    for a, b in parts[1:]:
        above, below = _capped(above * b + a * below), _capped(below * b)
    return above, below


def _raised(n: int, exponent: int) -> int:
    """How many terms a power of a sum of n terms has."""
    return _capped(comb(n + exponent - 1, exponent)) if exponent <= _MAX_POWER else _CAP


def _capped(n: int) -> int:
    return min(n, _CAP)
