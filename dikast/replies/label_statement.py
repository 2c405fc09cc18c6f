"""LabelStatement: one place where a reply says, or seems to say, which label is its answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from dikast.replies.label_value import LabelValue

Standing = Literal["firm", "opinion", "doubtful", "reported"]
"""How a statement counts: as the reply's own; as an opinion that an answer after it replaces; as a doubt, which can
take an answer back but give none; not at all, since the reply only reports it."""

_MOST_STATEMENTS = 400  # of a long reply, the last ones


@dataclass(frozen=True)
class LabelStatement:
    """One statement of an answer: where it is, what it says, and how it counts."""

    start: int
    value: LabelValue
    standing: Standing
    denies: bool = False


def last_matches(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The matches in a text, in order; of very many, the last ones."""
    return list(pattern.finditer(text))[-_MOST_STATEMENTS:]


def line_end(text: str, start: int) -> int:
    """Where the line ends that `start` is in."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end
