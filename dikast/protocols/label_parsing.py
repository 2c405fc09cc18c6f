"""How a judge's labels of steps are read from its reply; a step that can't be read is unparsed, the others stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, Field, create_model

from dikast.protocols.reply_parsing import Unreadable, read_json_reply
from dikast.records import PROBLEM, Label, StepLabel

LABELS: tuple[Label, ...] = get_args(Label)
_LONGEST_TEXT = 4000
_LONGEST_CONTEST = 500


@dataclass(frozen=True)
class ParsedLabels:
    """The labels of the steps that were asked for, in their order, and the level picked for each criterion.

    A step that could not be read is there too, without a label and with the reason; `missing` are those (0-based).
    """

    steps: tuple[StepLabel, ...]
    levels: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> list[int]:
        """The steps without a label."""
        return [label.step for label in self.steps if label.label is None]


@lru_cache(maxsize=64)
def labels_form(codes: tuple[str, ...], criteria: tuple[str, ...], n_steps: int, only: int | None) -> type[BaseModel]:
    """The JSON form of the labels of all `n_steps` steps, as many as there are, or of the `only` one (0-based)."""
    kind: Any = Literal[codes] if codes else str
    number: Any = None if only is None else Literal[only + 1]
    step = create_model(
        "LabelledStep",
        step=(Annotated[int, Field(ge=1, le=n_steps)] if only is None else number, ...),
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
        # A criterion may be called anything, a field of a model may not.
        levels: dict[str, Any] = {f"level_{i}": (int, Field(alias=name)) for i, name in enumerate(criteria)}
        fields["criteria"] = (create_model("Criteria", **levels), ...)
    return create_model("LabelledSteps", **fields)


def read_labels(
    text: str, steps: Sequence[int], errors: Mapping[str, str], criteria: Mapping[str, int]
) -> ParsedLabels:
    """The labels of these steps (0-based) in a reply, whatever order it has them in.

    `errors` maps the codes and names that may be said, casefolded, to codes; `criteria` maps each criterion to how
    many levels it has. A step that is labelled twice in two ways is a conflict and stays unlabelled; a reply that
    numbers its steps from 0 says nothing of any, since it can't be told which it means.
    """
    data = read_json_reply(text, allow_list=True)
    if isinstance(data, Unreadable):
        return ParsedLabels(tuple(StepLabel(step=step, reason=data.reason) for step in steps))
    rows = _rows(data, steps)
    if any(_number(row) == 0 for row in rows):
        reason = "the reply has a step 0, and the steps are numbered from 1"
        return ParsedLabels(tuple(StepLabel(step=step, reason=reason) for step in steps))
    found = {step: [row for row in rows if _number(row) == step + 1] for step in steps}
    labels = tuple(_label(step, found[step], errors) for step in steps)
    return ParsedLabels(labels, _levels(data, criteria))


def _rows(data: Any, steps: Sequence[int]) -> list[dict[str, Any]]:
    rows = data if isinstance(data, list) else data.get("steps", [data] if len(steps) == 1 else [])
    kept = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    if len(steps) == 1 and len(kept) == 1 and "step" not in kept[0]:
        return [{**kept[0], "step": steps[0] + 1}]
    return kept


def _number(row: Mapping[str, Any]) -> int | None:
    number = row.get("step")
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _label(step: int, rows: Sequence[Mapping[str, Any]], errors: Mapping[str, str]) -> StepLabel:
    if not rows:
        return StepLabel(step=step, reason=f"step {step + 1} is not in the reply")
    said = {str(row.get("label", "")).strip().casefold() for row in rows}
    if len(said) > 1:
        return StepLabel(step=step, reason=f"two different labels for step {step + 1}: {' and '.join(sorted(said))}")
    word = said.pop()
    label = next((known for known in LABELS if known == word), None)
    if label is None:
        return StepLabel(step=step, reason=f"the label {word[:40]!r} of step {step + 1} is none of {', '.join(LABELS)}")
    row = rows[0]
    is_wrong = label in ("incorrect", "inherited")
    return StepLabel(
        step=step,
        label=label,
        p_correct=_probability(row.get("p_correct")),
        error_type=errors.get(str(row.get("error") or "").strip().casefold()) if is_wrong else None,
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
    """The levels picked, from 0, of those criteria for which a level that exists was picked."""
    said = data.get("criteria") if isinstance(data, dict) else None
    if not isinstance(said, dict):
        return {}
    numbers = {name: said.get(name) for name in criteria}
    return {
        name: number - 1
        for name, number in numbers.items()
        if isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= criteria[name]
    }


def read_premises(text: str, n_steps: int) -> tuple[tuple[int, ...], ...] | Unreadable:
    """What each step rests on, 0-based, PROBLEM for what is given: earlier steps only, so that there is no circle."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    rows = data.get("premises")
    if not isinstance(rows, list) or len(rows) != n_steps:
        told = len(rows) if isinstance(rows, list) else "no"
        return Unreadable(f"one list for each of the {n_steps} steps is needed, got {told}")
    found = []
    for i, row in enumerate(rows):
        numbers = row if isinstance(row, list) else None
        if numbers is None or not all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
            return Unreadable(f"the premises of step {i + 1} are not a list of numbers")
        late = [n for n in numbers if not 0 <= n <= i]
        if late:
            return Unreadable(f"step {i + 1} can't rest on step {late[0]}: only on earlier steps, or on 0, the problem")
        found.append(tuple(sorted({n - 1 if n else PROBLEM for n in numbers})))
    return tuple(found)


def read_accusation(text: str, n_steps: int) -> int | Unreadable:
    """The step (0-based) of the last line `Step: <number>`; two such lines with different numbers are a conflict."""
    lines = [line.strip(" \t*_").casefold() for line in text.splitlines()]
    said = {line.removeprefix("step:").strip(" \t*_.") for line in lines if line.startswith("step:") and len(line) < 40}
    if len(said) > 1:
        return Unreadable(f"two different steps in one reply: {' and '.join(sorted(said))}", is_conflict=True)
    number = said.pop() if said else ""
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        return Unreadable("no line `Step: <number>` in the reply")
    step = int(number) - 1
    return step if 0 <= step < n_steps else Unreadable(f"there is no step {number}: they are numbered 1 to {n_steps}")
