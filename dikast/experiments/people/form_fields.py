"""The fields of a form as a page can ask for them: plain values, and lists of plain values, also one level down."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, JsonValue

from dikast.records import Record

FieldKind = Literal["text", "number", "choice", "choice of numbers", "yes or no", "lines", "numbers"]
FormSchema = Mapping[str, Any]
_SCALARS: Mapping[str, FieldKind] = {
    "string": "text",
    "number": "number",
    "integer": "number",
    "boolean": "yes or no",
}
_LISTS: Mapping[str, FieldKind] = {"string": "lines", "integer": "numbers", "number": "numbers"}


class FormField(Record):
    """One value that a form wants. `path` leads to it in the form's JSON; `choices` are the values it can have."""

    path: tuple[str, ...]
    kind: FieldKind
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    def value(self, text: str) -> JsonValue:
        """What was typed, as JSON: as it is where it can't be read, so that the form says what is wrong with it."""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        match self.kind:
            case "text" | "choice":
                return text
            case "lines":
                return [*lines]
            case "numbers":
                return [_number(part) for part in text.replace(",", " ").split()]
            case "yes or no":
                return {"yes": True, "no": False}.get(text, text)
            case _:
                return _number(text)


def form_fields(form: type[BaseModel]) -> tuple[FormField, ...]:
    """The fields of a form; none where it wants more than a page can ask for, such as a list of objects."""
    schema = form.model_json_schema()
    fields = list(_fields(schema, schema.get("$defs", {}), ()))
    if any(field is None for field in fields):
        return ()
    return tuple(field for field in fields if field is not None)


def filled_in(fields: Sequence[FormField], texts: Sequence[str]) -> str:
    """The form's JSON, from what was typed in each field."""
    whole: dict[str, Any] = {}
    for field, text in zip(fields, texts, strict=True):
        place = whole
        for name in field.path[:-1]:
            place = place.setdefault(name, {})
        place[field.path[-1]] = field.value(text)
    return json.dumps(whole, ensure_ascii=False)


def _fields(schema: FormSchema, definitions: FormSchema, path: tuple[str, ...]) -> Iterator[FormField | None]:
    """The fields of an object; None in the place of one that is too deep."""
    for name, inner in schema.get("properties", {}).items():
        resolved = definitions.get(str(inner.get("$ref", "")).rpartition("/")[2], inner)
        if resolved.get("type") == "object" and not path:
            yield from _fields(resolved, definitions, (name,))
        else:
            yield _field(resolved, (*path, name))


def _field(schema: FormSchema, path: tuple[str, ...]) -> FormField | None:
    choices = tuple(str(choice) for choice in schema.get("enum", ()))
    if choices:
        are_texts = all(isinstance(choice, str) for choice in schema["enum"])
        return FormField(path=path, kind="choice" if are_texts else "choice of numbers", choices=choices)
    kind = _SCALARS.get(schema.get("type", ""))
    if schema.get("type") == "array":
        kind = _LISTS.get(schema.get("items", {}).get("type", ""))
    if kind is None:
        return None
    return FormField(path=path, kind=kind, minimum=schema.get("minimum"), maximum=schema.get("maximum"))


def _number(text: str) -> JsonValue:
    """A number, as a whole one where it is; anything else as it was typed."""
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text
