"""Marks of quantities written out: feet and inches, `5' 3/4"`; degrees, minutes and seconds of an angle, `30°15'`."""

from __future__ import annotations

import re

from dikast.language import word_values

_ONE, _TWO = "['′’]", """(?:"|″|”|''|′′|’’)"""
_PART = r"\d+(?:\.\d+|(?:[ -]\d+)?/\d+)?"
_LENGTH = re.compile(rf"(?<![\d.\w])(-?)(\d+)\s?{_ONE}\s?({_PART})\s?{_TWO}(?!\w)")
_INCHES = re.compile(rf"({_PART})\s?{_TWO}[ .]*")
_MINUTES, _SECONDS = rf"(?:{_ONE}|minutes?\b)", rf"(?:{_TWO}|seconds?\b)"
_DEGREES = r"(?:°|\^\s?\{?\\circ\}?|degrees?\b)"
_ANGLE = re.compile(rf"(?<!\d)(\d+)\s?{_DEGREES}\s?(\d+)\s?{_MINUTES}(?:\s?(\d+(?:\.\d+)?)\s?{_SECONDS})?(?!\w)")
_BASES = word_values("base") | {"hex": "16"}
_SAID_BASE = rf"(?:in |en )?base (?P<base>\d+)|in (?P<name>{'|'.join(_BASES)})"
_BASED = re.compile(rf"(?<![\w.,^_])(?P<digits>\d[0-9A-F]*)\$?,? ?\(?(?:{_SAID_BASE})\)?[ .$]*$")


def with_marks(text: str) -> str:
    """The text with `6'2"` as `6 ft 2 in`, and `30°15'` in degrees; with degrees, a mark is not that of a foot.

    A text that is nothing but `12"` is in inches. At its end, `101 in base 2` becomes `101_{2}`.
    """
    if (inches := _INCHES.fullmatch(text.strip())) is not None:
        return f"{inches[1]} in"
    text = _BASED.sub(_with_base, text)
    angles = _ANGLE.sub(lambda match: rf"({match[1]} + {match[2]}/60 + {match[3] or 0}/3600)^\circ", text)
    return angles if angles != text else _LENGTH.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    """A sign belongs to both parts."""
    sign = "- " if match[1] else ""
    return f"{match[1]}{match[2]} ft {sign}{match[3]} in"


def _with_base(match: re.Match[str]) -> str:
    """Digits that the base does not have are in another base: `5 in base 2` asks for 101."""
    base = int(match["base"] or _BASES[match["name"]])
    is_of_base = all(int(digit, 16) < base for digit in match["digits"])
    return f"{match['digits']}_{{{base}}}" if is_of_base else match[0]
