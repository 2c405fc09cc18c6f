"""How the faults of an answer are asked for and read."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ValidationError

from dikast.replies import Unreadable, read_json_reply

LONGEST_FAULT = 2_000  # characters


class StatedFault(BaseModel):
    """One fault as a critic writes it. What is wrong comes before how severe it is."""

    words: str
    wrong: str
    severity: Literal["major", "minor"]


class StatedFaults(BaseModel):
    """The form of a critique; its list is empty where nothing is wrong."""

    faults: list[StatedFault]


def read_faults(text: str, most: int) -> tuple[StatedFault, ...] | Unreadable:
    """The faults in a JSON reply."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    try:
        stated = StatedFaults.model_validate(data)
    except ValidationError:
        return Unreadable('a list "faults" is needed, of objects with "words", "wrong" and "severity" (major or minor)')
    if len(stated.faults) > most:
        return Unreadable(f"at most {most} faults are wanted, got {len(stated.faults)}")
    if any(len(fault.words) + len(fault.wrong) > LONGEST_FAULT for fault in stated.faults):
        return Unreadable(f"a fault has at most {LONGEST_FAULT} characters")
    return tuple(fault for fault in stated.faults if fault.wrong.strip())
