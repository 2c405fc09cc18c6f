"""Answer choices that a data set writes as one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

_OPTION = re.compile(r"^\s*\(?([A-Z])[:.)]\s*(.*?)\s*$", re.MULTILINE)


def choices_in(options: str | None) -> tuple[str, ...]:
    """The choices of `A: …` lines, in order; none if the letters don't run from A on, or if two choices are equal."""
    choices: list[str] = []
    letters = ""
    for letter, choice in _OPTION.findall(options or ""):
        choices.append(choice)
        letters += letter
    has_repeats = len(set(choices)) < len(choices)
    # One such line alone is a sentence, and letters such as `A C` are no list.
    if len(choices) < 2 or has_repeats or not ascii_uppercase.startswith(letters):
        return ()
    return tuple(choices)


def problem_text(problem: str, options: str | None, choices: Sequence[str]) -> str:
    """The problem, with the text of its options if they could not be read as choices."""
    if choices or not options:
        return problem
    return f"{problem}\n\n{options}"


def read_reference(answer: str | None, choices: Sequence[str]) -> tuple[tuple[str, ...], int | None]:
    """The right answers in free form, and the index of the right choice. An answer that is no choice is in free form.

    An empty answer, if it is no choice, is not known.
    """
    gold = _choice_index(answer, choices)
    if gold is not None or not answer:
        return (), gold
    return (answer,), None


def _choice_index(answer: str | None, choices: Sequence[str]) -> int | None:
    """The index of the choice that has this text, else of the one with this letter; None if there is none."""
    if answer is None:
        return None
    # A text that is a choice comes first: with the choices ("B", "A"), "A" is the second.
    if answer in choices:
        return choices.index(answer)
    letters = list(ascii_uppercase[: len(choices)])
    letter = answer.strip()
    if letter in letters:
        return letters.index(letter)
    return None
