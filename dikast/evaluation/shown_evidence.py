"""What a judge is shown beside the words of others: which quotes and claims a machine verified or refuted.

It is read from the lines of the procedure alone. Lines that begin with `| ` are other people's words: whatever they say
about checks counts for nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from dikast.agents import Request

_QUOTED_LINE = "| "
_SPEAKER = re.compile(r"(?:Debater \w+|The consultant), for answer (\w+),? (?:said|quoted|answered)\b")
_STEP = re.compile(r"Step ([0-9]+)")
# The first words of a line of the procedure about a check, and what they say; None where nothing was decided.
_FINDINGS = {
    "VERIFIED": True,
    "HOLDS": True,
    "NOT IN THE SOURCE": False,
    "DOES NOT HOLD": False,
    "NOT VERIFIED": None,
    "NOT DECIDED": None,
}


@dataclass
class SideEvidence:
    """What was shown of one side: how many words it said, and the quotes and claims found to hold or not to hold."""

    n_words: int = 0
    verified: list[str] = field(default_factory=list)
    refuted: list[str] = field(default_factory=list)


def evidence_by_label(request: Request) -> dict[str, SideEvidence]:
    """What was shown of every side that spoke, by the label of its answer."""
    return _EvidenceReader().read(request, _SPEAKER)


def refuted_steps(request: Request) -> list[int]:
    """The steps of a solution (0-based) with a claim that the machine refuted, in order."""
    sides = _EvidenceReader().read(request, _STEP)
    return sorted(int(number) - 1 for number, side in sides.items() if side.refuted)


class _EvidenceReader:
    """Reads the lines of a request's messages, whose sections begin with a heading."""

    def __init__(self) -> None:
        self._sides: defaultdict[str, SideEvidence] = defaultdict(SideEvidence)
        self._label: str | None = None
        self._finding: str | None = None

    def read(self, request: Request, heading: re.Pattern[str]) -> dict[str, SideEvidence]:
        """The evidence under each heading, by what the heading names."""
        for message in request.messages:
            # What the seat itself wrote is no evidence, and may look like anything.
            if message.type != "human":
                continue
            for line in str(message.text).splitlines():
                self._read_line(line, heading)
        return dict(self._sides)

    def _read_line(self, line: str, heading: re.Pattern[str]) -> None:
        if line.startswith(_QUOTED_LINE):
            self._read_quoted(line.removeprefix(_QUOTED_LINE))
            return
        found = heading.match(line)
        if found is not None:
            self._label, self._finding = found[1], None
            # A side that spoke is known, even if it said nothing.
            self._sides[found[1]].n_words += 0
        elif line.strip():
            self._finding = next((words for words in _FINDINGS if line.startswith(words)), "other")

    def _read_quoted(self, text: str) -> None:
        """Other people's words: a speech, or the claim that the line before says something about."""
        if self._label is None:
            return
        side = self._sides[self._label]
        if self._finding is None:
            side.n_words += len(text.split())
            return
        is_true = _FINDINGS.get(self._finding)
        if is_true is not None:
            (side.verified if is_true else side.refuted).append(text)
        # What follows of the same check, such as how it was read, is not a second claim.
        self._finding = "other"
