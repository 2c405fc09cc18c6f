"""The fields of a form as a page can ask for them: plain values and lists of them, also one level down or in rows.

A list of objects is asked for in rows: a few places for objects, and those that are left empty are none.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field, JsonValue

from dikast.records import Record

FieldKind = Literal["text", "number", "choice", "choice of numbers", "yes or no", "lines", "numbers"]
FormSchema = Mapping[str, Any]
MOST_ROWS = 20
"""The most objects of a list that a page asks for."""
_SCALARS: Mapping[str, FieldKind] = {
    "string": "text",
    "number": "number",
    "integer": "number",
    "boolean": "yes or no",
}
_LISTS: Mapping[str, FieldKind] = {"string": "lines", "integer": "numbers", "number": "numbers"}


class FormField(Record):
    """One value that a form wants. `path` leads to it in the form's JSON; `choices` are the values it can have.

    - `row`: the place of its object in the list that the path begins with; None outside of lists of objects.
    - `optional`: what an empty field means, if it may be empty: `null`, or that it is left `out`.
    """

    path: tuple[str, ...]
    kind: FieldKind
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    row: int | None = Field(default=None, exclude_if=lambda row: row is None)
    optional: Literal["", "null", "out"] = Field(default="", exclude_if=operator.not_)

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
    """The fields of a form; none where it wants more than a page can ask for, such as lists within lists."""
    schema = form.model_json_schema()
    fields = list(_fields(schema, schema.get("$defs", {}), ()))
    if any(field is None for field in fields):
        return ()
    return tuple(field for field in fields if field is not None)


def filled_in(fields: Sequence[FormField], texts: Sequence[str]) -> str:
    """The form's JSON, from what was typed in each field. Objects of a list in which nothing was typed are left out."""
    whole: dict[str, Any] = {}
    lists: dict[str, dict[int, dict[str, Any]]] = {}
    typed = {(field.path[0], field.row) for field, text in zip(fields, texts, strict=True) if text.strip()}
    for field, text in zip(fields, texts, strict=True):
        if field.row is None:
            _put(_object_at(whole, field.path[:-1]), field, text)
            continue
        objects = lists.setdefault(field.path[0], {})
        if (field.path[0], field.row) in typed:
            _put(objects.setdefault(field.row, {}), field, text)
    return json.dumps(whole | {name: [*objects.values()] for name, objects in lists.items()}, ensure_ascii=False)


def _object_at(whole: dict[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """The object that the path leads to, made where it is missing."""
    for name in path:
        whole = whole.setdefault(name, {})
    return whole


def _put(place: dict[str, Any], field: FormField, text: str) -> None:
    """Puts what was typed into its object; nothing where the field may be empty and is."""
    if text.strip() or not field.optional:
        place[field.path[-1]] = field.value(text)
    elif field.optional == "null":
        place[field.path[-1]] = None


def _fields(schema: FormSchema, definitions: FormSchema, path: tuple[str, ...]) -> Iterator[FormField | None]:
    """The fields of an object; None in the place of one that is too deep."""
    required = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        resolved, optional = _without_null(_resolved(inner, definitions), definitions)
        items = _resolved(resolved.get("items", {}), definitions)
        if resolved.get("type") == "object" and not path and name in required:
            yield from _fields(resolved, definitions, (name,))
        elif items.get("type") == "object" and not path:
            n_rows = min(MOST_ROWS, resolved.get("maxItems", MOST_ROWS))
            yield from _rows(items, definitions, name, n_rows)
        else:
            yield _field(resolved, (*path, name), optional if name in required else "out")


def _rows(schema: FormSchema, definitions: FormSchema, name: str, n_rows: int) -> Iterator[FormField | None]:
    """The fields of the objects in a list."""
    of_one = list(_fields(schema, definitions, (name,)))
    for row in range(n_rows):
        for field in of_one:
            yield field and field.model_copy(update={"row": row})


def _resolved(schema: FormSchema, definitions: FormSchema) -> FormSchema:
    """The schema itself, where it only refers to one."""
    found: FormSchema = definitions.get(str(schema.get("$ref", "")).rpartition("/")[2], schema)
    return found


def _without_null(schema: FormSchema, definitions: FormSchema) -> tuple[FormSchema, Literal["", "null"]]:
    """The schema of what may also be null, without that, and whether it may be."""
    kinds = schema.get("anyOf", ())
    others = [kind for kind in kinds if kind.get("type") != "null"]
    if len(kinds) == 2 and len(others) == 1:
        return _resolved(others[0], definitions), "null"
    return schema, ""


def _field(schema: FormSchema, path: tuple[str, ...], optional: Literal["", "null", "out"]) -> FormField | None:
    choices = tuple(str(choice) for choice in schema.get("enum", ()))
    if "const" in schema:
        choices = (str(schema["const"]),)
    if choices:
        values = schema.get("enum", [schema.get("const")])
        are_texts = all(isinstance(choice, str) for choice in values)
        kind: FieldKind | None = "choice" if are_texts else "choice of numbers"
        return FormField(path=path, kind=kind, choices=choices, optional=optional)
    kind = _SCALARS.get(schema.get("type", ""))
    if schema.get("type") == "array":
        kind = _LISTS.get(schema.get("items", {}).get("type", ""))
        # An empty list is a list.
        optional = ""
    if kind is None:
        return None
    return FormField(
        path=path, kind=kind, minimum=schema.get("minimum"), maximum=schema.get("maximum"), optional=optional
    )


def _number(text: str) -> JsonValue:
    """A number, as a whole one where it is; anything else as it was typed."""
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text
