"""How a reader's reply is read: formulas, each with the words of a step that it restates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel

from dikast.records import ProposedClaim, Turn
from dikast.replies import Unreadable, read_json_reply

MAX_CLAIMS_READ = 24
_LONGEST_TEXT = 2000  # characters; claims with longer texts are left out


class RestatedClaim(BaseModel):
    """One claim in the reply."""

    # The names and fields of these models are part of a request, and so of the journal's keys: a change makes old runs
    # call their models again.
    formula: str
    span: str


class RestatedClaims(BaseModel):
    """The JSON form of the reply."""

    claims: list[RestatedClaim]


def read_restated_claims(text: str) -> tuple[ProposedClaim, ...] | Unreadable:
    """The claims in a reply. One that lacks its formula or its span is left out; the others are kept."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    rows = data.get("claims")
    if not isinstance(rows, list):
        return Unreadable("a list of `claims` is needed; it may be empty")
    claims = [_claim(row) for row in rows[:MAX_CLAIMS_READ]]
    return tuple(claim for claim in claims if claim is not None)


def _claim(row: object) -> ProposedClaim | None:
    if not isinstance(row, dict):
        return None
    formula, span = row.get("formula"), row.get("span")
    if not isinstance(formula, str) or not isinstance(span, str):
        return None
    if not formula.strip() or not span.strip() or max(len(formula), len(span)) > _LONGEST_TEXT:
        return None
    return ProposedClaim(formula=formula.strip(), span=span.strip())


def reading_text(claims: Mapping[str, Sequence[ProposedClaim]]) -> str:
    """The text of the turn in which a reader restates claims, by the key of the step or turn that they are in."""
    rows = [{"about": about, "formula": c.formula, "span": c.span} for about, of_one in claims.items() for c in of_one]
    return json.dumps({"claims": rows}, ensure_ascii=False)


def restated_claims(turns: Iterable[Turn], about: str) -> list[ProposedClaim]:
    """What the readings among these turns restate of a step or turn, each claim with the seat that proposed it."""
    found: list[ProposedClaim] = []
    for turn in turns:
        if turn.kind != "reading" or not turn.text:
            continue
        rows = json.loads(turn.text)["claims"]
        found += [
            ProposedClaim(formula=row["formula"], span=row["span"], proposed_by=turn.seat)
            for row in rows
            if row["about"] == about
        ]
    return found
