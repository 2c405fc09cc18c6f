"""Answer choices that a data set writes as one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

_OPTION = re.compile(r"^\s*\(?([A-Z])[:.)]\s*(.*?)\s*$", re.MULTILINE)


def choices_in(options: str | None) -> tuple[str, ...]:
    """The choices of `A: …` lines, in order; none if the letters don't run from A on, or if two choices are equal."""
    matches = _OPTION.findall(options or "")
    choices = tuple(choice for _, choice in matches)
    letters = "".join(letter for letter, _ in matches)
    if len(choices) < 2 or len(set(choices)) < len(choices):
        return ()
    return choices if letters == ascii_uppercase[: len(choices)] else ()


def problem_text(problem: str, options: str | None, choices: Sequence[str]) -> str:
    """The problem, with the text of its options if they could not be read as choices."""
    if choices or not options:
        return problem
    return f"{problem}\n\n{options}"


def choice_index(answer: str | None, choices: Sequence[str]) -> int | None:
    """The index of the choice that has this text, else of the one with this letter; None if there is none."""
    if answer is None:
        return None
    if answer in choices:
        return list(choices).index(answer)
    letter = answer.strip()
    # The empty text is in every text, and would be found at 0.
    index = ascii_uppercase.find(letter) if len(letter) == 1 else -1
    return index if 0 <= index < len(choices) else None
