"""How the claims of a response are asked for and read."""

from __future__ import annotations

from pydantic import BaseModel, ValidationError

from dikast.replies import Unreadable, read_whole_json

MAX_CLAIMS = 200
"""How many claims a response may be split into: each costs a call, and a reply must not decide on any number."""


class SplitClaim(BaseModel):
    """A claim of a response, and the words that it restates."""

    claim: str
    words: str


class SplitClaims(BaseModel):
    """The form of a reply that splits a response."""

    claims: list[SplitClaim]


def read_split_claims(text: str) -> tuple[SplitClaim, ...] | Unreadable:
    """The claims in a JSON reply, without those that are empty or said before."""
    data = read_whole_json(text)
    if isinstance(data, Unreadable):
        return data
    try:
        split = SplitClaims.model_validate(data)
    except ValidationError:
        return Unreadable('no list "claims" of objects with "claim" and "words" in the JSON reply')
    if len(split.claims) > MAX_CLAIMS:
        return Unreadable(f"{len(split.claims)} claims are more than {MAX_CLAIMS}")
    by_claim = {one.claim.strip(): one for one in reversed(split.claims) if one.claim.strip()}
    return tuple(reversed(by_claim.values()))
