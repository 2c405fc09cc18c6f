"""How the yes or no of a judge is asked for and read: alone, after reasons, or with the words that it rests on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel

from dikast.replies import Unreadable, read_json_reply, read_label

YES, NO = "Yes", "No"


class Conclusion(BaseModel):
    """The form of a conclusion. The reason comes first: a model that writes from left to right thinks first."""

    rationale: str
    holds: Literal["yes", "no"]


class CitedWords(BaseModel):
    """The form of a citation."""

    words: str


def read_yes_no(text: str) -> bool | Unreadable:
    """The yes or no that a reply states."""
    label = read_label(text, (YES, NO))
    return label if isinstance(label, Unreadable) else label == YES


def p_yes(logprobs: Mapping[str, float] | None) -> float | None:
    """P(yes) / (P(yes) + P(no)); None where the backend gave neither word a probability."""
    weights = [math.exp((logprobs or {}).get(word, -math.inf)) for word in (YES, NO)]
    total = math.fsum(weights)
    return weights[0] / total if total > 0 else None


def read_conclusion(text: str) -> bool | Unreadable:
    """Whether a conclusion in JSON says that something holds."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    holds = data.get("holds")
    if isinstance(holds, bool):
        return holds
    word = str(holds).strip().casefold()
    if word not in ("yes", "no"):
        return Unreadable('no "holds" with yes or no in the JSON reply')
    return word == "yes"


def read_cited_words(text: str) -> str | Unreadable:
    """The words that a reply cites; empty where it says that there are none."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    words = data.get("words")
    return words if isinstance(words, str) else Unreadable('no "words" in the JSON reply')
