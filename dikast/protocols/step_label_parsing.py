"""How a judge's labels of steps are read from its reply. A step that can't be read is unparsed; the others are kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from dikast.protocols.reply_parsing import is_whole, probability
from dikast.records import PROBLEM, Label, StepLabel
from dikast.replies import Unreadable, find_json, read_json_reply

_LABELS: dict[str, Label] = {label: label for label in get_args(Label)}
_WRONG: tuple[Label, ...] = ("incorrect", "inherited")

# In characters. Longer texts are cut: they are stored with every step and shown in reports.
_LONGEST_TEXT = 4000
_LONGEST_CONTEST = 500
_LONGEST_SHOWN_WORD = 40
_LONGEST_STEP_LINE = 40
_STEP_NUMBER = re.compile(r"(?:step|#|no\.|schritt|étape|paso)?\s*([0-9]{1,6})[.:)]?", re.IGNORECASE)


@dataclass(frozen=True)
class ParsedLabels:
    """The labels of the steps that were asked for, in their order, and the level picked for each criterion.

    A step that could not be read is among them, without a label and with the reason.
    """

    steps: tuple[StepLabel, ...]
    levels: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> list[int]:
        """The steps (0-based) without a label, which the judge may be asked about again."""
        return [label.step for label in self.steps if label.label is None]


def read_labels(
    text: str, steps: Sequence[int], errors: Mapping[str, str], criteria: Mapping[str, int]
) -> ParsedLabels:
    """The labels of these steps (0-based) in a reply, which may have them in any order.

    They are under the numbers of the steps, `{"1": "correct"}`, or in a list of objects, each with its `step`.
    `errors` maps the codes and names of errors, casefolded, to codes. `criteria` maps each criterion to its number of
    levels. A step with two different labels, or with a kind of error beside a label that has none, is a conflict and
    stays unlabelled.
    """
    stated = find_json(text, allow_list=True)
    if isinstance(stated, Unreadable):
        return _no_labels(steps, stated.reason)
    data = stated.data
    if stated.is_cut and isinstance(data, dict) and "label" in data:
        # One step's object that came only in part: its kind of error or its reason may be missing.
        return _no_labels(steps, "the reply is cut off within the step")
    rows_of = _rows_by_number(data, steps)
    # A reply that counts from 0 labels no step for certain: its step 1 may be ours or the one after.
    if 0 in rows_of:
        return _no_labels(steps, "the reply has a step 0, and the steps are numbered from 1")
    labels = tuple(_label(step, rows_of[step + 1], errors) for step in steps)
    return ParsedLabels(labels, _levels(data, criteria))


def read_explanations(
    text: str, labels: Sequence[StepLabel], errors: Mapping[str, str]
) -> tuple[StepLabel, ...] | Unreadable:
    """These labels, each with what a reply says of its step: the kind of error, the reason, the fix, a contest.

    A label that it does not mention is unchanged. Unreadable where it says nothing of any of them.
    """
    stated = find_json(text, allow_list=True)
    if isinstance(stated, Unreadable):
        return stated
    rows_of = _rows_by_number(stated.data, [label.step for label in labels])
    if not any(rows_of[label.step + 1] for label in labels):
        return Unreadable("the reply explains none of the steps")
    explained: list[StepLabel] = []
    for label in labels:
        rows = rows_of[label.step + 1]
        if rows:
            # The label that was given before stands beside the explanation, so that the two are compared.
            label = _label(label.step, [{"label": label.label, **row} for row in rows], errors, given=label)
        explained.append(label)
    return tuple(explained)


def _step_number(value: object) -> int | None:
    """The number of a step, which a model may write as a text: `2`, `"2"` or `"Step 2"`."""
    if is_whole(value):
        return value
    if not isinstance(value, str):
        return None
    number = _STEP_NUMBER.fullmatch(value.strip())
    return int(number[1]) if number else None


def _no_labels(steps: Sequence[int], reason: str) -> ParsedLabels:
    """All of these steps without a label, for one reason."""
    labels = [StepLabel(step=step, reason=reason) for step in steps]
    return ParsedLabels(tuple(labels))


def _rows_by_number(data: Any, steps: Sequence[int]) -> defaultdict[int, list[Mapping[str, Any]]]:
    """What the reply says of each step, by the step's number from 1, one object for each label."""
    rows_of: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in _rows(data, steps):
        number = _step_number(row.get("step"))
        if number is not None:
            rows_of[number].append(row)
    for number, details in _details_by_number(data):
        # Details belong to a label: without one they say nothing.
        rows_of[number] = [{**details, **labelled} for labelled in rows_of[number]]
    return rows_of


def _details_by_number(data: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The kinds, reasons and fixes that stand after the labels in the same reply, with the numbers of their steps."""
    details = data.get("details") if isinstance(data, dict) else None
    if not isinstance(details, list):
        return
    for row in details:
        number = _step_number(row.get("step")) if isinstance(row, dict) else None
        if number is not None:
            yield number, row


def _rows(data: Any, steps: Sequence[int]) -> list[dict[str, Any]]:
    """The objects in the reply, one for each label.

    They are in a list, in an object's `steps`, or an object's fields. If only one step was asked for, its object may
    also be the whole reply, and need not say its number.
    """
    is_alone = len(steps) == 1
    rows = data
    if isinstance(data, dict):
        rows = data.get("steps") or _rows_under_numbers(data)
        if not rows and is_alone:
            rows = [data]
    if isinstance(rows, dict):
        return _rows_under_numbers(rows)
    if not isinstance(rows, list):
        return []
    objects = [row for row in rows if isinstance(row, dict)]
    if is_alone and len(objects) == 1:
        # Its own number, if it has one, takes precedence.
        return [{"step": steps[0] + 1, **objects[0]}]
    return objects


def _rows_under_numbers(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of an object whose names are numbers of steps: a label, or an object with it, and its probability."""
    probabilities = data.get("p_correct")
    rows: list[dict[str, Any]] = []
    for name, value in data.items():
        if _step_number(name) is None:
            continue
        row = {"step": name, **(value if isinstance(value, dict) else {"label": value})}
        if isinstance(probabilities, dict):
            row["p_correct"] = probabilities.get(name)
        rows.append(row)
    return rows


def _label(
    step: int, rows: Sequence[Mapping[str, Any]], errors: Mapping[str, str], given: StepLabel | None = None
) -> StepLabel:
    """The label of one step (0-based), from all rows of the reply that are about it.

    Rows that agree on the label are no conflict: the first provides the explanation. `given` is the label that an
    earlier reply gave.
    """
    if not rows:
        return StepLabel(step=step, reason=f"step {step + 1} is not in the reply")
    words = {str(row.get("label", "")).strip().casefold() for row in rows}
    if given is not None:
        words.add(str(given.label))
    error_types = [errors.get(str(row.get("error") or "").strip().casefold()) for row in rows]
    fault = _fault(step, words, error_types)
    if fault is not None:
        return StepLabel(step=step, reason=fault)
    row = rows[0]
    base = given or StepLabel(step=step, label=_LABELS[words.pop()], p_correct=probability(row.get("p_correct")))
    details = {
        "error_type": error_types[0],
        "explanation": _text(row.get("why"), _LONGEST_TEXT),
        "fix": _text(row.get("fix"), _LONGEST_TEXT),
        "contest": _text(row.get("contest"), _LONGEST_CONTEST) or None,
    }
    return base.model_copy(update=details)


def _fault(step: int, words: Collection[str], error_types: Sequence[str | None]) -> str | None:
    """Why these words can't be the one label of a step beside these kinds of error; None where they can."""
    if len(words) > 1:
        return f"two different labels for step {step + 1}: {' and '.join(sorted(words))}"
    word = next(iter(words))
    label = _LABELS.get(word)
    if label is None:
        return f"the label {word[:_LONGEST_SHOWN_WORD]!r} of step {step + 1} is none of {', '.join(_LABELS)}"
    error_type = next(filter(None, error_types), None)
    if error_type is not None and label not in _WRONG:
        return f"step {step + 1} is labelled {label!r} and has a kind of error, {error_type}"
    return None


def _text(value: object, longest: int) -> str:
    """A JSON value as a text of at most `longest` characters; empty if it is none."""
    if not isinstance(value, str):
        return ""
    return value.strip()[:longest]


def _levels(data: Any, criteria: Mapping[str, int]) -> dict[str, int]:
    """The levels picked, counted from 0. A criterion whose picked level does not exist is left out."""
    if not isinstance(data, dict):
        return {}
    picked = data.get("criteria")
    if not isinstance(picked, dict):
        return {}
    levels: dict[str, int] = {}
    for name, n_levels in criteria.items():
        number = picked.get(name)
        # The prompt numbers levels from 1.
        if is_whole(number) and 1 <= number <= n_levels:
            levels[name] = number - 1
    return levels


def read_premises(text: str, n_steps: int) -> tuple[tuple[int, ...], ...] | Unreadable:
    """What each step rests on: earlier steps, counted from 0, and PROBLEM for what the problem gives.

    A step that rests on itself or on a later step makes the reply unreadable, so that there is never a circle.
    """
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    rows = data.get("premises", data)
    if isinstance(rows, dict):
        rows = _lists_under_numbers(rows, n_steps)
    n_rows: int | str = "no"
    if isinstance(rows, list):
        n_rows = len(rows)
    if n_rows != n_steps:
        return Unreadable(f"one list for each of the {n_steps} steps is needed, got {n_rows}")
    premises: list[tuple[int, ...]] = []
    for step, row in enumerate(rows):
        numbers = _premises_of_step(row, step)
        if isinstance(numbers, Unreadable):
            return numbers
        premises.append(numbers)
    return tuple(premises)


def _lists_under_numbers(data: Mapping[str, Any], n_steps: int) -> list[Any] | None:
    """The fields of an object under the numbers of all steps, in order; None where a step or a number is missing.

    The first step may be left out: it rests on the problem.
    """
    by_number: dict[int | None, Any] = {1: [PROBLEM + 1]}
    by_number |= {_step_number(name): value for name, value in data.items()}
    numbers = range(1, n_steps + 1)
    if set(by_number) != set(numbers):
        return None
    return [by_number[number] for number in numbers]


def _premises_of_step(row: object, step: int) -> tuple[int, ...] | Unreadable:
    """The premises of one step, ascending: steps counted from 0, and PROBLEM, which is -1.

    The reply counts steps from 1, with 0 for the problem, so that each of its numbers is one more than ours.
    """
    if not isinstance(row, list) or not all(is_whole(number) for number in row):
        return Unreadable(f"the premises of step {step + 1} are not a list of numbers")
    for number in row:
        if not 0 <= number <= step:
            fault = f"step {step + 1} can't rest on step {number}: only on earlier steps, or on 0, the problem"
            return Unreadable(fault)
    return tuple(sorted({number + PROBLEM for number in row}))


def read_accusation(text: str, n_steps: int) -> int | Unreadable:
    """The step (0-based) on the line `Step: <number>`. Two such lines with different numbers are a conflict."""
    numbers: set[str] = set()
    for line in text.splitlines():
        words = line.strip(" \t*_").casefold()
        if words.startswith("step:") and len(words) < _LONGEST_STEP_LINE:
            numbers.add(words.removeprefix("step:").strip(" \t*_."))
    if len(numbers) > 1:
        conflict = " and ".join(sorted(numbers))
        return Unreadable(f"two different steps in one reply: {conflict}", is_conflict=True)
    number = next(iter(numbers), "")
    # `int` would also take other scripts' digits, and needs quadratic time for a long number.
    is_number = number.isascii() and number.isdigit() and len(number) < 8
    if not is_number:
        return Unreadable("no line `Step: <number>` in the reply")
    step = int(number) - 1
    if not 0 <= step < n_steps:
        return Unreadable(f"there is no step {number}: they are numbered 1 to {n_steps}")
    return step
