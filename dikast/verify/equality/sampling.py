"""Two expressions with letters, tried at random rational points: one where they differ refutes.

Where the reals do not decide, positive values do: what holds for them and fails elsewhere needs an assumption.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.domain import Domain
from dikast.verify.equality.exact import Undefined, rational
from dikast.verify.equality.intervals import disjoint
from dikast.verify.equality.numeric import Ball, apart, as_float, close, digits_for, enclose, enclosed
from dikast.verify.equality.proofs import has_i, may_be_complex, prove_zero
from dikast.verify.equality.terms import difference, rebuilt
from dikast.verify.equality.value_texts import place as shown_at
from dikast.verify.equality.value_texts import told_apart
from dikast.verify.syntax.nodes import Node, TooCostly
from dikast.verify.witness import Point, Values

POINTS, ENOUGH = 10, 3
_CORNERS = (Fraction(-1), Fraction(2), Fraction(1, 2))
_SMALL = (Fraction(1), Fraction(2), Fraction(3), Fraction(1, 2), Fraction(4), Fraction(1, 3), Fraction(5))
_BENT, _FARTHEST = frozenset({"abs", "sqrt", "min", "max", "sign", "root", "cbrt"}), 10**9
_IN_CASES = frozenset({"min", "max", "sign", "floor", "ceil", "mod"})
_NUDGE = Fraction(1, 10007)
_MOST_CORNERED, _MOST_TURNS = 3, 5
"""Names of an expression that is tried at all combinations of corners."""
_COUNTS = frozenset({"factorial", "binom", "perm"})

Regime = Literal["real", "positive", "complex"]
Place = Mapping[str, Fraction]


@dataclass
class Tally:
    """Two expressions and what came of the points of one regime at which they were tried."""

    a: Node
    b: Node
    is_real: bool
    agree: int = 0
    one_sided: Place | None = None
    witness: Point | None = None
    shows: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether the sides agree at enough points, and have values at the same ones."""
        return self.witness is None and self.one_sided is None and self.agree >= ENOUGH

    @property
    def failing(self) -> Mapping[str, str] | None:
        """A point at which the sides differ, or only one has a value."""
        if self.witness is not None:
            return self.witness.point
        return shown_at(self.one_sided) if self.one_sided else None

    def refuted(self) -> Decision | None:
        """The counterexample, if one was found."""
        return None if self.witness is None else refuted("counterexample", self.witness, enclosures=self.shows)

    def at(self, place: Place, whole: frozenset[str] = frozenset()) -> None:
        """Tallies a point, or the one beside it where only one side has a value: a hole says nothing."""
        if self.witness is None and self._one_has_none(place):
            beside = {name: value if name in whole else value + _NUDGE for name, value in place.items()}
            if self._one_has_none(beside):
                self.one_sided = beside

    def _one_has_none(self, place: Place) -> bool:
        """Compares the sides at a point; True, with nothing tallied, where only one of them has a value."""
        left, right = (self._value(side, place) for side in (self.a, self.b))
        if left is None or right is None:
            return left is not right
        if not (isinstance(left, Fraction) and isinstance(right, Fraction)):
            self._compare(place, *map(_as_ball, (left, right)))
        elif left == right:
            self.agree += 1
        else:
            self._refute(place, told_apart(left, right), "exact")
        return False

    def _compare(self, place: Place, left: Ball, right: Ball) -> None:
        """Counts two values that are close; those that differ refute if intervals don't say otherwise."""
        try:
            digits = None if apart(left, right) else digits_for(left, right)
            if digits is not None:
                left, right = (enclose(side, place, self.is_real, digits) for side in (self.a, self.b))
        except (TooCostly, Undefined):
            return
        if not apart(left, right):
            self.agree += close(left, right)
        elif (enclosed := enclosures(self.a, self.b, place, self.is_real)) is not None:
            self._refute(place, Values(str(left), str(right)), enclosed)

    def _refute(self, place: Place, sides: Values, shows: str) -> None:
        self.witness, self.shows = Point(shown_at(place), sides.left, sides.right), shows

    def _value(self, side: Node, place: Place) -> Fraction | Ball | None:
        """The value at a point, as a rational where it is one."""
        value = rational(side, place)
        return enclosed(side, place, self.is_real) if value is None else value


def by_points(a: Node, b: Node, names: list[str], domain: Domain) -> Decision:
    """Whether two expressions in these names are equal, by points and, where they agree at all, by a proof."""
    is_complex = has_i(a) or has_i(b)
    tally = sample(a, b, names, "complex" if is_complex else "real", domain)
    if tally.is_clean:
        agreed = verified("points", "numeric", points=tally.agree, digits=40)
        if may_be_complex(a, b):
            agreed = unknown("domain", "points", detail="equal for real numbers, but some may be complex")
        else:
            domain.tell(agreed)
        return verified("algebra") if prove_zero(rebuilt(difference(a, b))) else agreed
    if is_complex or domain.is_declared:
        return tally.refuted() or _one_sided(tally, domain)
    return _assuming(a, b, names, tally, domain)


def _one_sided(tally: Tally, domain: Domain) -> Decision:
    """Points at which one side has no value count where the text says what the letters are."""
    place = shown_at(tally.one_sided or {})
    is_said = domain.is_declared and not domain.positive and tally.agree >= ENOUGH
    if is_said and tally.one_sided is not None:
        return refuted("counterexample", Point(place, "a value", "none"), detail="only one side has a value there")
    return unknown("domain", "points", point=place)


def _assuming(a: Node, b: Node, names: list[str], tally: Tally, domain: Domain) -> Decision:
    """Whether it holds for positive symbols decides between a counterexample and a missing assumption."""
    positive = sample(a, b, names, "positive", domain)
    is_signed = domain.is_real and not (len(names) > 1 and _has_roots(a, b))
    finding = positive.refuted()
    if finding is None and is_signed:
        finding = tally.refuted()
    if finding is None and positive.is_clean and tally.failing is not None:
        needed = " and ".join(f"{name} > 0" for name in names)
        sides = {} if tally.witness is None else {"left": tally.witness.left, "right": tally.witness.right}
        finding = unknown("domain", "points", needs=needed, fails_at=dict(tally.failing), **sides)
    return finding or tally.refuted() or _agreeing(positive, tally)


def _agreeing(positive: Tally, tally: Tally) -> Decision:
    """The decision from two regimes without a counterexample."""
    one_sided, agree = positive.one_sided or tally.one_sided, positive.agree + tally.agree
    if agree >= ENOUGH and one_sided is None:
        return verified("points", "numeric", points=agree, digits=40)
    if one_sided is not None and agree:
        return unknown("domain", "points", point=shown_at(one_sided), detail="only one side has a value there")
    return unknown("domain", "points", detail="no point where both sides have a value")


def _has_roots(a: Node, b: Node) -> bool:
    """Roots of several letters, as a law of physics has them, whose letters a reader takes to be positive; no `|x|`."""
    calls = {*a.values_of("call"), *b.values_of("call")}
    powers = [n.args[1] for n in (*a.walk(), *b.walk()) if n.op == "pow"]
    has_fractions = any(exponent.op == "div" and not exponent.symbols() for exponent in powers)
    return "abs" not in calls and (has_fractions or not calls.isdisjoint({"sqrt", "root"}))


def enclosures(a: Node, b: Node, place: Place, is_real: bool) -> str | None:
    """What shows that two values which differ at 40 and 80 digits do differ; None if intervals say they may not."""
    known = disjoint(a, b, place, is_real)
    return None if known is False else "intervals" if known else "two precisions"


def _beyond_bends(a: Node, b: Node) -> tuple[Fraction, ...]:
    """Places farther out than any number written: `|x + 1000| - 1000` bends where no small number shows it."""
    if _BENT.isdisjoint((*a.values_of("call"), *b.values_of("call"))):
        return ()
    sizes = [abs(n.value) for n in (*a.walk(), *b.walk()) if isinstance(n.value, Fraction)]
    farthest = 2 * max((size for size in sizes if size <= _FARTHEST), default=Fraction(1)) + 1
    return (-farthest, farthest)


def sample(a: Node, b: Node, names: list[str], regime: Regime, domain: Domain) -> Tally:
    """Both sides at random rational points, the same ones for the same expressions."""
    rng = random.Random(f"{a}|{b}")
    tally = Tally(a, b, is_real=regime != "complex")
    is_easy = is_tame(a) and is_tame(b)
    if regime == "real" and len(names) <= _MOST_CORNERED:
        for place in grid(names, _corners(a, b, names, is_easy, domain)):
            tally.at(place)
    positive = frozenset(names) if regime == "positive" else domain.positive
    points = POINTS if is_easy else 3 * POINTS
    for i in range(1, 3 * points + 1):
        if tally.agree >= points or tally.witness is not None:
            break
        # For expressions that are hard to compute, every other point has small numbers.
        kind = i % 3 if is_easy or i % 2 else 1
        tally.at({name: _coordinate(rng, name, kind, positive, domain.whole) for name in names}, domain.whole)
    return tally


def _corners(a: Node, b: Node, names: list[str], is_easy: bool, domain: Domain) -> tuple[Fraction, ...]:
    """Values at which powers, roots and the like behave otherwise than at most random ones."""
    corners = () if is_easy or domain.whole else _CORNERS
    has_far_ones = len(names) == 1 and not domain.positive
    return (*corners, *_turns(a, b), *_beyond_bends(a, b)) if has_far_ones else corners


def _turns(a: Node, b: Node) -> tuple[Fraction, ...]:
    """Nought and the first numbers written, where functions given in cases may turn: `|sgn(x - 3)|` is 0 at 3."""
    if _IN_CASES.isdisjoint((*a.values_of("call"), *b.values_of("call"))):
        return ()
    written = dict.fromkeys(n.value for n in (*a.walk(), *b.walk()) if isinstance(n.value, Fraction))
    first = list(written)[:_MOST_TURNS]
    return tuple(dict.fromkeys([Fraction(0), *first, *(-value for value in first)]))


def grid(names: Sequence[str], values: Sequence[Fraction]) -> Iterator[Place]:
    """All points whose coordinates are among these values."""
    for row in itertools.product(values, repeat=len(names)):
        yield dict(zip(names, row, strict=True))


def counting(node: Node) -> frozenset[str]:
    """The names that count something: those that a factorial or a binomial is taken of, to which a sum runs, or to
    which a negative number is raised."""
    return frozenset().union(*(n.symbols() for subtree in node.walk() for n in _counted(subtree)))


def _counted(node: Node) -> tuple[Node, ...]:
    """What is counted by the operation at the root of a tree."""
    match node:
        case Node("call", args, name) if name in _COUNTS:
            return args
        case Node("sum" | "prod", (_, _, *bounds)):
            return (*bounds,)
        case Node("pow", (Node("neg", (Node("num"),)), exponent)):
            return (exponent,)
    return ()


def is_tame(node: Node) -> bool:
    """Whether every power is a plain integer one and there are no cases, so that few points show much."""
    has_cases = not _IN_CASES.isdisjoint(node.values_of("call"))
    return not has_cases and all(n.op != "pow" or n.args[1].op == "num" for n in node.walk())


def _coordinate(rng: random.Random, name: str, kind: int, positive: frozenset[str], whole: frozenset[str]) -> Fraction:
    """Between 0 and 1, a small number, one up to 100, by kind; signs at random. A whole one is not small."""
    if name in whole:
        return Fraction(rng.randint(3, 24))
    if kind == 0:
        value = Fraction(rng.randint(1, 96), 97)
    elif kind == 1:
        value = rng.choice(_SMALL)
    else:
        # Denominators that no one writes: a random value should not be a zero of either side.
        value = Fraction(rng.randint(1, 97 * rng.choice((3, 10, 60))), rng.choice((7, 13, 31, 61)))
    return value if name in positive or rng.random() < 0.5 else -value


def _as_ball(value: Fraction | Ball) -> Ball:
    import mpmath

    if isinstance(value, Ball):
        return value
    with mpmath.workdps(80):
        centre = as_float(value)
        return Ball(centre, abs(centre) * mpmath.mpf(10) ** -75)
