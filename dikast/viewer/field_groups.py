"""The fields of a seat's form as a page shows them: one by one, and those of each object in a list together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from dikast.experiments import FormField, PersonTask
from dikast.viewer.seat_answer import SeatDraft


@dataclass(frozen=True)
class ShownField:
    """A field, its number among all of the form, its name on the page, and what is typed in it."""

    number: int
    name: str
    field: FormField
    typed: str


@dataclass(frozen=True)
class FieldGroup:
    """A field of its own, or the fields of one object in a list under its `title`."""

    title: str
    fields: tuple[ShownField, ...]
    is_open: bool


def field_groups(task: PersonTask, draft: SeatDraft) -> list[FieldGroup]:
    """The groups of a task's fields in their order. Of a list the first object is open, and each that has text."""
    typed = [*draft.fields, *[""] * len(task.fields)]
    shown = [ShownField(i, _name(field), field, typed[i]) for i, field in enumerate(task.fields)]
    return [_group(tuple(fields)) for _, fields in groupby(shown, key=_group_key)]


def _group(fields: tuple[ShownField, ...]) -> FieldGroup:
    first = fields[0].field
    title = "" if first.row is None else f"{first.path[0]} {first.row + 1}"
    return FieldGroup(title, fields, is_open=first.row == 0 or any(shown.typed for shown in fields))


def _group_key(shown: ShownField) -> tuple[str, int]:
    """What the fields of one object have in common; a field outside of lists has its own number."""
    if shown.field.row is None:
        return "", shown.number
    return shown.field.path[0], shown.field.row


def _name(field: FormField) -> str:
    return " · ".join(field.path if field.row is None else field.path[1:])
