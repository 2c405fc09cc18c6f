"""Text from others made safe to show: it can't move the cursor of a terminal or change a colour."""

from __future__ import annotations

import json
import unicodedata

# Control characters, format characters (among them those that reverse the direction of text), and half characters.
_UNSAFE_CATEGORIES = ("Cc", "Cf", "Cs")
# U+200D joins emoji to one picture: it is a format character, but harmless.
_SAFE = "\n\t\u200d"


def sanitize(text: str) -> str:
    """The text with unsafe characters shown as `?`.

    Line ends and tabs stay, and so does every character that only shows itself.
    """
    # Only the `\r` of a line end is harmless: alone, it moves the cursor to the start of the line.
    text = text.replace("\r\n", "\n")
    return "".join("?" if _is_unsafe(char) else char for char in text)


def sanitize_json(text: str) -> str:
    """JSON with the same meaning, in which unsafe characters are written as `\\uXXXX`.

    The text must be valid JSON.
    """
    # Unsafe characters occur only within strings of JSON, where such an escape means the same character.
    return "".join(json.dumps(char)[1:-1] if _is_unsafe(char) else char for char in text)


def _is_unsafe(char: str) -> bool:
    """Whether a terminal may obey the character, or draw other characters in another place because of it."""
    if char in _SAFE:
        return False
    return unicodedata.category(char) in _UNSAFE_CATEGORIES
