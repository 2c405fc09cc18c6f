"""Text metrics: about how wide words are in a drawing, and how to wrap them into lines."""

from __future__ import annotations

import unicodedata

from dikast.sanitize import sanitize

LABEL, NOTE, PANEL = 12.5, 11.5, 13.8
"""Type sizes in figures, in pixels. A panel's name is bold: it is as wide as regular type of this size."""
LINE = 14.0
"""From one line to the next, in pixels."""
MOST_LABEL_LINES = 3
"""Of a label, and of its note."""
_NARROW_CHARS = frozenset(" .,:;'|!()[]{}/-·ijltfrI")
_WIDE_CHARS = frozenset("mwMW@%+=<>~—…")


def text_width(words: str, size: float) -> float:
    """About how wide the words are in a sans-serif type of this size: rather too wide than too narrow."""
    return size * sum(map(_char_width, sanitize(words)))


def _char_width(char: str) -> float:
    """The width of a character as a share of the type size, after DejaVu Sans, which is wider than most."""
    # A combining sign or a zero-width joiner (U+200D) is drawn over its neighbour.
    if unicodedata.combining(char) or char == "\u200d":
        return 0.0
    # East Asian characters are as wide as they are high.
    if char in _WIDE_CHARS or unicodedata.east_asian_width(char) in ("W", "F"):
        return 1.0
    if char in _NARROW_CHARS:
        return 0.42
    if char.isupper():
        return 0.76
    return 0.64


def wrap(words: str, size: float, room: float, most: int = MOST_LABEL_LINES) -> list[str]:
    """The words in at most `most` lines that fit the room, broken at spaces where possible; the last line is shortened
    where there are more.
    """
    lines: list[str] = []
    for word in words.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines += _split_to_fit(word, size, room)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), size, room)]


def shorten(words: str, size: float, room: float) -> str:
    """The words; where they don't fit the room, as many characters as do, with `…` after them."""
    if text_width(words, size) <= room:
        return words
    beginning = _split_to_fit(words, size, room - text_width("…", size))[0]
    return f"{beginning}…"


def _split_to_fit(words: str, size: float, room: float) -> list[str]:
    """The words in pieces that fit the room. A piece has at least one character, even where that does not fit."""
    pieces = [""]
    for char in words:
        if pieces[-1] and text_width(pieces[-1] + char, size) > room:
            pieces.append("")
        pieces[-1] += char
    return pieces
