"""A form of answer in words, for a person: what each field is, and what is wrong with an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from dikast.replies import Unreadable, find_json

Schema = Mapping[str, Any]

_KINDS = {
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "boolean": "true or false",
    "null": "null",
}


def form_in_words(form: type[BaseModel]) -> str:
    """The fields of a form, one a line, and an example of an answer."""
    schema = form.model_json_schema()
    definitions = schema.get("$defs", {})
    lines = [
        "Type one JSON object with these fields:",
        *_fields(schema, definitions, "  "),
        f"For example: {json.dumps(_example(schema, definitions), ensure_ascii=False)}",
    ]
    return "\n".join(lines)


def why_it_does_not_fit(form: type[BaseModel], text: str) -> str:
    """What keeps a text from being an answer in this form, in a line for each reason."""
    stated = find_json(text)
    if isinstance(stated, Unreadable):
        return f"That can't be used: {stated.reason}."
    try:
        form.model_validate_json(json.dumps(stated.data))
    except ValidationError as error:
        faults = [f"  {'.'.join(map(str, fault['loc'])) or 'the object'}: {fault['msg']}" for fault in error.errors()]
        return "\n".join(["That does not fit:", *faults])
    return "That can't be used: type the whole object and nothing else."


def _fields(schema: Schema, definitions: Schema, indent: str) -> Iterator[str]:
    """A line for each field of an object, with those of the objects in it below."""
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        optional = "" if name in required else " (may be left out)"
        yield f"{indent}{json.dumps(name, ensure_ascii=False)}: {_words(field, definitions)}{optional}"
        inner = _inner_object(field, definitions)
        if inner is not None:
            yield from _fields(inner, definitions, indent + "  ")


def _resolved(schema: Schema, definitions: Schema) -> Schema:
    """The schema that a reference stands for."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    resolved: Schema = definitions[str(reference).rpartition("/")[2]]
    return resolved


def _inner_object(schema: Schema, definitions: Schema) -> Schema | None:
    """The object that a field is, or that the elements of its list are."""
    schema = _resolved(schema, definitions)
    if schema.get("type") == "array":
        schema = _resolved(schema.get("items", {}), definitions)
    return schema if schema.get("type") == "object" else None


def _words(schema: Schema, definitions: Schema) -> str:
    """What a value is, in a few words."""
    schema = _resolved(schema, definitions)
    if "const" in schema:
        return json.dumps(schema["const"], ensure_ascii=False)
    if "enum" in schema:
        return "one of " + ", ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    if "anyOf" in schema:
        return ", or ".join(_words(option, definitions) for option in schema["anyOf"])
    kind = schema.get("type")
    if kind == "array":
        return f"a list{_count(schema)}, each element {_words(schema.get('items', {}), definitions)}"
    if kind == "object":
        return "an object with these fields"
    return _KINDS.get(str(kind), "any value") + _range(schema)


def _count(schema: Schema) -> str:
    low, high = schema.get("minItems"), schema.get("maxItems")
    if low is not None and low == high:
        return f" of {low}"
    return ""


def _range(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is None or high is None:
        return ""
    return f" from {low:g} to {high:g}"


def _example(schema: Schema, definitions: Schema) -> Any:
    """A value that fits the schema. Of an object, only what may not be left out."""
    schema = _resolved(schema, definitions)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], definitions)
    return _typed_example(schema, definitions)


def _typed_example(schema: Schema, definitions: Schema) -> Any:
    """A value of the schema's type."""
    match schema.get("type"):
        case "object":
            required = schema.get("required", ())
            fields = schema.get("properties", {}).items()
            return {name: _example(field, definitions) for name, field in fields if name in required}
        case "array":
            return [_example(schema.get("items", {}), definitions)] * max(1, schema.get("minItems", 1))
        case "integer":
            return int(schema.get("minimum", 1))
        case "number":
            return schema.get("minimum", 0)
        case "boolean":
            return True
        case _:
            return "…"
