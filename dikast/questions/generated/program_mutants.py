"""Mutants: small programs with one change in one line, by the usual operators of mutation testing.

A comparison or an arithmetic operator becomes another, a constant is one off, a jump becomes the other one, or a sum is
overwritten (those of Mothra, King and Offutt 1991, that fit so small a language).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dikast.questions.generated.small_program import (
    Assign,
    Binary,
    Conditional,
    Expression,
    ForEach,
    Jump,
    OperatorSign,
    Return,
    SmallProgram,
    Statement,
    written_lines,
)

_OTHERS: Mapping[OperatorSign, tuple[OperatorSign, ...]] = {
    "+": ("-",),
    "-": ("+",),
    "*": ("+",),
    "//": (),
    "%": (),
    "<": ("<=",),
    "<=": ("<",),
    ">": (">=",),
    ">=": (">",),
    "==": ("!=",),
    "!=": ("==",),
    "min": ("max",),
    "max": ("min",),
}


@dataclass(frozen=True)
class Mutant:
    """A program with a change in the line of this number, from 1; line 1 is the head of the function."""

    line: int
    program: SmallProgram


def mutants(program: SmallProgram) -> list[Mutant]:
    """All programs with one change, in the order of their lines."""
    return [Mutant(line, replace(program, body=body)) for line, body in _of_body(program.body, first_line=2)]


def _of_body(body: Sequence[Statement], first_line: int) -> Iterator[tuple[int, tuple[Statement, ...]]]:
    line = first_line
    for i, statement in enumerate(body):
        before, after = tuple(body[:i]), tuple(body[i + 1 :])
        for changed in _of_head(statement):
            yield line, (*before, changed, *after)
        if isinstance(statement, Conditional | ForEach):
            for inner_line, inner in _of_body(statement.body, line + 1):
                yield inner_line, (*before, replace(statement, body=inner), *after)
        line += len([*written_lines([statement])])


def _of_head(statement: Statement) -> Iterator[Statement]:
    """The statement with a change in its own line."""
    match statement:
        case Assign():
            yield from _of_assignment(statement)
        case Jump(to):
            yield Jump("continue" if to == "break" else "break")
        case Return(value):
            yield from (Return(other) for other in _of_expression(value))
        case Conditional(_, condition):
            yield from (replace(statement, condition=other) for other in _of_expression(condition))


def _of_assignment(statement: Assign) -> Iterator[Statement]:
    yield from (replace(statement, value=other) for other in _of_expression(statement.value))
    if statement.adds:
        yield replace(statement, adds=False)


def _of_expression(expression: Expression) -> Iterator[Expression]:
    if isinstance(expression, int):
        yield expression + 1
        yield expression - 1
    if isinstance(expression, Binary):
        for operator in _OTHERS[expression.operator]:
            yield replace(expression, operator=operator)
        for left in _of_expression(expression.left):
            yield replace(expression, left=left)
        for right in _of_expression(expression.right):
            yield replace(expression, right=right)
