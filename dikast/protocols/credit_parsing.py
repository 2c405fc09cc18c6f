"""How key steps are taken out of a response, and how steps or links are scored: asked for and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, Field, create_model

from dikast.records import CreditPart
from dikast.replies import Unreadable, read_json_reply, read_whole_json

MAX_KEY_STEPS = 100
"""How many key steps a response may have: a reply must not decide on any number of them."""

_LONGEST_NOTE = 4000  # characters
# In tokens, rather too many than too few: tokenizers differ, and some models break the line after every field.
_BESIDE = 32
_A_SCORE = 100


class ExtractedReasoning(BaseModel):
    """The form of a reply that takes a response apart; the answer is empty where the response gives none."""

    steps: list[str]
    answer: str


class PartScore(BaseModel):
    """One step or link. The note comes first: a model that writes from left to right thinks first."""

    note: str
    score: Literal[0, 1]


@dataclass(frozen=True)
class PartForm:
    """A form in which parts are scored, and the most tokens of a reply that keeps to it."""

    model: type[BaseModel]
    tokens: int


def part_names(n_steps: int) -> tuple[str, ...]:
    """What steps are called in a prompt and a reply: their numbers, from 1."""
    return tuple(str(number) for number in range(1, n_steps + 1))


@lru_cache(maxsize=64)
def part_form(names: tuple[str, ...]) -> PartForm:
    """The form of a reply that scores the parts of these names."""
    fields: dict[str, Any] = {f"part_{i}": (PartScore, Field(alias=name)) for i, name in enumerate(names)}
    return PartForm(create_model("PartScores", **fields), _BESIDE + _A_SCORE * len(names))


def read_extracted(text: str) -> ExtractedReasoning | Unreadable:
    """The key steps and the final answer in a JSON reply. Steps that are empty are left out; null is no answer."""
    data = read_whole_json(text)
    if isinstance(data, Unreadable):
        return data
    steps, answer = data.get("steps"), data.get("answer", False)
    if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
        return Unreadable('no list "steps" of texts in the JSON reply')
    if isinstance(answer, bool) or not isinstance(answer, str | int | float | None):
        return Unreadable('no "answer" in the JSON reply; it may be an empty text')
    kept = [step.strip() for step in steps if step.strip()]
    if len(kept) > MAX_KEY_STEPS:
        return Unreadable(f"{len(kept)} steps are more than {MAX_KEY_STEPS}")
    return ExtractedReasoning(steps=kept, answer="" if answer is None else str(answer).strip())


def read_part_scores(text: str, names: Sequence[str]) -> tuple[CreditPart, ...] | Unreadable:
    """What a JSON reply says of each of these parts, in their order. All of them must have a score, 0 or 1."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    parts: list[CreditPart] = []
    for name in names:
        said = data.get(name)
        score = said.get("score") if isinstance(said, dict) else None
        if not isinstance(said, dict) or str(score).casefold() not in _SCORES:
            return Unreadable(f'no "score" of 0 or 1 under "{name}" in the JSON reply')
        note = said.get("note")
        holds = _SCORES[str(score).casefold()]
        parts.append(CreditPart(name=name, holds=holds, note=note[:_LONGEST_NOTE] if isinstance(note, str) else ""))
    return tuple(parts)


_SCORES = {"0": False, "1": True, "false": False, "true": True}
"""The scores, as texts, since a model may write them as numbers, as words or in quotes."""
