"""A gate's result as Markdown, for the summary page of a CI step."""

from __future__ import annotations

import re

from dikast.gates.gate import GateCheck, GateResult
from dikast.sanitize import sanitize

_TITLES = {
    "passed": "passed",
    "failed": "failed: an interval excludes what was required",
    "undecided": "undecided: there are too few questions",
}
# Whatever Markdown or HTML may read as markup. A number is not changed by it.
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~<>&$@:-])")


def markdown_summary(result: GateResult, command: str) -> str:
    """The result as a heading and a table with one row for each requirement on each cell."""
    lines = [
        f"### dikast {_plain(command)}: gate {_TITLES[result.status]}",
        "",
        "| | required | cell | found |",
        "|---|---|---|---|",
        *map(_row, result.checks),
        "",
    ]
    return "\n".join(lines)


def _row(check: GateCheck) -> str:
    cells = (check.status, check.requirement.text, check.cell, check.reason)
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    """The text on one line, with every mark-up character as an HTML entity: labels are other people's words."""
    line = " ".join(sanitize(text).split())
    return _MARKUP.sub(lambda mark: f"&#{ord(mark[0])};", line)
