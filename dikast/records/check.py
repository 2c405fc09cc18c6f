"""Check: what a machine found out about one claim."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AliasChoices, Field, JsonValue

from dikast.records.check_terms import CheckDisplay
from dikast.records.ending import is_none
from dikast.records.html_text import aside, badge, escaped, sheet
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
_STATUS_MARKS = {"verified": ("✓", "good"), "refuted": ("✗", "bad"), "unknown": ("?", "open")}


class ProposedClaim(Record):
    """A claim of a step as a model restates it.

    - `formula`: the claim as a formula.
    - `span`: the words of the step that it restates, exactly as they stand there.
    - `proposed_by`: the seat that proposed it.
    """

    formula: str
    span: str
    proposed_by: str = ""


class InheritedValue(Record):
    """What a claim takes over from an earlier step that is wrong.

    - `step`: the number of that step, counted from 0.
    - `value`: the wrong value, or the wrong line where it is no single value.
    - `right`: the value that would be right; None where it is not known.
    """

    step: int
    value: str
    right: str | None = None

    @property
    def text(self) -> str:
        """The same in words, with steps counted from 1."""
        origin = f"{self.value} of step {self.step + 1}"
        return f"{origin}, where it is {self.right}" if self.right else origin


class Check(Record):
    """What a machine found out about one claim.

    - `checker`: the kind of check: quotes, answers, steps.
    - `status`: `verified` and `refuted` are claims of fact; anything else is `unknown`.
    - `claim`: the text that was checked, exactly as it was written.
    - `method`: what decided, such as `span-match` or `exact`.
    - `strength`: how strong a verification is: a proof, equality after rounding, or agreement at sampled points.
    - `reading`: how the claim was understood.
    - `evidence`: what a person can look at again: a span of the source, both values, a counterexample.
    - `reason`: why an unknown claim could not be decided.
    - `about`: the key of the turn that contains the claim, if a turn does.
    - `tick`: the check was made before the turns of this tick, which may therefore rest on it.
    - `display`: how it is shown to seats; None where it is shown as it is, at once and to all who see findings.
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
    # Records of schema 1 call this field `step`; a step is now only a step of a worked solution.
    tick: Annotated[int | None, Field(validation_alias=AliasChoices("tick", "step"))] = None
    display: CheckDisplay | None = Field(default=None, exclude_if=is_none)

    def _repr_html_(self) -> str:
        """The check as a notebook shows it."""
        return sheet([self.as_html()])

    def as_html(self) -> str:
        """What was found about which claim, and how, as a piece of HTML."""
        mark, kind = _STATUS_MARKS[self.status]
        how = " · ".join(filter(None, (self.checker, self.method, self.strength, self.reason)))
        read = f"read as {self.reading}" if self.reading else ""
        found = f"{badge(f'{mark} {self.status}', kind)} <code>{escaped(self.claim)}</code>"
        return f"<div>{found}</div>{aside(how)}{aside(read)}{aside(self.evidence_text)}"

    @property
    def shown_status(self) -> CheckStatus:
        """The status in the words that seats read."""
        return self.status if self.display is None else self.display.status

    @property
    def inherited(self) -> InheritedValue | None:
        """The error of an earlier step that the claim carries on, if it is known to carry one on."""
        found = self.evidence.get("inherited")
        return None if found is None else InheritedValue.model_validate(found)

    @property
    def formula(self) -> str:
        """The claim as a formula: as a reader restated it, as it was written, or as it was read.

        A claim in words, `twice 300 is 500`, has no other formula than its reading.
        """
        is_written = "=" in self.claim or self.reading is None
        return str(self.evidence.get("formula", self.claim if is_written else self.reading))

    @property
    def sides(self) -> tuple[str, str] | None:
        """The values of both sides, as text, where the finding compares two."""
        left, right = (self.evidence.get(side) for side in ("left", "right"))
        return None if left is None or right is None else (str(left), str(right))

    @property
    def evidence_text(self) -> str:
        """The evidence in one line for people, such as `left: 3000, right: 3200` or `point: x = 1/2`."""
        texts = {name: _value_text(value) for name, value in self.evidence.items()}
        if self.inherited is not None:
            texts["inherited"] = self.inherited.text
        return ", ".join(f"{name}: {text}" for name, text in texts.items())


def _value_text(value: JsonValue) -> str:
    """One entry of the evidence without the quotation marks and brackets of a program."""
    if isinstance(value, dict):
        value = [f"{name} = {inner}" for name, inner in value.items()]
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
