"""The closed tree that every text is parsed to: nothing in it can be called, imported or evaluated as code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

_NO_SYMBOLS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Node:
    """An operation over nodes, or a leaf with a value.

    Leaves: `num` (value a Fraction, `literal` the text it was written as), `sym`, `const` (pi, e, i, oo), `text`,
    `unit` (a unit's name). Operations: add, neg, mul, div, pow, call (value the function), apply (an unknown function),
    sum, prod, lim, int, diff, matrix, row, paren, tuple, interval, set, list, rel (value the operators, args the
    members), and, or, pm, percent, union, meet, minus, ratio, mod.
    """

    op: str
    args: tuple[Node, ...] = ()
    value: Fraction | str | None = None
    literal: str = field(default="", compare=False)
    _symbols: frozenset[str] | None = field(default=None, init=False, repr=False, compare=False)

    def __str__(self) -> str:
        if not self.args:
            return self.literal or str(self.value if self.value is not None else self.op)
        head = f"{self.op}:{self.value}" if self.value is not None else self.op
        return f"{head}({', '.join(map(str, self.args))})"

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        todo = [self]
        while todo:
            node = todo.pop()
            yield node
            todo.extend(node.args)

    def has(self, *operations: str) -> bool:
        """Whether one of these operations is anywhere in the tree."""
        todo = [self]
        for node in todo:  # grows during the loop
            if node.op in operations:
                return True
            todo.extend(node.args)
        return False

    def values_of(self, *operations: str) -> list[str]:
        """The values of the nodes of these operations: the names of the units, or of the functions."""
        return [str(node.value) for node in self.walk() if node.op in operations]

    def opened(self) -> Node:
        """The tree without the brackets around it."""
        node = self
        while node.op == "paren":
            node = node.args[0]
        return node

    def symbols(self) -> frozenset[str]:
        """The names of the free symbols; they are collected once."""
        names = self._symbols
        if names is None:
            names = self._free_symbols()
            object.__setattr__(self, "_symbols", names)
        return names

    def _free_symbols(self) -> frozenset[str]:
        if not self.args:
            return frozenset([str(self.value)]) if self.op == "sym" else _NO_SYMBOLS
        names = [a.symbols() for a in self.args]
        is_bound = self.op in ("sum", "prod", "lim", "int") and len(names) > 2
        if is_bound:
            body, bound, *others = names
            return (body - bound).union(*others)
        return frozenset().union(*names)

    def put(self, name: str, value: Node) -> Node:
        """The tree with a name replaced."""
        return self.map(lambda n: value if n.op == "sym" and n.value == name else None)

    def renamed(self, names: Mapping[str, str]) -> Node:
        """The tree with some names in place of others."""
        return self.map(lambda n: sym(names[str(n.value)]) if n.op == "sym" and n.value in names else None)

    def map(self, change: Callable[[Node], Node | None]) -> Node:
        """The tree with every node replaced, from the root down, for which `change` gives another one."""
        new = change(self)
        if new is not None:
            return new
        if not self.args:
            return self
        return Node(self.op, tuple(a.map(change) for a in self.args), self.value, self.literal)


def num(value: int | Fraction) -> Node:
    """A number's leaf."""
    return Node("num", value=Fraction(value))


def sym(name: str) -> Node:
    """A symbol's leaf."""
    return Node("sym", value=name)


def neg(node: Node) -> Node:
    """A negative."""
    return Node("neg", (node,))


def add(*terms: Node) -> Node:
    """A sum."""
    return Node("add", terms)


def mul(*factors: Node) -> Node:
    """A product."""
    return Node("mul", factors)


def raised(base: Node, exponent: Node) -> Node:
    """A power."""
    return Node("pow", (base, exponent))


def minus(left: Node, right: Node) -> Node:
    """A difference."""
    return add(left, neg(right))


def call(name: str, *args: Node) -> Node:
    """A known function of its arguments."""
    return Node("call", args, name)


def angle(degrees: Node) -> Node:
    """An angle in radians by its degrees."""
    return Node("div", (mul(degrees, PI), num(180)), literal="degrees")


COMPLEX_LETTERS = frozenset("zw")
"""The letters that complex numbers usually have."""

ZERO, ONE, TWO = num(0), num(1), num(2)
ELLIPSIS = Node("text", value="...")
PI, E, IMAGINARY, OO = (Node("const", value=name) for name in ("pi", "e", "i", "oo"))


class Unparsed(Exception):
    """The text is not one that the grammar knows."""


class TooCostly(Exception):
    """The text, or a value in it, is over a limit that keeps its cost bounded."""
