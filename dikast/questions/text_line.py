"""TextLine: one line of a solution, as the splitter sees it. A line end inside a formula begins no new one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from dikast.questions.protected_spans import LISTS, CharSpan, match_starts, outside_spans

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
_CHINESE_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ROMAN_NUMERALS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_ROMAN_VALUES = dict(zip(_ROMAN_NUMERALS, range(1, 21), strict=True))
_SENTENCE_END = re.compile(r"[.!?。！？][*_\"'”’)\]]{0,4}$")
_MARKDOWN_HEADINGS = ("# ", "## ", "### ", "#### ")
_FORMULA_BEGINS = ("\\[", "$$", "\\begin{")
_FORMULA_ENDS = ("\\]", "$$", "}")
_LIST_BEGINS = tuple(f"\\begin{{{name}}}" for name in LISTS)
_LIST_ENDS = tuple(f"\\end{{{name}}}" for name in LISTS)
# What begins a line that goes on with the line before: the rest of a formula, or the end of a list.
_CONTINUATIONS = ("=", "≈", "&", "\\implies", "\\Rightarrow", *_LIST_ENDS)
_TABLE_OR_FENCE = ("|", "```", "~~~")
_MAX_INTRODUCTION = 40  # characters of a line that ends with a colon and is a heading
_MIN_WRAPPED = 60  # characters; a shorter line was not wrapped for lack of room


class LineNumber(NamedTuple):
    """How a line is numbered, and its number: `("step", 3)`, `("number", 2)`, `("roman", 4)`, `("item", 0)`."""

    family: str
    value: int


# The number of a line that has none.
NO_NUMBER = LineNumber("", 0)


class TextLine(NamedTuple):
    """A line that isn't blank: where its text starts, and the text without the white space around it.

    `indent` is the number of characters before its text. `after_blank` says whether it begins a paragraph.
    """

    start: int
    text: str
    indent: int
    after_blank: bool
    number: LineNumber

    @property
    def is_heading(self) -> bool:
        """Whether it only announces what follows."""
        text = self.text
        if text.startswith("#"):
            return text.startswith(_MARKDOWN_HEADINGS)
        # The beginning of a list announces its first item; other environments are formulas or passages.
        if text.startswith("\\begin{"):
            return text.startswith(_LIST_BEGINS)
        return _is_bold(text) or _is_introduction(text)

    @property
    def is_display(self) -> bool:
        """Whether it is a displayed formula without a word beside it."""
        # The sentence that the formula ends may have its mark after it.
        unpunctuated = self.text.rstrip(".,;")
        return unpunctuated.startswith(_FORMULA_BEGINS) and unpunctuated.endswith(_FORMULA_ENDS)

    @property
    def is_unnumbered_paragraph(self) -> bool:
        """Whether it begins a paragraph at the margin, and has no number."""
        return self.after_blank and self.indent == 0 and self.number == NO_NUMBER

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence ends with it."""
        # Only the last characters are searched, as the end of a long line is all that matters.
        return _SENTENCE_END.search(self.text, max(0, len(self.text) - 8)) is not None

    @property
    def ends_list(self) -> bool:
        """Whether a LaTeX list ends with it."""
        return self.text.endswith(_LIST_ENDS)

    def continues(self, before: TextLine) -> bool:
        """Whether it makes no step without the line before it. The first rule that applies decides."""
        text = self.text
        # A heading belongs to what follows it.
        if before.is_heading or text.startswith(_CONTINUATIONS):
            return True
        # A displayed formula belongs to the sentence that it ends; two of them in a row are two steps.
        if self.is_display:
            return not before.ends_sentence and not before.is_display
        # So does the text after it that goes on with that sentence: `where $x$ is the root`.
        if before.is_display:
            return text[0].islower() and not before.ends_list
        # The rows of a table belong together.
        if text.startswith("|") and before.text.startswith("|"):
            return True
        # A table or a code fence belongs to the line that announces it.
        if text.startswith(_TABLE_OR_FENCE):
            return before.text.endswith(":")
        return self._goes_on_after_wrap(before)

    def _goes_on_after_wrap(self, before: TextLine) -> bool:
        """Whether one sentence was wrapped between the two lines for lack of room."""
        if len(before.text) < _MIN_WRAPPED:
            return False
        if before.ends_sentence or before.text.endswith((":", ";")):
            return False
        # A single letter is rather the name of a case or a variable: `a) …`, `x = …`.
        return self.text[0].islower() and self.text[1:2].isalpha()


def text_lines(text: str, protected: Sequence[CharSpan]) -> list[TextLine]:
    """The lines that aren't blank. A line end inside a protected span ends no line."""
    # Besides line ends, the pattern finds a `Step 2:` or an `\item` within a line.
    breaks = match_starts(_BREAK, text)
    edges = [0, *outside_spans(breaks, protected), len(text)]
    lines: list[TextLine] = []
    # Line ends since the last line that isn't blank. Two make a paragraph, and the text's first line begins one.
    n_line_ends = 2
    for begin, end in pairwise(edges):
        raw = text[begin:end]
        begins_with_line_end = raw.startswith("\n")
        n_line_ends += begins_with_line_end
        stripped = raw.strip()
        if not stripped:
            continue
        offset = raw.index(stripped[0])
        line = TextLine(
            start=begin + offset,
            text=stripped,
            # The line end itself is no part of the indent.
            indent=offset - begins_with_line_end,
            after_blank=n_line_ends > 1,
            number=_line_number(stripped),
        )
        lines.append(line)
        n_line_ends = 0
    return lines


def _is_bold(text: str) -> bool:
    """Whether the whole line is bold in Markdown."""
    if not text.startswith("**"):
        return False
    # More than two marks: several bold words, with others between them.
    return text.rstrip(":.").endswith("**") and text.count("**") == 2


def _is_introduction(text: str) -> bool:
    """Whether it is a short line that ends with a colon, and no equation."""
    if len(text) > _MAX_INTRODUCTION:
        return False
    return text.endswith((":", "：")) and " = " not in text


def _line_number(text: str) -> LineNumber:
    """The number that a line begins with, or NO_NUMBER."""
    match = _NUMBERED.match(text)
    if match is None:
        return NO_NUMBER
    # The pattern's groups exclude one another, so that the last one is the only one that takes part in the match.
    group = str(match.lastgroup)
    family, value_of = _NUMBERINGS[group]
    numeral = match[group].lower()
    value = value_of(numeral)
    if value is None:
        return NO_NUMBER
    return LineNumber(family, value)


def _chinese_value(numeral: str) -> int:
    """The value of 十二, or of `12`."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    value = _CHINESE_DIGITS.get(ones[-1:], 0)
    if ten:
        # 十 alone is one ten.
        value += 10 * _CHINESE_DIGITS.get(tens[-1:], 1)
    return value


# By the pattern's group: the family of the number, and how its value is read. Not all letters that the pattern takes
# for a Roman numeral are one: `xvx` has no value. An `\item` has no number of its own.
_NUMBERINGS: dict[str, tuple[str, Callable[[str], int | None]]] = {
    "step": ("step", int),
    "han": ("step", _chinese_value),
    "stage": ("step", _chinese_value),
    "item": ("item", {"\\item": 0}.get),
    "number": ("number", int),
    "roman": ("roman", _ROMAN_VALUES.get),
}
