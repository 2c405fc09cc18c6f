"""Protected spans: the passages of a text that must not be cut: formulas, LaTeX environments, code fences."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

# The characters `[begin, end)` of a text.
CharSpan = tuple[int, int]

LISTS = frozenset({"enumerate", "itemize", "description"})
# Environments that hold whole passages of a solution, not a formula.
_PASSAGES = LISTS | set("document proof solution answer center flushleft quote quotation theorem lemma claim".split())
_TOKEN = re.compile(
    r"^[^\S\n]{0,8}(?:```|~~~)|\\\\|\\[\[\]()$]|\\(?P<edge>begin|end)\{(?P<name>[^{}\n]{1,40})\}|\$\$|\$",
    re.MULTILINE,
)
_LINE_END = re.compile(r"\n")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
_CLOSERS = {"\\[": "\\]", "\\(": "\\)", "$$": "$$", "```": "```", "~~~": "~~~"}
# The position of what is nowhere in the text. It is greater than every other, so that comparisons need no special case.
_NOWHERE = sys.maxsize


class _Closings(NamedTuple):
    """Where formulas, environments and fences can end; all positions are sorted."""

    # The position after each token, by the token. Of the single dollars, only those that may close a formula.
    token_ends: dict[str, list[int]]
    # The end of each environment that is closed and is no passage, by its beginning.
    environment_ends: dict[int, int]
    # Where a formula between single dollars can't go on: at a line's end for money, else at a paragraph's.
    line_ends: list[int]
    paragraph_ends: list[int]


def protected_spans(text: str) -> list[CharSpan]:
    """The spans of formulas, environments and code fences, in order and without overlap.

    What is opened and never closed is plain text. Single dollars follow pandoc's rule: a formula has no white space
    just inside its dollars, no digit right after the closing one, and no blank line in it. In addition, a dollar
    before a digit is money, unless a formula closes on the same line.
    """
    # Every token is found once, and closers are looked up by bisection: hostile text takes no longer than other text.
    tokens = list(_TOKEN.finditer(text))
    closings = _find_closings(text, tokens)
    spans: list[CharSpan] = []
    position = 0
    for token in tokens:
        # A token inside the last span opens nothing.
        if token.start() < position:
            continue
        end = _span_end(text, token, closings)
        if end != _NOWHERE:
            spans.append((token.start(), end))
            position = end
    return spans


def _find_closings(text: str, tokens: Sequence[re.Match[str]]) -> _Closings:
    """Where whatever the tokens open can end."""
    token_ends: dict[str, list[int]] = defaultdict(list)
    for token in tokens:
        kind = _token_kind(token)
        if kind != "$" or _may_close(text, token):
            token_ends[kind].append(token.end())
    # The line and paragraph ends limit dollars alone. Most texts have no dollars, and are not searched for them.
    dollar_text = text if token_ends["$"] else ""
    return _Closings(
        token_ends=token_ends,
        environment_ends=_environment_ends(tokens),
        line_ends=match_starts(_LINE_END, dollar_text),
        paragraph_ends=match_starts(_PARAGRAPH_END, dollar_text),
    )


def _token_kind(token: re.Match[str]) -> str:
    """The token itself; of a fence, only its marks, without the white space before them."""
    return token[0].lstrip()


def _may_close(text: str, dollar: re.Match[str]) -> bool:
    """Whether a single dollar can close a formula."""
    before = text[dollar.start() - 1 : dollar.start()]
    after = text[dollar.end() : dollar.end() + 1]
    return not before.isspace() and not after.isdigit()


def match_starts(pattern: re.Pattern[str], text: str) -> list[int]:
    """Where the matches of a pattern begin, in order."""
    return [match.start() for match in pattern.finditer(text)]


def _span_end(text: str, token: re.Match[str], closings: _Closings) -> int:
    """Where the span that the token opens is closed; _NOWHERE if the token opens nothing."""
    if token["edge"]:
        return closings.environment_ends.get(token.start(), _NOWHERE)
    kind = _token_kind(token)
    if kind == "$":
        return _dollar_end(text, token.end(), closings)
    if kind not in _CLOSERS:
        return _NOWHERE
    closer = _CLOSERS[kind]
    # A span isn't empty: at least one character is between its two tokens.
    return _first_from(closings.token_ends[closer], token.end() + 1)


def _dollar_end(text: str, begin: int, closings: _Closings) -> int:
    """Where the formula ends that a single dollar opens, its content beginning at `begin`; _NOWHERE if it is none."""
    first = text[begin : begin + 1]
    if first.isspace():
        return _NOWHERE
    limits = closings.paragraph_ends
    # Prices: `$5`, `$.50`, and `$<<2*5=10>>10` in GSM8K's calculator notes.
    if first.isdigit() or first in ".<":
        limits = closings.line_ends
    limit = _first_from(limits, begin)
    end = _first_from(closings.token_ends["$"], begin + 1)
    if end > limit:
        return _NOWHERE
    return end


def _first_from(positions: Sequence[int], start: int) -> int:
    """The first of the sorted positions that is `start` or later; _NOWHERE if there is none."""
    i = bisect_left(positions, start)
    if i == len(positions):
        return _NOWHERE
    return positions[i]


def _environment_ends(tokens: Sequence[re.Match[str]]) -> dict[int, int]:
    """The end of each environment that is no passage, by its beginning, as their names nest."""
    opened: list[re.Match[str]] = []
    # Counted by name, so that an `\end` without its `\begin` closes nothing, and costs no search.
    n_open: dict[str, int] = defaultdict(int)
    ends: dict[int, int] = {}
    for token in tokens:
        name = token["name"]
        if token["edge"] == "begin":
            opened.append(token)
            n_open[name] += 1
        # Other tokens have no name, and nothing without a name is ever open.
        elif n_open[name] > 0:
            begin = _pop_environment(opened, n_open, name)
            if name not in _PASSAGES:
                ends[begin.start()] = token.end()
    return ends


def _pop_environment(opened: list[re.Match[str]], n_open: dict[str, int], name: str) -> re.Match[str]:
    """Removes the environments opened last, down to the one with this name, which is returned.

    Those above it were never closed, so that they are plain text.
    """
    while True:
        begin = opened.pop()
        n_open[begin["name"]] -= 1
        if begin["name"] == name:
            return begin


def outside_spans(positions: Sequence[int], spans: Sequence[CharSpan]) -> list[int]:
    """Those of the sorted positions that are inside no span. The two ends of a span are outside it."""
    outside: list[int] = []
    # Both are sorted, so that one walk through them is enough. The span that is nowhere is never passed.
    remaining = iter([*spans, (_NOWHERE, _NOWHERE)])
    begin, end = next(remaining)
    for position in positions:
        while end <= position:
            begin, end = next(remaining)
        if position <= begin:
            outside.append(position)
    return outside
