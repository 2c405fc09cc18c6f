"""CSV files with a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dikast.errors import BadInput
from dikast.input_files.bad_rows import BadRows
from dikast.input_files.document import Document
from dikast.input_files.text_reader import read_text

_DELIMITERS = (";", "\t", "|", ",")
# Begins the name of a column that has none. No text of a file has it.
_NAMELESS = "\0"


def read_csv(path: Path, bad: BadRows | None = None, delimiter: str = ",") -> Iterator[Document]:
    """The rows of a CSV file with a header, one Document a row. Every value is text.

    The line of a row is the one on which it ends. A row without any text is skipped, and a column without a name or any
    text: spreadsheets end in such rows and columns. Raises BadInput for a repeated column, a row with too many or too
    few fields or a value under no name, unless `bad` takes it, and anything else that is not CSV.
    """
    bad = bad or BadRows()
    # `newline=""`: a line end in a quoted field belongs to its text and must stay as it is.
    text = io.StringIO(read_text(path), newline="")
    reader = csv.DictReader(text, delimiter=delimiter, strict=True)
    try:
        while reader.fieldnames == []:
            # A blank line before the header.
            reader.fieldnames = None
        columns = reader.fieldnames or ()
        _check_header(columns, delimiter, f"{path}:{reader.line_num}")
        nameless = {f"{_NAMELESS}{i}": i for i, column in enumerate(columns) if not column.strip()}
        reader.fieldnames = [column if column.strip() else f"{_NAMELESS}{i}" for i, column in enumerate(columns)]
        for row in reader:
            if _is_empty(row):
                continue
            # DictReader puts surplus fields under the key None, and None in the place of missing ones.
            if None in row or None in row.values():
                message = f"this row doesn't have the {len(columns)} columns of the header"
                bad.add(BadInput(message, f"{path}:{reader.line_num}"))
                continue
            filled = [i for key, i in nameless.items() if row.pop(key).strip()]
            if filled:
                message = f"column {filled[0] + 1} has a value here and no name in the header: name it, or leave it out"
                bad.add(BadInput(message, f"{path}:{reader.line_num}"))
                continue
            yield Document(dict(row), str(path), line=reader.line_num)
    except csv.Error as error:
        raise BadInput(_reason(error), f"{path}:{reader.line_num}") from None


def _is_empty(row: Mapping[str, str | list[str] | None]) -> bool:
    """Whether no field of a row has text."""
    for value in row.values():
        # Fields beyond the header's columns are in a list.
        texts = value if isinstance(value, list) else [value or ""]
        if any(text.strip() for text in texts):
            return False
    return True


def _check_header(columns: Sequence[str], delimiter: str, location: str) -> None:
    """Raises BadInput for a name that repeats, as DictReader would keep only the last such column, and for a header
    whose names something else parts.
    """
    if len(columns) == 1:
        for other in _DELIMITERS:
            if other != delimiter and all(name.strip() for name in columns[0].split(other)) and other in columns[0]:
                raise BadInput(f"its columns are parted by {other!r}, where {delimiter!r} is needed", location)
    for column in columns:
        if column.strip() and columns.count(column) > 1:
            raise BadInput(f"the column {column!r} occurs twice here", location)


def _reason(error: csv.Error) -> str:
    """What is wrong, and the way out if there is one."""
    # The csv module has one limit for the whole process, so that a library must not raise it.
    if "field larger than field limit" in str(error):
        return f"a field of more than {csv.field_size_limit():,} characters: put such rows into a .jsonl file"
    return f"not CSV: {error}"
