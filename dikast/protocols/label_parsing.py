"""How a judge's labels of steps are read from its reply. A step that can't be read is unparsed; the others are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeGuard, get_args

from pydantic import BaseModel, Field, create_model

from dikast.protocols.reply_parsing import Unreadable, read_json_reply
from dikast.records import PROBLEM, Label, StepLabel

LABELS: tuple[Label, ...] = get_args(Label)
_LONGEST_TEXT = 4000
_LONGEST_CONTEST = 500
_LONGEST_STEP_LINE = 40


@dataclass(frozen=True)
class ParsedLabels:
    """The labels of the steps that were asked for, in their order, and the level picked for each criterion.

    A step that could not be read is in it too, without a label and with the reason.
    """

    steps: tuple[StepLabel, ...]
    levels: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> list[int]:
        """The steps (0-based) without a label."""
        return [label.step for label in self.steps if label.label is None]


@lru_cache(maxsize=64)
def labels_form(codes: tuple[str, ...], criteria: tuple[str, ...], n_steps: int, only: int | None) -> type[BaseModel]:
    """The JSON form of the labels: of all `n_steps` steps, or of the `only` one (0-based).

    The models' names and fields are part of what a backend is asked, and so of the journal's keys.
    """
    kind: Any = Literal[codes] if codes else str
    number: Any = Annotated[int, Field(ge=1, le=n_steps)]
    if only is not None:
        number = Literal[only + 1]
    step = create_model(
        "LabelledStep",
        step=(number, ...),
        label=(Label, ...),
        p_correct=(Annotated[float, Field(ge=0, le=1)], ...),
        error=(kind | None, None),
        why=(str, ""),
        fix=(str, ""),
        contest=(str | None, None),
    )
    if only is not None:
        return step
    fields: dict[str, Any] = {"steps": (Annotated[list[step], Field(min_length=n_steps, max_length=n_steps)], ...)}
    if criteria:
        # A criterion may have any name, a field of a model may not.
        levels: dict[str, Any] = {f"level_{i}": (int, Field(alias=name)) for i, name in enumerate(criteria)}
        fields["criteria"] = (create_model("Criteria", **levels), ...)
    return create_model("LabelledSteps", **fields)


def read_labels(
    text: str, steps: Sequence[int], errors: Mapping[str, str], criteria: Mapping[str, int]
) -> ParsedLabels:
    """The labels of these steps (0-based) in a reply, in whatever order it has them.

    `errors` maps the codes and names that may be said, casefolded, to codes; `criteria` maps each criterion to its
    number of levels. A step with two different labels is a conflict and stays unlabelled. A reply that numbers its
    steps from 0 says nothing about any, since it is not clear which it means.
    """
    data = read_json_reply(text, allow_list=True)
    if isinstance(data, Unreadable):
        return _no_labels(steps, data.reason)
    rows_of: dict[int | None, list[Mapping[str, Any]]] = {}
    for row in _rows(data, steps):
        rows_of.setdefault(_number(row), []).append(row)
    if 0 in rows_of:
        return _no_labels(steps, "the reply has a step 0, and the steps are numbered from 1")
    labels = tuple(_label(step, rows_of.get(step + 1, []), errors) for step in steps)
    return ParsedLabels(labels, _levels(data, criteria))


def _no_labels(steps: Sequence[int], reason: str) -> ParsedLabels:
    return ParsedLabels(tuple(StepLabel(step=step, reason=reason) for step in steps))


def _rows(data: Any, steps: Sequence[int]) -> list[dict[str, Any]]:
    """The rows of the reply, one for each label: a list, an object's `steps`, or one object about the only step."""
    is_alone = len(steps) == 1
    rows = data
    if not isinstance(data, list):
        rows = data.get("steps", [data] if is_alone else [])
    if not isinstance(rows, list):
        return []
    objects = [row for row in rows if isinstance(row, dict)]
    if is_alone and len(objects) == 1 and "step" not in objects[0]:
        return [{**objects[0], "step": steps[0] + 1}]
    return objects


def _number(row: Mapping[str, Any]) -> int | None:
    number = row.get("step")
    return number if _is_int(number) else None


def _is_int(value: object) -> TypeGuard[int]:
    """Whether it is a whole number. JSON's `true` is an int in Python, and no number here."""
    return isinstance(value, int) and not isinstance(value, bool)


def _label(step: int, rows: Sequence[Mapping[str, Any]], errors: Mapping[str, str]) -> StepLabel:
    if not rows:
        return StepLabel(step=step, reason=f"step {step + 1} is not in the reply")
    words = {str(row.get("label", "")).strip().casefold() for row in rows}
    if len(words) > 1:
        return StepLabel(step=step, reason=f"two different labels for step {step + 1}: {' and '.join(sorted(words))}")
    word = words.pop()
    label = next((known for known in LABELS if known == word), None)
    if label is None:
        return StepLabel(step=step, reason=f"the label {word[:40]!r} of step {step + 1} is none of {', '.join(LABELS)}")
    row = rows[0]
    error_type = None
    if label in ("incorrect", "inherited"):
        error_type = errors.get(str(row.get("error") or "").strip().casefold())
    return StepLabel(
        step=step,
        label=label,
        p_correct=_probability(row.get("p_correct")),
        error_type=error_type,
        explanation=_text(row.get("why"), _LONGEST_TEXT),
        fix=_text(row.get("fix"), _LONGEST_TEXT),
        contest=_text(row.get("contest"), _LONGEST_CONTEST) or None,
    )


def _probability(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= 1 else None


def _text(value: object, longest: int) -> str:
    return value.strip()[:longest] if isinstance(value, str) else ""


def _levels(data: Any, criteria: Mapping[str, int]) -> dict[str, int]:
    """The levels picked, from 0, for the criteria where the picked level exists."""
    picked = data.get("criteria") if isinstance(data, dict) else None
    if not isinstance(picked, dict):
        return {}
    levels: dict[str, int] = {}
    for name, n_levels in criteria.items():
        number = picked.get(name)
        if _is_int(number) and 1 <= number <= n_levels:
            levels[name] = number - 1
    return levels


def read_premises(text: str, n_steps: int) -> tuple[tuple[int, ...], ...] | Unreadable:
    """What each step rests on, 0-based, PROBLEM for what is given. Only earlier steps, so that there is no circle."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    rows = data.get("premises")
    n_rows = len(rows) if isinstance(rows, list) else None
    if n_rows != n_steps:
        return Unreadable(
            f"one list for each of the {n_steps} steps is needed, got {'no' if n_rows is None else n_rows}"
        )
    premises = []
    for step, row in enumerate(rows):
        numbers = _premises_of_step(row, step)
        if isinstance(numbers, Unreadable):
            return numbers
        premises.append(numbers)
    return tuple(premises)


def _premises_of_step(row: object, step: int) -> tuple[int, ...] | Unreadable:
    """The premises of one step, from their numbers in the reply: steps from 1, and 0 for the problem."""
    if not isinstance(row, list) or not all(_is_int(number) for number in row):
        return Unreadable(f"the premises of step {step + 1} are not a list of numbers")
    for number in row:
        if not 0 <= number <= step:
            fault = f"step {step + 1} can't rest on step {number}: only on earlier steps, or on 0, the problem"
            return Unreadable(fault)
    return tuple(sorted({number - 1 if number else PROBLEM for number in row}))


def read_accusation(text: str, n_steps: int) -> int | Unreadable:
    """The step (0-based) of the last line `Step: <number>`; two such lines with different numbers are a conflict."""
    numbers = set()
    for line in text.splitlines():
        words = line.strip(" \t*_").casefold()
        if words.startswith("step:") and len(words) < _LONGEST_STEP_LINE:
            numbers.add(words.removeprefix("step:").strip(" \t*_."))
    if len(numbers) > 1:
        return Unreadable(f"two different steps in one reply: {' and '.join(sorted(numbers))}", is_conflict=True)
    number = numbers.pop() if numbers else ""
    # `int` also takes other scripts' digits, and numbers of any length in quadratic time.
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        return Unreadable("no line `Step: <number>` in the reply")
    step = int(number) - 1
    if not 0 <= step < n_steps:
        return Unreadable(f"there is no step {number}: they are numbered 1 to {n_steps}")
    return step
