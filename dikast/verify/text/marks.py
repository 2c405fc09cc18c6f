"""Marks of quantities written out: feet and inches, `5' 3/4"`; degrees, minutes and seconds of an angle, `30°15'`."""

from __future__ import annotations

import re

_ONE, _TWO = "['′’]", """(?:"|″|”|''|′′|’’)"""
_PART = r"\d+(?:\.\d+|(?:[ -]\d+)?/\d+)?"
_LENGTH = re.compile(rf"(?<![\d.\w])(-?)(\d+)\s?{_ONE}\s?({_PART})\s?{_TWO}(?!\w)")
_ANGLE = re.compile(rf"(\d+)\s?(?:°|\^\s?\{{?\\circ\}}?)\s?(\d+)\s?{_ONE}(?:\s?(\d+(?:\.\d+)?)\s?{_TWO})?(?!\w)")


def with_marks(text: str) -> str:
    """The text with `6'2"` as `6 ft 2 in`, and `30°15'` as so many degrees; with degrees, a mark is none of a foot."""
    angles = _ANGLE.sub(lambda found: rf"({found[1]} + {found[2]}/60 + {found[3] or 0}/3600)^\circ", text)
    return angles if angles != text else _LENGTH.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    """A sign is that of both parts."""
    sign = "- " if found[1] else ""
    return f"{found[1]}{found[2]} ft {sign}{found[3]} in"
