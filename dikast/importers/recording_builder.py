"""Builds a recording from its fields. An error names the place in the file that they come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dikast.importers.recording import Recording
from dikast.input_files import Document, bad_input


def build_recording(document: Document, **fields: Any) -> Recording:
    """The recording with these fields. Raises BadInput at the row of the document if they contradict each other."""
    try:
        return Recording(
            **fields,
            file=Path(document.name).name,
            location=document.where(),
        )
    except ValidationError as error:
        # The paths in the error are those of a Recording, not of the row: only the row's own line is right.
        row = Document(document.data, document.name, line=document.line)
        raise bad_input(error, Recording, row) from None
