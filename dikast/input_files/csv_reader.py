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


def read_csv(path: Path, bad: BadRows | None = None, delimiter: str = ",") -> Iterator[Document]:
    """The rows of a CSV file with a header, one Document a row. Every value is text.

    The line of a row is the one on which it ends. A row without any text is skipped: spreadsheets end in such rows.
    Raises BadInput for a repeated column, a row with too many or too few fields, unless `bad` takes it, and anything
    else that is not CSV.
    """
    bad = bad or BadRows()
    # `newline=""`: a line end in a quoted field belongs to its text and must stay as it is.
    text = io.StringIO(read_text(path), newline="")
    reader = csv.DictReader(text, delimiter=delimiter, strict=True)
    try:
        columns = reader.fieldnames or ()
        _check_header(columns, f"{path}:{reader.line_num}")
        for row in reader:
            if _is_empty(row):
                continue
            # DictReader puts surplus fields under the key None, and None in the place of missing ones.
            if None in row or None in row.values():
                message = f"this row doesn't have the {len(columns)} columns of the header"
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


def _check_header(columns: Sequence[str], location: str) -> None:
    """Raises BadInput for a column name that repeats: DictReader would keep only the last such column."""
    for column in columns:
        if columns.count(column) > 1:
            raise BadInput(f"the column {column!r} occurs twice here", location)


def _reason(error: csv.Error) -> str:
    """What is wrong, and the way out if there is one."""
    # The csv module has one limit for the whole process, so that a library must not raise it.
    if "field larger than field limit" in str(error):
        return f"a field of more than {csv.field_size_limit():,} characters: put such rows into a .jsonl file"
    return f"not CSV: {error}"
