"""program_outcome: what a small program returns, found by following its tree. Nothing is executed."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dikast.questions.generated.small_program import (
    Assign,
    Conditional,
    Expression,
    ForEach,
    Jump,
    OperatorSign,
    Return,
    SmallProgram,
    Statement,
)

ProgramInput = int | tuple[int, ...]
_MOST_STEPS = 3000
_LARGEST = 10**12
_OPERATORS: Mapping[OperatorSign, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    "%": operator.mod,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "min": min,
    "max": max,
}


class NoOutcome(Exception):
    """The program divides by zero, does not end soon, or comes to absurdly large numbers."""


@dataclass
class _Scope:
    """The variables, the lists, and the steps taken so far."""

    numbers: dict[str, int] = field(default_factory=dict)
    lists: dict[str, Sequence[int]] = field(default_factory=dict)
    n_steps: int = 0


def program_outcome(program: SmallProgram, argument: ProgramInput) -> int | None:
    """What the program returns; None where it would fail or not end."""
    scope = _Scope()
    if isinstance(argument, int):
        scope.numbers[program.argument] = argument
    else:
        scope.lists[program.argument] = argument
    try:
        end = _follow(program.body, scope)
    except NoOutcome:
        return None
    return end if isinstance(end, int) else None


def _follow(body: Sequence[Statement], scope: _Scope) -> Jump | int | None:
    """What ends the body early: a jump, or the value that is returned; None where it was followed to its end."""
    for statement in body:
        end = _step(statement, scope)
        if end is not None:
            return end
    return None


def _step(statement: Statement, scope: _Scope) -> Jump | int | None:
    scope.n_steps += 1
    if scope.n_steps > _MOST_STEPS:
        raise NoOutcome
    match statement:
        case Assign(target, value, adds):
            before = scope.numbers[target] if adds else 0
            scope.numbers[target] = before + _value(value, scope)
        case Jump():
            return statement
        case Return(value):
            return _value(value, scope)
        case Conditional("if", condition, body):
            return _follow(body, scope) if _value(condition, scope) else None
        case Conditional():
            return _while(statement, scope)
        case ForEach():
            return _for_each(statement, scope)
    return None


def _while(loop: Conditional, scope: _Scope) -> int | None:
    while _value(loop.condition, scope):
        scope.n_steps += 1
        end = _follow(loop.body, scope)
        if isinstance(end, int):
            return end
        if end == Jump("break"):
            break
    return None


def _for_each(loop: ForEach, scope: _Scope) -> int | None:
    for number in scope.lists[loop.numbers]:
        scope.numbers[loop.item] = number
        end = _follow(loop.body, scope)
        if isinstance(end, int):
            return end
        if end == Jump("break"):
            break
    return None


def _value(expression: Expression, scope: _Scope) -> int:
    if isinstance(expression, int):
        return expression
    if isinstance(expression, str):
        return scope.numbers[expression]
    left, right = _value(expression.left, scope), _value(expression.right, scope)
    if right == 0 and expression.operator in ("//", "%"):
        raise NoOutcome
    value = _OPERATORS[expression.operator](left, right)
    if abs(value) > _LARGEST:
        raise NoOutcome
    return int(value)
