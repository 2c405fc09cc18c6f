"""Unions, intersections and complements of named sets: the same if each combination of memberships gives the same."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping

from dikast.verify.decision import Decision, refuted, verified
from dikast.verify.syntax.nodes import Node
from dikast.verify.witness import Point

_COMBINED: Mapping[str, Callable[[list[bool]], bool]] = {
    "union": any, "meet": all, "minus": lambda held: held[0] and not any(held[1:]),
}  # fmt: skip
"""Whether a thing is in a combined set, by whether it is in each of its parts."""
_COMPLEMENTS = frozenset({"c", "C"})
_MAX_NAMES = 8


class _NoSet(Exception):
    """The tree is no set, or none of those that are named."""


def same_regions(a: Node, b: Node) -> Decision | None:
    """Whether two expressions in named sets are the same set; None for anything else."""
    names = sorted((a.symbols() | b.symbols()) - _COMPLEMENTS)
    is_combined = a.has(*_COMBINED) or b.has(*_COMBINED)
    are_letters = all(len(name.partition("_")[0]) <= 1 for name in names)
    if not is_combined or not are_letters or len(names) > _MAX_NAMES:
        return None
    try:
        return _compared(a, b, names)
    except _NoSet:
        return None


def _compared(a: Node, b: Node, names: list[str]) -> Decision:
    for inside in itertools.product((True, False), repeat=len(names)):
        place = dict(zip(names, inside, strict=True))
        left, right = _has(a, place), _has(b, place)
        if left != right:
            memberships = {name: "a member" if is_in else "no member" for name, is_in in place.items()}
            return refuted("regions", Point(memberships, *("in" if is_in else "not in" for is_in in (left, right))))
    return verified("regions")


def _has(node: Node, inside: Mapping[str, bool]) -> bool:
    """Whether an element that is inside these sets, or not, is in the tree's set. Raises _NoSet."""
    match node:
        case Node("sym", (), name) if name in inside:
            return inside[str(name)]
        case Node("pow", (base, exponent)) if exponent.value in _COMPLEMENTS:
            return not _has(base, inside)
        case Node("paren", (inner,)):
            return _has(inner, inside)
        case Node("union" | "meet" | "minus" as op, parts):
            return _COMBINED[op]([_has(part, inside) for part in parts])
    raise _NoSet
