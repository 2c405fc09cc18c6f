"""Where a number begins and ends in a text: its groups, its decimals, its exponent; each is a pattern of a table."""

from __future__ import annotations

import re

from dikast.verify.syntax.locales import DecimalSign

_Found = tuple[str, int]
_MOST_GROUPS = 140  # or a long row of numbers would be scanned again from each of them


def _groups(*signs: str) -> re.Pattern[str]:
    """Groups of three digits behind the same sign, to the last; groups of two before a last one are India's way."""
    sign = "|".join(map(re.escape, signs))
    threes = rf"(?P<sign>{sign})[0-9]{{3}}(?:(?P=sign)[0-9]{{3}}){{0,{_MOST_GROUPS - 1}}}(?![0-9]|(?P=sign)[0-9])"
    twos = r"|(?:,[0-9]{2}){1,3},[0-9]{3}(?![0-9]|,[0-9])" if "," in signs else ""
    return re.compile(threes + twos)


_THIN = _groups(r"\,", r"\!", r"\;", r"\:", r"\ ", "~", "'")
_COMMAS = _groups(r",\! ", r",\!", ",", r"{,}\!", "{,}")
_POINTS, _BLANKS = _groups("."), _groups(" ")
_NOT_BEFORE_BLANK = ".,^_/{\\-"

_DIGITS = re.compile("[0-9]+")
_DECIMALS = re.compile(r"\.[0-9]+")
_COMMA_DECIMALS = re.compile(r"(\{,\}|,)([0-9]+)")
_EXPONENT = re.compile(r"[eE][+-]?[0-9]{1,6}(?![\w.])")
_PREFIXED = re.compile("0([xbo])([0-9A-Za-z]+)")
_PREFIXES = {"x": 16, "b": 2, "o": 8}
# Digits of a base above ten with a letter among them, or one that has two or more letters.
_BASED = re.compile(r"(?<![^\W_])(?=[0-9]*[A-F])(?![A-F]_)([0-9A-F]+)_(?:\{(1[1-6])\}|(16)(?![0-9]))")


def scan_number(text: str, at: int, decimal: DecimalSign | None, is_index: bool, is_single: bool) -> _Found | None:
    """The number that begins at `at` in plain digits (with commas only where they may part a list) and its end.

    `is_index`: behind a subscript sign only digits count. `is_single`: only one digit counts. None for no number.
    """
    digits = _DIGITS.match(text, at)
    if digits is None:
        return _from_decimals(text, at)
    if is_single:
        return text[at], at + 1
    if is_index:
        return digits[0], digits.end()
    if (prefixed := _PREFIXED.match(text, at)) is not None:
        try:
            return str(int(prefixed[2][:200], _PREFIXES[prefixed[1]])), prefixed.end()
        except ValueError:  # 0 and a name
            pass
    whole, end = _grouped(text, digits, decimal)
    places, end = _decimals(text, at, end, decimal, "," in whole)
    power, end = _exponent(text, end)
    return whole + places + power, end


def scan_based(text: str, at: int) -> _Found | None:
    """`FF_{16}` and `1A_16` as a decimal number and its end: digits of a base above ten, with a letter among them."""
    match = _BASED.match(text, at)
    try:
        return None if match is None else (str(int(match[1], int(match[2] or match[3]))), match.end())
    except ValueError:  # a digit that the base does not have
        return None


def _from_decimals(text: str, at: int) -> _Found | None:
    """`.5`."""
    match = _DECIMALS.match(text, at)
    if match is None or text[at - 1 : at].isdigit():
        return None
    power, end = _exponent(text, match.end())
    return match[0] + power, end


def _grouped(text: str, digits: re.Match[str], decimal: DecimalSign | None) -> _Found:
    """The whole part: its groups of three joined, if all of it is grouped; else the first digits."""
    first, at, end = digits[0], digits.start(), digits.end()
    groups = None if len(first) > 3 or first[0] == "0" else _groups_behind(text, at, end, decimal)
    if groups is None:
        return first, end
    joint = "," if groups["sign"] in (",", None) else ""
    return first + groups[0].replace(groups["sign"] or ",", joint), groups.end()


def _groups_behind(text: str, at: int, end: int, decimal: DecimalSign | None) -> re.Match[str] | None:
    """The groups that begin at `end`, behind the first digits of a number, which begin at `at`."""
    is_member = text[at - 1 : at] == "," and text[at - 2 : at - 1].isdigit()  # of a list: 64,81,100
    if (groups := _THIN.match(text, end)) is not None:
        return groups
    if decimal != "comma" and not is_member and (groups := _COMMAS.match(text, end)) is not None:
        return groups
    if (groups := _POINTS.match(text, end)) is not None:
        return groups if groups[0].count(".") > 1 or decimal == "comma" else None
    groups = _BLANKS.match(text, end)
    is_cut = groups is not None and text[groups.end() : groups.end() + 1] == "/"
    return None if is_cut or text[max(at - 1, 0) : at] in tuple(_NOT_BEFORE_BLANK) else groups


def _decimals(text: str, start: int, end: int, decimal: DecimalSign | None, is_grouped: bool) -> _Found:
    """The point and the decimals as `.5`, and their end; a lone point is kept only where a period may follow."""
    match = _COMMA_DECIMALS.match(text, end)
    if match is not None:
        is_braced = match[1] == "{,}"
        around = text[start - 1 : start], text[match.end() : match.end() + 1]
        is_pair = not is_braced and around[0] in ("(", "[") and around[1] in (")", "]")
        is_decimal = decimal == "comma" or (is_braced and not is_grouped)
        if is_decimal and not is_pair:
            return "." + match[2], match.end()
    if (match := _DECIMALS.match(text, end)) is not None:
        return match[0], match.end()
    follows = text[end + 1 : end + 2]
    if text[end : end + 1] != "." or follows.isalnum() or follows in ("_", "."):
        return "", end
    return ("." if follows in ("\\", "(") else ""), end + 1


def _exponent(text: str, at: int) -> _Found:
    """`e-3`, or nothing."""
    match = _EXPONENT.match(text, at)
    return ("", at) if match is None else (match[0], match.end())
