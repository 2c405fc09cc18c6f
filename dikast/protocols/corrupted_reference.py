"""A wrong reference made from a right one, to see how far a judge leans on what it is told."""

from __future__ import annotations

import re
from hashlib import blake2b
from string import ascii_uppercase

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def corrupted_reference(text: str) -> str:
    """The text with its last number changed, or the letter that it is, or else denied; the same for the same text."""
    numbers = list(_NUMBER.finditer(text))
    if numbers:
        last = numbers[-1]
        return f"{text[: last.start()]}{_other_number(last[0], text)}{text[last.end() :]}"
    letter = text.strip(" ().")
    if len(letter) == 1 and letter.upper() in ascii_uppercase:
        position = ascii_uppercase.index(letter.upper())
        # The letter before it, which the choices have if they have this one; for A, B.
        other = ascii_uppercase[position - 1] if position else "B"
        return text.replace(letter, other)
    return f"not {text}"


def _other_number(number: str, text: str) -> str:
    """The number with another last digit, drawn from the text: never the same number, and as many decimals."""
    shift = 1 + blake2b(text.encode("utf-8", "replace"), digest_size=1).digest()[0] % 8
    return f"{number[:-1]}{(int(number[-1]) + shift) % 10}"
