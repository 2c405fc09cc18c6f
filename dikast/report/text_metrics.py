"""Lettering: how wide words are on paper, and the lines they are laid in."""

from __future__ import annotations

import unicodedata

from dikast.sanitize import sanitize

LABEL, NOTE, PANEL = 12.5, 11.5, 13.8
"""The sizes of type in figures, in pixels; a panel's name is bold, and as wide as type of this size."""
LINE = 14.0
"""From one line to the next."""
_SLIM = frozenset(" .,:;'|!()[]{}/-·ijltfrI")
_BROAD = frozenset("mwMW@%+=<>~—…")


def width_of(words: str, size: float) -> float:
    """About how wide the words are in a sans-serif type of this size: rather too wide than too narrow."""
    return size * sum(map(_em, sanitize(words)))


def _em(char: str) -> float:
    """The width of a character as a share of its size, after DejaVu Sans, which is wider than most."""
    if unicodedata.combining(char) or char == "\u200d":
        return 0.0
    if char in _BROAD or unicodedata.east_asian_width(char) in ("W", "F"):
        return 1.0
    if char in _SLIM:
        return 0.42
    return 0.76 if char.isupper() else 0.64


def lines_of(words: str, size: float, room: float, most: int) -> list[str]:
    """The words in lines that fit the room, parted at spaces where that can be; what goes over `most` lines is cut."""
    found: list[str] = []
    for piece in words.split():
        if found and width_of(f"{found[-1]} {piece}", size) <= room:
            found[-1] += f" {piece}"
        else:
            found += _parted(piece, size, room)
    if len(found) <= most:
        return found
    return [*found[: most - 1], cut(" ".join(found[most - 1 :]), size, room)]


def cut(words: str, size: float, room: float) -> str:
    """The words, shortened where they don't fit the room."""
    return words if width_of(words, size) <= room else f"{_parted(words, size, room - width_of('…', size))[0]}…"


def _parted(words: str, size: float, room: float) -> list[str]:
    """The words in pieces of at least one character that fit the room."""
    found = [""]
    for char in words:
        if found[-1] and width_of(found[-1] + char, size) > room:
            found.append("")
        found[-1] += char
    return found
