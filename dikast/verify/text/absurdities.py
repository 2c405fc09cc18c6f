"""Equations from which something absurd is drawn: `5 + 3 = 9, so 1 = 2` shows that the first is false."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dikast.verify.text.claims import Claim
from dikast.verify.text.formula_tokens import formula_tokens

_PIECES = 3  # of `1 = 2`


def with_absurdities(claims: Sequence[Claim]) -> list[Claim]:
    """The claims; one is only supposed if the next concludes from it that two different numbers are the same."""
    revised = list(claims)
    for i, (claim, drawn) in enumerate(pairwise(claims)):
        is_drawn = drawn.is_implied or "conclusion" in drawn.cues.opener | drawn.cues.last_cue
        if is_drawn and _is_absurd(drawn):
            revised[i] = replace(claim, cues=claim.cues.supposed())
    return revised


def _is_absurd(claim: Claim) -> bool:
    """`1 = 2`: not a slip in a calculation, since there is none."""
    row = formula_tokens(claim.text)
    if len(row) != _PIECES or row[1].text != "=":
        return False
    return row[0].kind == row[2].kind == "number" and row[0].text != row[2].text
