"""Several values of one name as one claim: `x = 2 or x = 3`, `x = 3 or -3`, `$x = 2$ or $3$`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dikast.language import lexicon, tokens
from dikast.verify.text.pieces import Piece, pieces

Joint = Literal["or", "and"]

_LAYOUT = frozenset({"\\text", "\\quad", "\\qquad", "\\,", "\\;", "{", "}", "(", ":", "$"})
_OR_SIGNS = frozenset({"\\lor", "\\vee"})
_COMMAS = frozenset({",", ";", "，", "；"})
_NAME_PIECES = 4


def joint(between: str) -> Joint | None:
    """Whether a stretch of text only joins what stands on both sides, and how."""
    row = [token for token in tokens(between) if token.text not in _LAYOUT]
    meanings = [lexicon().meanings(token.text) for token in row if token.text not in _COMMAS]
    is_or = [token.text in _OR_SIGNS for token in row if token.text not in _COMMAS]
    if not row or not all(sign or m & {"alternative", "addition"} for sign, m in zip(is_or, meanings, strict=True)):
        return None
    return "or" if any(sign or "alternative" in m for sign, m in zip(is_or, meanings, strict=True)) else "and"


def named(form: str) -> tuple[str, str] | None:
    """The name and the value of `x_1 = 2`; None if the formula is anything else."""
    row = pieces(form)
    sign = next((i for i, piece in enumerate(row[: _NAME_PIECES + 1]) if piece.text == "="), 0)
    is_name = 0 < sign <= _NAME_PIECES and row[0].kind in ("word", "cmd") and all(_in_name(p) for p in row[1:sign])
    rest = row[sign + 1 :]
    if not is_name or not rest or any(p.kind in ("rel", "stop") for p in rest):
        return None
    return form[: row[sign].start].strip(), form[row[sign].end :].strip()


def _in_name(piece: Piece) -> bool:
    return piece.kind in ("num", "word", "open", "close") or piece.text in ("_", "'")


def are_values_of_one_name(first: str, second: str) -> bool:
    """`x = 4` and `x = -2`."""
    a, b = named(first), named(second)
    return a is not None and b is not None and a[0] == b[0] and a[1] != b[1]


def further_values(after: str) -> tuple[list[str], int]:
    """The numbers that follow a value, `or -3`, `, 3, 5`, up to the end of the clause; and where they end."""
    row = pieces(after[:200])
    values: list[str] = []
    at = end = 0
    while at < len(row) and (taken := _further(row, at)) is not None:
        value, at = taken
        values.append(value)
        end = row[at - 1].end
    is_whole = at >= len(row) or row[at].text in (".", ";", ":", ")", "$", "\n", ",") or row[at].text in ("are", "as")
    return (values, end) if values and is_whole else ([], 0)


def _further(row: Sequence[Piece], at: int) -> tuple[str, int] | None:
    """One more value behind a joint: its text, and the piece behind it."""
    begin = at
    while at < len(row) and (row[at].text == "," or "alternative" in lexicon().meanings(row[at].text)
                             or row[at].text == "and"):  # fmt: skip
        at += 1
    sign = "-" if at < len(row) and row[at].text == "-" else ""
    at += bool(sign)
    if at == begin or at >= len(row) or row[at].kind != "num":
        return None
    value, at = sign + row[at].text, at + 1
    if at + 1 < len(row) and row[at].text == "/" and row[at + 1].kind == "num":
        value, at = f"{value}/{row[at + 1].text}", at + 2
    is_part = at < len(row) and row[at].kind in ("op", "rel", "word", "open") and not _ends_value(row[at])
    return None if is_part else (value, at)


def _ends_value(piece: Piece) -> bool:
    return piece.text in ("and", "are", "as") or "alternative" in lexicon().meanings(piece.text)
