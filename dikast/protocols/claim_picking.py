"""Checks that cost: what a seat's prompt says of its budget, and how its choice of claims is read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, Field, create_model

from dikast.protocols.check_move import CheckMove
from dikast.protocols.reply_parsing import is_whole
from dikast.replies import Unreadable, read_json_reply

MOST_CLAIMS_OFFERED = 200
"""How many claims a seat chooses from at most: the last ones that were made."""


@lru_cache(maxsize=256)
def picks_form(n_claims: int, left: int) -> type[BaseModel]:
    """The JSON form of a choice of at most `left` of so many claims, by number from 1."""
    number: Any = Annotated[int, Field(ge=1, le=n_claims)]
    fields: dict[str, Any] = {"claims": (Annotated[list[number], Field(max_length=left)], ...)}
    return create_model("PickedClaims", __doc__="The numbers of the claims to be checked.", **fields)


def read_picks(text: str, n_claims: int, left: int) -> tuple[int, ...] | Unreadable:
    """The indices (from 0) of the claims that a reply names, ascending; it may name none.

    A claim that is named twice is checked once. More claims than there are checks left can't be read: which of them
    are meant would be a guess.
    """
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    numbers = data.get("claims")
    if not isinstance(numbers, list):
        return Unreadable('a list of numbers is needed under "claims"; it may be empty')
    picked: set[int] = set()
    for number in numbers:
        if not is_whole(number) or not 1 <= number <= n_claims:
            return Unreadable(f"claims are named by their numbers from 1 to {n_claims}")
        picked.add(number - 1)
    if len(picked) > left:
        return Unreadable(f"{len(picked)} claims are named, and {left} checks are left")
    return tuple(sorted(picked))


def terms_of(checks: Iterable[CheckMove]) -> dict[str, object]:
    """What is out of the ordinary in the checks of a protocol, for its system messages; empty where nothing is."""
    moves = list(checks)
    noise = max((move.noise for move in moves), default=0.0)
    terms = {
        "budgeted": any(move.budget is not None for move in moves),
        "noise": f"{100 * noise:g}" if noise else "",
        "delayed": any(move.delay for move in moves),
    }
    return terms if any(terms.values()) else {}
