"""Values of trees by one arithmetic or another: what exact, numeric and interval values have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any

from dikast.verify.syntax.nodes import Node


class Evaluation(ABC):
    """One evaluation: the names' values, and a rule for every operation, found by the operation's name."""

    missing: type[Exception]

    def __init__(self, point: dict[str, Any]) -> None:
        self.point = point

    def value(self, node: Node) -> Any:
        """The value of a tree. Raises `missing` for an operation without a rule, and a name without a value."""
        rule: Callable[[Node], Any] | None = getattr(self, f"_{node.op}", None)
        if rule is None:
            raise self.missing(f"{node.op} has no value here")
        return rule(node)

    def plus(self, a: Any, b: Any) -> Any:
        """A sum; an arithmetic may bound its size first."""
        return a + b

    def times(self, a: Any, b: Any) -> Any:
        """A product; an arithmetic may bound its size first."""
        return a * b

    @abstractmethod
    def quotient(self, a: Any, b: Any) -> Any:
        """A quotient. Raises the arithmetic's own error where the divisor is, or may be, zero."""

    @abstractmethod
    def steps(self, node: Node) -> Iterator[Any]:
        """The values that the index of a finite sum or product takes."""

    def _sym(self, node: Node) -> Any:
        if str(node.value) not in self.point:
            raise self.missing(f"{node.value} has no value")
        return self.point[str(node.value)]

    def _add(self, node: Node) -> Any:
        return reduce(self.plus, map(self.value, node.args))

    def _mul(self, node: Node) -> Any:
        return reduce(self.times, map(self.value, node.args))

    def _div(self, node: Node) -> Any:
        return reduce(self.quotient, map(self.value, node.args))

    def _ratio(self, node: Node) -> Any:
        """`3:4` is a quotient; `2:3:4` is no number."""
        if len(node.args) != 2:
            raise self.missing("a ratio of several parts has no value")
        return self._div(node)

    def _neg(self, node: Node) -> Any:
        return -self.value(node.args[0])

    def _paren(self, node: Node) -> Any:
        return self.value(node.args[0])

    def _percent(self, node: Node) -> Any:
        return self.value(node.args[0]) / 100

    def _sum(self, node: Node) -> Any:
        return reduce(self.plus, self._terms(node), 0)

    def _prod(self, node: Node) -> Any:
        return reduce(self.times, self._terms(node), 1)

    def _terms(self, node: Node) -> Iterator[Any]:
        name = str(node.args[1].value)
        outer = self.point
        for step in self.steps(node):
            self.point = {**outer, name: step}
            yield self.value(node.args[0])
            self.point = outer
