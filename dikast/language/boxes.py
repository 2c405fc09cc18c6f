"""Boxed answers: the contents of `\\boxed{…}`, where the braces close and the text does not call them wrong."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.language.lexicon import lexicon
from dikast.language.tokens import tokens

_COMMANDS = ("\\boxed", "\\fbox", "\\framebox")
_MAX_CONTENTS = 2_000  # characters
_MAX_BOXES = 40
_MAX_BETWEEN = 40  # characters between two boxes of one answer
_PARTING = frozenset({"negation", "denial", "contrast", "conclusion", "supposition", "announcement", "correction"})
_WIDTH = 30  # characters before a box, in which it may be denied


@dataclass(frozen=True)
class AnswerBox:
    """The contents of a box, or of several that make one answer, and their place."""

    text: str
    begin: int
    end: int


def last_boxes(text: str) -> AnswerBox | None:
    """The last box that is not denied, with those before it that only a few words separate from it."""
    if "box" not in text:
        return None
    boxes = [box for box in _boxes(text) if not _is_denied(text, box)]
    if not boxes:
        return None
    answer_boxes = [boxes[-1]]
    for box in reversed(boxes[:-1]):
        if not _are_joined(text[box.end : answer_boxes[0].begin]):
            break
        answer_boxes.insert(0, box)
    return AnswerBox(", ".join(box.text for box in answer_boxes), answer_boxes[0].begin, answer_boxes[-1].end)


def _boxes(text: str) -> list[AnswerBox]:
    """The last boxes of a text, in their order; a box in another is a part of it."""
    boxes: list[AnswerBox] = []
    end = len(text)
    for _ in range(_MAX_BOXES):
        begin, command = max((text.rfind(command, 0, end), command) for command in _COMMANDS)
        if begin < 0:
            break
        box = _braced(text, begin, begin + len(command))
        if box is not None:
            boxes = [box, *(other for other in boxes if other.begin >= box.end)]
        end = begin
    return boxes


def _braced(text: str, begin: int, opening: int) -> AnswerBox | None:
    """The contents of the braces that open behind the command; None if there are none, or they never close."""
    while text[opening : opening + 1] == " ":
        opening += 1
    if text[opening : opening + 1] != "{":
        return None
    depth, at = 1, opening + 1
    limit = min(len(text), opening + _MAX_CONTENTS)
    while at < limit and depth:
        # An escaped character, such as `\{`, doesn't change the depth.
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 2 if text[at] == "\\" else 1
    contents = text[opening + 1 : at - 1].strip()
    return AnswerBox(contents, begin, at) if depth == 0 and contents else None


def _is_denied(text: str, box: AnswerBox) -> bool:
    """`not \\boxed{3}`, or `\\boxed{3} is wrong`."""
    row = tokens(text[max(0, box.begin - _WIDTH) : box.begin])
    words = [token for token in row if token.kind == "word"]
    before = lexicon().find(words[-1:])
    after = lexicon().find(tokens(text[box.end : box.end + _WIDTH])[:4])
    behind = {meaning for cue in after if cue.first < 3 for meaning in cue.meanings}
    is_verb_behind = bool(behind & {"copula", "negation"}) and "denial" in behind
    return any("negation" in cue.meanings for cue in before) or is_verb_behind


def _are_joined(between: str) -> bool:
    """Whether what is between two boxes makes one answer of them: `and`, a comma, the words `for part (a) and`."""
    if len(between) > _MAX_BETWEEN or "." in between or "=" in between:
        return False
    cues = lexicon().find(tokens(between))
    return not any(cue.meanings & _PARTING for cue in cues)
