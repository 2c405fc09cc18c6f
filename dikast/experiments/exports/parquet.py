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


def write_parquet(outcomes: Iterable[Outcome], file: BinaryIO) -> int:
    """A row an outcome, of what it cost a column each; how many rows. A group of rows is in memory at a time.

    Raises BadInput where pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise BadInput('Parquet needs an extra: pip install "dikast[parquet]"', "--format parquet") from None
    schema = _schema(pyarrow)
    n = 0
    with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        rows = iter(outcomes)
        while group := list(islice(rows, ROWS_A_GROUP)):
            writer.write_table(pyarrow.Table.from_pylist([_row(outcome) for outcome in group], schema))
            n += len(group)
    return n


def _row(outcome: Outcome) -> dict[str, Any]:
    row = outcome.model_dump(mode="json")
    usage = row.pop("usage")
    row = {name: json.dumps(value) if isinstance(value, list) else value for name, value in row.items()}
    return row | {_cost_column(name): value for name, value in usage.items()}


def _schema(pyarrow: Any) -> pyarrow.Schema:
    """The columns, from the records' own types: what is neither number nor truth is text, and a list is JSON."""
    kinds = {int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}

    def column(annotation: object) -> pyarrow.DataType:
        bare = [kind for kind in _alternatives(annotation) if kind is not type(None)]
        return kinds.get(bare[0], pyarrow.string()) if isinstance(bare[0], type) else pyarrow.string()

    outcome = {name: field.annotation for name, field in Outcome.model_fields.items() if name != "usage"}
    usage = {_cost_column(name): field.annotation for name, field in Usage.model_fields.items()}
    return pyarrow.schema([(name, column(annotation)) for name, annotation in (outcome | usage).items()])


def _alternatives(annotation: object) -> tuple[object, ...]:
    return get_args(annotation) if get_origin(annotation) is UnionType else (annotation,)


def _cost_column(name: str) -> str:
    # An outcome has seconds too: those by the clock, where these are of its calls added up.
    return "call_seconds" if name == "seconds" else name
