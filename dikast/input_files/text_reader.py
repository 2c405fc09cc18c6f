"""The text of a file, or a BadInput that says why it can't be read."""

from __future__ import annotations

from pathlib import Path

from dikast.errors import BadInput

_REASONS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "no such file"),
    (NotADirectoryError, "no such file: a part of its path is a file, not a folder"),
    (IsADirectoryError, "this is a folder, but a file is needed"),
    (PermissionError, "there is no permission to read this file"),
)


def read_text(path: Path) -> str:
    """The text of the file. Raises BadInput if it is missing, a folder, or not UTF-8."""
    try:
        # Some editors begin a file with a byte order mark: `utf-8-sig` skips it.
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 text: byte {error.start} can't be read"
    except (OSError, ValueError) as error:
        reason = _reason(error)
    raise BadInput(reason, str(path))


def _reason(error: OSError | ValueError) -> str:
    """Why the file can't be opened, in words for a person."""
    for error_type, reason in _REASONS:
        if isinstance(error, error_type):
            return reason
    # For example a name that is too long, a loop of links, or a null character in the name.
    return f"this file can't be read: {error}"
