"""Small files that a test writes."""

from __future__ import annotations

from pathlib import Path


def write_file(folder: Path, content: str | bytes, name: str = "play.yaml") -> Path:
    """The path of a new file with this content; text is written as UTF-8."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
