"""Sequences given by a recurrence, `a_{n+1} = 2a_n + 1`: their terms, from the first ones on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dikast.language import tokens, word_group
from dikast.verify.equality.exact import rational
from dikast.verify.equality.shapes import is_equation
from dikast.verify.syntax.nodes import Node, num

_INDEX = re.compile(r"([A-Za-z])_([ijkmn])(?:([+-])([1-3]))?")
_LAST = 60  # the farthest term that is worked out
_LONGEST = 2_000  # bits of a term


# `a_{n+1} = a_n/2 for even a_n`: words that say for which terms a formula holds.


@dataclass(frozen=True)
class Recurrence:
    """The term with the index `letter + shift`, as a formula in terms before it, each by its own shift."""

    letter: str
    shift: int
    formula: Node
    before: tuple[tuple[str, int], ...]

    def term(self, name: str, index: int, values: Mapping[str, Node]) -> Node | None:
        """The term with that index; None where the first ones are not known, or it is far."""
        known = {int(key[2:]): value for key, value in values.items() if key[:2] == f"{name}_" and key[2:].isdecimal()}
        for at in range(min(known, default=_LAST), min(index, _LAST) + 1):
            if at not in known and (worked := self._at(at, known)) is not None:
                known[at] = worked
        return known.get(index)

    def _at(self, index: int, known: Mapping[int, Node]) -> Node | None:
        n = index - self.shift
        formula = self.formula.put(self.letter, num(n))
        for key, shift in self.before:
            if n + shift not in known:
                return None
            formula = formula.put(key, known[n + shift])
        value = None if formula.symbols() else rational(formula)
        is_short = value is not None and max(value.numerator.bit_length(), value.denominator.bit_length()) < _LONGEST
        return num(value) if value is not None and is_short else None


def recurrences(equations: Iterable[Node]) -> dict[str, Recurrence]:
    """The recurrences among equations by the names of their sequences; none for a sequence with two."""
    found: dict[str, set[Recurrence]] = {}
    for equation in equations:
        if (read := _recurrence(equation)) is not None:
            found.setdefault(read[0], set()).add(read[1])
    return {name: min(several, key=str) for name, several in found.items() if len(several) == 1}


def _recurrence(equation: Node) -> tuple[str, Recurrence] | None:
    if not is_equation(equation) or len(equation.args) != 2 or equation.args[0].op != "sym":
        return None
    name, letter, shift = _indexed(str(equation.args[0].value))
    formula = equation.args[1]
    before = [(key, *_indexed(key)) for key in sorted(formula.symbols() - {letter})]
    is_of_earlier = all(other == name and key_letter == letter and n < shift for _, other, key_letter, n in before)
    if not name or not before or not is_of_earlier:
        return None
    return name, Recurrence(letter, shift, formula, tuple((key, n) for key, _, _, n in before))


def _indexed(name: str) -> tuple[str, str, int]:
    """`a_n+1` as a, n and 1; nothing for another name."""
    match = _INDEX.fullmatch(name)
    if match is None:
        return "", "", 0
    sequence, letter, sign, number = match.groups()
    return sequence, letter, int(f"{sign}{number}") if sign else 0


def tells_cases(problem: str) -> bool:
    """Whether the words of a problem may give a sequence several formulas."""
    return not word_group("cases of an index").isdisjoint(token.text.casefold() for token in tokens(problem))
