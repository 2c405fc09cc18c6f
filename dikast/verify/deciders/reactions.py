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
        words = {token.text.casefold() for token in clause.tokens}
        arrow = next((i for i, token in enumerate(clause.tokens) if token.text in _ARROWS), None)
        if arrow is None or not (_SAID in words or words & _TO_DO):
            continue
        equation = _equation(text, clause, arrow)
        sides = reaction(equation)
        if sides is None or sum(len(side) for side in sides) < 2:
            continue
        finding = is_balanced(*sides)
        is_denied = bool({"negation", "denial"} & clause.meanings)
        is_open = is_denied or "unbalanced" in words or (finding.status == "refuted" and bool(words & _TO_DO))
        detail = "said to be unbalanced, or still to be balanced"
        yield equation, unknown("ambiguous", "balance", detail=detail) if is_open else finding


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
