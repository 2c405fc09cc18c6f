"""Other people's text on a terminal: whatever stands in it, it can't move the cursor or change a colour."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """The text with control and direction characters shown as `?`; line ends and tabs stay."""
    return "".join(
        char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs") or char == "\u200d" else "?"
        for char in text.replace("\r\n", "\n")
    )
