"""How much two texts have to do with one another, by the words they share."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[^\W_]+")
# Shorter words mostly link others. Longer ones are compared by their beginnings: `ferry`, `ferries`.
_SHORTEST_WORD, _BEGINNING = 4, 4


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, each once, in their order."""
    return list(dict.fromkeys(sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip()))


def overlap(text: str, other: str) -> int:
    """How many words of some length two texts share."""
    return len(_stems(text) & _stems(other))


def by_overlap(texts: Iterable[str], other: str) -> list[str]:
    """The texts, those first that share most words with the other one; equal ones stay in their order."""
    return sorted(texts, key=lambda text: -overlap(text, other))


def _stems(text: str) -> set[str]:
    words = _WORD.findall(text.casefold())
    return {word[:_BEGINNING] for word in words if len(word) >= _SHORTEST_WORD or word.isdigit()}
