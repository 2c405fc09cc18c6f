"""The envelope: other people's words in a prompt, every line of them marked as theirs.

No line of the engine's own begins with the mark. What can't write the beginning of a line can't leave the envelope.
"""

from __future__ import annotations

ENVELOPE = "| "


def quoted(text: str) -> str:
    """The text with every line of it, by whatever character it is broken, marked as other people's words."""
    return "\n".join(ENVELOPE + line for line in text.splitlines() or [""])
