"""Other people's words in a text to read.

Every line of theirs begins with `| `, and no line of ours does: what was said can't pass for a turn, a check or a
verdict, here as little as in a prompt.
"""

from __future__ import annotations

from collections.abc import Iterator


def said(words: str) -> Iterator[str]:
    """What somebody else wrote, line by line."""
    return (f"| {line}".rstrip() for line in words.splitlines())


def in_line(words: str) -> str:
    """What somebody else wrote, in the midst of a line of ours."""
    return " ".join(words.split())
