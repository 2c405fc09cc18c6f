"""Rows of local files: JSONL, JSON, CSV, parquet, or a folder that holds a data set's splits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dikast.errors import BadInput
from dikast.input_files import Document, json_value, read_csv, read_jsonl, read_text
from dikast.questions import hub

_PLAIN = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
# The hub takes these for one: https://huggingface.co/docs/hub/datasets-file-names-and-splits
_SAME_SPLIT = {"validation": ("validation", "valid", "val", "dev")}


def read_rows(path: Path) -> Iterator[Document]:
    """The rows of a file, a Document each. What has no suffix we know is taken for JSONL, as QuALITY's files are."""
    match path.suffix.lower():
        case ".csv":
            return read_csv(path)
        case ".tsv":
            return read_csv(path, delimiter="\t")
        case ".json":
            return _read_json(path)
        case ".parquet":
            return hub.read_parquet(path)
        case _:
            return read_jsonl(path)


def read_split_rows(
    path: Path, config: str | None, split: str | None, usual: tuple[str | None, str]
) -> Iterator[Document]:
    """The rows of a file, or of one split of a folder, where `usual` are the configuration and split if none is asked.

    In a folder, JSONL, JSON and CSV files whose name says the split are read as they are: beside one another, in a
    folder `data`, or in one named for the configuration. Anything else is left to the `datasets` library.
    """
    if not path.is_dir():
        return read_rows(path)
    wanted = split or usual[1]
    plain = _plain_files(path, config or usual[0], wanted)
    if plain:
        return (document for file in plain for document in read_rows(file))
    return hub.read_folder(path, config, usual[0], wanted)


def _plain_files(folder: Path, config: str | None, split: str) -> list[Path]:
    words = "|".join(re.escape(word) for word in _SAME_SPLIT.get(split, (split,)))
    names_split = re.compile(rf"(^|[-._ ])({words})([-._ ]|$)")
    for place in [folder / name for name in (config, "data", ".") if name]:
        found = [file for file in _plain_in(place) if names_split.search(file.stem)]
        if found:
            return found
    return [file for file in _plain_in(folder) if file.stem == config]


def _plain_in(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.glob("*")) if file.suffix.lower() in _PLAIN and file.is_file()]


def _read_json(path: Path) -> Iterator[Document]:
    """The objects of a JSON list, or of a JSON object whose values are the rows, or lists of them."""
    try:
        data: Any = json_value(read_text(path))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON: {error}", str(path)) from None
    rows = list(data.values()) if isinstance(data, dict) else data
    if isinstance(rows, list) and rows and all(isinstance(part, list) for part in rows):
        rows = [row for part in rows for row in part]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadInput("a list of objects is needed, one a question", str(path))
    yield from (Document(row, f"{path}, row {number}") for number, row in enumerate(rows, start=1))
