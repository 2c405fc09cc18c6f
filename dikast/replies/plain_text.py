"""A reply without its mark-up: what it says, and where each character of that is in the reply."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

BOX, BOX_END = "\x02", "\x03"
"""Stand in a plain text for marks that set an answer apart: `\\boxed{…}`, `<answer>…</answer>`, `[[…]]`."""

_ANSWER_TAGS = (
    "answer|ans|final_answer|finalanswer|final_verdict|final|verdict|choice|decision|winner|"
    "judgment|judgement|label|selection|result|output|response"
)
_FORMAT_TAGS = "a|b|i|u|em|strong|span|code|mark|font|sup|sub|center|small|big|kbd|samp|tt|ins|pre"
_LINE_TAGS = r"br|p|div|li|ul|ol|h\d|blockquote|table|tr|hr|section"


class _Mark(NamedTuple):
    """A kind of mark-up, and what stands in its place in the plain text."""

    name: str
    pattern: str
    becomes: str


# The first that fits counts. Each is bounded, so that no text takes long.
_MARKS = (
    _Mark("struck", r"~~[^~\n]{1,300}~~|<(?P<del>del|s|strike)>[^<\n]{0,300}</(?P=del)>", ""),
    # What comes after one is another turn, not the rest of the line.
    _Mark("special_token", r"<[|｜][^<>|｜\n]{1,40}[|｜]>", "\n"),
    _Mark("end_token", r"</?s>|<(?:eos|bos|pad|end_of_turn|start_of_turn|EOT|EOS)>|\[/?INST\]|\[(?:EOS|eos)\]", "\n"),
    _Mark("answer_tag", rf"<(?:{_ANSWER_TAGS})>|\[\[", BOX),
    _Mark("answer_tag_end", rf"</(?:{_ANSWER_TAGS})>|\]\]", BOX_END),
    _Mark("format_tag", rf"</?(?-i:{_FORMAT_TAGS})(?:\s[^<>\n]{{0,120}})?/?>", ""),
    _Mark("line_tag", rf"</?(?:{_LINE_TAGS})(?:\s[^<>\n]{{0,120}})?\s?/?>", "\n"),
    _Mark("box", r"\\(?:f?boxed|fbox)\s?\{", BOX),
    _Mark("group", r"\{", "{"),
    _Mark("wrapper", r"\\(?:text|math|operatorname|mbox|underline|emph)[a-z]{0,8}\s?\{", ""),
    _Mark("group_end", r"\}", "}"),
    _Mark("escaped", r"\\[*_#`>~\-.!$%&]", ""),
    _Mark("math_sign", r"\\[()\[\]]|\$", ""),
    _Mark("math_blank", r"\\(?:[,;:! ]|q?quad(?![a-z]))", " "),
    _Mark("emphasis", r"[*`]", ""),
    _Mark("underscore", r"(?<![^\W_])_+|_+(?![^\W_])", ""),
)
# Every mark begins with one of these signs: looking for them first makes plain stretches cheap.
_MARKUP = re.compile(
    r"(?=[~<\[\]\\{}$*`_])(?:" + "|".join(f"(?P<{mark.name}>{mark.pattern})" for mark in _MARKS) + ")", re.IGNORECASE
)
_BECOMES = {mark.name: mark.becomes for mark in _MARKS}

_QUOTATION_MARKS = "“”„‟«»‹›「」『』〝〞＂"
_ONE_FOR_ONE = {
    **dict.fromkeys(map(ord, _QUOTATION_MARKS), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛＇"), "'"),
    **dict(zip(map(ord, "【】〔〕〖〗《》〈〉"), "[]()[]()()", strict=True)),
    **dict.fromkeys(map(ord, "–—―−"), "-"),
    **dict.fromkeys(map(ord, "→⇒➔➜⟶⟹"), ">"),
    ord("\r"): "\n",
    ord("\t"): " ",
    ord("\N{LINE SEPARATOR}"): "\n",
    ord("\N{PARAGRAPH SEPARATOR}"): "\n",
}


# The engine writes and most models reply in ASCII, which needs no look at each character.
_CONTROL = re.compile(r"[^\x20-\x7e\n]")


@dataclass(frozen=True)
class PlainText:
    """A text without mark-up. `places[i]` is where its character `i` is in the text it was made of."""

    text: str
    places: tuple[int, ...]


def plain_text(text: str) -> PlainText:
    """The text without emphasis, tags, LaTeX's wrappers, end tokens, what is struck out, and invisible characters.

    Full-width signs, typographic quotation marks and dashes become the plain ones. An answer in `\\boxed{}`, in
    `<answer>` or in `[[ ]]` is between BOX and BOX_END.
    """
    characters: list[str] = []
    places: list[int] = []
    opened: list[str] = []
    at = 0
    for mark in _MARKUP.finditer(text):
        _copy(text, at, mark.start(), characters, places)
        becomes = _replacement(mark.lastgroup or "", opened)
        characters += becomes
        places += [mark.start()] * len(becomes)
        at = mark.end()
    _copy(text, at, len(text), characters, places)
    return PlainText("".join(characters), tuple(places))


def _replacement(name: str, opened: list[str]) -> str:
    """What stands in place of a mark; `opened` are the ends of the braces that are open."""
    if name == "box":
        opened.append(BOX_END)
    elif name == "group":
        opened.append("}")
    elif name == "wrapper":
        opened.append("")
    elif name == "group_end" and opened:
        return opened.pop()
    return _BECOMES[name]


def _copy(text: str, start: int, end: int, characters: list[str], places: list[int]) -> None:
    """Add a stretch of the text, each of its characters as the plain one that it looks like."""
    stretch = text[start:end]
    if stretch.isascii() and not _CONTROL.search(stretch):
        characters += stretch
        places += range(start, end)
        return
    for place, character in enumerate(stretch, start):
        plain = _plain_character(character)
        if plain:
            characters.append(plain)
            places.append(place)


def _plain_character(character: str) -> str:
    """The plain character; empty for an invisible one."""
    if (character.isascii() and character.isprintable()) or character == "\n":
        return character
    plain = _ONE_FOR_ONE.get(ord(character))
    if plain is not None:
        return plain
    category = unicodedata.category(character)
    if category in ("Cf", "Cc", "Mn"):
        return "" if category != "Mn" else character
    if category == "Zs":
        return " "
    # Full-width and mathematical letters are letters; a ligature or a fraction stays as it is.
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character
