"""Chemical equations in a step: are they balanced, if the step says so, or says nothing about it?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from dikast.language import Clause, CueMeaning, TextToken, clauses, word_group
from dikast.verify.deciders.chemistry import Side, is_balanced, reaction
from dikast.verify.decision import Decision, unknown
from dikast.verify.text.markup import bare_text

_ARROWS = frozenset({"->", "-->", "\\to", "\\rightarrow", "\\longrightarrow"})
_MAX_TEXT = 4_000
_SAID, _TO_DO = word_group("balanced"), word_group("to balance")
_OPEN: frozenset[CueMeaning] = frozenset(
    {"negation", "denial", "supposition", "question", "opinion", "correction", "option", "implication"}
)
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_ELEMENTS = re.compile(r"([A-Z]\d*[a-z]?\d*)+")
_MARKS = frozenset("+-^_/.") | {"\\cdot"}
_ASKING = frozenset("?？")
_FEWEST = 3  # substances of a reaction that the text does not call one


def balances(step: str) -> Iterator[tuple[str, Decision]]:
    """The equations with an arrow, or with `=` where they are said to be balanced."""
    text = bare_text(step[:_MAX_TEXT])
    for _, group in groupby(clauses(text), key=lambda clause: clause.sentence):
        sentence = list(group)
        words = _words(text, sentence)
        is_said, is_to_do = bool(words & _SAID), bool(words & _TO_DO) and not words & _SAID
        for equation in _equations(text, sentence, with_equals=is_said):
            sides = reaction(equation)
            if sides is None or sum(map(len, sides)) < (2 if is_said or is_to_do else _FEWEST):
                continue
            is_open = (
                is_to_do
                or any(clause.meanings & _OPEN for clause in sentence)
                or sentence[-1].tokens[-1].text in _ASKING
            )
            yield equation, _judged(sides, is_said, is_open)


def _judged(sides: tuple[Side, Side], is_said: bool, is_open: bool) -> Decision:
    """An equation without a word such as `balanced` may be only a scheme, and one with it may be denied."""
    finding = is_balanced(*sides)
    if finding.status == "refuted":
        detail = "said to be unbalanced, or still to be balanced"
        return finding if is_said and not is_open else finding.opened("ambiguous", detail)
    return unknown("ambiguous", "balance", detail="what is balanced is denied") if is_open and is_said else finding


def _words(text: str, sentence: Sequence[Clause]) -> frozenset[str]:
    """The words of a sentence; those of Chinese, which has no blanks, are searched for."""
    written = text[sentence[0].start : sentence[-1].end]
    ideographs = {word for word in _SAID | _TO_DO if not word[0].isascii() and word in written}
    return frozenset(token.text.casefold() for clause in sentence for token in clause.tokens) | ideographs


def _equations(text: str, sentence: Sequence[Clause], with_equals: bool) -> Iterator[str]:
    """The texts around arrows, and the formulas with one."""
    signs = _ARROWS | {"="} if with_equals else _ARROWS
    row = [token for clause in sentence for token in clause.tokens]  # the SO of `H2SO4` seems to open a clause
    for i, token in enumerate(row):
        if token.kind == "formula" and any(sign in token.inner for sign in signs):
            yield token.inner
        elif token.text in signs:
            yield _equation(text, row, i)


def _equation(text: str, row: Sequence[TextToken], arrow: int) -> str:
    """The text around the arrow, up to the first word of prose."""
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
    return kind == "word" and (text in ("aq", "s", "l", "g", "e") or _ELEMENTS.fullmatch(text) is not None)
