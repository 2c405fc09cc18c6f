"""A wrong reference made from a right one, to see how far a judge leans on what it is told."""

from __future__ import annotations

import re
from hashlib import blake2b
from string import ascii_uppercase

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def corrupted_reference(text: str) -> str:
    """The text with its last number changed, or the letter that it is, or else denied; the same for the same text."""
    numbers = list(_NUMBER.finditer(text))
    shift = 1 + blake2b(text.encode("utf-8", "replace"), digest_size=1).digest()[0] % 8
    if numbers:
        last = numbers[-1]
        return f"{text[: last.start()]}{_shifted(last[0], shift)}{text[last.end() :]}"
    letter = text.strip(" ().").upper()
    if len(letter) == 1 and letter in ascii_uppercase:
        place = ascii_uppercase.index(letter)
        return text.replace(text.strip(" ()."), ascii_uppercase[place - 1 if place else 1])
    return f"not {text}"


def _shifted(number: str, shift: int) -> str:
    """The number with its last digit moved on: never the same number, and as many decimals."""
    return f"{number[:-1]}{(int(number[-1]) + shift) % 10}"
