"""Check: one machine finding about a claim."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AliasChoices, Field, JsonValue

from dikast.records.record import Record

CheckStatus = Literal["verified", "refuted", "unknown"]
CheckStrength = Literal["proof", "rounded", "numeric"]
CheckReason = Literal[
    "parse",
    "ambiguous",
    "unsupported",
    "domain",
    "precision",
    "cost",
    "timeout",
    "memory",
    "no-source",
    "too-short",
]


class Check(Record):
    """What a machine found out about one claim.

    `verified` and `refuted` are claims of fact; anything else is `unknown`, with its reason. `method` names what
    decided, `claim` is the text as it stood, `reading` how it was understood, `evidence` what can be looked at again:
    a span of the source, both values, a counterexample. `strength` grades a verified claim. `about` names the
    turn the claim stands in by its key, where it stands in one, and `tick` the tick before which it was found.
    """

    checker: str
    status: CheckStatus
    claim: str
    method: str
    strength: CheckStrength | None = None
    reading: str | None = None
    evidence: dict[str, JsonValue] = Field(default_factory=dict)
    reason: CheckReason | None = None
    about: str | None = None
    tick: Annotated[int | None, Field(validation_alias=AliasChoices("tick", "step"))] = None

    @property
    def evidence_told(self) -> str:
        """The evidence in one line: `left: 3000, right: 3200`, `point: x = 1/2`."""
        return ", ".join(f"{name}: {_told(value)}" for name, value in self.evidence.items())


def _told(value: JsonValue) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} = {part}" for name, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
