"""Splitting a solution in free form into steps. Nothing is added to it, left out of it, or moved.

The first of these ways is taken that finds two steps or more: the author's own numbers (`Step 3:`, `2.`, `(iv)`,
`第一步`, `\\item`), paragraphs, lines, sentences, and the rows of a displayed formula. A last line that only states the
final answer is a step of its own, and doesn't count. A displayed formula stays with the sentence that it ends, and a
heading with what follows it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dikast.language import is_answer_line
from dikast.questions.protected_spans import CharSpan, outside_spans, protected_spans
from dikast.questions.text_line import TextLine, text_lines

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]*_]{0,4}(?:\$|\\\))?(?=\s+[^\s=+×÷<>,;])|[。！？][”’」）)]{0,2}(?=\S)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:e\.g|i\.e|etc|cf|ca|vs|resp|approx|approximately\.|fig|figs|eq|eqs|eqn|no|nos|vol|sec|ch|thm|lem|"
    r"prop|def|ex|dr|mr|mrs|ms|prof|st|jr|sr|dept|max|min|w\.r\.t|s\.t|r\.h\.s|l\.h\.s|q\.e\.d|a\.k\.a|u\.s|"
    r"z\.\s?b|d\.\s?h|bzw|usw|u\.\s?a|vgl|abb|gl|nr|evtl|ggf|z|d|u)\.$",
    re.IGNORECASE,
)
_MAX_ABBREVIATION = 16  # characters
_BARE_NUMBER = re.compile(
    r"[*_(\s]{0,4}(?:(?:step|schritt)\s{1,3})?(?:\d{1,3}|[a-h]|[ivx]{1,5})[.):]{1,2}[*_\s]{0,4}", re.I
)
_ALIGNED_FORMULA = re.compile(r"\\begin\{(?:align|aligned|alignat|gather|gathered|eqnarray|multline|split)\*?\}")
_NESTING = {"begin": 1, "end": -1}
_ROW_END = re.compile(r"\\(?P<edge>begin|end)\{|(?<!\\)\\\\(?:\[[^\]\n]{0,20}\])?")
_FAMILIES = ("step", "number", "roman", "item")
# A list in passing, within a paragraph, often has these numbers; steps have others too.
_AMBIGUOUS_FAMILIES = ("number", "roman")
# A list with these can begin on any line; one with the others only at a paragraph: `1.` can be the end of a sentence.
_FAMILIES_IN_PARAGRAPHS = ("step", "item")


def split(text: str) -> tuple[str, ...]:
    """The steps of a solution, in order; none of a blank text.

    Joined, and without white space, they are the text without its white space. A formula, a LaTeX environment, a code
    fence or a table is never cut, except where one displayed formula is the whole text.
    """
    protected = protected_spans(text)
    lines = text_lines(text, protected)
    if len(lines) < 2 or not is_answer_line(lines[-1].text):
        return _pieces(text, _choose_cuts(text, lines, protected))
    # The line with the answer is left out, so that it doesn't count as one of two steps.
    answer_start = lines[-1].start
    cuts = _choose_cuts(text[:answer_start], lines[:-1], protected)
    return _pieces(text, [*cuts, answer_start])


def _choose_cuts(text: str, lines: Sequence[TextLine], protected: Sequence[CharSpan]) -> list[int]:
    """The beginnings of the steps, by the first way that finds two or more."""
    for cuts in _possible_cuts(text, lines, protected):
        if len(cuts) > 1:
            return cuts
    return [0]


def _possible_cuts(text: str, lines: Sequence[TextLine], protected: Sequence[CharSpan]) -> Iterator[list[int]]:
    """The beginnings of the steps by each way in turn; a way is tried only if the ones before have failed."""
    numbered = _lines_by_family(lines)
    for family in _FAMILIES:
        items = _list_items(lines, numbered[family], family)
        yield _cuts_at_items(lines, items, family)
    yield _cuts_at_paragraphs(lines)
    yield _cuts_at_lines(lines)
    yield _cuts_at_sentences(text, protected)
    yield _cuts_at_formula_rows(text)


def _pieces(text: str, cuts: Sequence[int]) -> tuple[str, ...]:
    """The passages between the cuts, without blank ones."""
    # What is before the first cut is a step too: nothing may be lost.
    edges = [0, *sorted(set(cuts) - {0}), len(text)]
    passages = (text[begin:end].strip() for begin, end in pairwise(edges))
    return tuple(filter(None, passages))


def _lines_by_family(lines: Sequence[TextLine]) -> dict[str, list[int]]:
    """The indices of the lines by the family of their numbers. Lines without a number have the empty family."""
    by_family: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        by_family[line.number.family].append(i)
    return by_family


def _list_items(lines: Sequence[TextLine], numbered: Sequence[int], family: str) -> list[int]:
    """The lines numbered in one sequence from 0 or 1 on, at the smallest indent. A list may begin again at 1.

    `numbered` are the indices of the lines with a number of this family; the items are some of them.
    """
    indent = min((lines[i].indent for i in numbered), default=0)
    items: list[int] = []
    # Before the first item, no number continues the list.
    next_value = -1
    for i in numbered:
        line = lines[i]
        value = line.number.value
        # Items further to the right are those of a list within an item.
        if line.indent != indent:
            continue
        can_begin = line.after_blank or family in _FAMILIES_IN_PARAGRAPHS
        begins_list = value <= 1 and can_begin
        if begins_list or value == next_value:
            items.append(i)
            next_value = value + 1
    return items


def _cuts_at_items(lines: Sequence[TextLine], items: list[int], family: str) -> list[int]:
    """The beginnings of the items of a list, and of the paragraphs before and after it."""
    if len(items) < 2:
        return []
    # With more paragraphs than items, the list is a part of one step.
    n_paragraphs = sum(line.is_unnumbered_paragraph for line in lines)
    if family in _AMBIGUOUS_FAMILIES and n_paragraphs > len(items):
        return []
    first, *others = items
    before = _cuts_at_paragraphs(lines[:first])
    # Headings directly above the first item belong to it.
    while first > 0 and lines[first - 1].is_heading:
        first -= 1
    starts = [lines[i].start for i in (first, *others)]
    after = _cuts_after_last_item(lines, first, others[-1])
    return sorted({*before, *starts, *after})


def _cuts_after_last_item(lines: Sequence[TextLine], first: int, last: int) -> list[int]:
    """The beginnings after a list's end, and of paragraphs after the last item where no item has several."""
    tail = lines[last:]
    cuts = [line.start for before, line in pairwise(tail) if before.ends_list]
    items_have_paragraphs = any(line.is_unnumbered_paragraph for line in lines[first:last])
    if not items_have_paragraphs:
        cuts += _cuts_at_paragraphs(tail)[1:]
    return cuts


def _cuts_at_paragraphs(lines: Sequence[TextLine]) -> list[int]:
    """The beginnings of the paragraphs that don't continue the one before."""
    # The first line begins a step, whatever it is.
    cuts = [line.start for line in lines[:1]]
    for before, line in pairwise(lines):
        if line.after_blank and not line.continues(before):
            cuts.append(line.start)
    return cuts


def _cuts_at_lines(lines: Sequence[TextLine]) -> list[int]:
    """The beginnings of all lines, except those that continue the one before or are indented below the step's first."""
    if not lines:
        return []
    cuts = [lines[0].start]
    step_indent = lines[0].indent
    for before, line in pairwise(lines):
        # Two more than the step's first line: one space alone is often a slip.
        is_indented = line.indent >= step_indent + 2
        if not is_indented and not line.continues(before):
            cuts.append(line.start)
            step_indent = line.indent
    return cuts


def _cuts_at_sentences(text: str, protected: Sequence[CharSpan]) -> list[int]:
    """The beginnings of the sentences. A number alone, such as `1.`, stays with the sentence after it."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if not _is_abbreviation(text, match)]
    cuts = [0]
    # A protected span may end with a sentence, but has no sentence's end in it.
    for end in outside_spans(ends, protected):
        # The pattern has an upper bound, so that a long sentence takes no longer.
        if not _BARE_NUMBER.fullmatch(text, cuts[-1], end):
            cuts.append(end)
    return cuts


def _is_abbreviation(text: str, end: re.Match[str]) -> bool:
    """Whether the point belongs to `e.g.` or `Fig.`, which end no sentence."""
    if not end[0].startswith("."):
        return False
    point = end.start() + 1
    begin = max(0, point - _MAX_ABBREVIATION)
    return _ABBREVIATION.search(text[begin:point]) is not None


def _cuts_at_formula_rows(text: str) -> list[int]:
    """The beginnings of the rows of the first aligned formula. The rows of a matrix in it are no steps."""
    cuts = [0]
    formula = _ALIGNED_FORMULA.search(text)
    if formula is None:
        return cuts
    # Inside the formula the depth is 1; the rows of a matrix in it are deeper.
    depth = 1
    for token in _ROW_END.finditer(text, formula.end()):
        edge = token["edge"]
        depth += _NESTING.get(edge, 0)
        if depth == 0:
            break
        if edge is None and depth == 1:
            cuts.append(token.end())
    return cuts
