"""What can be seen of an answer without understanding it: its length, position, digits and style, as numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from dikast.metrics.cell import Floats

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d_]+")
_HEDGES = frozenset("may might could perhaps probably usually often some sometimes generally likely about".split())
_ABSOLUTES = frozenset("all always never none only every must no nothing entirely completely".split())

AnswerFeatures = Callable[[str, int, int], list[float]]
"""The numbers of one answer, from its text, its position (from 0) and the number of answers."""


def _length(text: str, position: int, n: int) -> list[float]:
    words = _WORD.findall(text)
    return [math.log1p(len(text)), math.log1p(len(words)), len(text) / (1 + len(text.split()))]


def _position(text: str, position: int, n: int) -> list[float]:
    return [float(position == 0), float(position == n - 1), position / max(1, n - 1)]


def _digits(text: str, position: int, n: int) -> list[float]:
    digits = sum(char.isdecimal() for char in text)
    return [math.log1p(digits), digits / (1 + len(text)), *_of_number(text)]


def _of_number(text: str) -> list[float]:
    """Of the last number in a text: its size and how round it is. A corrupted number is rounder, or less so."""
    numbers = _NUMBER.findall(text)
    if not numbers:
        return [0.0] * 7
    whole, _, fraction = numbers[-1].replace(",", "").partition(".")
    # Absurdly long numbers are no more telling than long ones.
    whole = whole[:15]
    n_zeros = len(whole) - len(whole.rstrip("0"))
    return [
        math.log1p(float(whole)),
        float(len(fraction)),
        n_zeros / len(whole),
        float(whole[-1] in "05"),
        float(whole[-1] in "02468"),
        float(whole[0] in "123"),
        len(set(whole)) / len(whole),
    ]


def _style(text: str, position: int, n: int) -> list[float]:
    words = [word.casefold() for word in _WORD.findall(text)]
    n_words, n_chars = 1 + len(words), 1 + len(text)
    return [
        float(text[:1].isupper()),
        float(text.rstrip()[-1:] in (".", "!", "?")),
        sum(not char.isalnum() and not char.isspace() for char in text) / n_chars,
        sum(char.isupper() for char in text) / n_chars,
        sum(word in _HEDGES for word in words) / n_words,
        sum(word in _ABSOLUTES for word in words) / n_words,
        len(set(words)) / n_words,
        math.log1p(text.count("\n")),
    ]


FEATURE_KINDS: Mapping[str, AnswerFeatures] = {
    "length": _length,
    "position": _position,
    "digits": _digits,
    "style": _style,
}


def feature_table(questions: Sequence[Sequence[str]], kind: str) -> tuple[Floats, Floats]:
    """The features of all answers, (questions, most answers, features), and which of these answers there are (1 or 0).

    Each is less its mean over the question's answers, and scaled to a spread of 1: only what differs can tell.
    """
    most = max(len(answers) for answers in questions)
    rows = [
        [FEATURE_KINDS[kind](text, position, len(answers)) for position, text in enumerate(answers)]
        for answers in questions
    ]
    table = np.zeros((len(rows), most, len(rows[0][0])))
    present = np.zeros((len(rows), most))
    for i, row in enumerate(rows):
        values = np.array(row)
        table[i, : len(row)] = values - values.mean(axis=0)
        present[i, : len(row)] = 1
    spread = np.sqrt((table**2).sum(axis=(0, 1)) / present.sum())
    return table / np.where(spread > 0, spread, 1), present
