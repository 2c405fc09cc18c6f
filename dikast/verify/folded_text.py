"""Texts as quotes are compared: typography folded away, with the way back to the characters they came from."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

QUOTE_MARKS = dict.fromkeys("'`´‘’‚‛‹›＇′", 1) | dict.fromkeys('"“”„‟«»＂″', 2) | {"‴": 3}
"""Each quotation mark and prime with the number of strokes that it is made of."""

PRIMES = frozenset("′″‴")

_DASHES = frozenset("-‐‑‒–—―−﹘﹣－")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# These are written for their place or their frame, and the digit inside is another number: 10² is not 102.
_MEANINGFUL_FORMS = ("<super>", "<sub>", "<fraction>", "<circle>", "<square>")
_RUNS = "' -"
_REPEATED = re.compile(rf"([{_RUNS}])\1+")


class _Fold(dict[int, str]):
    """What each character reads as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


def _folded(char: str) -> str:
    """The character without its typography: any quotation mark is `'`, any dash `-`, any white space a space."""
    if ord(char) in _INVISIBLE:
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


def visible(text: str) -> str:
    """The text without the characters that show nothing, such as a hyphen where a line may break."""
    return text.translate(_INVISIBLE)


def fold(text: str) -> str:
    """The text as it is compared. Runs of spaces, of dashes and of quotation marks count as one."""
    return _REPEATED.sub(r"\1", text.translate(_FOLD))


@dataclass(frozen=True)
class FoldedText:
    """A text as it is compared, made once, in which places can be traced back to the original."""

    original: str

    @cached_property
    def text(self) -> str:
        """The whole text as it is compared."""
        return fold(self.original)

    def origin(self, place: int) -> int:
        """Where in the original the character at this place of `text` comes from; the length of it for the end."""
        return self._origins[place] if place < len(self._origins) else len(self.original)

    @cached_property
    def _origins(self) -> array[int]:
        """For each character of `text`, the index of the one that it came from."""
        return array("L", _origins(self.original))


def _origins(original: str) -> Iterator[int]:
    last = ""
    for i, char in enumerate(original):
        for plain in _FOLD[ord(char)]:
            if plain not in _RUNS or plain != last:
                yield i
            last = plain
