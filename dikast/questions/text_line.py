"""Line: one line of a solution as a splitter sees it, which a formula of many lines does not break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dikast.questions.protected_spans import LISTS, CharSpan, free

_BREAK = re.compile(
    r"\n|(?<=\S)[^\S\n]{1,8}(?=\\item\b)|(?<=\})(?=\\item\b)"
    r"|(?<=\\end\{itemize\})|(?<=\\end\{enumerate\})|(?<=\\end\{description\})"
    r"|(?<=[^\s#*>_][^\S\n])(?=(?:\*\*)?(?:Step|Schritt)\ \d{1,3}\s?[:：])|(?<=。)(?=第.{1,3}步)"
)
_NUMBERED = re.compile(
    r"""[#>*_\s]{0,12}(?:
      (?:step|schritt|étape|paso)\s{0,3}(?P<step>\d{1,3})\b
    | 第\s?(?P<han>[一二三四五六七八九十\d]{1,3})\s?步 | 步骤\s?(?P<stage>[一二三四五六七八九十\d]{1,3})
    | (?P<item>\\item)\b
    | \(?(?:(?P<number>\d{1,3})[.)、](?!\d)|(?P<roman>[ivx]{1,5})[.)](?!\w))
      (?!\s{0,3}(?:[-+=×/·<>≤≥,;^]|\*[^*]))(?=\S|\s{1,4}\S)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_HAN = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_BULLET = re.compile(r"(?:[-*•–—+]\s|\\item\b)")
_DISPLAY = ("\\[", "$$", "\\begin{")
_ENDS_SENTENCE = re.compile(r"[.!?。！？][*_\"'”’)\]]{0,4}$")
_WRAPPED = 60  # characters; a shorter line was not broken for want of room


class TextLine(NamedTuple):
    """A line that is not blank: where it stands, its text without the blanks around it, and what is before it.

    `indent` is the width before its text; `after_blank` says whether it begins a paragraph. `number` is how it is
    numbered, and its number: `("step", 3)`, `("number", 2)`, `("roman", 4)`, `("item", 0)`.
    """

    start: int
    text: str
    indent: int
    after_blank: bool
    number: tuple[str, int] | None

    @property
    def is_heading(self) -> bool:
        """Whether it only announces what follows."""
        text = self.text
        if text.startswith("#") or text.startswith("\\begin{"):
            return text.startswith(("# ", "## ", "### ", "#### ")) or _list_edge(text, "begin")
        is_bold = text.startswith("**") and text.rstrip(":.").endswith("**") and text.count("**") == 2
        return is_bold or (len(text) <= 40 and text.endswith((":", "：")) and " = " not in text)

    @property
    def is_display(self) -> bool:
        """Whether it is a displayed formula and no word beside it."""
        return self.text.startswith(_DISPLAY) and self.text.rstrip(".,;").endswith(("\\]", "$$", "}"))

    @property
    def is_bullet(self) -> bool:
        """Whether it is an item of a list without numbers."""
        return _BULLET.match(self.text) is not None

    @property
    def is_unnumbered(self) -> bool:
        """Whether it begins a paragraph at the margin, and has no number."""
        return self.after_blank and not self.indent and self.number is None

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence ends with it."""
        return _ENDS_SENTENCE.search(self.text, max(0, len(self.text) - 8)) is not None

    @property
    def ends_list(self) -> bool:
        """Whether a LaTeX list ends with it."""
        return any(self.text.endswith(f"\\end{{{name}}}") for name in LISTS)

    def continues(self, before: TextLine) -> bool:
        """Whether it can't stand without the line before it."""
        text = self.text
        if before.is_heading or text.startswith(("=", "≈", "&", "\\implies", "\\Rightarrow")):
            return True
        if _list_edge(text, "end") or (text.startswith("|") and before.text.startswith("|")):
            return True
        if self.is_display:
            return not before.ends_sentence and not before.is_display
        if before.is_display:
            return text[0].islower() and not before.ends_list
        if text.startswith(("|", "```", "~~~")):
            return before.text.endswith(":")
        return len(before.text) >= _WRAPPED and not before.ends_sentence and _goes_on(text, before.text)


def _number(text: str) -> tuple[str, int] | None:
    found = _NUMBERED.match(text)
    if found is None:
        return None
    if found["item"]:
        return "item", 0
    if roman := found["roman"]:
        return ("roman", _ROMAN.index(roman.lower()) + 1) if roman.lower() in _ROMAN else None
    if said := found["step"] or found["han"] or found["stage"]:
        return "step", _value(said)
    return "number", int(found["number"])


def _goes_on(text: str, before: str) -> bool:
    """Whether a sentence was broken here for want of room."""
    return text[0].islower() and text[1:2].isalpha() and before[-1:] not in ":;"


def _list_edge(text: str, edge: str) -> bool:
    return any(text.startswith(f"\\{edge}{{{name}}}") for name in LISTS)


def _value(numeral: str) -> int:
    """The value of `12` or of 十二."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    value = _HAN.get(ones[-1:], 0)
    return value + (10 * _HAN.get(tens[-1:], 1) if ten else 0)


def lines_of(text: str, closed: Sequence[CharSpan]) -> list[TextLine]:
    """The lines that are not blank. A line end inside one of the `closed` spans ends no line."""
    breaks = [found.start() for found in _BREAK.finditer(text)]
    edges = [0, *free(breaks, closed), len(text)]
    found: list[TextLine] = []
    n_ends = 2
    for begin, end in pairwise(edges):
        piece = text[begin:end]
        n_ends += piece.startswith("\n")
        if bare := piece.strip():
            start = begin + piece.index(bare[0])
            indent = start - begin - piece.startswith("\n")
            found.append(TextLine(start, bare, indent, n_ends > 1, _number(bare)))
            n_ends = 0
    return found
