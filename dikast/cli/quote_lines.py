"""Text by others (models, data files) inside a printed text.

Every line of it begins with `| `, and no line of Dikast's own does. So a speech can't be mistaken for a turn, a check
or a verdict, as it can't in a prompt.
"""

from __future__ import annotations

from collections.abc import Iterator


def quoted_lines(text: str) -> Iterator[str]:
    """The text as marked lines."""
    for line in text.splitlines():
        # An empty line becomes a bar alone, without the space after it.
        yield f"| {line}".rstrip()


def on_one_line(text: str) -> str:
    """The text without line breaks, to stand within a line of Dikast's own."""
    return " ".join(text.split())
