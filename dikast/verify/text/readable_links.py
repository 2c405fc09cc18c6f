"""The links of a chain with an unreadable member: in `a \\cdots b = 13 \\cdot 7 = 91`, 13 times 7 is 91."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from dikast.verify.text.claims import Claim
from dikast.verify.text.formula_tokens import STOPS, formula_tokens

_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")
_LISTING = frozenset({",", ";"})
_FEWEST = 3  # members; with two, only one could be read


def readable_links(claim: Claim) -> Iterator[Claim]:
    """Each two neighbours in a chain of equations, as a claim of their own.

    None where brackets do not close, where a member may be part of a list, or another relation is in the chain.
    """
    members = _members(claim.forms[-1]) if claim.forms else []
    if len(members) < _FEWEST:
        return
    for left, right in pairwise(members):
        form = f"{left} = {right}"
        yield replace(claim, text=form, forms=(form,), may_be_negative=False, is_implied=False)


def _members(text: str) -> list[str]:
    members, begin, depth = [], 0, 0
    for piece in formula_tokens(text):
        depth += (piece.text[-1:] in _OPEN) - (piece.text[-1:] in _CLOSED)
        if depth or piece.kind == "operator":
            continue
        if piece.text == "=":
            members.append(text[begin : piece.start].strip())
            begin = piece.end
        elif piece.text in _LISTING or piece.kind in ("relation", *STOPS):
            return []
    members.append(text[begin:].strip())
    return members if depth == 0 and all(members) else []
