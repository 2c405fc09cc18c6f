"""The final answer inside a longer text: what is boxed, announced, or stands last."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dikast.verify.syntax.lexer import _braced

_ANNOUNCED = re.compile(
    r"(?:final answer(?: is)?|the answer is|answer is|answer:|answer\b(?=\s*[$\\])|####|^A:|\bis:|r[eé]ponse est)"
    r"\s*:?\s*",
    re.IGNORECASE | re.MULTILINE,
)
_SEGMENT = re.compile(
    r"\$\$(.{1,2000}?)\$\$|\\\[(.{1,2000}?)\\\]|\\\((.{1,2000}?)\\\)|(?<!\\)\$((?:\\.|[^$\\]){1,2000})\$", re.S
)
_PROSE = re.compile(r"(?<!\\)\b[A-Za-z]{3,}\b")
_NUMBER = re.compile(
    r"(?<![\^_{A-Za-z\d.])(?<!\d,)-?\$?\\?\$?\d[\d,]*(?:\.\d+)?(?![.,]?\d)(?:\s*/\s*\d+)?(?:\s*\\?%)?|-?\\frac\{\d+\}\{\d+\}|(?<![\d,])-?\.\d+"
)
_STOP = re.compile(r"<\|[^|]*\|>.*|I hope it is correct.*", re.S)
_BRIEF = 60
_BOUND = re.compile(
    r"\b(?:at least|at most|(?:more|less|fewer|greater|larger|smaller) than|between|over|under|up to|minus|plus|"
    r"squared?|cubed?|roots?|power|half|halves|thirds?|quarters?|twice|double|triple|times|log|factorial|inverse|"
    r"or (?:more|less|fewer|greater|above|below)|except|choose)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?:\b(?:not|never|neither|nor|either|cannot)|n['’]t)\b[^.,;:]{0,30}$", re.IGNORECASE)
_TAKEN_BACK = re.compile(r"[\s$)]*(?:is|was|would be|seems) (?:not|wrong|incorrect|false|impossible)\b", re.IGNORECASE)
_BOXES = 40
_VALUES = 24
_CLAUSE = re.compile(
    r"\b(?:where|when|whenever|if|because|since|with|for|given|assuming|provided|unless|while|not|instead|rather|see|from|"
    r"by|on)\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:where|because|since)\b", re.IGNORECASE)
_VERB = re.compile(r"\b(?:is|are|was|be|has|have|gets?|gives?|equals?|makes?|leaves?|becomes?)\b|[=:≈]", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;](?=\s)|\n")
_OPERATOR_BEFORE = re.compile(r"(?:[+*/×÷·^(°]|(?<=[\w)}])\s*[-−–])\s*$")
_OPERATOR_AFTER = re.compile(r"\s*[+*/×÷·^(!]|\s*[-−–]\s*[\d(]|(?!(?:st|nd|rd|th|[ap]m|\w{3,})\b)[a-z](?![\w/])")
_JOINT = re.compile(
    r"^(?!.*\b(?:not|but|should|instead|actually|rather|wrong|wait|correct\w*|no)\b)[^.=]{0,40}$", re.S | re.IGNORECASE
)
_NOT = re.compile(r"\bnot[\s$\\(\[]*$", re.IGNORECASE)


def candidates(text: str) -> Iterator[str]:
    """What may be the final answer, best first."""
    text = _STOP.sub("", text).strip()
    if boxed := _boxed(text):
        yield ", ".join(boxed) if len(boxed) > 1 else boxed[0]
        return
    matches = list(_ANNOUNCED.finditer(text))
    if matches and (rest := text[matches[-1].end() :].strip().removeprefix("}").strip()):
        yield from _of_sentence(rest)
        yield from _numbers(rest)
        return
    yield from _of_sentence(text)
    yield from _numbers(text)


def _boxed(text: str) -> list[str]:
    """The contents of the last \\boxed, with those before it that only a few words part from it."""
    last = list(re.finditer(r"\\f?box(?:ed)?(?=\s*\{)", text))[-_BOXES:]
    boxes = ((m, _braced(text, m.end())) for m in last if not _NOT.search(text[: m.start()][-20:]))
    found = [(m.start(), group[0].strip(), group[1]) for m, group in boxes if group is not None]
    kept: list[tuple[int, str, int]] = []
    for item in reversed(found):
        if kept and not _JOINT.match(text[item[2] : kept[0][0]]):
            break
        kept.insert(0, item)
    return [content for _, content, _ in kept]


def values(text: str) -> list[str]:
    """Every formula and number of the part of a text that its answer stands in, the last ones if there are many."""
    text = _STOP.sub("", text).strip()
    if boxed := _boxed(text):
        return boxed
    matches = list(_ANNOUNCED.finditer(text))
    text = (text[matches[-1].end() :].strip() if matches else "") or text
    formulas = [_formula(m) for m in _SEGMENT.finditer(text)]
    plain = _SEGMENT.sub(" ", text)
    numbers = [m[0].strip("$\\").rstrip(",") for m in _NUMBER.finditer(plain) if not _is_part(plain, m)]
    return [*formulas[-_VALUES:], *numbers[-_VALUES:]]


def _formula(match: re.Match[str]) -> str:
    return next(g for g in match.groups() if g is not None)


def _of_sentence(text: str) -> Iterator[str]:
    """The whole text if it is short or all formula, else the formulas in it, the last first."""
    found = list(_SEGMENT.finditer(text))
    outside = _SEGMENT.sub(" ", text)
    joined = re.sub(r"[\s,;.]+|\b(?:and|or)\b", "", outside)
    if found and not joined:
        yield _SEGMENT.sub(lambda m: " " + _formula(m) + " ", text)
    if not found:
        yield text
    while found and _is_aside(text[: found[-1].start()]):
        clause = list(_REASON.finditer(_SEGMENT.sub(lambda m: " " * len(m[0]), text[: found[-1].start()])))
        found = [m for m in found if m.end() <= clause[-1].start()] if clause else []
    if not (found and _DENIED.search(text[: found[-1].start()])):
        yield from (_formula(m) for m in reversed(found))


def _is_aside(before: str) -> bool:
    """Whether what follows only belongs to a clause, as 3 does in `the area is 12, because a = 3`."""
    plain = _SENTENCE_END.split(_SEGMENT.sub(" 0 ", before))[-1]
    clauses = list(_CLAUSE.finditer(plain))
    return bool(
        clauses and re.search(r"\d", plain[: clauses[-1].start()]) and not _VERB.search(plain[clauses[-1].end() :])
    )


def _is_part(text: str, number: re.Match[str]) -> bool:
    """Whether a number is only part of a formula: the 4 of `3 + 4`, the 2 of `2n`."""
    before = text[max(number.start() - 20, 0) : number.start()]
    return bool(_OPERATOR_BEFORE.search(before) or _OPERATOR_AFTER.match(text, number.end()))


def _numbers(text: str) -> Iterator[str]:
    """The last number of prose, unless it is only part of a formula or of a clause."""
    plain = _SEGMENT.sub(" ", text)
    if len(text) < _BRIEF and _BOUND.search(plain):
        return
    found = list(_NUMBER.finditer(plain))
    if not found or _DENIED.search(plain[: found[-1].start()]) or _TAKEN_BACK.match(plain, found[-1].end()):
        return
    if _is_part(plain, found[-1]) or _is_aside(plain[: found[-1].start()]):
        return
    if _PROSE.search(plain) or not plain.isascii():
        yield found[-1][0].strip("$\\").rstrip(",")


def is_prose(text: str) -> bool:
    """Whether a text has words in it besides formulas."""
    return bool(_PROSE.search(_SEGMENT.sub(" ", re.sub(r"\\[A-Za-z]+(?:\{[^{}]*\})?", " ", text))))
