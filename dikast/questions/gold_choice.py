"""The answer of a row, written as an index, a letter or the text of a choice: which choice does it mean?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

from dikast.errors import BadInput, nearest


def choice_meant(answer: int | str, choices: Sequence[str], where: str, *, digits: bool = False) -> int:
    """The index of the choice that `answer` means.

    A number is an index from 0; a text that is a choice is that choice; one letter, of either case, is a label from
    A. With `digits`, a text of digits may be an index too, as in CSV, where all is text. Raises BadInput where it
    means none, or could mean two: ["B", "A"] with the answer "A" is never guessed at.
    """
    if isinstance(answer, int):
        if not 0 <= answer < len(choices):
            raise BadInput(f"an index from 0 to {len(choices) - 1} is needed, 0 being the first, got {answer}", where)
        return answer
    readings = _readings(answer, choices, digits)
    if not readings:
        last = ascii_uppercase[min(len(choices), 26) - 1]
        raise BadInput(f"{answer!r} is no choice, nor a letter from A to {last}: {nearest(answer, choices)}", where)
    if len(set(readings.values())) > 1:
        meant = " or ".join(f"the {kind} of {choices[i]!r}" for kind, i in readings.items())
        raise BadInput(f"{answer!r} could be {meant}: write it so that it can only be one", where)
    return next(iter(readings.values()))


def _readings(answer: str, choices: Sequence[str], digits: bool) -> dict[str, int]:
    readings: dict[str, int] = {}
    if answer in choices:
        readings["text"] = choices.index(answer)
    label = ascii_uppercase.find(answer.upper()) if len(answer) == 1 else -1
    if 0 <= label < len(choices):
        readings["label"] = label
    if digits and re.fullmatch(r"[0-9]{1,4}", answer) and int(answer) < len(choices):
        readings["index"] = int(answer)
    return readings
