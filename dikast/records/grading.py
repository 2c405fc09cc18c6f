"""StepLabel, Labelling and Grading: what a judge, and the evidence, say of every step of a solution."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dikast.records.check import Check
from dikast.records.record import Record
from dikast.records.usage import Usage

Label = Literal["correct", "neutral", "incorrect", "inherited", "unknown"]
Decider = Literal["judge", "verifier", "both", "contested"]


class StepLabel(Record):
    """What is said of one step (0-based).

    `label` is None where the reply could not be read for this step: that is `unparsed`, an outcome of its own and
    not `unknown`, which is a judge's or a machine's honest answer. `inherited`: wrong only by what it rests on.
    `p_correct` is the probability that the step is right. `premises` are the earlier steps it rests on, -1 for
    what the problem gives; None if nobody asked. `error_type` is a code of the rubric. `decided_by` says who decided:
    the judge, the verifier, both where they agree, or `contested` where they don't and neither could be set aside;
    `judged` keeps what the judge alone had said where evidence overrode it. `contest` is how the judge reads a claim
    that the machine refuted. `reason` says why there is no label, or why it is another than the judge's.
    """

    step: int
    label: Label | None = None
    p_correct: float | None = None
    error_type: str | None = None
    explanation: str = ""
    fix: str = ""
    premises: tuple[int, ...] | None = None
    checks: tuple[Check, ...] = ()
    decided_by: Decider = "judge"
    contest: str | None = None
    judged: Label | None = None
    reason: str | None = None

    @property
    def is_wrong(self) -> bool | None:
        """Whether the step is held to be wrong; None where that is not said."""
        return None if self.label in (None, "unknown") else self.label in ("incorrect", "inherited")


class Labelling(Record):
    """One reply of a judge about one step, or about all of them, as it was read.

    `move` is the place in the protocol's moves that called for it, `levels` the level picked for each criterion.
    """

    seat: str
    move: str
    sample: int = 0
    steps: tuple[StepLabel, ...] = ()
    levels: dict[str, float] = Field(default_factory=dict)
    text: str = ""
    thinking: str = ""
    reason: str | None = None
    model: str = ""
    usage: Usage = Usage()


class Grading(Record):
    """What a solution's judgement ends with.

    `steps` has one entry a step, in order. `first_error` is the 0-based first step held to be wrong, None if none is.
    `answer` is the check of the final answer against the reference, `is_answer_right` what follows from it.
    `is_lucky`: the answer is right and the way to it is not. `score` is on the rubric's scale, `criteria` its
    parts; None where a step it needs is unparsed or unknown.
    """

    rubric: str
    grounding: Literal["none", "shown", "binding"] = "none"
    steps: tuple[StepLabel, ...] = ()
    first_error: int | None = None
    answer: Check | None = None
    is_answer_right: bool | None = None
    is_lucky: bool | None = None
    score: float | None = None
    criteria: dict[str, float | None] = Field(default_factory=dict)
    labellings: tuple[Labelling, ...] = ()

    @property
    def n_unparsed(self) -> int:
        """How many steps have no label because no reply could be read for them."""
        return sum(step.label is None for step in self.steps)
