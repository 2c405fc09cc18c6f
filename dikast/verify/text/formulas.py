"""The relations of a delimited formula: one a line or a side of an arrow, with the words between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dikast.language import CueMeaning, TextToken, lexicon, tokens
from dikast.verify.syntax.normalize import plain
from dikast.verify.text.ellipsis import filled_in
from dikast.verify.text.operator_words import operator_words
from dikast.verify.text.pieces import Piece, pieces
from dikast.verify.text.stretches import stretches

_ARROWS = frozenset(
    "\\Rightarrow \\implies \\Longrightarrow \\therefore \\iff \\quad \\qquad \\rightarrow => ⇒ →".split()
)
_TENDING = frozenset({"\\to", "->"})
_TEXT = frozenset({"\\text", "\\mbox", "\\textrm", "\\textbf", "\\mathrm", "\\textit"})
_WHOLE = ("matrix", "{cases", "{array", "{vmatrix")
_ALIGNED = frozenset("align aligned alignat equation gather gathered split multline eqnarray".split())
# Words in a formula that part two statements.
_PARTING: frozenset[CueMeaning] = frozenset(
    {"conclusion", "supposition", "condition", "reason", "case", "alternative", "addition"}
)
_SAYING: frozenset[CueMeaning] = frozenset({"alternative", "addition", "negation", "bound", "denial", "supposition"})
_WORD = 3  # letters
_NO_RELATION = frozenset({"\\in"})
_NOTE = re.compile(r"(?<=\d) +\( *\\(?:text|mbox|textrm) *\{([^{}]*)\} *\)")
_CONTINUING = frozenset({"=", "<", ">", "<=", ">=", "\\approx", "\\le", "\\ge", "\\leq", "\\geq", "\\equiv"})


@dataclass(frozen=True)
class FormulaPart:
    """A piece of a formula, and the words of the formula before it."""

    text: str
    between: str = ""


def relations(content: str) -> list[FormulaPart]:
    """The relations of a formula, and the values that stand behind an `or`."""
    content = _without_alignment(content).replace("\\boxed", " ")
    parts = [content] if any(word in content for word in _WHOLE) else _lines(content)
    return [piece for part in parts for piece in _split(part) if piece.text.strip()]


def has_relation(text: str, with_membership: bool = False) -> bool:
    return any(p.kind == "rel" and (with_membership or p.text not in _NO_RELATION) for p in pieces(text))


def forms(piece: str) -> tuple[str, ...]:
    """The formula as it stands, then without the words in it."""
    text = filled_in(_without_notes(plain(piece).strip().rstrip(".,;").strip()))
    bare = _without_labels(text).replace("\\$", " ").replace("$", " ")
    counted = next((s.bare.replace("$", " ") for s in stretches(bare) if s.text == bare.strip()), bare)
    return tuple(dict.fromkeys((text, bare, counted, _without_names(bare))))


def _without_notes(text: str) -> str:
    """`100 (\\text{first day}) + 150` without the words in brackets behind a number, which say what it counts."""
    return _NOTE.sub(lambda found: " " if _is_label(found[1]) else found[0], text)


def _without_names(text: str) -> str:
    """`Total Cost = Base Cost + Tip = 129 + 195 = 324` without the members in words, which only name the value."""
    row = pieces(text)
    signs = [i for i, piece in enumerate(row) if piece.text == "="]
    kept = 0
    while signs[1:] and _is_in_words(row[kept : signs[0]]):
        kept = signs.pop(0) + 1
    return text[row[kept].start :] if 0 < kept < len(row) else text


def _is_in_words(member: list[Piece]) -> bool:
    has_word = any(p.kind in ("word", "join") and len(p.text) >= _WORD for p in member)
    return has_word and not any(p.kind in ("num", "dots") for p in member)


def _without_alignment(content: str) -> str:
    """Without `\\begin{align*}` and its end."""
    kept, at = [], 0
    for token in tokens(content):
        if token.text in ("\\begin", "\\end") and content[token.end : token.end + 1] == "{":
            end = content.find("}", token.end)
            if end > 0 and content[token.end + 1 : end].rstrip("*") in _ALIGNED:
                kept.append(content[at : token.start])
                at = end + 1
    return " ".join((*kept, content[at:]))


def _lines(content: str) -> list[str]:
    """The formula's lines; one that begins with a relation, or has none, goes on the line before."""
    found: list[str] = []
    for line in content.replace("\\\\", "\n").split("\n"):
        bare = _without_skip(line.strip()).replace("&", " ").strip()
        if found and bare and (not has_relation(bare) or not has_relation(found[-1]) or _continues(bare)):
            found[-1] += " " + bare
        elif bare:
            found.append(bare)
    return found


def _without_skip(line: str) -> str:
    """Without the `[2pt]` that may follow a line's end."""
    skip, closed, rest = line.partition("]")
    return rest.strip() if closed and skip.startswith("[") and skip.endswith(("pt", "em", "ex", "mm")) else line


def _continues(line: str) -> bool:
    first = next(iter(tokens(line[:20])), None)
    return first is not None and first.text in _CONTINUING


def _split(part: str) -> Iterator[FormulaPart]:
    """The pieces between arrows and words, each with what stands before it."""
    at, between = 0, ""
    row = tokens(part)

    def cut(end: int, words: str) -> str:
        """The words before the next piece: those before a piece that is empty stay with it."""
        return f"{between} {words}" if not part[at:end].strip() else words

    for i, token in enumerate(row):
        if token.start < at:
            continue
        if token.text in _ARROWS or (
            token.text in _TENDING and _is_between_relations(part[at : token.start], row[i + 1 :])
        ):
            further = cut(token.start, " ")
            yield FormulaPart(part[at : token.start], between)
            at, between = token.end, further
        elif token.text in _TEXT and (words := _parting_words(part, row, i)) is not None:
            further = cut(token.start, words[1])
            yield FormulaPart(part[at : token.start], between)
            at, between = words[0], further
    yield FormulaPart(part[at:], between)


def _is_between_relations(before: str, behind: list[TextToken]) -> bool:
    """`3x = 12 \\to x = 4`, but not the arrow of `\\lim_{x \\to 0}`."""
    is_relation = any(token.text == "=" for token in behind)
    return is_relation and "\\lim" not in before and has_relation(before)


def _parting_words(part: str, row: list[TextToken], i: int) -> tuple[int, str] | None:
    """The end of a `\\text{…}` that begins with a word which parts statements, and its words."""
    inner, end = braced(part, row, i)
    first = lexicon().find(tokens(inner))
    is_parting = bool(first) and first[0].first == 0 and bool(first[0].meanings & _PARTING)
    return (end, inner) if is_parting else None


def braced(text: str, row: list[TextToken], i: int) -> tuple[str, int]:
    """What stands in the braces behind a command, and where they end; nothing, if there are none."""
    if i + 1 >= len(row) or row[i + 1].text != "{":
        return "", row[i].end
    end = text.find("}", row[i + 1].end)
    return ("", row[i].end) if end < 0 else (text[row[i + 1].end : end], end + 1)


def _is_label(words: str) -> bool:
    """Whether the words name what is counted, and do not take part in the formula, as `remainder` and `or` do."""
    said = {token.text.casefold() for token in tokens(words) if token.kind == "word"}
    meanings = frozenset(m for word in said for m in lexicon().meanings(word))
    return not said & operator_words() and not meanings & _SAYING


def _without_labels(text: str) -> str:
    """Without the words in `\\text{…}`, which name what is counted."""
    kept, at = [], 0
    row = tokens(text)
    for i, token in enumerate(row):
        if token.text not in _TEXT or token.start < at:
            continue
        inner, end = braced(text, row, i)
        if end > token.end and _is_label(inner):
            kept.append(text[at : token.start])
            at = end
    return " ".join((*kept, text[at:])) if kept else text
