"""What must not be cut in a text: formulas, LaTeX environments, code fences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

CharSpan = tuple[int, int]

LISTS = frozenset({"enumerate", "itemize", "description"})
# Environments that hold whole passages of a solution, not a formula.
_PASSAGES = LISTS | set("document proof solution answer center flushleft quote quotation theorem lemma claim".split())
_TOKEN = re.compile(
    r"^[^\S\n]{0,8}(?P<fence>```|~~~)|\\\\|\\[\[\]()$]|\\(?P<edge>begin|end)\{(?P<name>[^{}\n]{1,40})\}|\$\$|\$",
    re.MULTILINE,
)
_LINE_END = re.compile(r"\n")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
_CLOSER = {"\\[": "\\]", "\\(": "\\)", "$$": "$$", "```": "```", "~~~": "~~~"}


def protected_spans(text: str) -> list[CharSpan]:
    """The stretches `[begin, end)` of formulas, environments and code fences: in order, apart from one another.

    What is opened and never closed is plain text. A dollar is taken for a formula's where pandoc takes it for one:
    nothing blank behind an opening one, nor before a closing one, no digit behind that, no blank line between; and
    `$5` is money, not a formula that ends on a later line.
    """
    tokens = list(_TOKEN.finditer(text))
    places: dict[str, list[int]] = defaultdict(list)
    for token in tokens:
        places[_kind(token)].append(token.end())
    places["$"] = [token.end() for token in tokens if token[0] == "$" and _may_close(text, token)]
    ends = (_LINE_END, _PARAGRAPH_END) if places["$"] else ()
    breaks = [[found.start() for found in end.finditer(text)] for end in ends]
    environments = _environments(tokens)
    found: list[CharSpan] = []
    at = 0
    for token in tokens:
        if token.start() >= at and (end := _end(text, token, places, breaks, environments)):
            found.append((token.start(), end))
            at = end
    return found


def _kind(token: re.Match[str]) -> str:
    return token["fence"] or token[0]


def _may_close(text: str, dollar: re.Match[str]) -> bool:
    return (
        not text[dollar.start() - 1 : dollar.start()].isspace() and not text[dollar.end() : dollar.end() + 1].isdigit()
    )


def _end(
    text: str,
    token: re.Match[str],
    places: dict[str, list[int]],
    breaks: Sequence[Sequence[int]],
    environments: dict[int, int],
) -> int | None:
    """Where what the token opens is closed; None if it opens nothing."""
    if token["edge"]:
        return environments.get(token.start())
    kind = _kind(token)
    if kind == "$":
        return _dollar_end(text[token.end() : token.end() + 1], token.end(), places["$"], breaks)
    closer = _CLOSER.get(kind)
    return _next(places[closer], token.end() + 1) if closer else None


def _dollar_end(inner: str, begin: int, closers: Sequence[int], breaks: Sequence[Sequence[int]]) -> int | None:
    """Where a formula ends that a dollar opens; `inner` is the sign behind it."""
    close = _next(closers, begin + 1) if breaks and not inner.isspace() else None
    if close is None:
        return None
    is_money = inner.isdigit() or inner in ".<"
    last = _next(breaks[0 if is_money else 1], begin)
    return close if last is None or close <= last else None


def _next(places: Sequence[int], at: int) -> int | None:
    """The first of the sorted places that is not before `at`."""
    i = bisect_left(places, at)
    return places[i] if i < len(places) else None


def _environments(tokens: Sequence[re.Match[str]]) -> dict[int, int]:
    """Where each environment that is no passage begins, and where it ends, by the nesting of their names."""
    opened: list[re.Match[str]] = []
    n_open: dict[str, int] = defaultdict(int)
    ends: dict[int, int] = {}
    for token in tokens:
        name = token["name"]
        if token["edge"] == "begin":
            opened.append(token)
            n_open[name] += 1
        elif token["edge"] == "end" and n_open[name]:
            while opened:
                begin = opened.pop()
                n_open[begin["name"]] -= 1
                if begin["name"] == name:
                    break
            if name not in _PASSAGES:
                ends[begin.start()] = token.end()
    return ends


def free(places: Sequence[int], spans: Sequence[CharSpan]) -> list[int]:
    """Those of the sorted places that no span holds; its two ends are free."""
    kept: list[int] = []
    i = 0
    for place in places:
        while i < len(spans) and spans[i][1] <= place:
            i += 1
        if i == len(spans) or place <= spans[i][0]:
            kept.append(place)
    return kept
