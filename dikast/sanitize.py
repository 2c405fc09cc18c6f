"""Text from others made safe to show: it can't move the cursor of a terminal or change a colour."""

from __future__ import annotations

import json
import unicodedata

# Control characters, format characters (among them those that reverse the direction of text), and half characters.
_UNSAFE_CATEGORIES = ("Cc", "Cf", "Cs")
# U+200D joins emoji to one picture: it is a format character, but harmless.
_SAFE = frozenset("\n\t\u200d")


def sanitize(text: str) -> str:
    """The text with unsafe characters shown as `?`.

    Line ends and tabs stay, and so does every character that only shows itself.
    """
    # Only the `\r` of a line end is harmless: alone, it moves the cursor to the start of the line.
    text = text.replace("\r\n", "\n")
    return text.translate(dict.fromkeys(_unsafe_characters(text), "?"))


def sanitize_json(text: str) -> str:
    """JSON with the same meaning, in which unsafe characters are written as `\\uXXXX`.

    The text must be valid JSON.
    """
    # Unsafe characters occur only within strings of JSON, where such an escape means the same character.
    escapes: dict[int, str] = {}
    for code in _unsafe_characters(text):
        # `dumps` escapes every character that is not ASCII. The slice takes the quotation marks off.
        escapes[code] = json.dumps(chr(code))[1:-1]
    return text.translate(escapes)


def unsafe_characters(text: str) -> set[str]:
    """The control and format characters of the text, line ends among them: what no name should have."""
    # Each character once: a long text has few different ones.
    return {char for char in set(text) if unicodedata.category(char) in _UNSAFE_CATEGORIES}


def _unsafe_characters(text: str) -> list[int]:
    """The code points in the text that a terminal may obey, or that make it draw others in another place."""
    return [ord(char) for char in unsafe_characters(text) - _SAFE]
