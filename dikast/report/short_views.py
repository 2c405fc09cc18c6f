"""Views with long texts cut, for a page that holds many."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from dikast.report.episode_view import SpeechPiece, TurnView

V = TypeVar("V")
LONGEST_TEXT = 6_000


def short_view(view: V) -> V:
    """The view; of every very long text only its beginning, and how long it is."""
    changes: dict[str, Any] = {}
    if is_dataclass(view) and not isinstance(view, type):
        for field in fields(view):
            value = getattr(view, field.name)
            shorter = _short_speech(value) if isinstance(view, TurnView) and field.name == "pieces" else _short(value)
            if shorter is not value:
                changes[field.name] = shorter
        if changes:
            shortened: V = replace(view, **changes)
            return shortened
    return view


def _short(value: Any) -> Any:
    """The value with its texts cut; records are left as they are."""
    if isinstance(value, str):
        return _short_text(value, len(value))
    if isinstance(value, tuple):
        shorter = [_short(item) for item in value]
        is_same = all(a is b for a, b in zip(shorter, value, strict=True))
        return value if is_same else tuple(shorter)
    return short_view(value)


def _short_speech(pieces: tuple[SpeechPiece, ...]) -> tuple[SpeechPiece, ...]:
    """The pieces up to the longest text, together."""
    n_characters = sum(len(piece.text) for piece in pieces)
    if n_characters <= LONGEST_TEXT:
        return pieces
    kept: list[SpeechPiece] = []
    room = LONGEST_TEXT
    for piece in pieces:
        if len(piece.text) > room:
            kept.append(SpeechPiece(_short_text(piece.text, n_characters, room)))
            break
        kept.append(piece)
        room -= len(piece.text)
    return tuple(kept)


def _short_text(text: str, n_characters: int, room: int = LONGEST_TEXT) -> str:
    return text if len(text) <= room else f"{text[:room]}… ({n_characters:,} characters in all)"
