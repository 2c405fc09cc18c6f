"""Columns under other names: a file's own names for what a row of ours has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from dikast.errors import BadInput, nearest
from dikast.input_files import BadRows, Document

ColumnNames = Mapping[str, str | tuple[str, ...]]
METADATA_PREFIX = "metadata."


def rename_columns(rows: Iterable[Document], columns: ColumnNames, bad: BadRows) -> Iterator[Document]:
    """The rows with our names for the columns that are mapped, and without the others.

    A list of columns becomes a list of their values, without the empty ones. A row that lacks one is a bad row.
    """
    for document in rows:
        try:
            data = {ours: _value(document, theirs) for ours, theirs in columns.items()}
        except BadInput as error:
            bad.add(error)
            continue
        yield replace(document, data=_with_metadata(data))


def _value(document: Document, names: str | tuple[str, ...]) -> Any:
    """The value of one column, or those of several that are not empty."""
    if isinstance(names, str):
        return _cell(document, names)
    values = [_cell(document, name) for name in names]
    return [value for value in values if value not in (None, "")]


def _cell(document: Document, name: str) -> Any:
    """Raises BadInput, with the nearest column, if the row has none of this name."""
    if name not in document.data:
        raise BadInput(
            f"`columns` names {name!r}, and no column is called so: {nearest(name, document.data)}", document.where()
        )
    return document.data[name]


def _with_metadata(data: dict[str, Any]) -> dict[str, Any]:
    """The row with the entries `metadata.NAME` in its metadata."""
    row = {key: value for key, value in data.items() if not key.startswith(METADATA_PREFIX)}
    entries = {key.removeprefix(METADATA_PREFIX): value for key, value in data.items() if key not in row}
    if entries:
        row["metadata"] = entries
    return row


def is_empty(document: Document) -> bool:
    """Whether the row of a JSON file says nothing. Empty rows of a CSV file are skipped where that is read."""
    return all(value is None for value in document.data.values())
