"""Files of questions that a generator makes, written into a league where runs can read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import JsonValue

from dikast.errors import BadInput


def write_rows(path: Path, rows: Iterable[Mapping[str, JsonValue]]) -> None:
    """Writes the rows, unless the file is there. Raises BadInput where no file can be written."""
    if path.is_file():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise BadInput(f"the set can't be written: {error.strerror}", str(path)) from None
