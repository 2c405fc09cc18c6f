"""`--set key=value`: changes on the document of an experiment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dikast.errors import BadInput
from dikast.input_files import Document, yaml_value

# The key that a bare name is the value of, once options are set beside it: `agents.judge=gpt-4o` has a temperature.
LONG_FORM = {"protocols": "use", "agents": "model"}


def with_changes(document: Document, changes: Sequence[str]) -> Document:
    """The document with values set: `agents.judge=local/smollm2`, `protocols.1.rounds=2`; values are YAML."""
    data = document.data
    settings: dict[tuple[str | int, ...], str] = {}
    for change in changes:
        dotted_key, equals, text = change.partition("=")
        if not equals:
            raise BadInput("write it as key=value, such as seed=1 or agents.judge=local/smollm2", f"--set {change}")
        path = dotted_key.split(".")
        where = f"--set {change}"
        data = _with_value(data, path, _value(text, where), where, LONG_FORM.get(path[0]))
        # Errors name items of a list by number, not by text.
        keys = tuple(int(key) if key.isdecimal() else key for key in path)
        settings[keys] = where
    return Document(data, document.name, document.lines, settings=settings)


def _value(text: str, where: str) -> object:
    """The value of a setting. Raises BadInput for what begins like a list or a mapping and is none."""
    value = yaml_value(text)
    if isinstance(value, str) and text.lstrip().startswith(("[", "{")):
        raise BadInput("not YAML: a bracket is missing; put the whole setting in quotes, 'KEY=[a, b]'", where)
    return value


def _with_value(data: Any, path: list[str], value: object, where: str, long_form: str | None) -> Any:
    """A copy of the data with the value at the path; sections that are missing on the way are made."""
    if not path:
        return value
    section: dict[str, Any]
    match data:
        case list():
            return _with_item(data, path, value, where, long_form)
        case str() if long_form:
            section = {long_form: data}
        case None:
            section = {}
        case Mapping():
            section = dict(data)
        case _:
            raise BadInput(f"there is nothing to set inside {data!r}", where)
    n_parts = _parts_in_key(section, path)
    key = ".".join(path[:n_parts])
    section[key] = _with_value(section.get(key), path[n_parts:], value, where, long_form)
    return section


def _with_item(items: list[Any], path: list[str], value: object, where: str, long_form: str | None) -> list[Any]:
    """A copy of the list with the value in the item that the path names by its number."""
    number = path[0]
    if not number.isdecimal() or int(number) >= len(items):
        raise BadInput(f"the list has {len(items)} items, numbered from 0: there is no {number!r}", where)
    changed = list(items)
    changed[int(number)] = _with_value(items[int(number)], path[1:], value, where, long_form)
    return changed


def _parts_in_key(section: Mapping[str, Any], path: list[str]) -> int:
    """How many parts of the path make the key here, by default one.

    A key that is there may have dots in its name: `limits.models.openai/gpt-4.1.in_flight`. The longest one is meant.
    """
    for n_parts in range(len(path), 1, -1):
        if ".".join(path[:n_parts]) in section:
            return n_parts
    return 1
