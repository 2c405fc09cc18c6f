"""A judge's own reading of a claim that was refuted: is it a reading of what the step says?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dikast.verify.syntax.normalize import plain

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_COMPARISON = re.compile(r"[<>!]|\\(?:l|g)(?:eq?|t)\b|\\(?:neq?|approx|sim)\b")
_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
_WORD = re.compile(r"\\[A-Za-z]+|\b[A-Za-z]{2,}\b")


def is_reading_of(reading: str, step: str, claims: Sequence[str]) -> bool:
    """Whether the reading says what the step says, and covers every one of the refuted claims in it.

    Its numbers must be in the step, in that order, and so must those of every claim be in it: a reading may add
    brackets and signs, but adds no number and leaves none out. It may not compare by a sign that the step does not use
    (`≥` for `=`), nor leave out the letters of a claim.
    """
    read, whole = plain(reading), plain(step)
    numbers = _NUMBER.findall(read)
    if not numbers or not _is_subsequence(numbers, _NUMBER.findall(whole)):
        return False
    if not set(_COMPARISON.findall(read)) <= set(_COMPARISON.findall(whole)):
        return False
    letters = set(_LETTER.findall(read))
    return all(_covers(numbers, letters, plain(claim)) for claim in claims)


def _covers(numbers: Sequence[str], letters: set[str], claim: str) -> bool:
    return _is_subsequence(_NUMBER.findall(claim), numbers) and letters.issuperset(_LETTER.findall(claim))


def _is_subsequence(part: Sequence[str], whole: Sequence[str]) -> bool:
    remaining = iter(whole)
    return all(element in remaining for element in part)


def calculates_with_letters(claim: str) -> bool:
    """Whether the claim has a letter that stands for a quantity: one that is no command and no part of a word."""
    without_words = _WORD.sub("", claim)
    return re.search(r"[A-Za-z]", without_words) is not None
