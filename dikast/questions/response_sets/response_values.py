"""Values as published files write them: numbers in quotes, texts that became booleans, and who won."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator

TIE: Literal["tie"] = "tie"
MOST_POINTS = 1e6  # more than any scale has
# The index of the better candidate, a tie, or None where that is not known.
Winner = int | Literal["tie"] | None


def _as_text(value: object) -> object:
    """A number or a boolean as it is written in JSON. Anything else is left for pydantic to check."""
    # PandaLM's test set has responses that say only `true`, and they became booleans in its JSON.
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return value


def _no_boolean(value: object) -> object:
    """Raises ValueError for a boolean, which pydantic would take for 0 or 1."""
    if isinstance(value, bool):
        raise ValueError("a number is needed")
    return value


WrittenText = Annotated[str, BeforeValidator(_as_text)]
# Pydantic reads numbers in quotes itself: "4" is 4.
WrittenIndex = Annotated[int, BeforeValidator(_no_boolean)]


def majority_vote(votes: Sequence[int]) -> int | None:
    """The vote that more than half of the voters gave; None if there is none."""
    if not votes:
        return None
    vote, n = Counter(votes).most_common(1)[0]
    return vote if 2 * n > len(votes) else None


def winner_of_scores(scores: Sequence[float]) -> Winner:
    """The candidate with the highest score; a tie if several share it."""
    top = max(scores)
    if list(scores).count(top) > 1:
        return TIE
    return list(scores).index(top)


def first_line_scores(text: str, n: int) -> tuple[float, ...] | None:
    """The `n` scores on the first line of a JudgeLM reply; None if that line is anything else.

    The published reader splits at single spaces and commas; this one takes any white space between them.
    """
    parts = text.strip().split("\n")[0].replace(",", " ").split()
    if len(parts) != n:
        return None
    try:
        scores = tuple(map(float, parts))
    except ValueError:
        return None
    # JudgeLM's own data has -1 for what could not be read. NaN and infinity are no scores either.
    if not all(0 <= score <= MOST_POINTS for score in scores):
        return None
    return scores
