"""Intervals whose open ends have brackets turned outwards: `]2; 5]` is `(2, 5]`."""

from __future__ import annotations

from collections.abc import Iterator

_SQUARE = "[]"


def with_round_brackets(text: str) -> str:
    """The text with round brackets where square ones are turned outwards; unchanged if not all belong to intervals."""
    places = [i for i, char in enumerate(text) if char in _SQUARE]
    pairs = list(zip(places[::2], places[1::2], strict=False))
    is_turned = any(text[i] == "]" or text[j] == "[" for i, j in pairs)
    if not is_turned or len(places) % 2 or any(_ends(text[i + 1 : j]) is None for i, j in pairs):
        return text
    return "".join(_pieces(text, pairs))


def _pieces(text: str, pairs: list[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for i, j in pairs:
        yield text[at:i]
        yield ("(" if text[i] == "]" else "[") + (_ends(text[i + 1 : j]) or "") + (")" if text[j] == "[" else "]")
        at = j + 1
    yield text[at:]


def _ends(inside: str) -> str | None:
    """What is between the brackets of an interval, with a comma between its ends; None if it is no interval's."""
    if inside.count(";") == 1:
        return inside.replace(",", ".").replace(";", ",")
    return inside if inside.count(",") == 1 else None
