"""Mark-up around formulas that means nothing: `12 × 4 = **48**`, `6 × 7 = 42 ✓`, a line in brackets.

Each sign becomes a blank, so every place in the text stays the same.
"""

from __future__ import annotations

import re

from dikast.language import tokens
from dikast.verify.syntax.normalize import plain
from dikast.verify.text.braces import closing
from dikast.verify.text.list_marks import without_list_marks

_EMPHASIS = ("**", "__")
_STRIKES = (("~~", "~~"), ("<s>", "</s>"), ("<del>", "</del>"), ("<strike>", "</strike>"))
_STRUCK = re.compile(r"(?<!\S)~(?=[^\s~])[^~\n]{1,200}(?<!\s)~(?=[\s.,;:!?)]|$)")  # `~41~ 42`; `5~cm` has a blank
_DIFFERENCE = re.compile(r"(?<=[ℝℤℕℚℂ])\s*\\\s*\{([^{}\\]*)\}")
_FROM_INTERVAL = re.compile(r"(?<=[ℝℤℕℚℂ])\s*\\\s+(?=[\[(])")
_MAX_STRUCK = 200  # characters
_RULE = re.compile(r"\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?")  # below a table's head
_BAR = re.compile(r"(?:(?<=\s)|^)\|(?=\s|$)")
# An operator and what stands behind it, at the end of a line.
_NEXT = re.compile(r"(?<=\s)\|{1,2} *(?:[-+−–*·⋅×:/÷√]|\\(?:cdot|times|div|sqrt)\b)[\w.,/ ()²√{}^]*$", re.MULTILINE)
_TICKS = frozenset("✓✔✅☑\ufe0f")
_FIRST_PICTURE = 0x1F300
_BRACKETS = {"(": ")", "[": "]", "（": "）"}
_BEFORE, _BEHIND = frozenset("([\"'“$|>-"), frozenset(".,;:!?)]\"'”$|，。；：")


def without_markup(text: str) -> str:
    """The text without marks of emphasis, ticks and pictures, and brackets around a whole line with an equation."""
    if text.isascii() and not any(mark in text for mark in (*_EMPHASIS, "(", "[", "|")):
        return text
    text = _without_columns(text) if "|" in text else text
    signs = [" " if char in _TICKS or ord(char) >= _FIRST_PICTURE else char for char in text]
    for mark in _EMPHASIS:
        _blank_pairs(signs, text, mark)
    start = 0
    for line in text.splitlines(keepends=True):
        _blank_brackets(signs, line, start)
        start += len(line)
    return "".join(signs)


def without_struck(text: str) -> str:
    """The text without what is struck out in a line: `~~41~~ 42`."""
    for opening, ending in _STRIKES:
        pieces: list[str] = []
        at = 0
        while (begin := text.find(opening, at)) >= 0:
            end = text.find(ending, begin + len(opening), begin + _MAX_STRUCK)
            if end < 0 or "\n" in text[begin:end]:
                pieces.append(text[at : begin + len(opening)])
                at = begin + len(opening)
                continue
            pieces.append(text[at:begin])
            at = end + len(ending)
        text = "".join((*pieces, text[at:]))
    return _STRUCK.sub("", text)


def with_differences(text: str) -> str:
    """`ℝ \\ {2}` and `ℝ \\ [1, 3]`, as they are printed, as TeX writes them."""
    return _FROM_INTERVAL.sub(r"\\setminus ", _DIFFERENCE.sub(r"\\setminus \\{\1\\}", text))


def _without_columns(text: str) -> str:
    """A table's cells on lines of their own; `4x - 7 = 13 | +7` without what is done to both sides next."""
    lines = text.splitlines(keepends=True)
    is_table = any(_RULE.fullmatch(line.strip()) for line in lines)
    return "".join(_BAR.sub("\n", line) if is_table else _NEXT.sub(_blanks, line) for line in lines)


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blank_pairs(signs: list[str], text: str, mark: str) -> None:
    """Blanks the marks of emphasis: glued to the text inside them, not to the text outside; `2**3` is a power."""
    at = text.find(mark)
    while at >= 0:
        end = text.find(mark, at + len(mark))
        if end < 0:
            return
        inner, before, behind = text[at + 2 : end], text[at - 1 : at].strip(), text[end + 2 : end + 3].strip()
        is_near = bool(inner) and inner == inner.strip() and "\n" not in inner
        begins, ends = not before or before in _BEFORE, not behind or behind in _BEHIND
        if is_near and begins and ends:
            signs[at : at + 2] = signs[end : end + 2] = "  "
            end = text.find(mark, end + len(mark))
        at = end


def _blank_brackets(signs: list[str], line: str, start: int) -> None:
    """Blanks the brackets of `(6 × 7 = 42)` on a line of its own."""
    content = line.strip()
    bare = content.rstrip(".,;")
    row = tokens(bare)
    is_whole = bare[:1] in _BRACKETS and row[-1].text == _BRACKETS[bare[0]] and closing(row, 0) == len(row) - 1
    if not is_whole or "=" not in bare:
        return
    first = start + line.index(content[0])
    signs[first] = signs[first + len(bare) - 1] = " "


def bare_text(text: str) -> str:
    """The text in plain signs without mark-up and marks of lists; a dash that stays is a minus."""
    return without_list_marks(without_markup(plain(text)))[0]
