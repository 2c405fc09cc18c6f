"""From a Document to a record, and from a ValidationError to a message that helps a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from dikast.errors import BadInput, FieldError, nearest
from dikast.input_files.document import Document, PathStep

M = TypeVar("M", bound=BaseModel)

MAX_SHOWN = 80  # characters of a value in a message


def into(model: type[M], document: Document) -> M:
    """The document as a `model`. Raises BadInput for one fault: where it is, what is wrong, the nearest valid key."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise bad_input(error, model, document) from None


def bad_input(error: ValidationError, model: type[BaseModel], document: Document) -> BadInput:
    """A ValidationError as a BadInput that says where the fault is, what is wrong, and what would be right.

    It is about one of the faults: a misspelt key, or the one in that alternative of a union that fits best, or the
    deepest.
    """
    faults = _without_consequences(error.errors(include_url=False))
    # A misfit of a union is reported for each of its alternatives: the one with the fewest faults fits best.
    n_siblings = Counter(fault["loc"][:-1] for fault in faults)

    def rank(fault: ErrorDetails) -> tuple[bool, int, int]:
        """The smallest is the fault to report; False sorts before True."""
        location = fault["loc"]
        is_correct_key = not _is_misspelt(fault, model)
        return is_correct_key, n_siblings[location[:-1]], -len(location)

    fault = min(faults, key=rank)
    path = _path_of(fault, document.data)
    return BadInput(_message(fault, model, _alternative_messages(fault, faults)), document.where(path))


def _without_consequences(faults: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """The faults without those of a whole whose parts have faults too, such as a list left with too few items."""
    wholes = {fault["loc"][:length] for fault in faults for length in range(len(fault["loc"]))}
    return [fault for fault in faults if fault["loc"] not in wholes]


def _alternative_messages(fault: ErrorDetails, faults: Sequence[ErrorDetails]) -> list[str]:
    """What each alternative of a union says of the value at fault, without repetitions; the fault's own comes first."""
    place = fault["loc"][:-1]
    same = [one["msg"] for one in faults if one["loc"][:-1] == place and one["input"] is fault["input"]]
    return list(dict.fromkeys([fault["msg"], *same]))


def _is_misspelt(fault: ErrorDetails, model: type[BaseModel]) -> bool:
    """Whether the fault is a key that is unknown here, in every alternative of a union."""
    if fault["type"] != "extra_forbidden":
        return False
    location = fault["loc"]
    return str(location[-1]) not in _allowed_keys(model, location)


def _message(fault: ErrorDetails, model: type[BaseModel], alternatives: Sequence[str]) -> str:
    """What is wrong, and what would be right."""
    location = fault["loc"]
    match fault["type"]:
        case "extra_forbidden":
            allowed = _allowed_keys(model, location)
            return _unknown_key_message(str(location[-1]), allowed)
        case "missing":
            return f"the key {location[-1]!r} is missing"
        # Pydantic has a type for each way of saying that it wants a mapping.
        case "model_type" | "model_attributes_type" | "dict_type":
            value = _shortened(fault["input"])
            return f"a mapping of keys to values is needed here, got {value}"
        case _:
            return _value_message(fault, alternatives)


def _unknown_key_message(key: str, allowed: set[str]) -> str:
    """What is wrong with a key, and the nearest of the keys that are allowed in its place."""
    # In a union, a key of one alternative can be unknown to the alternative that the other keys belong to.
    if key in allowed:
        return f"the key {key!r} does not go with the others here"
    if not allowed:
        return f"unknown key {key!r}: there are no options to set here"
    return f"unknown key {key!r}: {nearest(key, allowed)}"


WANTED = "Input should be "
"""How pydantic begins the message about a value of another type or of no allowed value."""


PLAIN_WORDS = {
    "String should have at least 1 character": "a text must not be empty",
    "a valid tuple": "a list",
    "a valid list": "a list",
    "a valid dictionary": "a mapping of keys to values",
    ", unable to parse string as an integer": "",
    ", unable to parse string as a number": "",
    ", unable to interpret input": "",
}
"""What pydantic calls Python's types, in the words of who writes YAML and JSON."""
_QUOTED = re.compile(r"'([^']*)'")


def _value_message(fault: ErrorDetails, alternatives: Sequence[str]) -> str:
    """The message of pydantic or of a validator, and the value, unless it is long or already in the message."""
    message = fault["msg"]
    hint = _nearest_literal(fault)
    if all(text.startswith(WANTED) for text in alternatives):
        message = WANTED + ", or ".join(text.removeprefix(WANTED) for text in alternatives)
    # pydantic puts these words before the message of a validator.
    message = message.removeprefix("Value error, ").removeprefix("Assertion failed, ")
    for pydantics, plain in PLAIN_WORDS.items():
        message = message.replace(pydantics, plain)
    value = fault["input"]
    # Dikast's own validators already name the value, after the word "got".
    if isinstance(value, dict | list) or "got" in message:
        return message
    return f"{message}, got {_shortened(value)}{hint}"


def _nearest_literal(fault: ErrorDetails) -> str:
    """The nearest of the names that are allowed, where one is similar to the value."""
    if fault["type"] != "literal_error" or not isinstance(fault["input"], str):
        return ""
    names = _QUOTED.findall(fault["ctx"]["expected"])
    similar = nearest(fault["input"], names)
    return f": {similar}" if similar.startswith("did you mean") else ""


def _shortened(value: object) -> str:
    """The value as Python writes it, cut to MAX_SHOWN characters."""
    text = repr(value)
    if len(text) > MAX_SHOWN:
        return text[: MAX_SHOWN - 3] + "…"
    return text


def _path_of(fault: ErrorDetails, data: Any) -> list[PathStep]:
    """The path in the data to the fault.

    A location of pydantic also contains the names of a union's alternatives, which are not in the data: they are left
    out. A FieldError adds the path that it names itself.
    """
    steps = list(fault["loc"])
    cause = fault.get("ctx", {}).get("error")
    if isinstance(cause, FieldError):
        steps += cause.path

    path: list[PathStep] = []
    for step in steps:
        if _has_value(data, step):
            data = data[step]
            path.append(step)
    return path


def _has_value(data: Any, step: PathStep) -> bool:
    """Whether the data has a value at this key or index."""
    if isinstance(data, dict):
        return step in data
    # Pydantic counts items from 0, and never from the end.
    if isinstance(data, list) and isinstance(step, int):
        return step < len(data)
    return False


def _allowed_keys(model: type[BaseModel], location: Sequence[PathStep]) -> set[str]:
    """The keys that are allowed beside the one at the location, from the JSON schema of the model."""
    # pydantic does not say which keys were allowed, but the JSON schema of the model knows.
    schema = TypeAdapter(model).json_schema()
    nodes = [schema]
    for step in location[:-1]:
        inner_nodes: list[dict[str, Any]] = []
        for node in _alternatives(nodes, schema):
            inner_nodes += _inner_schemas(node, step)
        # A step that leads nowhere is the name of a union's alternative: the nodes stay the same.
        nodes = inner_nodes or nodes

    keys: set[str] = set()
    for node in _alternatives(nodes, schema):
        keys.update(node.get("properties", {}))
    return keys


def _alternatives(nodes: Iterable[dict[str, Any]], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The nodes of a JSON schema with references followed and the alternatives of unions side by side."""
    alternatives: list[dict[str, Any]] = []
    pending = list(nodes)
    while pending:
        node = pending.pop()
        if "$ref" in node:
            definition = node["$ref"].rsplit("/", 1)[-1]
            pending.append(schema["$defs"][definition])
            continue
        alternatives.append(node)
        pending += node.get("anyOf", [])
        pending += node.get("oneOf", [])
    return alternatives


def _inner_schemas(node: dict[str, Any], step: PathStep) -> list[dict[str, Any]]:
    """The schema of the values at a key or an index of such a node; none if it has no such values."""
    if isinstance(step, int):
        inner = node.get("items")
    else:
        inner = node.get("properties", {}).get(step, node.get("additionalProperties"))
    # `additionalProperties: false` is no schema.
    if isinstance(inner, dict):
        return [inner]
    return []
