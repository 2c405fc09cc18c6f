"""Texts as quotes are compared: typography folded away, with the way back to the characters they came from."""

from __future__ import annotations

import bisect
import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

QUOTE_MARKS = dict.fromkeys("'`´‘’‚‛‹›＇′", 1) | dict.fromkeys('"“”„‟«»＂″', 2) | {"‴": 3}
"""Each quotation mark and prime with the number of strokes that it is made of."""

PRIMES = frozenset("′″‴")

_DASHES = frozenset("-‐‑‒–—―−﹘﹣－")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
# These are written for their place or their frame, and the digit inside is another number: 10² is not 102.
_MEANINGFUL_FORMS = ("<super>", "<sub>", "<fraction>", "<circle>", "<square>")
_RUNS = "' -"
_REPEATED = re.compile(rf"([{_RUNS}])\1+")
_BLOCK = 128


class _Fold(dict[int, str]):
    """What each character reads as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


def _folded(char: str) -> str:
    """The character without its typography: any quotation mark is `'`, any dash `-`, any white space a space."""
    if char in _INVISIBLE:
        return ""
    if char in QUOTE_MARKS:
        return "'"
    if char in _DASHES:
        return "-"
    if char.isspace():
        return " "
    if unicodedata.decomposition(char).startswith(_MEANINGFUL_FORMS):
        return char
    return unicodedata.normalize("NFKD", char).casefold()


_FOLD = _Fold()


def fold(text: str) -> str:
    """The text as it is compared. Runs of spaces, of dashes and of quotation marks count as one."""
    return _REPEATED.sub(r"\1", text.translate(_FOLD))


@dataclass(frozen=True)
class FoldedText:
    """A text as it is compared, made once, in which places can be traced back to the original.

    The original is cut into blocks of about a hundred characters. Only the blocks' places are kept; the characters of a
    block are traced when a place in it is asked for. A place for each character would take forty times the text.
    """

    original: str

    @cached_property
    def text(self) -> str:
        """The whole text as it is compared."""
        return "".join(self._folded_blocks)

    def origin(self, place: int) -> int:
        """Where in the original the character at this place of `text` comes from; the length of it for the end."""
        if place >= len(self.text):
            return len(self.original)
        number = bisect.bisect_right(self._block_places, place) - 1
        start, end = self._block_bounds[number : number + 2]
        return start + _origins(self.original[start:end])[place - self._block_places[number]]

    @cached_property
    def _block_bounds(self) -> list[int]:
        """Where the blocks begin, and where the last one ends. Each ends with a character that no run is made of."""
        bounds = [0]
        while bounds[-1] < len(self.original):
            end = bounds[-1] + _BLOCK
            while end < len(self.original) and _may_repeat(self.original[end - 1]):
                end += 1
            bounds.append(min(end, len(self.original)))
        return bounds

    @cached_property
    def _folded_blocks(self) -> list[str]:
        bounds = self._block_bounds
        return [fold(self.original[start:end]) for start, end in itertools.pairwise(bounds)]

    @cached_property
    def _block_places(self) -> list[int]:
        """Where each block begins in `text`."""
        places = [0]
        for block in self._folded_blocks:
            places.append(places[-1] + len(block))
        return places[:-1]


def _may_repeat(char: str) -> bool:
    folded = _FOLD[ord(char)]
    return not folded or folded[-1] in _RUNS


def _origins(original: str) -> list[int]:
    """For each character of the folded text, the index of the one that it came from."""
    origins: list[int] = []
    last = ""
    for i, char in enumerate(original):
        for plain in _FOLD[ord(char)]:
            if plain in _RUNS and plain == last:
                continue
            origins.append(i)
            last = plain
    return origins
