"""Rows of local files: JSONL, JSON, CSV, parquet, or a folder with a data set's splits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from dikast.errors import BadInput
from dikast.input_files import BadRows, Document, json_value, read_csv, read_jsonl, read_text
from dikast.questions import hub_rows
from dikast.questions.row_adapter import is_list_of

_TEXT_SUFFIXES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
# The hub takes these names for one split: https://huggingface.co/docs/hub/datasets-file-names-and-splits
_SPLIT_NAMES = {"validation": ("validation", "valid", "val", "dev")}


def read_rows(path: Path, bad: BadRows | None = None) -> Iterator[Document]:
    """The rows of a file, a Document each. A file with an unknown suffix is read as JSONL, as QuALITY's files are.

    Raises BadInput for a row that can't be read, unless `bad` takes it.
    """
    reader = _READERS.get(path.suffix.lower(), read_jsonl)
    return reader(path, bad or BadRows())


def read_split_rows(
    path: Path,
    config: str | None,
    split: str | None,
    usual: tuple[str | None, str],
    bad: BadRows | None = None,
) -> Iterator[Document]:
    """The rows of a file, or of one split of a folder. `usual` is the configuration and split if none is named.

    In a folder, JSONL, JSON and CSV files with the split in their names are read directly: those in the folder named
    like the configuration, else those in `data`, else those in the folder itself. If there are none, the `datasets`
    library reads the folder.
    """
    if not path.is_dir():
        return read_rows(path, bad)
    usual_config, usual_split = usual
    # For text files the folder or the file's name says the configuration, whether asked for or usual.
    config_name = config or usual_config
    split_name = split or usual_split
    text_files = _split_files(path, config_name, split_name)
    if text_files:
        return chain.from_iterable(read_rows(file, bad) for file in text_files)
    return hub_rows.read_folder(path, config, usual_config, split_name)


def _split_files(folder: Path, config: str | None, split: str) -> list[Path]:
    """The text files of one split, in the order of their names."""
    split_names = _SPLIT_NAMES.get(split, (split,))
    names = "|".join(map(re.escape, split_names))
    # A whole word of the file's name: `invalidation.jsonl` is no `validation` split.
    split_name = re.compile(rf"(^|[-._ ])({names})([-._ ]|$)")
    subfolders = [folder / "data", folder]
    if config:
        subfolders.insert(0, folder / config)
    for subfolder in subfolders:
        files = [file for file in _text_files(subfolder) if split_name.search(file.stem)]
        if files:
            return files
    # A data set whose configurations have one split each may have a file for each configuration.
    return [file for file in _text_files(folder) if file.stem == config]


def _text_files(folder: Path) -> list[Path]:
    """The files of a folder that are read without the `datasets` library, in the order of their names."""
    paths = sorted(folder.glob("*"))
    # A folder may have such a suffix too.
    files = filter(Path.is_file, paths)
    return [file for file in files if file.suffix.lower() in _TEXT_SUFFIXES]


def _read_json(path: Path, bad: BadRows) -> Iterator[Document]:
    """The objects of a JSON list, or of a JSON object whose values are the rows or lists of rows.

    Raises BadInput for anything else.
    """
    try:
        data: Any = json_value(read_text(path))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON: {error}", str(path)) from None
    # MR-Ben's files map each question to the list of its solutions.
    rows = data
    if isinstance(data, dict):
        rows = list(data.values())
    if is_list_of(list, rows):
        rows = list(chain.from_iterable(rows))
    if not is_list_of(dict, rows):
        raise BadInput("a list of objects is needed, one a question", str(path))
    for number, row in enumerate(rows, start=1):
        yield Document(row, f"{path}, row {number}")


def _read_parquet(path: Path, bad: BadRows) -> Iterator[Document]:
    """The rows of a parquet file. All of them have its columns: a file that can't be read is no bad row."""
    return hub_rows.read_parquet(path)


_READERS: dict[str, Callable[[Path, BadRows], Iterator[Document]]] = {
    ".csv": read_csv,
    ".tsv": partial(read_csv, delimiter="\t"),
    ".json": _read_json,
    ".parquet": _read_parquet,
}
