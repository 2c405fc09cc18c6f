"""A source that a seat knows in part, or that reaches it with noise: drawn, and always the same for a seed."""

from __future__ import annotations

import hashlib
import re

GAP = "…"
"""Stands where something of the source is missing."""

# A sentence ends before a blank and a capital letter, a number or a quotation mark, but not after a title.
_TITLES = "".join(rf"(?<!\b{title}\.)" for title in ("Mr", "Mrs", "Ms", "Dr", "St", "No", "Prof"))
_BETWEEN_FACTS = re.compile(rf"(?<=[.!?…]){_TITLES}[\"')\]”’]*\s+(?=[\"'(\[“‘]?[A-Z0-9À-Þ])")
_WORD = re.compile(r"\S+")
_DIGIT = re.compile(r"\d")


def facts_of(line: str) -> list[str]:
    """The facts in a line of a source: its sentences."""
    facts: list[str] = []
    start = 0
    for between in _BETWEEN_FACTS.finditer(line):
        facts.append(line[start : between.end()].rstrip())
        start = between.end()
    return [*facts, line[start:]]


def known_part(source: str, knows: float, *seed: object) -> str:
    """The source with only those facts that are drawn, each with probability `knows`; a gap stands for the others.

    A fact is a sentence, or a line without an end of a sentence. With the same seed, a higher probability adds facts
    and takes none away. Blank lines stay.
    """
    lines: list[str] = []
    for row, line in enumerate(source.splitlines()):
        if not line.strip():
            lines.append(line)
            continue
        facts = [
            fact if uniform("knows", row, column, fact, *seed) < knows else GAP
            for column, fact in enumerate(facts_of(line))
        ]
        lines.append(" ".join(_without_repeated_gaps(facts)))
    return "\n".join(_without_repeated_gaps(lines))


def noisy_text(text: str, noise: float, *seed: object) -> str:
    """The text in which each word is wrong with probability `noise`: a number has other digits, a word is a gap."""
    position = 0

    def pass_on(match: re.Match[str]) -> str:
        nonlocal position
        position += 1
        word = match[0]
        if uniform("noise", position, *seed) >= noise:
            return word
        if not _DIGIT.search(word):
            return GAP
        return _other_number(word, position, *seed)

    return _WORD.sub(pass_on, text)


def uniform(*parts: object) -> float:
    """A number from 0 up to, but not including, 1 that depends on these parts and on nothing else."""
    digest = hashlib.blake2b(repr(parts).encode(errors="replace"), digest_size=7).digest()
    return (int.from_bytes(digest, "big") >> 3) / 2**53


def _other_number(word: str, *seed: object) -> str:
    """The word with another digit in the place of each, none of them the same."""
    index = 0

    def other_digit(match: re.Match[str]) -> str:
        nonlocal index
        index += 1
        shift = 1 + int(9 * uniform("digit", index, *seed))
        digit = (int(match[0]) + shift) % 10
        # A number keeps its length: it does not begin with a 0 that it did not have.
        return str(digit or 5) if index == 1 else str(digit)

    return re.sub(r"[0-9]", other_digit, word)


def _without_repeated_gaps(pieces: list[str]) -> list[str]:
    """The pieces, with one gap where several follow one another."""
    kept: list[str] = []
    for piece in pieces:
        if piece != GAP or kept[-1:] != [GAP]:
            kept.append(piece)
    return kept
