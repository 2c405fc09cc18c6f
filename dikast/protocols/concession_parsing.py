"""How it is read whether a debater gives up its answer."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.protocols.yes_no_parsing import read_yes_no
from dikast.replies import Unreadable

_LINE = "Answer:"


@dataclass(frozen=True)
class Concession:
    """Whether a reply gives the answer up, and the reasons that come before it says so."""

    concedes: bool
    reason: str = ""


def read_concession(text: str) -> Concession | Unreadable:
    """The yes or no of a reply, and its reasons."""
    concedes = read_yes_no(text)
    if isinstance(concedes, Unreadable):
        return concedes
    before, line, _ = text.rpartition(_LINE)
    return Concession(concedes, before.strip() if line else "")
