"""Files a person wrote, read into records: every error says the file, the line, the key, and the nearest right one."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from dikast.errors import BadInput, FieldError, nearest

M = TypeVar("M", bound=BaseModel)
PathStep = str | int


@dataclass(frozen=True)
class Document:
    """A parsed file: plain values, and the line on which each of them stands.

    `settings` are places of their own for values that come from elsewhere, such as `--set seed=x`.
    """

    data: Any
    name: str
    lines: Mapping[tuple[PathStep, ...], int] = field(default_factory=dict)
    line: int | None = None
    settings: Mapping[tuple[PathStep, ...], str] = field(default_factory=dict)

    def where(self, path: Sequence[PathStep] = ()) -> str:
        """`file:line, key a.b[2]` for the value at `path`, or for the nearest value around it."""
        steps = tuple(path)
        around = [steps[:n] for n in range(len(steps), -1, -1)]
        setting = next((self.settings[part] for part in around if part in self.settings), None)
        if setting is not None:
            return f"{setting}, {dotted(steps)}"
        known = next((part for part in around if part in self.lines), None)
        line = self.line if known is None else self.lines[known]
        place = self.name if line is None else f"{self.name}:{line}"
        return f"{place}, {dotted(steps)}" if steps else place

    def at(self, *path: PathStep) -> Document:
        """The part of the document at `path`, still knowing its lines."""
        data = self.data
        for step in path:
            data = data[step]
        n = len(path)
        inner = {steps[n:]: line for steps, line in self.lines.items() if steps[:n] == path}
        settings = {steps[n:]: text for steps, text in self.settings.items() if steps[:n] == path}
        return Document(data, self.name, inner, self.line, settings)


def dotted(path: Sequence[PathStep]) -> str:
    """`('moves', 0, 'speak')` as `moves[0].speak`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def read_text(path: Path) -> str:
    """The file's text. Raises BadInput where it is missing, a folder, or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadInput("no such file", str(path)) from None
    except NotADirectoryError:
        raise BadInput("no such file: a part of its path is a file, not a folder", str(path)) from None
    except IsADirectoryError:
        raise BadInput("this is a folder, a file is needed", str(path)) from None
    except PermissionError:
        raise BadInput("this file may not be read", str(path)) from None
    except UnicodeDecodeError as error:
        raise BadInput(f"not UTF-8 text: byte {error.start} can't be read", str(path)) from None
    except (OSError, ValueError) as error:  # a name too long, a loop of links, a null character
        raise BadInput(f"this file can't be read: {error}", str(path)) from None


def read_yaml(path: Path) -> Document:
    """A YAML file with the line of every value. Raises BadInput for bad YAML, a repeated key or an empty file."""
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, name: str) -> Document:
    """YAML text with the line of every value; `name` is what errors call it."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.load(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise BadInput(f"not YAML: {error.problem}", f"{name}:{mark.line + 1}" if mark else name) from None
    except RecursionError:
        raise BadInput("nested too deeply", name) from None
    except (yaml.YAMLError, ValueError) as error:
        raise BadInput(f"not YAML: {error}", name) from None
    if root is None:
        raise BadInput("the file is empty", name)
    lines: dict[tuple[PathStep, ...], int] = {}
    _note_lines(root, (), lines, name, depth=0)
    return Document(data, name, lines)


def yaml_value(text: str) -> Any:
    """What stands after `KEY=` on a command line: the YAML value, or the text as it is where it is none."""
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):  # a date such as 2024-13-45 is a ValueError
        return text


def _note_lines(
    node: yaml.Node, path: tuple[PathStep, ...], lines: dict[tuple[PathStep, ...], int], name: str, depth: int
) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if depth > 50 or len(lines) > 100_000:
        raise BadInput("nested too deeply, or too many values", f"{name}:{node.start_mark.line + 1}")
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            word = str(key.value)
            if word in seen:
                raise BadInput(f"the key {word!r} stands here twice", f"{name}:{key.start_mark.line + 1}")
            seen.add(word)
            lines[(*path, word)] = key.start_mark.line + 1
            _note_lines(value, (*path, word), lines, name, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            _note_lines(value, (*path, i), lines, name, depth + 1)


def read_jsonl(path: Path) -> Iterator[Document]:
    """The objects of a JSONL file, a Document a line; blank lines are passed over. A repeated key is an error."""
    for number, line in jsonl_lines(path):
        yield parse_jsonl_line(line, str(path), number)


def jsonl_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a JSONL file that are not blank, with their numbers."""
    lines = enumerate(read_text(path).split("\n"), start=1)
    return ((number, line) for number, line in lines if line.strip())


def json_value(text: str) -> Any:
    """What JSON says. Raises ValueError where it is none or names a key twice, and RecursionError.

    Half a character (`\\ud800` alone) can be escaped, and kept nowhere: it is no text.
    """
    data = json.loads(text, object_pairs_hook=_each_key_once)
    if "\\ud" in text.lower():
        try:
            json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"{error.object[error.start]!a} is half a character") from None
    return data


def parse_jsonl_line(line: str, name: str, number: int) -> Document:
    """The object of one line; `name` and `number` are what errors call it."""
    try:
        data = json_value(line)
    except RecursionError:
        raise BadInput("nested too deeply", f"{name}:{number}") from None
    except ValueError as error:
        raise BadInput(f"not JSON: {error}", f"{name}:{number}") from None
    if not isinstance(data, dict):
        raise BadInput("each line must be a JSON object", f"{name}:{number}")
    return Document(data, name, line=number)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} stands here twice")
    return data


def read_csv(path: Path, delimiter: str = ",") -> Iterator[Document]:
    """The rows of a CSV file with a header, a Document a row; every value is text."""
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""), delimiter=delimiter, strict=True)
    try:
        columns = reader.fieldnames or ()
        for column in columns:
            if columns.count(column) > 1:
                raise BadInput(f"the column {column!r} stands here twice", f"{path}:{reader.line_num}")
        for row in reader:
            if None in row or None in row.values():
                raise BadInput(
                    f"this row has not the header's {len(columns)} columns",
                    f"{path}:{reader.line_num}",
                )
            yield Document(dict(row), str(path), line=reader.line_num)
    except csv.Error as error:
        # The csv module has one limit for the whole process, so that it isn't ours to lift.
        is_long = "field larger than field limit" in str(error)
        message = f"a field of more than {csv.field_size_limit():,} characters: put such rows into a .jsonl file"
        raise BadInput(message if is_long else f"not CSV: {error}", f"{path}:{reader.line_num}") from None


def into(model: type[M], document: Document) -> M:
    """The document as a `model`. Raises BadInput for its first fault: place, fault, and the nearest right key."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise bad_input(error, model, document) from None


def bad_input(error: ValidationError, model: type[BaseModel], document: Document) -> BadInput:
    """A ValidationError as what a person needs: where it is, what is wrong, what would be right.

    Of several faults: a misspelt key, else one in the alternative of a union that comes nearest, else the deepest.
    """
    faults = error.errors(include_url=False)
    beside = Counter(fault["loc"][:-1] for fault in faults)
    fault = min(faults, key=lambda f: (not _is_misspelt(f, model), beside[f["loc"][:-1]], -len(f["loc"])))
    cause = fault.get("ctx", {}).get("error")
    inner = cause.path if isinstance(cause, FieldError) else ()
    path = _path_in(document.data, (*fault["loc"], *inner))
    value = fault.get("input")
    if fault["type"] == "extra_forbidden":
        keys = _keys_beside(model, fault["loc"])
        word = str(fault["loc"][-1])
        if word in keys:
            return BadInput(f"the key {word!r} does not go with the others here", document.where(path))
        return BadInput(f"unknown key {word!r}: {nearest(word, keys)}", document.where(path))
    if fault["type"] == "missing":
        return BadInput(f"the key {fault['loc'][-1]!r} is missing", document.where(path))
    if fault["type"] in _NO_MAPPING:
        return BadInput(f"a mapping of keys to values is needed here, got {_short(value)}", document.where(path))
    message = fault["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    shown = "" if isinstance(value, dict | list) or "got" in message else f", got {_short(value)}"
    return BadInput(f"{message}{shown}", document.where(path))


_NO_MAPPING = ("model_type", "model_attributes_type", "dict_type")


def _is_misspelt(fault: ErrorDetails, model: type[BaseModel]) -> bool:
    """Whether it is a key that nothing knows here: one that another alternative of a union has is none of those."""
    loc = fault["loc"]
    return fault["type"] == "extra_forbidden" and str(loc[-1]) not in _keys_beside(model, loc)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "…"


def _path_in(data: Any, loc: Sequence[PathStep]) -> list[PathStep]:
    """The part of a pydantic location that is really in the data: unions add names of their own to it."""
    path: list[PathStep] = []
    for step in loc:
        is_key = isinstance(data, dict) and step in data
        is_index = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if is_key or is_index:
            data = data[step]
            path.append(step)
    return path


def _keys_beside(model: type[BaseModel], loc: Sequence[PathStep]) -> set[str]:
    """The keys allowed where the unknown one stands, from the JSON schema along the location."""
    schema = TypeAdapter(model).json_schema()
    nodes = [schema]
    for step in loc[:-1]:
        nodes = [inner for node in _unfold(nodes, schema) for inner in _inside(node, step)] or nodes
    return {key for node in _unfold(nodes, schema) for key in node.get("properties", {})}


def _unfold(nodes: Sequence[dict[str, Any]], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The nodes with references followed and alternatives laid side by side."""
    flat: list[dict[str, Any]] = []
    todo = list(nodes)
    while todo:
        node = todo.pop()
        if "$ref" in node:
            todo.append(schema["$defs"][node["$ref"].rsplit("/", 1)[-1]])
        else:
            flat.append(node)
            todo.extend(node.get("anyOf", []) + node.get("oneOf", []))
    return flat


def _inside(node: dict[str, Any], step: PathStep) -> list[dict[str, Any]]:
    if isinstance(step, int):
        return [node["items"]] if isinstance(node.get("items"), dict) else []
    if step in node.get("properties", {}):
        return [node["properties"][step]]
    extra = node.get("additionalProperties")
    return [extra] if isinstance(extra, dict) else []
