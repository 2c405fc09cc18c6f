"""Directions and places by the compass: `N 30° E`, `40°N, 75°W`; their letters are not factors, whose order is free."""

from __future__ import annotations

from collections.abc import Callable

from dikast.language import tokens
from dikast.verify.decision import Decision, every, refuted, unknown

_LETTERS = frozenset("NSEW")
_PARTS = frozenset({"°", "'", "′", "″", '"', ".", ",", "-"})
_DEGREE = {"\\circ": "°", "^": "", "{": "", "}": "", "$": "", ",": ""}


def same_bearing(left: str, right: str, compare: Callable[[str, str], Decision]) -> Decision | None:
    """Whether two texts name the same direction or place; None if one of them names none."""
    ours, theirs = _bearing(left), _bearing(right)
    if ours is None or theirs is None:
        return None
    letters = [[sign for sign in parts if sign in _LETTERS] for parts in (ours, theirs)]
    shapes = [[sign in _LETTERS for sign in parts] for parts in (ours, theirs)]
    if shapes[0] != shapes[1]:
        return None
    if letters[0] != letters[1] and sorted(letters[0]) == sorted(letters[1]):
        return unknown("ambiguous", "text", where=right.strip()[:80], detail="the same letters in another order")
    if letters[0] != letters[1]:
        return refuted("text", left=left.strip()[:80], right=right.strip()[:80])
    return every([compare(a, b) for a, b in zip(ours, theirs, strict=True) if a not in _LETTERS])


def _bearing(text: str) -> list[str] | None:
    """The letters and the angles, one after the other; None where there is anything else."""
    if "°" not in text.replace("\\circ", "°") or not _LETTERS.intersection(text):
        return None
    parts: list[str] = []
    for token in tokens(text.strip(" $.")):
        sign = _DEGREE.get(token.text, token.text)
        if sign in _LETTERS or not parts or parts[-1] in _LETTERS:
            parts += [sign] if sign else []
        else:
            parts[-1] += sign
    angles = [piece for piece in parts if piece not in _LETTERS]
    is_plain = all(all(char.isdecimal() or char in _PARTS for char in angle) for angle in angles)
    return parts if angles and is_plain and len(parts) <= 4 else None
