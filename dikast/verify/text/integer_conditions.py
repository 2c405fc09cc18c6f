"""`where n is an integer` and similar words at the end of an answer, written as the formula `n ∈ ℤ`."""

from __future__ import annotations

import re

_REACH = 120
_SIGNS = ("integer", "Z", "ℤ")
_LEAD = r"(?:[\s,;($\[{]|\\[ ,;!()]|\\q?quad(?![a-z])|\\(?:text|mathrm|mbox|textrm)(?=\s*\{))*+"
_GAP = _LEAD.replace("{]", "{}]")
_NAME = r"(?<![A-Za-z\d\\^_.])(?P<{}>[a-zA-Z])(?![A-Za-z\d_^'])"
_WHERE = rf"(?:\b(?:where|for|with|when)\b{_GAP})?+"
_SAID = re.compile(
    rf"{_LEAD}{_WHERE}(?:\b(?:any|all|every|each|some|an?)\b(?! *(?:is|∈|\\in)){_GAP})?+(?:"
    rf"{_NAME.format('a')}{_GAP}(?:\b(?:is|are|be|being)\b)?+{_GAP}(?:\b(?:an|any|some|all)\b)?+{_GAP}integers?\b"
    rf"|\bintegers?\b{_GAP}{_NAME.format('b')}"
    rf"|{_NAME.format('c')}{_GAP}(?:\\in\b|∈){_GAP}(?:\\mathbb{_GAP}Z|\\Z\b|ℤ|Z\b))[\s.)}}\]$*\\]*$"
)


def with_integers(text: str) -> str:
    """The text with a closing clause that says which of its names is an integer as a formula of its own.

    `$x = 2n$ where $n$ is an integer` becomes `$x = 2n$, $n \\in \\mathbb{Z}$`.
    """
    if not any(sign in text for sign in _SIGNS):
        return text
    begin = max(len(text) - _REACH, 0)
    match = _SAID.search(text, begin)
    if match is None:
        return text
    name = match["a"] or match["b"] or match["c"]
    head, tail = text[: match.start()], match[0]
    if not re.search(rf"(?<![A-Za-z\\]){name}(?![A-Za-z])", head) or head.endswith((":", "|", "\\mid")):
        return text
    closing = "}" * max(tail.count("}") - tail.count("{"), 0)
    ends = (("$", head.count("$") % 2), (r"\)", head.count(r"\(") - head.count(r"\)")))
    closing += next((sign for sign, n in ends if n > 0), "")
    return rf"{head}, {name} \in \mathbb{{Z}}{closing}"
