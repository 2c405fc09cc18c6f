"""The sign before decimals in a text, known from its own numbers and never from one that could be read both ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from dikast.language import word_group
from dikast.verify.syntax.currency_table import NAMED_SIGNS
from dikast.verify.syntax.unit_table import is_unit

DecimalSign = Literal["point", "comma"]
_SIGNS: dict[str, DecimalSign] = {".": "point", ",": "comma"}
_OTHER: dict[str, DecimalSign] = {".": "comma", ",": "point"}
_LONGEST_MEMBER = 4
"""Digits behind a comma that may still be a number of a list; 3,14159 is one number."""
_OPENING, _CLOSING = "([{", ")]}"
_RUN = re.compile(r"[0-9]+(?:(?:\{,\}|[.,])[0-9]+)*")
_MULTIPLYING = ("*", "/", r"\cdot", r"\times", r"\div", r"\ast", "^")
_ADDING = ("+", "-", "=", "<", ">", r"\approx", r"\pm")
_MEASURES = ("%", r"\%", r"\euro", r"\pounds", r"^\circ", "°", *NAMED_SIGNS)
_APART = (";", *(f"{joint} " for joint in word_group("and") | word_group("or")))


@dataclass(frozen=True)
class DigitRun:
    """Digits with single signs between them, as they stand in a text: `1.234,5` is ("1", "234", "5") and ".,".

    `depth`: how many brackets are open before it.
    """

    start: int
    end: int
    parts: tuple[str, ...]
    signs: str
    depth: int


def runs(text: str) -> Iterator[DigitRun]:
    """The runs of digits, points and commas; a comma in braces counts as a comma."""
    at = depth = 0
    for match in _RUN.finditer(text):
        depth += sum((char in _OPENING) - (char in _CLOSING) for char in text[at : match.start()])
        at = match.end()
        plain = match[0].replace("{,}", ",")
        signs = "".join(char for char in plain if char in ".,")
        yield DigitRun(match.start(), at, tuple(plain.replace(",", ".").split(".")), signs, depth)


def decimal_sign(text: str) -> DecimalSign | None:
    """The sign before decimals that the text's numbers show; None where they show none, or both."""
    if "," not in text and "." not in text:
        return None
    numbers = list(runs(text))
    loose = [run for run in numbers if run.signs == "," and not is_bracketed(text, run)]
    # Two numbers in one run, `1.375,31` in brackets, say nothing about either.
    votes = {_alone(run) for run in numbers if len(set(run.signs)) < 2 or not _is_in_list(text, run)}
    are_listed = any(_is_listed(text, first, second) for first, second in pairwise(loose))
    if are_listed or any(_beside(text, run, len(loose) > 1) for run in loose if not run.depth):
        votes.add("comma")
    votes.discard(None)
    return votes.pop() if len(votes) == 1 else None


def may_be_either(text: str) -> bool:
    """Whether a number such as 1.234 stands here, which is two numbers in two countries; 1,234 hardly ever is."""
    return "." in text and any(run.signs == "." and _in_threes(run) for run in runs(text))


def _in_threes(run: DigitRun) -> bool:
    """Whether all digits behind the first sign are in groups of three, as those of whole numbers are."""
    first = run.parts[0]
    return all(len(group) == 3 for group in run.parts[1:]) and len(first) < 4 and first[0] != "0"


def _is_in_list(text: str, run: DigitRun) -> bool:
    """Whether a comma of `1.375,31` may separate two members: in brackets, or beside other commas that are glued."""
    around = text[max(0, run.start - 1) : run.start] + text[run.end : run.end + 1]
    return (run.depth > 0 or "," in around) and len(run.parts) == 3


def is_bracketed(text: str, run: DigitRun) -> bool:
    """`(2,5)`: a pair, whatever the sign before decimals is."""
    before, after = text[run.start - 1 : run.start], text[run.end : run.end + 2].removeprefix("\\")
    return before in (*_OPENING,) and after[:1] in ("", *_CLOSING)


def _alone(run: DigitRun) -> DecimalSign | None:
    """What the number itself shows."""
    match run.signs:
        case "":
            return None
        case ".":
            return None if _in_threes(run) else "point"
        case ",":
            return _of_one_comma(run)
    groups, last = run.signs[:-1], run.signs[-1]
    if last in groups:  # `1.234.567`: what groups digits is not what stands before decimals
        is_grouping = groups == last * len(groups) and _in_threes(run)
        return _OTHER[last] if is_grouping else None
    is_grouped = all(len(group) == 3 for group in run.parts[1:-1])
    return _SIGNS[last] if is_grouped else None


def _of_one_comma(run: DigitRun) -> DecimalSign | None:
    """`0,5` and `3,14159`; the comma of `3,5` may separate two members of a list."""
    first, last = run.parts
    has_zeros = "0" in (first[0], last[0]) and len(last) > 1
    is_one = (has_zeros and not _in_threes(run)) or len(last) > _LONGEST_MEMBER
    return "comma" if is_one else None


def _beside(text: str, run: DigitRun, has_more: bool) -> bool:
    """Whether a sign or a unit beside `3,5` shows that it is one number and not two members of a list."""
    if len(run.parts[1]) == 3 and run.parts[0][0] != "0":
        return False
    after = text[run.end : run.end + 40].lstrip(" ~").removeprefix(r"\,").removeprefix(r"\ ").lstrip()
    before = text[max(0, run.start - 40) : run.start].rstrip()
    if after.startswith(_MEASURES) or _begins_with_unit(after):
        return True
    signs = (*_MULTIPLYING, *_ADDING) if has_more else _MULTIPLYING
    if after.startswith(signs) and not (after[0] in _ADDING and not has_more):
        return True
    return before.endswith(tuple(sign for sign in signs if sign not in ("-", "=", "<", ">", "^")))


def _begins_with_unit(after: str) -> bool:
    word = after.removeprefix(r"\text{").removeprefix(r"\mathrm{").lstrip()
    end = next((i for i, char in enumerate(word) if not char.isalpha()), len(word))
    name = word[:end]
    return is_unit(name) and (len(name) > 1 or not word[end:].lstrip().startswith(("=", "<", ">", "_", "(")))


def _is_listed(text: str, first: DigitRun, second: DigitRun) -> bool:
    """`1,5; 2,5`: something other than a comma separates the two."""
    between = text[first.end : second.start].strip().removeprefix(",").strip()
    return between.startswith(_APART) or between + " " in _APART
