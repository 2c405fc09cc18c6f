"""Families of values over an integer parameter, as solutions of trigonometric equations and of congruences are given.

`2n + 1` is a family where the text says that n is an integer, where its step has π in it, and where two answers of
the form `x = …` have each a letter of their own. Otherwise it may be meant for one n: what is the same only as a family
is neither verified nor refuted.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from dikast.verify.decision import Decision, unknown
from dikast.verify.equality.affine import Linear, coordinates, halves, linear
from dikast.verify.equality.exact import rational
from dikast.verify.equality.known import known
from dikast.verify.equality.lattices import Line, same_points
from dikast.verify.equality.listed import Listed, NotListed, listed
from dikast.verify.equality.named import otherwise_named
from dikast.verify.syntax.nodes import PI, Node, add

_PARAMETERS = frozenset("nkmljq")
_VARYING = ("sym", "numbers", "congruence", "call")
"""What a family has in it, if only the `mod` of its members."""
_TRACKS = 48
_NAME = "n"

# Start and slope of every coordinate of a member.
Track = tuple[Linear, ...]


def same_family(a: Node, b: Node, given: frozenset[str] = frozenset()) -> Decision | None:
    """Whether two families are the same set; None unless both sides are meant as families over integers.

    `given` are the names that the question is about, which are no parameters of the answer's own.
    """
    sides = _sides(a, b)
    if sides is None:
        return None
    left, right = tracks = [_tracks(side) for side in sides]
    if any(side.restricted for side in sides):
        return _restricted(sides, tracks)
    if left is None or right is None or not _are_meant(sides, [*left, *right], given):
        return None
    finding = otherwise_named(_same(left, right), *(s.labels[0] if len(s.labels) == 1 else None for s in sides))
    is_said = sides[0].integers | sides[1].integers
    return None if finding.status == "refuted" and len(left[0]) > 1 and not is_said else finding


def perhaps_family(a: Node, b: Node, given: frozenset[str] = frozenset()) -> Decision | None:
    """Why two trees that differ for one value of their parameters may be the same over all; None if they can't be."""
    sides = _sides(a, b)
    if sides is None:
        return None
    left, right = (_tracks(side) for side in sides)
    names = sides[0].names | sides[1].names
    if left is None or right is None:
        is_said = any(side.names & side.integers for side in sides)
        return unknown("unsupported", "family", detail="not linear in an integer") if is_said else None
    ours, theirs = ([line for t in side if (line := _line(t, _approximate))] for side in (left, right))
    if len(left[0]) > 1 and all(any(one.share(other) for other in theirs) for one in ours):
        return unknown("ambiguous", "family", detail="points of the same lines, if any number may be the parameter")
    is_own = names <= _PARAMETERS or sides[0].names.isdisjoint(sides[1].names)
    is_single = names & given or (_is_plain(left) and _is_plain(right))
    if not is_own or is_single or _same(left, right).status == "refuted":
        return None
    return unknown("ambiguous", "family", detail="the same for all integers, not for each of them")


def _sides(a: Node, b: Node) -> tuple[Listed, Listed] | None:
    """Both sides' members, with coordinates in the same order; None where one has no parameter."""
    if not (a.has(*_VARYING) and b.has(*_VARYING)):
        return None
    try:
        left, right = listed(a), listed(b)
    except NotListed:
        return None
    if not (left.names and right.names) or len({len(m) for side in (left, right) for m in side.members}) > 1:
        return None
    if left.labels != right.labels and len(left.labels) == len(right.labels) > 1:
        if set(left.labels) != set(right.labels):
            return None
        order = [right.labels.index(name) for name in left.labels]
        right.members = [tuple(member[i] for i in order) for member in right.members]
    return left, right


def _tracks(side: Listed) -> list[Track] | None:
    """Every member as linear in its only name, those with a sign `(-1)^n` in two parts; None if one is not linear."""
    found: list[Track] = []
    for member in side.members:
        names = frozenset().union(*(n.symbols() for n in member))
        name = next(iter(names), _NAME)
        for part in halves(member, name):
            track = [linear(n, name) for n in part]
            if len(names) > 1 or None in track:
                return None
            found.append(tuple(t for t in track if t is not None))
    return found if len(found) <= _TRACKS else None


def _same(left: list[Track], right: list[Track]) -> Decision:
    """The tracks as points with rational coordinates: exactly, in ones and in π, or else to 60 digits."""
    for measure in (coordinates, _approximate):
        sides = [[_line(track, measure) for track in side] for side in (left, right)]
        lines = [[line for line in side if line is not None] for side in sides]
        if all(len(a) == len(b) for a, b in zip(lines, sides, strict=True)):
            return same_points(*lines)
    return unknown("unsupported", "family", detail="no real number")


def _line(track: Track, measure: Callable[[Node], tuple[Fraction, ...] | None]) -> Line | None:
    starts, steps = ([measure(pair[i]) for pair in track] for i in (0, 1))
    if None in starts or None in steps:
        return None
    start, step = (tuple(f for part in parts for f in part or ()) for parts in (starts, steps))
    return Line(start, step, measure is coordinates)


def _approximate(node: Node) -> tuple[Fraction, ...] | None:
    value = known(node)
    return None if value is None else (value,)


def _restricted(sides: tuple[Listed, Listed], tracks: list[list[Track] | None]) -> Decision | None:
    """Families over anything but all integers: told apart where even all integers would not make them the same."""
    said = [{side.others.get(name, "Z") for name in side.names} for side in sides]
    # Members whose parameter is called the same in both answers.
    renamed = [dict.fromkeys(side.names, _NAME) if len(side.names) == 1 else {} for side in sides]
    left, right = (
        [tuple(n.renamed(r) for n in m) for m in side.members] for side, r in zip(sides, renamed, strict=True)
    )
    if said[0] == said[1] and left == right:
        return None
    if None not in tracks and said[0] | said[1] <= {"N", "Z"}:
        # From the second point on, as some count natural numbers from one.
        later = [[tuple((add(*pair), pair[1]) for pair in track) for track in side] for side in tracks if side]
        if (found := _same(*later)).status == "refuted":
            return found
    return unknown("unsupported", "family", detail="a parameter that does not range over all integers")


def _are_meant(sides: tuple[Listed, Listed], tracks: list[Track], given: frozenset[str]) -> bool:
    """Whether the parameters can only be meant as all integers."""
    said = sides[0].integers | sides[1].integers
    names = sides[0].names | sides[1].names
    if names <= said or (said & names and names - said <= _PARAMETERS):
        return True
    if not names <= _PARAMETERS or names & given:
        return False
    is_own = sides[0].names.isdisjoint(sides[1].names) and any(side.labels for side in sides)
    steps = [slope for track in tracks for _, slope in track if rational(slope) != 0]
    return is_own or (all(PI in step.walk() for step in steps) and not _is_plain(tracks))


def _is_plain(tracks: list[Track]) -> bool:
    """`n + 3` for all integers is every integer, which nobody writes so, and `(-1)^n` is a term of a sequence."""
    slopes = [rational(slope) for track in tracks for _, slope in track]
    return not any(s != 0 for s in slopes) or (len(slopes) == 1 and slopes[0] in (1, -1))
