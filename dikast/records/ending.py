"""Ending: why a reply says nothing, or not all that it should."""

from __future__ import annotations

from typing import Literal

Ending = Literal["cut_off", "filtered", "refused", "only_thinking", "empty", "nobody_spoke"]
"""Cut off at the limit of tokens; withheld by the backend's filter; refused by the model; private thinking and nothing
else; no text at all. `nobody_spoke` is of a verdict: no speech of the debate before it could be read."""

ENDING_WORDS: dict[Ending, str] = {
    "cut_off": "cut off",
    "filtered": "filtered",
    "refused": "refused",
    "only_thinking": "only thinking",
    "empty": "empty",
    "nobody_spoke": "nobody spoke",
}


def is_none(value: object) -> bool:
    """For fields that old records lack: they are written only where they say something."""
    return value is None
