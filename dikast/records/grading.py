"""StepLabel, Labelling and Grading: how a judge, together with the evidence, marks a worked solution."""

from __future__ import annotations

import operator
from typing import Annotated, Literal

from pydantic import Field

from dikast.records.check import Check
from dikast.records.ending import Ending, is_none
from dikast.records.html_text import aside, badge, escaped, paragraph, sheet, table
from dikast.records.inner_call import InnerCall
from dikast.records.record import Record
from dikast.records.usage import Usage

Label = Literal["correct", "neutral", "incorrect", "inherited", "unknown"]
Decider = Literal["judge", "verifier", "both", "contested", "person"]
GradeState = Literal["error not located", "right by a wrong way"]
"""Where the steps and the final answer of a solution disagree: the answer is wrong and every step is labelled as right;
or the answer is right and a step is labelled as wrong."""
_LABEL_KINDS = {"correct": "good", "neutral": "good", "incorrect": "bad", "inherited": "bad"}


class StepLabel(Record):
    """The label of one step.

    - `step`: the number of the step, counted from 0.
    - `label`: `neutral` makes no progress; `inherited` is wrong only because of what it rests on; `unknown` is the
      honest answer of a judge or a machine that can't tell. None is `unparsed`: the reply could not be read for this
      step.
    - `p_correct`: the probability that the step is right.
    - `error_type`: the kind of error, as a code of the rubric.
    - `explanation`: why the step is right or wrong.
    - `fix`: what would be right instead.
    - `premises`: the earlier steps it rests on, -1 for what the problem gives; None if the judge was not asked.
    - `checks`: what a machine found out about the claims of the step.
    - `decided_by`: the judge; the verifier; `both` if they agree; `contested` if they disagree and neither could be
      set aside; a `person`, who decided it after the run.
    - `contest`: the refuted claim as the judge reads it, if the judge objects that the machine misread it.
    - `judged`: the label that the judge gave, if the evidence or a person overrode it.
    - `reason`: why there is no label, or why it differs from the judge's.
    - `credit`: the share of the step's points that a person gave, from 0 to 1; None where the label decides.
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
    credit: Annotated[float, Field(ge=0, le=1)] | None = Field(default=None, exclude_if=is_none)

    def as_row(self) -> tuple[str, str, str]:
        """Its number, its label and why it has that label, as cells of HTML."""
        label = self.label or "unparsed"
        fix = f"Right would be: {self.fix}" if self.fix else ""
        whys = [paragraph(self.explanation) if self.explanation else "", aside(fix), aside(self.reason)]
        checks = [check.as_html() for check in self.checks]
        error = f" {escaped(self.error_type)}" if self.error_type else ""
        decided = aside(f"by {self.decided_by}")
        named = badge(label, _LABEL_KINDS.get(label, "open"))
        return str(self.step + 1), f"{named}{error}{decided}", "".join([*whys, *checks])

    @property
    def is_wrong(self) -> bool | None:
        """Whether the step is labelled as wrong; None if it has no label, or `unknown`."""
        if self.label in (None, "unknown"):
            return None
        return self.label in ("incorrect", "inherited")


class Labelling(Record):
    """One reply of a judge about one step, or about all of them, as it was read.

    - `seat`: the judge's seat.
    - `move`: the id of the move that asked for it.
    - `sample`: which of several replies to the same request this is, counted from 0.
    - `steps`: the labels in the reply.
    - `levels`: the level that the judge picked for each criterion that the rubric leaves to it, from 0 to 1.
    - `text`, `thinking`: the reply, and the private thinking before it.
    - `explanations`: the reply to a second call, about the steps that the first one called wrong, if there was one.
    - `reason`: why the reply could not be read, if it could not.
    - `model`: the model that answered, as its backend names it.
    - `usage`: what the call cost.
    - `ending`: why the reply has no text, or not all of it, where the backend or the text says so.
    - `inner`: what the judge's agent called on the way: tools, models, other agents.
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
    usage: Usage = Field(default_factory=Usage)
    ending: Ending | None = Field(default=None, exclude_if=is_none)
    inner: tuple[InnerCall, ...] = Field(default=(), exclude_if=operator.not_)
    explanations: str = Field(default="", exclude_if=operator.not_)


class Grading(Record):
    """The result of judging a worked solution.

    - `rubric`: the name of the rubric.
    - `grounding`: whether the judge was shown the machine's checks (`shown`), was also bound by them (`binding`), or
      neither.
    - `steps`: one label for each step, in order.
    - `first_error`: the first step labelled as wrong, counted from 0; None if no step is.
    - `answer`: the check of the final answer against the reference, if there is a reference.
    - `is_answer_right`: what that check decided; None if it could not decide.
    - `is_lucky`: the answer is right although a step is wrong.
    - `score`: on the rubric's scale; None if a value it needs is missing.
    - `criteria`: the value of each criterion, from 0 to 1; None where a step it needs is unparsed or unknown.
    - `labellings`: the judge's replies that the labels were made from.
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

    def _repr_html_(self) -> str:
        """The grading as a notebook shows it."""
        return sheet([self.as_html()])

    def as_html(self) -> str:
        """The first error, the answer, the score and a row for each step, as a piece of HTML."""
        first = "no wrong step" if self.first_error is None else f"first error in step {self.first_error + 1}"
        head = badge(first, "good" if self.first_error is None else "bad")
        score = "" if self.score is None else f" · score {self.score:g}"
        answer = "" if self.answer is None else f"<div>The final answer: {self.answer.as_html()}</div>"
        criteria = [(escaped(name), "–" if score is None else f"{score:.2f}") for name, score in self.criteria.items()]
        return "".join(
            (
                f"<div>{head}{score}</div>",
                aside(self.state),
                table(("step", "label", "why"), (step.as_row() for step in self.steps)),
                answer,
                table(("criterion", "score"), criteria) if criteria else "",
            )
        )

    @property
    def state(self) -> GradeState | None:
        """How the labels of the steps and the check of the final answer disagree; None where they agree, or may."""
        if self.is_lucky:
            return "right by a wrong way"
        # An unknown or unparsed step may be where the error is: then it has not been overlooked.
        is_each_right = all(step.is_wrong is False for step in self.steps)
        if self.is_answer_right is False and self.steps and is_each_right:
            return "error not located"
        return None

    @property
    def n_unparsed(self) -> int:
        """The number of steps without a label, because no reply could be read for them."""
        labels = [step.label for step in self.steps]
        return labels.count(None)
