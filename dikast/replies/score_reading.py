"""Scores that a reply states, on a scale of numbers or of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from dikast.replies.answer_words import OWN_VIEW, TAKEN_BACK, doubts
from dikast.replies.label_statement import last_matches
from dikast.replies.plain_text import BOX, BOX_END, plain_text
from dikast.replies.reporting_words import REPORTED
from dikast.replies.statement_standing import lead_of
from dikast.replies.unreadable import Unreadable

# The highest score of a scale, or another reply's, is no score of this one.
_OF_ELSE = "".join(rf"(?<!{word} )" for word in ("max", "maximum", "min", "minimum", "highest", "lowest", "previous"))
_ANNOUNCED = (
    rf"{_OF_ELSE}(?:overall\s+)?(?:scores?|ratings?|grades?|marks?|answers?|results?|verdicts?|bewertung|puntuación|"
    r"pontuação|оценка|评分|分数|得分|スコア|評価|점수)"
)
# `Score (1-10):`, `Score (out of 10):`, `"score":`, `<score>`
_SCALE = r"(?:\s*[(\[](?:out of\s|of\s|/|max\.?\s)?\s?\d+(?:\s?(?:-|to|/)\s?\d+)?[)\]])?"
_JOINED = rf"{_SCALE}[\"']?(?:\s+is|\s+of)?\s*(?:[:=>|]|-(?=\s))?\s*"
_NUMBER = r"[-+]?\d+(?:[.,]\d+)?"


def read_scores(text: str, names: Sequence[str], n_scores: int = 1) -> tuple[int, ...] | Unreadable:
    """The scores that a reply states, as indices of `names`, how the scale writes its scores.

    They are announced (`Score: 7`, `Rating: [[7]]`, `Scores: 7 4`), set apart (`[[7]]`), out of the highest (`7/10`) or
    the first or only line of the reply. Two statements that differ are a conflict, and a number that is not on the
    scale is none of its scores. A word is never taken for a shorter one within it: `Very Poor` is not `Poor`.
    """
    plain = plain_text(text).text
    statements = _statements(plain, tuple(names), n_scores)
    if not statements:
        wanted = "Score: <score>" if n_scores == 1 else "Scores: " + " ".join(["<score>"] * n_scores)
        return Unreadable(f"no line `{wanted}` in the reply")
    if len(statements) > 1:
        said = " and ".join(" ".join(statement) for statement in sorted(statements))
        return Unreadable(f"different scores in one reply: {said}", is_conflict=True)
    by_word = {_comparable(name): place for place, name in enumerate(names)}
    places = []
    for score in next(iter(statements)):
        place = by_word.get(score)
        if place is None:
            return Unreadable(f"the score {score!r} is none of {', '.join(names)}")
        places.append(place)
    return tuple(places)


def _statements(text: str, names: tuple[str, ...], n_scores: int) -> set[tuple[str, ...]]:
    """Every different statement of scores in a plain text, each score in a form that can be compared."""
    within, alone = _patterns(names, n_scores)
    matches = [match for pattern in within for match in last_matches(pattern, text) if _is_stated(text, match.start())]
    found = [match["scores"] for match in matches]
    if not found:
        lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
        # Where scores come first, an explanation may follow.
        found = [match["scores"] for line in lines[:1] if (match := alone.fullmatch(line))]
    value = re.compile(_value(names), re.IGNORECASE)
    stated = {tuple(_comparable(score[0]) for score in value.finditer(statement)) for statement in found}
    if matches and TAKEN_BACK.search(text, max(match.end() for match in matches)):
        stated.add(("another",))
    return stated


def _is_stated(text: str, start: int) -> bool:
    """Whether the words before a score leave it as it is: they report, suppose and deny nothing."""
    lead = OWN_VIEW.sub(" ", lead_of(text, start))
    return not REPORTED.search(lead) and not doubts().search(lead)


@lru_cache(maxsize=128)
def _patterns(names: tuple[str, ...], n_scores: int) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    """Patterns for scores announced, set apart or out of the highest; and one for a line of scores alone."""
    value = _value(names)
    several = value + rf"(?:(?:\s*[,;]\s*|[ ]+){value}){{{n_scores - 1}}}"
    top = re.escape(names[-1])
    opened = rf"[{BOX}(\[\"' ]*"
    closed = rf"[{BOX_END})\]\"' ]*(?:(?:/|out of)\s*{top})?"
    # What follows must not make it another number, another scale, a longer word or one of more scores.
    end = rf"(?![\w/%?+]|[.,:]\d|[ ,;]+{value}|\s?(?:-|\+|to|or|and|bis|oder|ou)\s?{value})"
    within = (
        rf"\b{_ANNOUNCED}\b{_JOINED}{opened}(?P<scores>{several}){closed}{end}",
        rf"{BOX}\s*(?P<scores>{several})\s*{BOX_END}",
        rf"(?<![\w.,/])(?P<scores>{several})\s*(?:/|out of)\s*{top}{end}",
    )
    alone = rf"{opened}(?P<scores>{several}){closed}\s*[.!]?"
    compiled = tuple(re.compile(pattern, re.IGNORECASE) for pattern in within)
    return compiled, re.compile(alone, re.IGNORECASE)


def _value(names: Sequence[str]) -> str:
    """A pattern for any score of the scale, longest first, or for any number: one off the scale is a statement too."""
    by_length = sorted(names, key=len, reverse=True)
    return rf"(?:{'|'.join(map(re.escape, by_length))}|{_NUMBER})(?!\w|[.,]\d)"


def _comparable(score: str) -> str:
    """A score by which two spellings are the same: `7.0` and `7`, `Very poor` and `very poor`."""
    word = " ".join(score.casefold().split()).replace(",", ".")
    try:
        return f"{float(word):.10g}"
    except ValueError:
        return word
