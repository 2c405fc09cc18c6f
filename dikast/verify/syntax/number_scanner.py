"""Where a number begins and ends in a text: its groups, its decimals, its exponent, found character by character."""

from __future__ import annotations

from dikast.verify.syntax.locales import DecimalSign, past_digits

_Found = tuple[str, int]
_COMMAS = (r",\! ", r",\!", ",", r"{,}\!", "{,}")
_THIN = ("\\,", "\\!", "\\;", "\\:", "\\ ", "~", "'")
_GROUPING = ",{\\~'. "
_MOST_EXPONENT = 6
_MOST_GROUPS = 140
_NOT_BEFORE_BLANK = ".,^_/{\\-"
_BASES = {"x": 16, "b": 2, "o": 8}


def scan_number(text: str, at: int, decimal: DecimalSign | None, is_index: bool, is_single: bool) -> _Found | None:
    """The number that begins at `at` in plain digits (with commas only where they may part a list) and its end.

    `is_index`: behind a subscript sign only digits count. `is_single`: only one digit counts. None for no number.
    """
    end = past_digits(text, at)
    if end == at:
        return _from_decimals(text, at)
    if is_single:
        return text[at], at + 1
    if is_index:
        return text[at:end], end
    if (prefixed := _prefixed(text, at)) is not None:
        return prefixed
    whole, end = _grouped(text, at, end, decimal)
    places, end = _decimals(text, at, end, decimal, "," in whole)
    power, end = _exponent(text, end)
    return whole + places + power, end


def _from_decimals(text: str, at: int) -> _Found | None:
    """`.5`."""
    end = past_digits(text, at + 1)
    if text[at] != "." or end == at + 1 or text[at - 1 : at].isdigit():
        return None
    power, after = _exponent(text, end)
    return text[at:end] + power, after


def _prefixed(text: str, at: int) -> _Found | None:
    """`0xFF`, `0b101` and `0o17` as a decimal number."""
    base = _BASES.get(text[at + 1 : at + 2], 0) if text[at] == "0" else 0
    if not base:
        return None
    end = at + 2
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    try:
        return str(int(text[at + 2 : min(end, at + 202)], base)), end
    except ValueError:  # 0 and a name
        return None


def scan_based(text: str, at: int) -> _Found | None:
    """`FF_{16}` and `1A_16` as a decimal number and its end: digits of a base above ten, with one among them."""
    end = at
    while end < len(text) and text[end] in "0123456789ABCDEF":
        end += 1
    digits = text[at:end]
    has_letter = not (digits.isdigit() or (digits.isalpha() and len(digits) < 2))
    if not has_letter or not text.startswith("_", end) or text[at - 1 : at].isalnum():
        return None
    braced = text.startswith("_{", end)
    start = end + 1 + braced
    after = past_digits(text, start)
    base = int(text[start:after]) if after == start + 2 else 0
    is_base = 11 <= base <= 16 and (braced or base == 16) and (not braced or text.startswith("}", after))
    if not is_base or any(int(digit, 16) >= base for digit in digits):
        return None
    return str(int(digits, base)), after + braced


def _grouped(text: str, at: int, end: int, decimal: DecimalSign | None) -> _Found:
    """The whole part: its groups of three joined, if all of it is grouped; else the digits up to `end`."""
    first = text[at:end]
    is_followed = text[end : end + 1] in _GROUPING and end < len(text)
    if not is_followed or len(first) > 3 or first[0] == "0":
        return first, end
    is_member = text[at - 1 : at] == "," and text[at - 2 : at - 1].isdigit()  # of a list: 64,81,100
    for sign in (*_THIN, *(() if decimal == "comma" or is_member else _COMMAS)):
        if text.startswith(sign, end) and (groups := _groups(text, end, sign)) is not None:
            joint = "," if sign == "," else ""
            return joint.join((first, *groups[0])), groups[1]
    if text[end : end + 1] == "." and (groups := _groups(text, end, ".")) is not None:
        is_sure = len(groups[0]) > 1 or decimal == "comma"
        return (first + "".join(groups[0]), groups[1]) if is_sure else (first, end)
    if text[end : end + 1] == " " and (at == 0 or text[at - 1] not in _NOT_BEFORE_BLANK):
        groups = _groups(text, end, " ")
        is_cut = groups is None or text[groups[1] : groups[1] + 1] == "/"
        if groups is not None and not is_cut:
            return first + "".join(groups[0]), groups[1]
    return first, end


def _groups(text: str, at: int, sign: str) -> tuple[list[str], int] | None:
    """The digits behind each `sign` from `at` on, and their end; None unless they are groups of three to the last.

    Groups of two before a last group of three are India's way: 12,34,567.
    """
    found: list[str] = []
    while text.startswith(sign, at) and "0" <= text[at + len(sign) : at + len(sign) + 1] <= "9":
        start = at + len(sign)
        at = past_digits(text, start)
        found.append(text[start:at])
        is_hopeless = len(found[-1]) != 3 and sign != ","
        if is_hopeless or len(found) > _MOST_GROUPS:
            return None  # or a long row of numbers would be gone through again from each of them
    is_threes = all(len(group) == 3 for group in found)
    is_indian = sign == "," and 1 < len(found) < 5 and [len(group) for group in found] == [2] * (len(found) - 1) + [3]
    return (found, at) if found and (is_threes or is_indian) else None


def _decimals(text: str, start: int, end: int, decimal: DecimalSign | None, is_grouped: bool) -> _Found:
    """The point and the decimals as `.5`, and their end; a lone point is kept only where a period may follow."""
    if decimal == "comma" or (text.startswith("{,}", end) and not is_grouped):
        sign = "{,}" if text.startswith("{,}", end) else ","
        after = past_digits(text, end + len(sign))
        is_pair = text[start - 1 : start] in ("(", "[") and text[after : after + 1] in (")", "]")
        if text.startswith(sign, end) and after > end + len(sign) and not (is_pair and sign == ","):
            return "." + text[end + len(sign) : after], after
    after = past_digits(text, end + 1)
    if text[end : end + 1] != ".":
        return "", end
    if after > end + 1:
        return text[end:after], after
    follows = text[end + 1 : end + 2]
    if follows.isalnum() or follows in ("_", "."):
        return "", end
    return ("." if follows in ("\\", "(") else ""), end + 1


def _exponent(text: str, at: int) -> _Found:
    """`e-3`, or nothing."""
    if text[at : at + 1] not in ("e", "E"):
        return "", at
    start = at + 1 + (text[at + 1 : at + 2] in ("+", "-"))
    end = past_digits(text, start)
    follows = text[end : end + 1]
    is_whole = 0 < end - start <= _MOST_EXPONENT and not (follows.isalnum() or follows in ("_", "."))
    return (text[at:end], end) if is_whole else ("", at)
