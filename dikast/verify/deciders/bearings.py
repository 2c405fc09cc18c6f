"""Directions and places by the compass: `N 30° E`, `40°N, 75°W`; their letters are not factors, whose order is free."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dikast.language import tokens, word_group, word_values
from dikast.verify.decision import Decision, every, refuted, unknown

_LETTERS = frozenset("NSEW")
_PARTS = frozenset({"°", "'", "′", "″", '"', ".", ",", "-"})
_SIGNS = {"\\circ": "°", **dict.fromkeys(word_group("degrees"), "°"), **word_values("compass")}
_SIGNS |= dict.fromkeys("^{}$,", "") | dict.fromkeys(word_group("of"), "")
_LONGEST = 100  # characters


def same_bearing(left: str, right: str, compare: Callable[[str, str], Decision]) -> Decision | None:
    """Whether two texts name the same direction or place; None if one of them names none."""
    ours, theirs = _bearing(left), _bearing(right)
    if ours is None or theirs is None:
        return _beside_angle(left, right, compare) if ours or theirs else None
    letters = [[sign for sign in parts if sign in _LETTERS] for parts in (ours, theirs)]
    shapes = [[sign in _LETTERS for sign in parts] for parts in (ours, theirs)]
    if shapes[0] != shapes[1]:
        return unknown("unsupported", "text", where=right.strip()[:80], detail="directions in different forms")
    if letters[0] != letters[1] and sorted(letters[0]) == sorted(letters[1]):
        return unknown("ambiguous", "text", where=right.strip()[:80], detail="the same letters in another order")
    if letters[0] != letters[1]:
        return refuted("text", left=left.strip()[:80], right=right.strip()[:80])
    return every([compare(a, b) for a, b in zip(ours, theirs, strict=True) if a not in _LETTERS])


def _beside_angle(left: str, right: str, compare: Callable[[str, str], Decision]) -> Decision | None:
    """`45° E` beside `45°`, or in other words: open, but another angle is another direction; None beside no angle."""
    bearing, other = (left, right) if _bearing(left) else (right, left)
    angles = [sign for sign in _bearing(bearing) or () if sign not in _LETTERS]
    if len(angles) != 1 or "°" not in "".join(_signs(other)):
        return None
    is_plain = not any(map(str.isalpha, other.replace("circ", "")))
    is_other = is_plain and compare(angles[0], other).status == "refuted"
    return refuted("text", left=left, right=right) if is_other else unknown("unsupported", "text", where=bearing)


def _signs(text: str) -> Iterator[str]:
    """The tokens of a short text, with letters for the names of directions."""
    row = tokens(text.strip(" $.")) if len(text) < _LONGEST else ()
    return (_SIGNS.get(token.text.casefold(), token.text) for token in row)


def _bearing(text: str) -> list[str] | None:
    """The letters and the angles, one after the other; None where there is anything else."""
    parts: list[str] = []
    for sign in _signs(text):
        if sign in _LETTERS or not parts or parts[-1] in _LETTERS:
            parts += [sign] if sign else []
        else:
            parts[-1] += sign
    angles = [piece for piece in parts if piece not in _LETTERS]
    is_plain = all(all(char.isdecimal() or char in _PARTS for char in angle) for angle in angles)
    is_bearing = is_plain and "°" in "".join(angles) and 0 < len(angles) < len(parts) <= 4
    return parts if is_bearing else None
