"""Answer choices that a data set writes as one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

_OPTION = re.compile(r"^\s*\(?([A-Z])[:.)]\s*(.*?)\s*$", re.MULTILINE)


def choices_in(text: str | None) -> tuple[str, ...]:
    """The choices of `A: …` lines, in order; none where they don't run from A on or repeat one another."""
    found = _OPTION.findall(text or "")
    letters = "".join(letter for letter, _ in found)
    choices = tuple(choice for _, choice in found)
    is_list = len(found) >= 2 and letters == ascii_uppercase[: len(found)] and len(set(choices)) == len(choices)
    return choices if is_list else ()


def choice_named(answer: str | None, choices: Sequence[str]) -> int | None:
    """The index of the choice that is this text, or has this letter; None where it is neither, or names several."""
    if answer is None:
        return None
    if answer in choices:
        return list(choices).index(answer)
    letter = answer.strip()
    index = ascii_uppercase.find(letter) if len(letter) == 1 else -1
    return index if 0 <= index < len(choices) else None
