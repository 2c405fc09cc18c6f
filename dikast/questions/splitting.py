"""A solution in free form, parted into steps; nothing is added to it, left out of it, or moved.

Of these ways the first is taken that finds two steps or more, apart from a line that only states the final answer:
the author's own numbers (`Step 3:`, `2.`, `(iv)`, `第一步`, `\\item`), paragraphs, lines, sentences, and the rows of
a displayed formula. A displayed formula stays with the sentence it ends, a heading with what it heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dikast.questions.final_answer import is_answer_line
from dikast.questions.protected_spans import CharSpan, free, protected_spans
from dikast.questions.text_line import TextLine, lines_of

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]*_]{0,4}(?:\$|\\\))?(?=\s+[^\s=+×÷<>,;])|[。！？][”’」）)]{0,2}(?=\S)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:e\.g|i\.e|etc|cf|ca|vs|resp|approx|approximately\.|fig|figs|eq|eqs|eqn|no|nos|vol|sec|ch|thm|lem|"
    r"prop|def|ex|dr|mr|mrs|ms|prof|st|jr|sr|dept|max|min|w\.r\.t|s\.t|r\.h\.s|l\.h\.s|q\.e\.d|a\.k\.a|u\.s|"
    r"z\.\s?b|d\.\s?h|bzw|usw|u\.\s?a|vgl|abb|gl|nr|evtl|ggf|z|d|u)\.$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(
    r"[*_(\s]{0,4}(?:(?:step|schritt)\s{1,3})?(?:\d{1,3}|[a-h]|[ivx]{1,5})[.):]{1,2}[*_\s]{0,4}", re.I
)
_LONGEST_NUMBER = 24  # characters
_ROWS = re.compile(r"\\begin\{(?:align|aligned|alignat|gather|gathered|eqnarray|multline|split)\*?\}")
_ROW_END = re.compile(r"\\(?P<edge>begin|end)\{|(?<!\\)\\\\(?:\[[^\]\n]{0,20}\])?")
_FAMILIES = ("step", "number", "roman", "item")


def split(text: str) -> tuple[str, ...]:
    """The steps of a solution, in order; none of a blank text.

    Joined, and with all white space left out, they are the text without its white space. A formula, a LaTeX
    environment, a code fence or a table is never cut, but where one displayed formula is all there is.
    """
    closed = protected_spans(text)
    lines = lines_of(text, closed)
    has_answer = len(lines) > 1 and is_answer_line(lines[-1].text)
    body = lines[:-1] if has_answer else lines
    end = lines[-1].start if has_answer else len(text)
    cuts: Sequence[int] = next((cuts for cuts in _ways(text[:end], body, closed) if len(cuts) > 1), [0])
    return tuple(_pieces(text, [*cuts, end] if has_answer else cuts))


def _ways(text: str, lines: Sequence[TextLine], closed: Sequence[CharSpan]) -> Iterator[list[int]]:
    """Where steps would begin, way by way."""
    for family in _FAMILIES:
        yield _by_number(lines, family)
    yield _by_paragraph(lines)
    yield _by_line(lines)
    yield _by_sentence(text, closed)
    yield _by_row(text)


def _pieces(text: str, cuts: Sequence[int]) -> Iterator[str]:
    edges = [0, *sorted(set(cuts) - {0}), len(text)]
    parts = (text[begin:end].strip() for begin, end in pairwise(edges))
    return (part for part in parts if part)


def _by_number(lines: Sequence[TextLine], family: str) -> list[int]:
    """At the numbers of one family; before the first, and behind the last where items have no more, at paragraphs."""
    items = _series(lines, family)
    if len(items) < 2:
        return []
    if family in ("number", "roman") and sum(line.is_unnumbered for line in lines) > len(items):  # a list in passing
        return []
    before = _by_paragraph(lines[: items[0]])
    if before and lines[items[0] - 1].is_heading:
        items[0] = _heading_above(lines, items[0])
    has_paragraphs = any(line.is_unnumbered for line in lines[items[0] : items[-1]])
    tail = lines[items[-1] :]
    behind = [line.start for above, line in pairwise(tail) if above.ends_list]
    behind += [] if has_paragraphs else _by_paragraph(tail)[1:]
    return sorted({*before, *(lines[i].start for i in items), *behind})


def _heading_above(lines: Sequence[TextLine], at: int) -> int:
    while at and lines[at - 1].is_heading:
        at -= 1
    return at


def _series(lines: Sequence[TextLine], family: str) -> list[int]:
    """Which lines are numbered in one run from 0 or 1 on, at the outermost depth; a list may begin again at 1."""
    own = [(i, line.number[1]) for i, line in enumerate(lines) if line.number and line.number[0] == family]
    if not own:
        return []
    depth = min(lines[i].indent for i, _ in own)
    found: list[int] = []
    last = 0
    for i, n in own:
        is_first = n <= 1 and (lines[i].after_blank or family in ("step", "item"))
        if lines[i].indent == depth and (family == "item" or is_first or (found and n == last + 1)):
            found.append(i)
            last = n
    return found


def _by_paragraph(lines: Sequence[TextLine]) -> list[int]:
    return [
        line.start
        for before, line in zip([None, *lines], lines, strict=False)
        if before is None or (line.after_blank and not line.continues(before))
    ]


def _by_line(lines: Sequence[TextLine]) -> list[int]:
    """At every line, but for those that go on with the one before or are set in below the step's first."""
    cuts: list[int] = []
    first: TextLine | None = None
    for before, line in zip([None, *lines], lines, strict=False):
        is_below = first is not None and line.indent >= first.indent + 2
        if before is None or not (is_below or line.continues(before)):
            cuts.append(line.start)
            first = line
    return cuts


def _by_sentence(text: str, closed: Sequence[CharSpan]) -> list[int]:
    ends = [found.end() for found in _SENTENCE_END.finditer(text) if not _is_abbreviated(text, found)]
    cuts = [0]
    for end in free(ends, closed):
        if end - cuts[-1] > _LONGEST_NUMBER or not _BARE_NUMBER.fullmatch(text, cuts[-1], end):
            cuts.append(end)
    return cuts


def _is_abbreviated(text: str, end: re.Match[str]) -> bool:
    """Whether the point belongs to `e.g.` or `Fig.`, which end no sentence."""
    at = end.start() + 1
    return end[0].startswith(".") and _ABBREVIATION.search(text[max(0, at - 16) : at]) is not None


def _by_row(text: str) -> list[int]:
    """Behind each row of the first aligned formula."""
    begin = _ROWS.search(text)
    cuts = [0]
    depth = 1
    for found in _ROW_END.finditer(text, begin.end()) if begin else ():
        if found["edge"]:
            depth += 1 if found["edge"] == "begin" else -1
        elif depth == 1:
            cuts.append(found.end())
        if not depth:
            break
    return cuts
