"""A recording made of its parts, with the place in the file where they don't fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dikast.importers.recording import Recording
from dikast.input_files import Document, bad_input


def recording_of(document: Document, **parts: Any) -> Recording:
    """The recording of these parts. Raises BadInput at the row where they don't make one."""
    try:
        return Recording(**parts, file=Path(document.name).name, place=document.where())
    except ValidationError as error:
        raise bad_input(error, Recording, Document(document.data, document.name, line=document.line)) from None
