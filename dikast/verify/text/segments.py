"""The one splitter of a text: stretches of prose, formulas between delimiters, and notes of a calculator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dikast.language import TextToken, in_sentences, lexicon, tokens
from dikast.verify.syntax.commands import FUNCTIONS
from dikast.verify.text.pieces import is_differential

SegmentKind = Literal["prose", "formula", "note"]

_ALIGNED = frozenset("align aligned alignat equation gather gathered split multline eqnarray".split())
_NOTE = "<<", ">>"
_MAX_NOTE = 200
_LONG_WORD = 3
# LaTeX words that are prose: what stands in their braces is no formula.
_TEXT_COMMANDS = frozenset({"\\text", "\\mbox", "\\textrm", "\\textbf", "\\textit", "\\mathrm", "\\operatorname"})


@dataclass(frozen=True)
class Segment:
    """A stretch of the text; `text` is what is inside the delimiters."""

    kind: SegmentKind
    text: str
    start: int
    end: int


def without_notes(text: str) -> tuple[str, list[str]]:
    """The text without a calculator's notes `<<48/2=24>>`, and what stood in them."""
    notes: list[str] = []
    kept: list[str] = []
    at = 0
    while (begin := text.find(_NOTE[0], at)) >= 0:
        end = text.find(_NOTE[1], begin, begin + _MAX_NOTE)
        if end < 0:
            break
        notes.append(text[begin + 2 : end])
        kept.append(text[at:begin])
        at = end + 2
    return "".join((*kept, text[at:])), notes


def segments(text: str) -> list[Segment]:
    """Prose and formulas in their order. A formula that begins with a relation goes on the one before it."""
    row = tokens(text)
    if _is_all_formula(row):
        return [Segment("formula", text, 0, len(text))]
    found: list[Segment] = []
    at = 0
    for begin, end, inner in list(_formulas(text, row)) or _bare_formulas(text, row):
        between = text[at:begin]
        last = found[-1] if found else None
        if last is not None and last.kind == "formula" and not between.strip() and _goes_on(inner):
            found[-1] = Segment("formula", f"{last.text} {inner}", last.start, end)
        else:
            found += [Segment("prose", between, at, begin), Segment("formula", inner, begin, end)]
        at = end
    return [*found, Segment("prose", text[at:], at, len(text))]


def _formulas(text: str, row: list[TextToken]) -> Iterator[tuple[int, int, str]]:
    """Where each delimited formula or aligned environment begins and ends, and what is inside."""
    at = 0
    for i, token in enumerate(row):
        if token.start < at:
            continue
        if token.kind == "formula":
            yield token.start, token.end, token.inner
            at = token.end
        elif token.text == "\\begin" and (name := _environment(row, i)) is not None:
            end = text.find("\\end{" + name, token.end)
            at = len(text) if end < 0 else text.find("}", end) + 1
            yield token.start, at, text[token.start : at]


def _bare_formulas(text: str, row: list[TextToken]) -> Iterator[tuple[int, int, str]]:
    """Sentences that are one formula without delimiters, beside others in prose; a `Hence` may begin them."""
    for sentence in in_sentences(row):
        cues = lexicon().find(sentence)
        led = cues[0].last if cues and cues[0].first == 0 and "conclusion" in cues[0].meanings else 0
        formula = sentence[led:]
        if formula and _is_all_formula(formula):
            start, end = formula[0].start, formula[-1].end
            yield start, end, text[start:end].strip(" ,:")


def _environment(row: list[TextToken], i: int) -> str | None:
    """The name behind `\\begin{`, if its lines are formulas."""
    name = row[i + 2].text if i + 2 < len(row) else ""
    return name if name in _ALIGNED else None


def _goes_on(inner: str) -> bool:
    first = next(iter(tokens(inner.lstrip(" &")[:20])), None)
    return first is not None and first.text in ("=", "\\approx", "\\le", "\\leq", "\\ge", "\\geq")


def _is_all_formula(row: list[TextToken]) -> bool:
    """Whether a text with LaTeX commands, but without delimiters, is one formula: it has no word of prose."""
    if any(token.kind == "formula" for token in row) or not any(_is_mathematical(token) for token in row):
        return False
    return not any(_is_prose(row, i) for i in range(len(row)))


def _is_mathematical(token: TextToken) -> bool:
    return token.kind == "command" and token.text[1:2].isalpha() and token.text not in _TEXT_COMMANDS


def _is_prose(row: list[TextToken], i: int) -> bool:
    token = row[i]
    if token.kind == "word" and not token.text.isascii():
        return True
    is_cue = len(token.text) > 1 and bool(lexicon().meanings(token.text))
    is_name = token.text in FUNCTIONS or is_differential(token.text)
    if token.kind != "word" or is_name or not (is_cue or len(token.text) >= _LONG_WORD):
        return False
    # A word in braces is the name of an environment, of a function, or a label.
    return not (i and row[i - 1].text == "{" and i > 1 and row[i - 2].kind == "command")
