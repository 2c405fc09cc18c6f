"""Are two expressions equal? Steps from cheap to dear, stopping at the first that decides.

Same tree, exact rationals, random points with enclosures (these refute), then a bounded proof. Passing every point
without a proof is `numeric`.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.algebra import TooLong, build, prove_zero, within
from dikast.verify.equality.exact import Doubtful, Undefined, exact
from dikast.verify.equality.intervals import disjoint
from dikast.verify.equality.numeric import Ball, apart, close, enclose
from dikast.verify.syntax.nodes import Node, TooCostly

POINTS = 10
_CORNERS = (Fraction(-1), Fraction(2), Fraction(1, 2))
_SMALL = (Fraction(1), Fraction(2), Fraction(3), Fraction(1, 2), Fraction(4), Fraction(1, 3), Fraction(5))
_NUDGE = Fraction(1, 10007)
_COUNTS = frozenset({"factorial", "binom", "perm"})
_HEAVY = frozenset({"lim", "int", "diff", "sum", "prod"})


@dataclass(frozen=True)
class Domain:
    """What is said about the symbols: some are positive; `is_declared` that the text says what all are.

    With `is_real` a real counterexample refutes even where nothing is declared and the positive case would hold.
    `proof_s` is how long a proof may take.
    """

    positive: frozenset[str] = frozenset()
    is_declared: bool = False
    is_real: bool = False
    proof_s: float = 0.1
    tell: Callable[[Decision], None] = lambda finding: None


_ANYWHERE = Domain()


def bare(node: Node) -> Node:
    """The tree without brackets that only group."""

    def change(n: Node) -> Node | None:
        return bare(n.args[0]) if n.op == "paren" else None

    return node.map(change)


def equal(a: Node, b: Node, domain: Domain = _ANYWHERE) -> Decision:
    """Whether two expressions are equal wherever both have a value."""
    a, b = bare(a), bare(b)
    if a == b:
        return verified("identical")
    exactly = _by_rationals(a, b)
    if exactly is not None:
        return exactly
    try:
        return _by_points(_computed(a), _computed(b), domain)
    except TooCostly as error:
        return unknown("cost", detail=str(error))
    except TooLong:
        return unknown("timeout", "symbolic")
    except Undefined as error:
        return unknown("precision" if isinstance(error, Doubtful) else "unsupported", detail=str(error))


def _by_rationals(a: Node, b: Node) -> Decision | None:
    """Decided by exact rational arithmetic; None where a side is no rational, or too large for it."""
    try:
        left, right = exact(a), exact(b)
    except Undefined as error:
        return unknown("domain", "exact", detail=str(error))
    except TooCostly:
        return None
    if left is None or right is None:
        return None
    same = left == right
    if max(left.denominator, abs(left.numerator)) > 10**40:
        return verified("exact") if same else refuted("exact")
    shown = {"left": str(left), "right": str(right)}
    return Decision("verified" if same else "refuted", "exact", "proof" if same else None, shown)


def _computed(node: Node) -> Node:
    """The tree with limits, integrals and derivatives replaced by what they come to."""

    def change(n: Node) -> Node | None:
        if n.op not in ("lim", "int", "diff") and not (n.op in ("sum", "prod") and _needs_algebra(n)):
            return None
        from dikast.verify.equality.unbuild import unbuild

        try:
            with within(1.0):
                return unbuild(build(n))
        except Undefined:
            if n.op in ("sum", "prod") and not _is_endless(n):
                return n  # no closed form, but its terms can be counted out
            raise

    return node.map(change) if any(n.op in _HEAVY for n in node.walk()) else node


def _is_endless(node: Node) -> bool:
    """Whether a sum has infinitely many terms, or ones that are not known."""
    return any(n.op == "apply" or (n.op == "const" and n.value == "oo") for n in node.walk())


def _needs_algebra(node: Node) -> bool:
    try:
        low, high = exact(node.args[2]), exact(node.args[3])
    except (Undefined, TooCostly):
        return True
    return low is None or high is None or high - low > 400


Regime = Literal["real", "positive", "complex"]


@dataclass
class Tally:
    """How the points of one regime came out."""

    agree: int = 0
    undecided: int = 0
    one_sided: dict[str, str] | None = None
    witness: dict[str, Any] | None = None
    undefined: int = 0


def _by_points(a: Node, b: Node, domain: Domain) -> Decision:
    names = sorted(a.symbols() | b.symbols())
    is_complex = _has_i(a) or _has_i(b)
    if not names:
        return _constants(a, b, domain)
    tally = sample(a, b, names, "complex" if is_complex else "real", domain)
    if tally.witness is None and tally.agree >= 3 and tally.one_sided is None:
        domain.tell(verified("points", "numeric", points=tally.agree))
        if prove_zero(Node("add", (a, Node("neg", (b,)))), domain.proof_s):
            return verified("algebra")
        return verified("points", "numeric", points=tally.agree, digits=40)
    if is_complex or domain.is_declared:
        if tally.witness is not None:
            return refuted("counterexample", **tally.witness)
        if tally.agree >= 3 and domain.is_declared and tally.one_sided is not None and not domain.positive:
            return refuted("counterexample", point=tally.one_sided, detail="only one side has a value there")
        return unknown("domain", "points", point=tally.one_sided or {})
    return _assuming(a, b, names, tally, domain)


def _assuming(a: Node, b: Node, names: list[str], tally: Tally, domain: Domain) -> Decision:
    """What holds where the symbols are positive decides between a counterexample and a missing assumption."""
    positive = sample(a, b, names, "positive", domain)
    if positive.witness is not None:
        return refuted("counterexample", **positive.witness)
    if domain.is_real and tally.witness is not None:
        return refuted("counterexample", **tally.witness)
    if positive.agree >= 3 and positive.one_sided is None and (tally.witness or tally.one_sided):
        point = tally.witness["point"] if tally.witness else tally.one_sided
        needed = " and ".join(f"{name} > 0" for name in names)
        extra = {k: v for k, v in (tally.witness or {}).items() if k != "point"}
        return unknown("domain", "points", needs=needed, fails_at=point, **extra)
    if tally.witness is not None:
        return refuted("counterexample", **tally.witness)
    if tally.agree + positive.agree >= 3 and not tally.one_sided and not positive.one_sided:
        return verified("points", "numeric", points=tally.agree + positive.agree, digits=40)
    if positive.one_sided is not None and positive.agree + tally.agree:
        return unknown("domain", "points", point=positive.one_sided, detail="only one side has a value there")
    return unknown("domain", "points", detail="no point where both sides have a value")


def _has_i(node: Node) -> bool:
    return any(n.op == "const" and n.value == "i" for n in node.walk())


def _constants(a: Node, b: Node, domain: Domain) -> Decision:
    is_real = not (_has_i(a) or _has_i(b))
    left, right = _ball(a, is_real), _ball(b, is_real)
    if left is None or right is None:
        left, right = _ball(a, False), _ball(b, False)
    if left is None or right is None:
        return _infinities(a, b, left, right)
    if apart(left, right):
        enclosures = _enclosures(a, b, {}, is_real)
        if enclosures is None:
            return unknown("precision", "numeric", left=str(left), right=str(right))
        return refuted("numeric", left=str(left), right=str(right), enclosures=enclosures)
    if not close(left, right):
        return unknown("precision", "numeric", left=str(left), right=str(right))
    domain.tell(verified("numeric", "numeric", value=str(left)))
    if prove_zero(Node("add", (a, Node("neg", (b,)))), domain.proof_s):
        return verified("algebra", value=str(left))
    return verified("numeric", "numeric", value=str(left), digits=25)


def _infinities(a: Node, b: Node, left: Ball | None, right: Ball | None) -> Decision:
    """Constants of which at least one has no finite value: both may be infinite."""
    infinite = [_infinity(n) for n in (a, b)]
    if all(infinite):
        return verified("infinite") if infinite[0] == infinite[1] else refuted("infinite")
    if any(infinite) and any(side and side.radius <= abs(side.centre) for side in (left, right)):
        return refuted("infinite", left=str(a), right=str(b))
    return unknown("domain", "numeric", detail="no value")


def _enclosures(a: Node, b: Node, point: Mapping[str, Fraction], is_real: bool) -> str | None:
    """What shows that two values which differ at 40 and 80 digits do differ; None if intervals say they may not."""
    known = disjoint(a, b, point, is_real)
    return None if known is False else "intervals" if known else "two precisions"


def _infinity(node: Node) -> int:
    sign = 1
    while node.op == "neg":
        node, sign = node.args[0], -sign
    return sign if node.op == "const" and node.value == "oo" else 0


def _ball(node: Node, is_real: bool) -> Ball | None:
    try:
        return enclose(node, is_real=is_real)
    except Undefined:
        return None


def sample(a: Node, b: Node, names: list[str], regime: Regime, domain: Domain) -> Tally:
    """Both sides at random rational points, the same ones for the same expressions."""
    rng = random.Random(f"{a}|{b}")
    tally = Tally()
    tries = 0
    is_easy = is_tame(a) and is_tame(b)
    whole = _counting(a) | _counting(b)
    if not is_easy and not whole and len(names) <= 3 and regime == "real":
        for values in itertools.product(_CORNERS, repeat=len(names)):
            corner = dict(zip(names, values, strict=True))
            _try(a, b, corner, True, tally, {name: value + _NUDGE for name, value in corner.items()})
            if tally.witness is not None:
                return tally
    points = POINTS if is_easy else 3 * POINTS
    while tally.agree < points and tally.witness is None and tries < 3 * points:
        tries += 1
        kind = tries % 3 if is_easy or tries % 2 else 1
        point = {
            name: Fraction(rng.randint(3, 24))
            if name in whole
            else _coordinate(rng, kind, regime == "positive" or name in domain.positive)
            for name in names
        }
        beside = {name: value if name in whole else value + _NUDGE for name, value in point.items()}
        _try(a, b, point, regime != "complex", tally, beside)
    return tally


def _counting(node: Node) -> frozenset[str]:
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
    return all(n.op != "pow" or (n.args[1].op == "num") for n in node.walk())


def _coordinate(rng: random.Random, kind: int, is_positive: bool) -> Fraction:
    """Between 0 and 1, a small number, one up to 100, by kind; signs at random."""
    if kind == 0:
        value = Fraction(rng.randint(1, 96), 97)
    elif kind == 1:
        value = rng.choice(_SMALL)
    else:
        value = Fraction(rng.randint(1, 97 * rng.choice((3, 10, 60))), rng.choice((7, 13, 31, 61)))
    return value if is_positive or rng.random() < 0.5 else -value


def _try(
    a: Node,
    b: Node,
    point: Mapping[str, Fraction],
    is_real: bool,
    tally: Tally,
    beside: Mapping[str, Fraction] | None = None,
) -> None:
    """Tallies both sides at a point, or at the one beside it where only one side has a value: a hole says nothing."""
    sides: list[Ball | None] = []
    for side in (a, b):
        try:
            sides.append(enclose(side, point, is_real))
        except Undefined:
            sides.append(None)
    left, right = sides
    shown = {name: str(value) for name, value in point.items()}
    if left is None and right is None:
        tally.undefined += 1
    elif left is None or right is None:
        if beside is None:
            tally.one_sided = shown
        else:
            _try(a, b, beside, is_real, tally)
    elif apart(left, right) and (enclosures := _enclosures(a, b, point, is_real)):
        tally.witness = {"point": shown, "left": str(left), "right": str(right), "enclosures": enclosures}
    elif close(left, right):
        tally.agree += 1
    else:
        tally.undecided += 1
