"""Two expressions with letters, tried at random rational points: one where they differ refutes.

Where the reals do not settle it, positive values do: what holds for them and fails elsewhere needs an assumption.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.domain import Domain
from dikast.verify.equality.exact import Undefined, rational
from dikast.verify.equality.intervals import disjoint
from dikast.verify.equality.numeric import Ball, apart, close, digits_for, enclose
from dikast.verify.equality.proofs import has_i, prove_zero
from dikast.verify.equality.shown import place as shown_at
from dikast.verify.equality.shown import told_apart
from dikast.verify.equality.terms import difference, rebuilt
from dikast.verify.syntax.nodes import Node, TooCostly
from dikast.verify.witness import Point

POINTS, ENOUGH = 10, 3
_CORNERS = (Fraction(-1), Fraction(2), Fraction(1, 2))
_SMALL = (Fraction(1), Fraction(2), Fraction(3), Fraction(1, 2), Fraction(4), Fraction(1, 3), Fraction(5))
_NUDGE = Fraction(1, 10007)
_COUNTS = frozenset({"factorial", "binom", "perm"})

Regime = Literal["real", "positive", "complex"]
Place = Mapping[str, Fraction]


@dataclass
class Tally:
    """How the points of one regime came out."""

    agree: int = 0
    one_sided: Place | None = None
    witness: Point | None = None
    shows: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether the sides agree at enough points, and have values at the same ones."""
        return self.witness is None and self.one_sided is None and self.agree >= ENOUGH

    def refuted(self) -> Decision | None:
        return None if self.witness is None else refuted("counterexample", self.witness, enclosures=self.shows)


def by_points(a: Node, b: Node, names: list[str], domain: Domain) -> Decision:
    """Whether two expressions in these names are equal, by points and, where they agree at all, by a proof."""
    is_complex = has_i(a) or has_i(b)
    tally = sample(a, b, names, "complex" if is_complex else "real", domain)
    if tally.is_clean:
        return _agreeing(a, b, tally.agree, domain)
    if is_complex or domain.is_declared:
        return tally.refuted() or _one_sided(tally, domain)
    return _assuming(a, b, names, tally, domain)


def _agreeing(a: Node, b: Node, points: int, domain: Domain) -> Decision:
    agreed = verified("points", "numeric", points=points, digits=40)
    domain.tell(agreed)
    return verified("algebra") if prove_zero(rebuilt(difference(a, b))) else agreed


def _one_sided(tally: Tally, domain: Domain) -> Decision:
    """Points at which one side has no value count where the text says what the letters are."""
    is_said = domain.is_declared and not domain.positive and tally.agree >= ENOUGH
    if is_said and tally.one_sided is not None:
        place = shown_at(tally.one_sided)
        return refuted("counterexample", Point(place, "a value", "none"), detail="only one side has a value there")
    return unknown("domain", "points", point=shown_at(tally.one_sided or {}))


def _assuming(a: Node, b: Node, names: list[str], tally: Tally, domain: Domain) -> Decision:
    """What holds where the symbols are positive decides between a counterexample and a missing assumption."""
    positive = sample(a, b, names, "positive", domain)
    if (found := positive.refuted() or (tally.refuted() if domain.is_real else None)) is not None:
        return found
    if positive.is_clean and (tally.witness or tally.one_sided):
        return _needing(names, tally)
    if (found := tally.refuted()) is not None:
        return found
    one_sided, agree = positive.one_sided or tally.one_sided, positive.agree + tally.agree
    if agree >= ENOUGH and one_sided is None:
        return verified("points", "numeric", points=agree, digits=40)
    if one_sided is not None and agree:
        return unknown("domain", "points", point=shown_at(one_sided), detail="only one side has a value there")
    return unknown("domain", "points", detail="no point where both sides have a value")


def _needing(names: list[str], tally: Tally) -> Decision:
    """The same for positive values only."""
    needed = " and ".join(f"{name} > 0" for name in names)
    if tally.witness is None:
        return unknown("domain", "points", needs=needed, fails_at=shown_at(tally.one_sided or {}))
    w = tally.witness
    return unknown("domain", "points", needs=needed, fails_at=dict(w.point), left=w.left, right=w.right)


def enclosures(a: Node, b: Node, place: Place, is_real: bool) -> str | None:
    """What shows that two values which differ at 40 and 80 digits do differ; None if intervals say they may not."""
    known = disjoint(a, b, place, is_real)
    return None if known is False else "intervals" if known else "two precisions"


def sample(a: Node, b: Node, names: list[str], regime: Regime, domain: Domain) -> Tally:
    """Both sides at random rational points, the same ones for the same expressions."""
    rng = random.Random(f"{a}|{b}")
    whole = domain.whole
    trial = _Trial(a, b, regime != "complex", Tally())
    is_easy = is_tame(a) and is_tame(b)
    if not is_easy and not whole and len(names) <= 3 and regime == "real":
        for values in itertools.product(_CORNERS, repeat=len(names)):
            trial.at(dict(zip(names, values, strict=True)), frozenset())
    points = POINTS if is_easy else 3 * POINTS
    for i in range(1, 3 * points + 1):
        if trial.tally.agree >= points or trial.tally.witness is not None:
            break
        kind = i % 3 if is_easy or i % 2 else 1
        trial.at({name: _chosen(rng, name, kind, regime, domain, whole) for name in names}, whole)
    return trial.tally


def _chosen(
    rng: random.Random, name: str, kind: int, regime: Regime, domain: Domain, whole: frozenset[str]
) -> Fraction:
    if name in whole:
        return Fraction(rng.randint(3, 24))
    return _coordinate(rng, kind, regime == "positive" or name in domain.positive)


def counting(node: Node) -> frozenset[str]:
    """The names that count something: those that a factorial or a binomial is taken of, to which a sum runs, or to
    which a negative number is raised."""
    counts = [n for n in node.walk() if n.op == "call" and n.value in _COUNTS]
    bounds = [bound for n in node.walk() if n.op in ("sum", "prod") for bound in n.args[2:]]
    raised = [n.args[1] for n in node.walk() if n.op == "pow" and _is_negative(n.args[0])]
    return frozenset().union(*(n.symbols() for n in (*counts, *bounds, *raised)))


def _is_negative(node: Node) -> bool:
    return node.op == "neg" and node.args[0].op == "num"


def is_tame(node: Node) -> bool:
    """Whether every power is a plain integer one, so that few points tell much."""
    return all(n.op != "pow" or n.args[1].op == "num" for n in node.walk())


def _coordinate(rng: random.Random, kind: int, is_positive: bool) -> Fraction:
    """Between 0 and 1, a small number, one up to 100, by kind; signs at random."""
    if kind == 0:
        value = Fraction(rng.randint(1, 96), 97)
    elif kind == 1:
        value = rng.choice(_SMALL)
    else:
        value = Fraction(rng.randint(1, 97 * rng.choice((3, 10, 60))), rng.choice((7, 13, 31, 61)))
    return value if is_positive or rng.random() < 0.5 else -value


@dataclass(frozen=True)
class _Trial:
    """Two expressions and the tally of the points they are tried at."""

    a: Node
    b: Node
    is_real: bool
    tally: Tally

    def at(self, place: Place, whole: frozenset[str]) -> None:
        """Tallies a point, or the one beside it where only one side has a value: a hole says nothing."""
        if self.tally.witness is not None:
            return
        if self._one_has_none(place):
            beside = {name: value if name in whole else value + _NUDGE for name, value in place.items()}
            if self._one_has_none(beside):
                self.tally.one_sided = beside

    def _one_has_none(self, place: Place) -> bool:
        """Compares the sides at a point; True, with nothing tallied, where only one of them has a value."""
        left, right = (self._value(side, place) for side in (self.a, self.b))
        if left is None or right is None:
            return left is not right
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            sides = told_apart(left, right)
            self._count(place, left == right, sides.left, sides.right, "exact")
            return False
        self._compare(place, *(_as_ball(side) for side in (left, right)))
        return False

    def _compare(self, place: Place, left: Ball, right: Ball) -> None:
        if not apart(left, right):
            try:
                digits = digits_for(left, right)
                if digits is not None:
                    left, right = (enclose(side, place, self.is_real, digits) for side in (self.a, self.b))
            except (TooCostly, Undefined):
                return
        if apart(left, right):
            if (shows := enclosures(self.a, self.b, place, self.is_real)) is not None:
                self._count(place, False, str(left), str(right), shows)
        elif close(left, right):
            self._count(place, True)

    def _count(self, place: Place, same: bool, left: str = "", right: str = "", shows: str = "") -> None:
        if same:
            self.tally.agree += 1
        else:
            self.tally.witness, self.tally.shows = Point(shown_at(place), left, right), shows

    def _value(self, side: Node, place: Place) -> Fraction | Ball | None:
        """The value at a point, as a rational where it is one."""
        value = rational(side, place)
        try:
            return enclose(side, place, self.is_real) if value is None else value
        except Undefined:
            return None


def _as_ball(value: Fraction | Ball) -> Ball:
    if isinstance(value, Ball):
        return value
    import mpmath

    with mpmath.workdps(80):
        centre = mpmath.mpf(value.numerator) / value.denominator
        return Ball(centre, abs(centre) * mpmath.mpf(10) ** -75)
