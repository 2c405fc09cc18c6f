"""Rules for several fields of a record, written as rows: what must hold, and the message if it does not."""

from __future__ import annotations


def require(*rules: tuple[bool, str]) -> None:
    """Raises ValueError with the message of the first rule that does not hold.

    It is for validators: pydantic adds the path of the record to the message.
    """
    for holds, message in rules:
        if not holds:
            raise ValueError(message)
