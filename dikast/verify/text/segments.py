"""The one splitter of a text: prose and formulas, after a calculator's notes are taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dikast.language import TextToken, in_sentences, lexicon, token_at, tokens
from dikast.verify.syntax.brackets import ALIGNED
from dikast.verify.text.braces import WORDED
from dikast.verify.text.formula_tokens import begins_with_relation, is_differential
from dikast.verify.text.math_words import is_prose

SegmentKind = Literal["prose", "formula"]

_NOTE = "<<", ">>"
_MAX_NOTE = 200


@dataclass(frozen=True)
class Segment:
    """A stretch of the text; `text` is what is inside the delimiters."""

    kind: SegmentKind
    text: str
    start: int
    end: int


def without_notes(text: str) -> tuple[str, list[str]]:
    """The text without a calculator's notes `<<48/2=24>>`, and the notes' contents."""
    notes: list[str] = []
    pieces: list[str] = []
    at = 0
    while (begin := text.find(_NOTE[0], at)) >= 0:
        end = text.find(_NOTE[1], begin, begin + _MAX_NOTE)
        if end < 0:
            break
        notes.append(text[begin + 2 : end])
        pieces.append(text[at:begin])
        at = end + 2
    return "".join((*pieces, text[at:])), notes


def segments(text: str) -> list[Segment]:
    """Prose and formulas in their order. A formula that begins with a relation goes on the one before it."""
    row = tokens(text)
    if _is_all_formula(row):
        return [Segment("formula", text, 0, len(text))]
    pieces: list[Segment] = []
    at = 0
    for begin, end, inner in list(_formulas(text, row)) or _bare_formulas(text, row):
        between = text[at:begin]
        if pieces and not between.strip() and begins_with_relation(inner):
            last = pieces.pop()
            pieces.append(Segment("formula", f"{last.text} {inner}", last.start, end))
        else:
            pieces += [Segment("prose", between, at, begin), Segment("formula", inner, begin, end)]
        at = end
    return [*pieces, Segment("prose", text[at:], at, len(text))]


def _formulas(text: str, row: Sequence[TextToken]) -> Iterator[tuple[int, int, str]]:
    """Where each delimited formula or aligned environment begins and ends, and what is inside."""
    at = 0
    for i, token in enumerate(row):
        if token.start < at:
            continue
        if token.kind == "formula":
            at = token.end
            yield token.start, at, token.inner
        elif token.text == "\\begin" and token_at(row, i + 2).text in ALIGNED:
            end = text.find("\\end{" + row[i + 2].text, token.end)
            at = len(text) if end < 0 else text.find("}", end) + 1
            yield token.start, at, text[token.start : at]


def _bare_formulas(text: str, row: Sequence[TextToken]) -> Iterator[tuple[int, int, str]]:
    """Sentences that are one formula without delimiters, beside others in prose; a `Hence` may begin them."""
    for sentence in in_sentences(row):
        cues = lexicon().find(sentence)
        led = cues[0].last if cues and cues[0].first == 0 and "conclusion" in cues[0].meanings else 0
        formula = sentence[led:]
        if _is_all_formula(formula):
            start, end = formula[0].start, formula[-1].end
            yield start, end, text[start:end].strip(" ,:")


def _is_all_formula(row: Sequence[TextToken]) -> bool:
    """Whether a text with LaTeX commands, but without delimiters, is one formula: it has no word of prose."""
    if any(token.kind == "formula" for token in row) or not any(map(_is_mathematical, row)):
        return False
    return not any(_is_prose(row, i) for i in range(len(row)))


def _is_mathematical(token: TextToken) -> bool:
    return token.kind == "command" and token.text[1:2].isalpha() and token.text not in WORDED


def _is_prose(row: Sequence[TextToken], i: int) -> bool:
    word = row[i].text
    # A word in braces is the name of an environment, of a function, or a label.
    is_braced = token_at(row, i - 1).text == "{" and token_at(row, i - 2).kind == "command"
    if row[i].kind != "word" or (word.isascii() and is_braced):
        return False
    return not is_differential(word) and is_prose(row[i])
