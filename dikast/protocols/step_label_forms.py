"""The JSON forms in which a judge labels steps, explains its labels and says what steps rest on, and their lengths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from dikast.records import Label

Probability = Annotated[float, Field(ge=0, le=1)]
# A step that is judged alone, as if all before it were right, inherits no error.
LabelAlone = Literal["correct", "neutral", "incorrect", "unknown"]

# In tokens, rather too many than too few: tokenizers differ, and some models break the line after every field.
_BESIDE = 32
_A_LABEL = 16
_A_PROBABILITY = 16
_A_CRITERION = 24
_AN_EXPLANATION = 160
_A_KIND = 24
_A_PREMISE = 6
_MOST_PREMISES = 8


@dataclass(frozen=True)
class StepForm:
    """A form about steps, and the most tokens of a reply that keeps to it."""

    model: type[BaseModel]
    tokens: int


@dataclass(frozen=True)
class LabelsAsked:
    """What a judge is asked about the labels of `n_steps` steps, or of the `only` one (0-based).

    `codes` are the rubric's kinds of error; without any, a judge may write any kind. `criteria` are those for which a
    level is asked, each with its number of levels. `has_details` asks for kinds, reasons and fixes in the same reply.
    """

    n_steps: int
    only: int | None = None
    codes: tuple[str, ...] = ()
    criteria: tuple[tuple[str, int], ...] = ()
    p_correct: bool = False
    has_details: bool = False


@dataclass(frozen=True)
class ExplanationsAsked:
    """What a judge is asked after its labels, by the steps (0-based) that it is asked about.

    Of each `incorrect` one the kind of error (of `codes`, as in LabelsAsked), the reason and what would be right; of
    each `inherited` one only the kind, since its error was made elsewhere; of each `contested` one how it reads the
    claim that a machine refuted.
    """

    incorrect: tuple[int, ...] = ()
    inherited: tuple[int, ...] = ()
    contested: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[int, ...]:
        """All of them."""
        return self.incorrect + self.inherited + self.contested


@lru_cache(maxsize=64)
def labels_form(asked: LabelsAsked) -> StepForm:
    """The form of the labels: `{"1": "correct", "2": "incorrect"}`, or `{"label": "correct"}` for one step alone.

    The label comes first, so that a reply that is cut off has lost only what comes after it.
    """
    # The names and fields of these models are part of a request, and so of the journal's keys: a change makes old runs
    # call their models again.
    if asked.only is not None:
        return _label_form(asked)
    fields = _field_of_each(range(asked.n_steps), Label)
    tokens = _BESIDE + _A_LABEL * asked.n_steps
    if asked.p_correct:
        fields["p_correct"] = (_form("Probabilities", _field_of_each(range(asked.n_steps), Probability)), ...)
        tokens += _A_PROBABILITY * asked.n_steps
    if asked.criteria:
        # A criterion may have any name, but a field of a model may not: the name is the field's alias.
        levels: dict[str, Any] = {}
        for i, (name, n_levels) in enumerate(asked.criteria):
            levels[f"level_{i}"] = (Annotated[int, Field(ge=1, le=n_levels)], Field(alias=name))
        fields["criteria"] = (_form("Criteria", levels), ...)
        tokens += _A_CRITERION * len(asked.criteria)
    if asked.has_details:
        number = Annotated[int, Field(ge=1, le=asked.n_steps)]
        details: Any = _form("StepDetails", {"step": (number, ...), **_details(asked.codes)})
        fields["details"] = (Annotated[list[details], Field(max_length=asked.n_steps)], ...)
        tokens += _AN_EXPLANATION * asked.n_steps
    return StepForm(_form("StepLabels", fields), tokens)


def _label_form(asked: LabelsAsked) -> StepForm:
    """The form of the label of one step alone."""
    fields: dict[str, Any] = {"label": (LabelAlone, ...)}
    tokens = _BESIDE + _A_LABEL
    if asked.p_correct:
        fields["p_correct"] = (Probability, ...)
        tokens += _A_PROBABILITY
    if asked.has_details:
        fields |= _details(asked.codes)
        tokens += _AN_EXPLANATION
    return StepForm(_form("OneLabel", fields), tokens)


def _details(codes: tuple[str, ...]) -> dict[str, Any]:
    """The fields of what may be said of a label in the same reply: all of them may be left out."""
    error: Any = Literal[codes] if codes else str
    return {"error": (error | None, None), "why": (str, ""), "fix": (str, ""), "contest": (str | None, None)}


@lru_cache(maxsize=64)
def explanations_form(asked: ExplanationsAsked) -> StepForm:
    """The form of what a judge is asked after its labels: an object for each step under its number, or of one alone."""
    error: Any = Literal[asked.codes] if asked.codes else str
    explanation: Any = _form("Explanation", {"error": (error, ...), "why": (str, ...), "fix": (str, ...)})
    kind: Any = _form("KindOfError", {"error": (error, ...)})
    contest: Any = _form("Contest", {"contest": (str | None, ...)})
    fields = {
        **_field_of_each(asked.incorrect, explanation),
        **_field_of_each(asked.inherited, kind),
        **_field_of_each(asked.contested, contest),
    }
    n_long = len(asked.incorrect) + len(asked.contested)
    tokens = _BESIDE + _AN_EXPLANATION * n_long + _A_KIND * len(asked.inherited)
    if len(fields) == 1:
        ((alone, _),) = fields.values()
        return StepForm(alone, tokens)
    return StepForm(_form("Explanations", fields), tokens)


@lru_cache(maxsize=64)
def premises_form(n_steps: int) -> StepForm:
    """The form of what each step rests on: `{"2": [0, 1], "3": [2]}`, where no step can name itself or a later one.

    The first of several steps is left out: it can rest on nothing but the problem.
    """
    fields: dict[str, Any] = {}
    tokens = _BESIDE
    for step in range(min(1, n_steps - 1), n_steps):
        earlier = Annotated[int, Field(ge=0, le=step)]
        fields |= _field_of_each([step], Annotated[list[earlier], Field(max_length=step + 1)])
        tokens += _A_LABEL + _A_PREMISE * min(step + 1, _MOST_PREMISES)
    return StepForm(_form("Premises", fields), tokens)


def _field_of_each(steps: Sequence[int], kind: Any) -> dict[str, Any]:
    """A field for each of the steps (0-based), under its number as the judge knows it."""
    return {f"step_{step + 1}": (kind, Field(alias=str(step + 1))) for step in steps}


def _form(name: str, fields: dict[str, Any]) -> type[BaseModel]:
    # Nothing else may be in the reply: a model that may write more does.
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)
