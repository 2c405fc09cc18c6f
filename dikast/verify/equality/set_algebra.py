"""Unions, intersections and complements of named sets: the same if each combination of memberships gives the same."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from dikast.verify.decision import Decision, refuted, verified
from dikast.verify.syntax.nodes import Node
from dikast.verify.witness import Point

_COMBINED = frozenset({"union", "meet", "minus"})
_COMPLEMENTS = frozenset({"c", "C"})
_MAX_NAMES = 8


def same_regions(a: Node, b: Node) -> Decision | None:
    """Whether two expressions in named sets are the same set; None for anything else."""
    names = sorted((a.symbols() | b.symbols()) - _COMPLEMENTS)
    is_combined = a.has(*_COMBINED) or b.has(*_COMBINED)
    if not is_combined or len(names) > _MAX_NAMES or any(len(name.partition("_")[0]) > 1 for name in names):
        return None
    for inside in itertools.product((True, False), repeat=len(names)):
        place = dict(zip(names, inside, strict=True))
        left, right = _has(a, place), _has(b, place)
        if left is None or right is None:
            return None
        if left != right:
            shown = {name: "a member" if is_in else "no member" for name, is_in in place.items()}
            return refuted("regions", Point(shown, *("in" if is_in else "not in" for is_in in (left, right))))
    return verified("regions")


def _has(node: Node, inside: Mapping[str, bool]) -> bool | None:
    """Whether a thing that is in these sets is in the set that a tree is; None where it is no such set."""
    if node.op == "sym":
        return inside.get(str(node.value))
    if node.op == "pow" and str(node.args[1].value) in _COMPLEMENTS:
        inner = _has(node.args[0], inside)
        return None if inner is None else not inner
    if node.op == "paren":
        return _has(node.args[0], inside)
    parts = [_has(arg, inside) for arg in node.args] if node.op in _COMBINED else [None]
    if None in parts:
        return None
    if node.op == "minus":
        return bool(parts[0]) and not any(parts[1:])
    return any(parts) if node.op == "union" else all(parts)
