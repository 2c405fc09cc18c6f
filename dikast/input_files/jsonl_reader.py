"""JSONL files: one JSON object a line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dikast.errors import BadInput
from dikast.input_files.bad_rows import BadRows
from dikast.input_files.document import Document
from dikast.input_files.text_reader import read_text

# A JSON file of one list is often taken for JSONL.
_LIST_HINT = "; if the file is one list, `jq -c '.[]' FILE` writes an object a line"


def read_jsonl(path: Path, bad: BadRows | None = None) -> Iterator[Document]:
    """The objects of a JSONL file, one Document a line. Blank lines are skipped.

    Raises BadInput for the first line that is not a JSON object, or that names a key twice, unless `bad` takes it.
    """
    bad = bad or BadRows()
    for number, line in jsonl_lines(path):
        try:
            document = parse_jsonl_line(line, str(path), number)
        except BadInput as error:
            bad.add(error)
            continue
        yield document


def jsonl_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a JSONL file that are not blank, with their numbers from 1.

    Raises BadInput if the file can't be read.
    """
    # Not `splitlines`: a JSON string may contain characters such as U+2028, at which that would split too.
    lines = read_text(path).split("\n")
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def parse_jsonl_line(line: str, name: str, number: int) -> Document:
    """The object of one line. `name` and `number` are what errors call it.

    Raises BadInput if the line is not a JSON object, or names a key twice.
    """
    try:
        data = json_value(line)
    except RecursionError:
        raise BadInput("nested too deeply", f"{name}:{number}") from None
    except ValueError as error:
        raise BadInput(f"not JSON: {error}{_hint_for(line, number)}", f"{name}:{number}") from None
    if not isinstance(data, dict):
        hint = _LIST_HINT if isinstance(data, list) else ""
        raise BadInput(f"each line must be a JSON object{hint}", f"{name}:{number}")
    return Document(data, name, line=number)


def _hint_for(line: str, number: int) -> str:
    """What to do about a line that is not JSON, by how it begins; once a file where all of it is of another kind."""
    if line.lstrip().startswith("["):
        return _LIST_HINT
    if line.lstrip().startswith("{") or number > 1:
        return ""
    # A table, a YAML file or plain text.
    return '; in a JSONL file each line is one JSON object, such as {"id": "1", …}'


def json_value(text: str) -> Any:
    """The value of JSON text.

    Raises ValueError if it is not JSON, names a key twice, or contains half a character; and RecursionError.
    """
    data = json.loads(text, object_pairs_hook=_unique_keys)
    if "\\ud" in text.lower():
        # An escape such as `\ud800` alone is half of a surrogate pair: JSON allows it, but it can't be stored as text.
        try:
            json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"{error.object[error.start]!a} is half a character") from None
    return data


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of its keys and values. Raises ValueError if a key repeats, where `json` would keep the last value."""
    data = dict(pairs)
    if len(data) == len(pairs):
        return data
    counts = Counter(key for key, _ in pairs)
    [(repeated, _)] = counts.most_common(1)
    raise ValueError(f"the key {repeated!r} occurs twice here")
