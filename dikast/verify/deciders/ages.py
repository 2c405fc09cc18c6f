"""Lengths of time in years and months, of which twelve are a year: `2 years 6 months`, `30 months`, `2.5 Jahre`."""

from __future__ import annotations

from fractions import Fraction

from dikast.language import tokens
from dikast.verify.decision import Decision, refuted, verified
from dikast.verify.equality.numeric import rational_value
from dikast.verify.syntax.parser import tree_of
from dikast.verify.text.number_words import number_in_words

_MONTHS_IN = {
    **dict.fromkeys("month months monat monate monaten mois mes meses".split(), 1),
    **dict.fromkeys("year years yr yrs jahr jahre jahren an ans année années año años".split(), 12),
}
_BESIDE = frozenset({",", "and", "und", "et", "y", "."})
_OLD = frozenset({"old", "alt"})
_LONGEST = 60  # characters


def same_age(left: str, right: str) -> Decision | None:
    """Whether two lengths of time are as many months; None if one is none, or both are in years or in months alone."""
    ours, theirs = _months(left), _months(right)
    if ours is None or theirs is None or ours[0] == theirs[0]:
        return None
    return verified("units") if ours[1] == theirs[1] else refuted("units", left=left, right=right)


def _months(text: str) -> tuple[frozenset[str], Fraction] | None:
    """Which units a text has, by how many months each is, and the months in all; None if it is anything else."""
    row = [token.text.casefold() for token in tokens(text)] if len(text) < _LONGEST else []
    row = row[:-1] if row and row[-1] in _OLD else row
    total, number, units = Fraction(0), "", set[str]()
    for word in row:
        if word not in _MONTHS_IN:
            number = f"{number} {word}".strip() if number or word not in _BESIDE else ""
            continue
        tree = tree_of(number_in_words(number) or number)
        count = None if tree is None or not number else rational_value(tree)
        if count is None or str(_MONTHS_IN[word]) in units:
            return None
        total, number = total + count * _MONTHS_IN[word], ""
        units.add(str(_MONTHS_IN[word]))
    return (frozenset(units), total) if units and not number else None
