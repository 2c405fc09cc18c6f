"""SmallProgram: a Python function of a few statements, as a tree, and its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

OperatorSign = Literal["+", "-", "*", "//", "%", "<", "<=", ">", ">=", "==", "!=", "min", "max"]


@dataclass(frozen=True)
class Binary:
    """An operator between two values; `min` and `max` are written as calls."""

    operator: OperatorSign
    left: Expression
    right: Expression


Expression = int | str | Binary
"""A whole number, a variable by its name, or an operation."""


@dataclass(frozen=True)
class Assign:
    """`target = value`, or `target += value` where it adds."""

    target: str
    value: Expression
    adds: bool = False


@dataclass(frozen=True)
class Jump:
    """`break` or `continue`."""

    to: Literal["break", "continue"]


@dataclass(frozen=True)
class Return:
    """`return value`."""

    value: Expression


@dataclass(frozen=True)
class Conditional:
    """`if condition:` or `while condition:`, and its body."""

    keyword: Literal["if", "while"]
    condition: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True)
class ForEach:
    """`for item in numbers:`, and its body."""

    item: str
    numbers: str
    body: tuple[Statement, ...]


Statement = Assign | Jump | Return | Conditional | ForEach


@dataclass(frozen=True)
class SmallProgram:
    """A function of one argument: a whole number, or a list of them."""

    name: str
    argument: str
    body: tuple[Statement, ...]

    def lines(self) -> list[str]:
        """Its head, and a line for each statement."""
        return [f"def {self.name}({self.argument}):", *written_lines(self.body, "    ")]


def written_lines(body: Sequence[Statement], indent: str = "") -> Iterator[str]:
    """A line for each statement, those of a block deeper by four spaces."""
    for statement in body:
        yield indent + _head(statement)
        if isinstance(statement, Conditional | ForEach):
            yield from written_lines(statement.body, indent + "    ")


def _head(statement: Statement) -> str:
    """The statement's own line."""
    match statement:
        case Assign(target, value, adds):
            return f"{target} {'+=' if adds else '='} {_text(value)}"
        case Jump(to):
            return to
        case Return(value):
            return f"return {_text(value)}"
        case Conditional(keyword, condition):
            return f"{keyword} {_text(condition)}:"
        case ForEach(item, numbers):
            return f"for {item} in {numbers}:"


def _text(expression: Expression, *, is_inner: bool = False) -> str:
    """The expression as it is written; an operation inside another is in brackets."""
    if not isinstance(expression, Binary):
        return str(expression)
    if expression.operator in ("min", "max"):
        return f"{expression.operator}({_text(expression.left)}, {_text(expression.right)})"
    left, right = _text(expression.left, is_inner=True), _text(expression.right, is_inner=True)
    text = f"{left} {expression.operator} {right}"
    return f"({text})" if is_inner else text
