"""YAML files, with the line of every value."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from dikast.errors import BadInput
from dikast.input_files.document import Document, ValuePath
from dikast.input_files.text_reader import read_text

# Aliases let a file of a few lines hold billions of values ("billion laughs"), so that both need a limit.
MAX_DEPTH = 50
MAX_VALUES = 100_000
MAX_DIGITS = 1000
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


class _PlainLoader(yaml.SafeLoader):
    """Reads numbers as YAML 1.2 does.

    YAML 1.1 reads `1:30` as 90, in base 60, and `010` as 8: who writes them today means something else. They are texts.
    """

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        """A whole number. Raises ConstructorError for one that is too long to be meant, or shown."""
        if len(node.value) > MAX_DIGITS:
            raise yaml.constructor.ConstructorError(
                problem=f"a number of {len(node.value):,} digits", problem_mark=node.start_mark
            )
        return int(super().construct_yaml_int(node))


def _with_plain_numbers() -> None:
    """Replaces the patterns of numbers in the loader's table, which has them by their first character."""
    resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items():
        resolvers[first] = [(tag, pattern) for tag, pattern in pairs if tag not in _NUMBERS]
    _PlainLoader.yaml_implicit_resolvers = resolvers
    _PlainLoader.add_implicit_resolver(_NUMBERS[0], _INTEGER, list("-+0123456789"))
    _PlainLoader.add_implicit_resolver(_NUMBERS[1], _FLOAT, list("-+.0123456789"))


_INTEGER = re.compile(r"^(?:[-+]?(?:0|[1-9][0-9_]*)|0x[0-9a-fA-F_]+|0b[01_]+)$", re.ASCII)
_FLOAT = re.compile(
    r"^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
    re.ASCII,
)
_with_plain_numbers()
_PlainLoader.add_constructor(_NUMBERS[0], _PlainLoader.construct_yaml_int)


def read_yaml(path: Path) -> Document:
    """A YAML file with the line of every value. Raises BadInput for bad YAML, a repeated key or an empty file."""
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, name: str) -> Document:
    """YAML text with the line of every value. `name` is what errors call it.

    Raises BadInput for bad YAML, a repeated key, an empty text, or more values than the limits allow.
    """
    finder = _LineFinder(name)
    try:
        loader = _PlainLoader(text)
        # The values alone don't know their lines: the nodes do. An alias is one node, and one shared value.
        root = loader.get_single_node()
        if root is None:
            raise BadInput("the file is empty", name)
        # First: a value that is made of a mapping with merge keys changes its node.
        finder.add(root, ())
        data = loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        location = _location(name, error.problem_mark)
        raise BadInput(f"not YAML: {error.problem}", location) from None
    except RecursionError:
        raise BadInput("nested too deeply", name) from None
    except yaml.reader.ReaderError as error:
        raise BadInput(f"not YAML: it holds the character U+{error.character:04X}; is it a text file?", name) from None
    except (yaml.YAMLError, ValueError) as error:
        raise BadInput(f"not YAML: {error}", name) from None
    return Document(data, name, finder.lines)


def yaml_value(text: str) -> Any:
    """The value in `KEY=VALUE` on a command line: as YAML reads it, or the text itself if it is not YAML."""
    try:
        return yaml.load(text, Loader=_PlainLoader)
    except (yaml.YAMLError, ValueError, RecursionError):  # a date such as 2024-13-45 is a ValueError
        return text


class _LineFinder:
    """Collects the line of every value in a tree of YAML nodes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[ValuePath, int] = {}

    def add(self, node: yaml.Node, path: ValuePath) -> None:
        """Adds the node and all nodes in it. Raises BadInput for a repeated key, or too many values."""
        # A value in a mapping already has the line of its key, where a person looks for it.
        self.lines.setdefault(path, node.start_mark.line + 1)
        if len(path) > MAX_DEPTH or len(self.lines) > MAX_VALUES:
            location = _location(self.name, node.start_mark)
            raise BadInput("nested too deeply, or too many values", location)
        # Any other node is a scalar, with nothing in it.
        if isinstance(node, yaml.MappingNode):
            self._add_entries(node, path)
        elif isinstance(node, yaml.SequenceNode):
            for i, item in enumerate(node.value):
                self.add(item, (*path, i))

    def _add_entries(self, mapping: yaml.MappingNode, path: ValuePath) -> None:
        """Adds the entries of a mapping. Raises BadInput for a repeated key."""
        keys: set[str] = set()
        for key_node, value in mapping.value:
            key = str(key_node.value)
            if key in keys:
                # PyYAML itself keeps the last of several values without a word.
                location = _location(self.name, key_node.start_mark)
                raise BadInput(f"the key {key!r} occurs twice here", location)
            keys.add(key)
            self.lines[(*path, key)] = key_node.start_mark.line + 1
            self.add(value, (*path, key))


def _location(name: str, mark: yaml.Mark | None) -> str:
    """`name:line` with lines counted from 1; YAML counts them from 0."""
    if mark is None:
        return name
    return f"{name}:{mark.line + 1}"
