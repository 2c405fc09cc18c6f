"""How the replies of a descent are asked for and read: subclaims, estimates of them, and the one that is picked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, create_model

from dikast.protocols.reply_parsing import is_whole, probability
from dikast.records import ClaimDirection
from dikast.replies import Unreadable, read_json_reply

LONGEST_CLAIM = 2_000  # characters
DIRECTIONS: tuple[ClaimDirection, ...] = ("too low", "too high")


class Subclaims(BaseModel):
    """The form of a reply that splits a claim."""

    claims: list[str]


@dataclass(frozen=True)
class PickedClaim:
    """The index of the subclaim that a reply picks, and what it says of its estimate; None for what it leaves out."""

    claim: int | None
    direction: ClaimDirection | None = None


def read_subclaims(text: str, most: int) -> tuple[str, ...] | Unreadable:
    """The subclaims in a JSON reply, in their order. Fewer than two are no split, and each is said once."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    claims = data.get("claims")
    if not isinstance(claims, list) or not all(isinstance(claim, str) for claim in claims):
        return Unreadable('a list "claims" of texts is needed')
    kept = tuple(dict.fromkeys(" ".join(claim.split()) for claim in claims if claim.strip()))
    if not 2 <= len(kept) <= most:
        return Unreadable(f"from 2 to {most} different claims are needed, got {len(kept)}")
    longest = max(map(len, kept))
    if longest > LONGEST_CLAIM:
        return Unreadable(f"a claim has at most {LONGEST_CLAIM} characters, got {longest}")
    return kept


@lru_cache(maxsize=64)
def estimates_form(n_claims: int) -> type[BaseModel]:
    """The JSON form of estimates: a probability for each subclaim, under its number."""
    fields: dict[str, Any] = {}
    for number in range(1, n_claims + 1):
        fields[f"claim_{number}"] = (Annotated[float, Field(ge=0, le=1, alias=str(number))], ...)
    return create_model("Estimates", **fields)


def read_estimates(text: str, n_claims: int) -> tuple[float, ...] | Unreadable:
    """The probability of each subclaim, in their order."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    stated = [probability(data.get(str(number))) for number in range(1, n_claims + 1)]
    known = tuple(p for p in stated if p is not None)
    if len(known) < n_claims:
        missing = stated.index(None) + 1
        return Unreadable(f'a probability between 0 and 1 is needed for each claim, and "{missing}" has none')
    return known


@lru_cache(maxsize=256)
def pick_form(n_claims: int, may_find_nothing: bool, direction: bool) -> type[BaseModel]:
    """The JSON form of a pick: the number of a subclaim, 0 where nothing is doubted, and the direction."""
    numbers = tuple(range(0 if may_find_nothing else 1, n_claims + 1))
    fields: dict[str, Any] = {"claim": (Literal[numbers], ...)}
    if direction:
        fields["direction"] = (ClaimDirection, ...)
    return create_model("Pick", **fields)


def read_pick(text: str, n_claims: int, may_find_nothing: bool, direction: bool) -> PickedClaim | Unreadable:
    """The subclaim that a reply picks, and the direction where it is asked for one."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    number = data.get("claim")
    least = 0 if may_find_nothing else 1
    if not is_whole(number) or not least <= number <= n_claims:
        return Unreadable(f'the number of a claim, from {least} to {n_claims}, is needed as "claim"')
    if number == 0:
        return PickedClaim(None)
    if not direction:
        return PickedClaim(number - 1)
    said = next((word for word in DIRECTIONS if word == data.get("direction")), None)
    if said is None:
        return Unreadable('"direction" is "too low" or "too high"')
    return PickedClaim(number - 1, said)


def numbered(claims: Sequence[str]) -> str:
    """The subclaims as lines with their numbers, as others read them."""
    return "\n".join(f"{number}. {claim}" for number, claim in enumerate(claims, 1))
