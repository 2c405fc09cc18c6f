"""A quantity that is named in words and worked out in the next line: `Time left = 28 - 5. Time left = 22 minutes.`"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dikast.verify.text.braces import unwrapped

_ENDS = re.compile(r"\.(?=\s|$)|\n|\\[\[\]()]|\$\$|\*\*|^\s*[-*] ", re.MULTILINE)
_SIGNS = {"\\times": "×", "\\div": "÷", "\\$": "$", "\\%": "%", "\\cdot": "*", "&": " "}
_LINE = re.compile(r"(?P<name>[A-Za-z][A-Za-z' ]{2,60}?) *= *(?P<work>[^=<>≈]*\d[^=<>≈]*)")
_NOTE = re.compile(r"(?<=\d)\s*\([A-Za-z' ]+\)")
_WORK = re.compile(r"[-+*/×÷()$€£%.,\d\s]+")
_OPERATION = re.compile(r"\d\s*(?:[-+*/×÷]|\()")
_VALUE = re.compile(r"-?[$€£]? ?\d[\d,]*(?:\.\d+)?%?(?: [A-Za-z]+)*")
_NO_UNIT = frozenset("of and or more less plus minus per times percent".split())


@dataclass(frozen=True)
class NamedWork:
    """A line that gives a name in words what is worked out, or its value."""

    name: str
    work: str

    @property
    def is_work(self) -> bool:
        """Whether it is arithmetic of numbers alone."""
        return _WORK.fullmatch(self.work) is not None and _OPERATION.search(self.work) is not None

    @property
    def is_value(self) -> bool:
        return _VALUE.fullmatch(self.work) is not None and not _NO_UNIT & set(self.work.casefold().split())


def worded_equations(step: str) -> Iterator[str]:
    """The equations that two lines about one name come to: `28 - 5 = 22 minutes`."""
    for before, after in pairwise(_lines(step)):
        if before is None or after is None or before.name.casefold() != after.name.casefold():
            continue
        if before.is_work and after.is_value:
            yield f"{before.work} = {after.work}"


def _lines(step: str) -> Iterator[NamedWork | None]:
    """The lines and sentences that only give a name its work; None stands for any other."""
    text = unwrapped(step)
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    for line in _ENDS.split(text):
        match = _LINE.fullmatch(line.strip(" :,;"))
        if match is not None:
            yield NamedWork(match["name"], _NOTE.sub("", match["work"]).strip())
        elif line.strip():
            yield None
