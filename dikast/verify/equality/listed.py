"""The members that an answer lists, `x = 4n ± 1, n ∈ ℤ`, and what it says about the integers in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from dikast.verify.equality.matrices import coordinates_of
from dikast.verify.equality.shapes import is_assigned, is_equation, is_inequality, is_label, numbers_of, spread
from dikast.verify.syntax.nodes import ELLIPSIS, Node, add, mul, sym

_UNNAMED = "ℤ"
_MOST = 24
_NO_NUMBERS = ("rel", "seq", "matrix", "set", "list", "text", "numbers", "unit")

FamilyMember = tuple[Node, ...]


class NotListed(Exception):
    """The tree lists no members with an integer in them."""


@dataclass
class Listed:
    """Members, each with one or several coordinates, and the names said to be integers, or to be something else."""

    members: list[FamilyMember] = field(default_factory=list)
    integers: set[str] = field(default_factory=set)
    others: dict[str, str] = field(default_factory=dict)
    labels: tuple[Node, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names that occur in the members."""
        return frozenset().union(*(n.symbols() for member in self.members for n in member))

    @property
    def restricted(self) -> frozenset[str]:
        """Its names that range over something other than all integers."""
        return self.names & frozenset(self.others)

    def label(self, *names: Node) -> None:
        """Notes the name of the members. Raises NotListed where they have two different names."""
        if self.labels not in ((), names):
            raise NotListed
        self.labels = names


def listed(tree: Node) -> Listed:
    """What the tree lists. Raises NotListed where it lists nothing, or is a function of the names in it."""
    listing = Listed()
    _take(tree, listing)
    labels = {n.value for label in listing.labels for n in label.walk() if n.op == "sym"}
    subscripts = {str(name).partition("_")[2].strip("{}") for name in labels}
    if not 0 < len(listing.members) <= _MOST or listing.names & (labels | subscripts):
        raise NotListed
    return listing


def _take(node: Node, listing: Listed) -> None:
    while node.op == "paren" or (node.op == "seq" and len(node.args) == 1):
        node = node.args[0]
    if _declares(node, listing):
        return
    match node:
        case Node("list" | "or" | "set" | "union"):
            _take_all(node, listing)
        case Node("builder", (value, condition)):
            _take(condition, listing)
            if value.op != "sym":
                _take(value, listing)
        case Node("rel", (label, *_, value)) if is_label(label) and (is_equation(node) or node.value == "in"):
            listing.label(*(label.args if label.op == "seq" else (label,)))
            _take(value, listing)
        case Node("congruence", (label, residue, modulus)) if is_label(label):
            listing.label(label)
            _value(_with_residue(residue, modulus), listing)
        case _:
            _value(node, listing)


def _declares(node: Node, listing: Listed) -> bool:
    """`n ∈ ℤ`, `n ≠ 0`: says what a name ranges over."""
    if node.op != "rel" or node.args[0].op != "sym":
        return False
    name, numbers = str(node.args[0].value), numbers_of(node)
    is_bound = is_inequality(node) and not node.args[-1].symbols()
    match numbers:
        case None if is_bound:
            listing.others[name] = str(node)
        case None:
            return False
        case _, "Z":
            listing.integers.add(name)
        case _, letter:
            listing.others[name] = letter
    return True


def _take_all(node: Node, listing: Listed) -> None:
    members = node.args
    match members:
        case (*_, last) if last == ELLIPSIS:
            raise NotListed
        case (*others, Node("call", (last, modulus), "mod")):  # the 5 and the 6 of `1, 5 (mod 6)`
            for member in (*others, last):
                if member.op == "rel" and member.value == "===" and is_label(member.args[0]):
                    listing.label(member.args[0])
                    member = member.args[1]
                _value(_with_residue(member, modulus), listing)
            return
    values = [member for member in members if not _declares(member, listing)]
    names = [member.args[0] for member in values if is_assigned(member)]
    if 1 < len(values) == len(names) == len(set(names)):
        listing.label(*names)
        listing.members.append(tuple(member.args[-1] for member in values))
        return
    for member in values:
        _take(member, listing)


def _with_residue(residue: Node, modulus: Node) -> Node:
    """`3 + 7ℤ`."""
    return add(residue, mul(modulus, Node("numbers", value="Z")))


def _value(node: Node, listing: Listed) -> None:
    """A number, or a tuple of numbers; ± gives two of them."""
    if "Z" in node.values_of("numbers"):
        listing.integers.add(_UNNAMED)
        node = node.map(lambda n: sym(_UNNAMED) if n.op == "numbers" and n.value == "Z" else None)
    opened = spread(node)
    for member in opened.args if opened.op == "set" else (opened,):
        is_point = member.op == "matrix" or (member.op == "seq" and member.value == "()")
        coordinates = (coordinates_of(member) if is_point else None) or (member,)
        if any(c.has(*_NO_NUMBERS) for c in coordinates):
            raise NotListed
        listing.members.append(coordinates)
