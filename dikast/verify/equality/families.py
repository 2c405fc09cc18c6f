"""Families of values over an integer parameter, as solutions of trigonometric equations and of congruences are given.

`2n + 1` is a family where the text says that n is an integer, where its step has π in it, and where two answers of
the form `x = …` each have a letter of their own. Otherwise it may be meant for one n: what is the same only as a family
is neither verified nor refuted.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import chain

from dikast.verify.decision import Decision, unknown
from dikast.verify.equality.affine import Linear, coordinates, halves, linear
from dikast.verify.equality.exact import rational
from dikast.verify.equality.lattices import Line, same_points
from dikast.verify.equality.listed import FamilyMember, Listed, NotListed, listed
from dikast.verify.equality.named import otherwise_named
from dikast.verify.equality.numeric import rational_value
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import PI, Node, add

_PARAMETERS = frozenset("nkmljq")
_VARYING = ("sym", "numbers", "congruence", "call")
"""What a family has in it, at least the `mod` of its members."""
_TRACKS = 48
_NAME = "n"

# Start and slope of every coordinate of a member.
Track = tuple[Linear, ...]


def same_family(a: Node, b: Node, question_names: frozenset[str] = frozenset()) -> Decision | None:
    """Whether two families are the same set; None unless both sides are meant as families over integers.

    `question_names` are those that the question is about, which are no parameters of the answer's own.
    """
    sides = _sides(a, b)
    if sides is None:
        return None
    tracks = all_or_none(map(_tracks, sides))
    if any(side.restricted for side in sides):
        return _restricted(sides, tracks)
    if tracks is None or not _are_meant(sides, [*tracks[0], *tracks[1]], question_names):
        return None
    names = (side.labels[0] if len(side.labels) == 1 else None for side in sides)
    finding = otherwise_named(_same(*tracks), *names)
    # Points of a line are refuted only where the text says that their parameter is an integer.
    is_line = len(tracks[0][0]) > 1 and not any(side.integers for side in sides)
    return None if finding.status == "refuted" and is_line else finding


def perhaps_family(a: Node, b: Node, question_names: frozenset[str] = frozenset()) -> Decision | None:
    """Why two trees that differ for one value of their parameters may be the same over all; None if they can't be."""
    sides = _sides(a, b)
    if sides is None:
        return None
    tracks = all_or_none(map(_tracks, sides))
    names = sides[0].names | sides[1].names
    if tracks is None:
        is_integer = any(side.names & side.integers for side in sides)
        return unknown("unsupported", "family", detail="not linear in an integer") if is_integer else None
    if len(tracks[0][0]) > 1 and _are_parallel(*tracks):
        return unknown("ambiguous", "family", detail="points of the same lines, if any number may be the parameter")
    has_own_names = names <= _PARAMETERS or sides[0].names.isdisjoint(sides[1].names)
    is_single = bool(names & question_names) or all(map(_is_plain, tracks))
    if not has_own_names or is_single or _same(*tracks).status == "refuted":
        return None
    return unknown("ambiguous", "family", detail="the same for all integers, not for each of them")


def _are_parallel(left: list[Track], right: list[Track]) -> bool:
    """Whether every line of the left has the direction of one of the right."""
    ours, theirs = ([_line(track, _approximate) for track in side] for side in (left, right))
    others = [line for line in theirs if line is not None]
    return all(any(line.share(other) for other in others) for line in ours if line is not None)


def _sides(a: Node, b: Node) -> tuple[Listed, Listed] | None:
    """Both sides' members, with coordinates in the same order; None where one has no parameter."""
    if not (a.has(*_VARYING) and b.has(*_VARYING)):
        return None
    try:
        left, right = listed(a), listed(b)
    except NotListed:
        return None
    n_coordinates = set(map(len, (*left.members, *right.members)))
    if not left.names or not right.names or len(n_coordinates) > 1:
        return None
    if left.labels != right.labels and len(left.labels) == len(right.labels) > 1:
        if set(left.labels) != set(right.labels):
            return None
        order = [right.labels.index(name) for name in left.labels]
        right.members = [tuple(member[i] for i in order) for member in right.members]
    return left, right


def _tracks(side: Listed) -> list[Track] | None:
    """Every member as linear in its only name, those with a sign `(-1)^n` in two parts; None if one is not linear."""
    tracks: list[Track] = []
    for member in side.members:
        names = frozenset().union(*(n.symbols() for n in member))
        name = next(iter(names), _NAME)
        for half in halves(member, name):
            track = all_or_none(linear(n, name) for n in half)
            if len(names) > 1 or track is None:
                return None
            tracks.append(tuple(track))
    return tracks if len(tracks) <= _TRACKS else None


def _same(left: list[Track], right: list[Track]) -> Decision:
    """The tracks as points with rational coordinates: exactly, in ones and in π, or else to 60 digits."""
    for measure in (coordinates, _approximate):
        lines = all_or_none(all_or_none(_line(track, measure) for track in side) for side in (left, right))
        if lines is not None:
            return same_points(*lines)
    return unknown("unsupported", "family", detail="no real number")


def _line(track: Track, measure: Callable[[Node], tuple[Fraction, ...] | None]) -> Line | None:
    starts = all_or_none(measure(start) for start, _ in track)
    steps = all_or_none(measure(step) for _, step in track)
    if starts is None or steps is None:
        return None
    return Line(tuple(chain(*starts)), tuple(chain(*steps)), measure is coordinates)


def _approximate(node: Node) -> tuple[Fraction, ...] | None:
    value = rational_value(node)
    return None if value is None else (value,)


def _restricted(sides: tuple[Listed, Listed], tracks: list[list[Track]] | None) -> Decision | None:
    """Families over anything but all integers: refuted where even all integers would not make them the same."""
    ours, theirs = ({side.others.get(name, "Z") for name in side.names} for side in sides)
    left, right = map(_with_one_name, sides)
    if ours == theirs and left == right:
        return None
    if tracks is not None and ours | theirs <= {"N", "Z"}:
        # From the second point on: some people count natural numbers from one.
        finding = _same(*([_without_first(track) for track in side] for side in tracks))
        if finding.status == "refuted":
            return finding
    return unknown("unsupported", "family", detail="a parameter that does not range over all integers")


def _with_one_name(side: Listed) -> list[FamilyMember]:
    """The members; a parameter that is the only one gets the same name in every answer."""
    names = dict.fromkeys(side.names, _NAME) if len(side.names) == 1 else {}
    return [tuple(n.renamed(names) for n in member) for member in side.members]


def _without_first(track: Track) -> Track:
    return tuple((add(start, step), step) for start, step in track)


def _are_meant(sides: tuple[Listed, Listed], tracks: list[Track], question_names: frozenset[str]) -> bool:
    """Whether the parameters can only be meant as all integers."""
    integers = sides[0].integers | sides[1].integers
    names = sides[0].names | sides[1].names
    # The text says it of all names, or of some and the others are usual names of integers.
    if names <= integers or (integers & names and names - integers <= _PARAMETERS):
        return True
    if not names <= _PARAMETERS or names & question_names:
        return False
    has_own_names = sides[0].names.isdisjoint(sides[1].names) and any(side.labels for side in sides)
    return has_own_names or (all(map(_steps_by_pi, tracks)) and not _is_plain(tracks))


def _steps_by_pi(track: Track) -> bool:
    return all(PI in slope.walk() for _, slope in track if rational(slope) != 0)


def _is_plain(tracks: list[Track]) -> bool:
    """`n + 3` for all integers is every integer, which no one writes that way, and `(-1)^n` is a term of a sequence."""
    slopes = [rational(slope) for track in tracks for _, slope in track]
    return not any(s != 0 for s in slopes) or (len(slopes) == 1 and slopes[0] in (1, -1))
