"""Parquet: a run's narrow rows as a table of typed columns, written in groups of rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from types import UnionType
from typing import TYPE_CHECKING, Any, BinaryIO, get_args, get_origin

from dikast.errors import BadInput
from dikast.records import Outcome, Usage

if TYPE_CHECKING:
    import pyarrow

ROWS_A_GROUP = 10_000
# `usage` has a column for each of its fields; `agents` is the team as text; `error` says what `ending` does.
# `grade` is about steps, which the table does not have.
NOT_COLUMNS = {"usage", "team", "ending", "grade"}


def write_parquet(outcomes: Iterable[Outcome], file: BinaryIO) -> int:
    """A row an outcome, with a column for each part of its usage; how many rows.

    A group of rows is in memory at a time. Raises BadInput where pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise BadInput('Parquet needs an extra: pip install "dikast[parquet]"', "--format parquet") from None
    schema = _schema(pyarrow)
    n_rows = 0
    with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        rows = map(_row, outcomes)
        while group := list(islice(rows, ROWS_A_GROUP)):
            writer.write_table(pyarrow.Table.from_pylist(group, schema))
            n_rows += len(group)
    return n_rows


def _row(outcome: Outcome) -> dict[str, Any]:
    """One outcome by the names of the columns."""
    row = outcome.model_dump(mode="json", exclude=NOT_COLUMNS)
    for name in Outcome.model_fields.keys() - NOT_COLUMNS - row.keys():
        # A record leaves out what is seldom so, where a column has a value in every row.
        row[name] = getattr(outcome, name)
    for name, value in row.items():
        if isinstance(value, list | tuple | dict):
            row[name] = json.dumps(value)
    for name, value in outcome.usage.model_dump(mode="json").items():
        row[_cost_column(name)] = value
    return row


def _schema(pyarrow: Any) -> pyarrow.Schema:
    """The columns, from the records' own types. All but numbers and booleans is text, a list or a record JSON."""
    types: dict[object, object] = {int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    columns: dict[str, object] = {}
    for name, field in Outcome.model_fields.items():
        if name not in NOT_COLUMNS:
            columns[name] = field.annotation
    for name, field in Usage.model_fields.items():
        columns[_cost_column(name)] = field.annotation
    schema = []
    for name, annotation in columns.items():
        column_type = types.get(_without_none(annotation), pyarrow.string())
        schema.append((name, column_type))
    return pyarrow.schema(schema)


def _without_none(annotation: object) -> object:
    """The type of a value that is there: `float` of `float | None`."""
    if get_origin(annotation) is not UnionType:
        return annotation
    first, second = get_args(annotation)
    if first is type(None):
        return second
    return first


def _cost_column(name: str) -> str:
    """The name of the column for one field of the usage."""
    # An outcome has seconds too: those by the clock, where these are of its calls added up.
    if name == "seconds":
        return "call_seconds"
    return name
