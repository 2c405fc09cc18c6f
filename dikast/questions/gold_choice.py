"""The answer of a row, written as an index, a letter or the text of a choice: which choice is it?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

from dikast.errors import BadInput, nearest


def resolve_choice(answer: int | str, choices: Sequence[str], where: str, *, digits: bool = False) -> int:
    """The index of the choice that `answer` means.

    A number is an index from 0. A text that equals a choice is that choice. One letter, of either case, is a label
    from A. With `digits`, a text of digits may be an index too, as in CSV, where every value is text. Raises BadInput
    if the answer means no choice, or could mean two: for the choices ["B", "A"], "A" is not guessed.
    """
    if isinstance(answer, int):
        return _checked_index(answer, choices, where)
    readings = _readings(answer, choices, digits)
    if not readings:
        last = ascii_uppercase[min(len(choices), 26) - 1]
        raise BadInput(f"{answer!r} is no choice, nor a letter from A to {last}: {nearest(answer, choices)}", where)
    indices = set(readings.values())
    if len(indices) > 1:
        meanings = " or ".join(f"the {kind} of {choices[i]!r}" for kind, i in readings.items())
        raise BadInput(f"{answer!r} could be {meanings}: write it so that it can only be one", where)
    return indices.pop()


def _checked_index(index: int, choices: Sequence[str], where: str) -> int:
    """The index itself. Raises BadInput if no choice has it."""
    if not 0 <= index < len(choices):
        raise BadInput(f"an index from 0 to {len(choices) - 1} is needed, 0 being the first, got {index}", where)
    return index


def _readings(answer: str, choices: Sequence[str], digits: bool) -> dict[str, int]:
    """What the answer can be taken for (a text, a label, an index), each with the index of its choice."""
    readings: dict[str, int] = {}
    if answer in choices:
        readings["text"] = choices.index(answer)
    letters = list(ascii_uppercase[: len(choices)])
    if answer.upper() in letters:
        readings["label"] = letters.index(answer.upper())
    # A choice may be a number itself: then "1" can be the text or the index.
    if digits and re.fullmatch(r"[0-9]{1,4}", answer):
        index = int(answer)
        if index < len(choices):
            readings["index"] = index
    return readings
