"""The relations of a delimited formula: one per line or side of an arrow, with the words between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from dikast.language import CueMeaning, TextToken, lexicon, tokens
from dikast.verify.syntax.brackets import ALIGNED
from dikast.verify.syntax.normalize import plain
from dikast.verify.text.braces import WORDED, braced
from dikast.verify.text.ellipsis import filled_in
from dikast.verify.text.formula_tokens import begins_with_relation, formula_tokens
from dikast.verify.text.operator_words import operator_words
from dikast.verify.text.prose_relations import prose_relations

_ARROWS = frozenset(
    "\\Rightarrow \\implies \\Longrightarrow \\therefore \\because \\iff \\quad \\qquad \\rightarrow => ⇒ →".split()
)
IMPLYING = frozenset("\\Rightarrow \\implies \\Longrightarrow \\iff => ⇒".split())
_TENDING = frozenset({"\\to", "->"})
_WHOLE = ("matrix", "{cases", "{array", "{vmatrix")
# Words in a formula that separate two statements.
_PARTING: frozenset[CueMeaning] = frozenset(
    {"conclusion", "supposition", "condition", "reason", "case", "alternative", "addition"}
)
_SAYING: frozenset[CueMeaning] = frozenset({"alternative", "addition", "negation", "bound", "denial", "supposition"})
_WORD = 3  # letters
_NO_RELATION = frozenset({"\\in"})
_NOTE = re.compile(r"(?<=\d) +\( *\\(?:text|mbox|textrm) *\{([^{}]*)\} *\)")


@dataclass(frozen=True)
class FormulaPart:
    """A piece of a formula, the words of the formula before it, and whether an arrow draws it from what precedes."""

    text: str
    between: str = ""
    is_implied: bool = False


def relations(content: str) -> list[FormulaPart]:
    """The relations of a formula, and the values behind an `or`."""
    content = _without_alignment(content)
    parts = [content] if any(word in content for word in _WHOLE) else _lines(content)
    return [piece for line in parts for piece in _split(line) if piece.text.strip()]


def has_relation(text: str, with_membership: bool = False) -> bool:
    """Whether there is a relation in it; `∈` is one only `with_membership`."""
    return any(p.kind == "relation" and (with_membership or p.text not in _NO_RELATION) for p in formula_tokens(text))


def forms(piece: str) -> tuple[str, ...]:
    """The formula as it is, then without the words in it."""
    text = filled_in(_without_notes(plain(piece).strip().rstrip(".,;").strip()))
    bare = _without(text, WORDED, _is_label).replace("\\$", " ").replace("$", " ")
    counted = next((s.bare.replace("$", " ") for s in prose_relations(bare) if s.text == bare.strip()), bare)
    return tuple(dict.fromkeys((text, bare, counted, _without_names(bare))))


def _without_notes(text: str) -> str:
    """`100 (\\text{first day}) + 150` without the words in brackets behind a number, which say what it counts."""
    return _NOTE.sub(lambda match: " " if _is_label(match[1]) else match[0], text)


def _without_names(text: str) -> str:
    """`Total Cost = Base Cost + Tip = 129 + 195 = 324` without the members in words, which only name the value."""
    row = formula_tokens(text)
    signs = [i for i, piece in enumerate(row) if piece.text == "="]
    begin = 0
    while signs[1:] and _is_in_words(row[begin : signs[0]]):
        begin = signs.pop(0) + 1
    return text[row[begin].start :] if 0 < begin < len(row) else text


def _is_in_words(member: Sequence[TextToken]) -> bool:
    has_word = any(p.kind in ("word", "join") and len(p.text) >= _WORD for p in member)
    return has_word and not any(p.kind in ("number", "dots") for p in member)


def _without_alignment(content: str) -> str:
    """Without `\\begin{align*}` and its end."""
    return _without(content, {"\\begin", "\\end"}, lambda name: name.rstrip("*") in ALIGNED)


def _without(text: str, commands: Collection[str], says_nothing: Callable[[str], bool]) -> str:
    """The text with a blank for each of these commands and its braces, where what they hold says nothing."""
    row = tokens(text)
    pieces, at = [], 0
    for i, token in enumerate(row):
        inner = braced(text, row, i) if token.text in commands and token.start >= at else None
        if inner is not None and says_nothing(inner[0]):
            pieces.append(text[at : token.start])
            at = inner[1]
    return " ".join((*pieces, text[at:]))


def _lines(content: str) -> list[str]:
    """The formula's lines; one that begins with a relation, or has none, goes on the line before."""
    lines: list[str] = []
    for line in content.replace("\\\\", "\n").split("\n"):
        bare = _without_skip(line.strip()).replace("&", " ").strip()
        if not bare:
            continue
        if lines and (begins_with_relation(bare) or not all(map(has_relation, (bare, lines[-1])))):
            lines[-1] += " " + bare
        else:
            lines.append(bare)
    return lines


def _without_skip(line: str) -> str:
    """Without the `[2pt]` that may follow a line's end."""
    skip, closed, behind = line.partition("]")
    return behind.strip() if closed and skip.startswith("[") and skip.endswith(("pt", "em", "ex", "mm")) else line


def _split(line: str) -> Iterator[FormulaPart]:
    """The pieces between arrows and words, each with what is before it."""
    at, between, is_implied = 0, "", False
    row = tokens(line)
    for i, token in enumerate(row):
        parted = _parted(line, row, i, at) if token.start >= at else None
        if parted is None:
            continue
        words, end = parted
        # The words and arrows before a piece that is empty stay with it.
        is_empty = not line[at : token.start].strip()
        yield FormulaPart(line[at : token.start], between, is_implied)
        at, between = end, f"{between} {words}" if is_empty else words
        is_implied = token.text in IMPLYING or (is_empty and is_implied)
    yield FormulaPart(line[at:], between, is_implied)


def _parted(line: str, row: Sequence[TextToken], i: int, at: int) -> tuple[str, int] | None:
    """The words that separate two statements here, none for an arrow, and their end; None if the formula goes on."""
    token = row[i]
    if token.text in _ARROWS or (
        token.text in _TENDING and _is_between_relations(line[at : token.start], line[token.end :])
    ):
        return " ", token.end
    inner = braced(line, row, i) if token.text in WORDED else None
    first = lexicon().find(tokens(inner[0])) if inner is not None else []
    return inner if first and first[0].first == 0 and first[0].meanings & _PARTING else None


def _is_between_relations(before: str, behind: str) -> bool:
    """`3x = 12 \\to x = 4`, but not the arrow of `\\lim_{x \\to 0}`."""
    return has_relation(behind) and "\\lim" not in before and has_relation(before)


def _is_label(words: str) -> bool:
    """Whether the words name what is counted, and do not take part in the formula, as `remainder` and `or` do."""
    label = {token.text.casefold() for token in tokens(words) if token.kind == "word"}
    return label.isdisjoint(operator_words()) and not any(lexicon().meanings(word) & _SAYING for word in label)
