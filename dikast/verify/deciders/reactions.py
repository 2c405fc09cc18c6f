"""Chemical equations in a step: are they balanced, where they are said to be?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dikast.language import Clause, clauses
from dikast.verify.deciders.chemistry import is_balanced, reaction
from dikast.verify.decision import Decision, unknown
from dikast.verify.syntax.normalize import plain

_ARROWS = frozenset({"->", "-->", "\\to", "\\rightarrow", "\\longrightarrow"})
_MAX_TEXT = 4_000
_SAID, _TO_DO = "balanced", frozenset({"balance", "balancing", "unbalanced"})
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_ELEMENTS = re.compile(r"([A-Z]\d*[a-z]?\d*)+")
_MARKS = frozenset("+-^_/.")


def balances(step: str) -> Iterator[tuple[str, Decision]]:
    """The equations with an arrow in clauses that say whether they are balanced."""
    text = plain(step[:_MAX_TEXT])
    for clause in clauses(text):
        arrow = next((i for i, token in enumerate(clause.tokens) if token.text in _ARROWS), None)
        words = {token.text.casefold() for token in clause.tokens}
        if arrow is None or words.isdisjoint(_TO_DO | {_SAID}):
            continue
        equation = _equation(text, clause, arrow)
        sides = reaction(equation)
        if sides is not None:
            yield equation, _balanced(is_balanced(*sides), clause, words)


def _balanced(finding: Decision, clause: Clause, words: set[str]) -> Decision:
    """The finding; open where the clause may say of the equation that it is unbalanced."""
    is_denied = bool({"negation", "denial"} & clause.meanings) or "unbalanced" in words
    is_to_do = finding.status == "refuted" and not words.isdisjoint(_TO_DO)
    if is_denied or is_to_do:
        return unknown("ambiguous", "balance", detail="said to be unbalanced, or still to be balanced")
    return finding


def _equation(text: str, clause: Clause, arrow: int) -> str:
    """The text around the arrow as far as formulas and numbers reach."""
    row = clause.tokens
    first = last = arrow
    while first > 0 and _is_part(row[first - 1].text, row[first - 1].kind):
        first -= 1
    while last + 1 < len(row) and _is_part(row[last + 1].text, row[last + 1].kind):
        last += 1
    return text[row[first].start : row[last].end].rstrip(" .")


def _is_part(text: str, kind: str) -> bool:
    """A number, a sign, a bracket, or a word of element symbols: its first letter is a capital, no three small."""
    if kind == "number" or text in _OPENING | _CLOSING | _MARKS:
        return True
    return kind == "word" and (text in ("aq", "s", "l", "g") or _ELEMENTS.fullmatch(text) is not None)
