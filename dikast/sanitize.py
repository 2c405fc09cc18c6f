"""Other people's text on a terminal or a page: whatever stands in it, it can't move the cursor or change a colour."""

from __future__ import annotations

import json
import unicodedata


def sanitize(text: str) -> str:
    """The text with control and direction characters shown as `?`; line ends and tabs stay."""
    return "".join("?" if _acts(char) else char for char in text.replace("\r\n", "\n"))


def sanitize_json(text: str) -> str:
    """JSON that means the same, with such characters written as `\\uXXXX`; they stand in its strings alone."""
    return "".join(json.dumps(char)[1:-1] if _acts(char) else char for char in text)


def _acts(char: str) -> bool:
    """Whether a terminal may act on the character, or draw others elsewhere than where they stand."""
    if char in "\n\t\u200d":  # the joiner of emoji
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Cs")
