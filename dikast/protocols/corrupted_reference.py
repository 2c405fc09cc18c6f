"""A wrong reference answer made from a right one. It shows whether a judge believes a reference more than a proof."""

from __future__ import annotations

import re
from hashlib import blake2b
from string import ascii_uppercase

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def corrupted_reference(text: str) -> str:
    """A wrong answer that looks like the right one. The same text always gives the same wrong answer.

    - If the text has numbers, the last one is changed.
    - If the text is a single letter, such as `(B)`, it becomes another letter.
    - Any other text is denied: `not …`.
    """
    numbers = list(_NUMBER.finditer(text))
    if numbers:
        last = numbers[-1]
        return f"{text[: last.start()]}{_other_number(last[0], text)}{text[last.end() :]}"
    letter = text.strip(" ().")
    if len(letter) != 1 or letter.upper() not in ascii_uppercase:
        return f"not {text}"
    if letter.upper() == "A":
        return text.replace(letter, "B")
    # The letter before it, which is a choice whenever this letter is one.
    position = ascii_uppercase.index(letter.upper())
    return text.replace(letter, ascii_uppercase[position - 1])


def _other_number(number: str, text: str) -> str:
    """The number with another last digit, which the text determines. It has as many decimals, and never equals it."""
    # A shift of 1 to 8, so that the last digit always changes.
    shift = 1 + blake2b(text.encode("utf-8", "replace"), digest_size=1).digest()[0] % 8
    last_digit = (int(number[-1]) + shift) % 10
    return f"{number[:-1]}{last_digit}"
