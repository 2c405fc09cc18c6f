"""Where a text says that its answer follows: `the answer is`, `Answer:`, `####`, a heading, in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dikast.language.lexicon import lexicon
from dikast.language.tokens import TextToken
from dikast.language.words import word_group

MARKUP = frozenset({"*", "**", "_", "`", "#", "~", '"', "“", "”", ">"})
_CONNECTORS = frozenset({":", "：", "=", "-", "–", "—"})
# These announce only with a colon: `Solution: 5`, but `the solution of the equation is simple`.
_LABELS = word_group("label of an answer")
_WITHOUT_CONNECTOR = frozenset(phrase.replace(" ", "") for phrase in word_group("answer without a colon"))
_MAX_BETWEEN = 6  # words between `answer` and `is`
_MAX_MARKUP = 8  # signs before a label


@dataclass(frozen=True)
class Announcement:
    """Tokens `first` to `last` (exclusive) say that an answer follows; a label is first in its line."""

    first: int
    last: int
    is_label: bool


def announcements(row: Sequence[TextToken]) -> list[Announcement]:
    """The announcements among the tokens, in their order."""
    # In every language: an announcement has a colon or a verb behind it.
    cues = lexicon().find(row, lexicon().spoken)
    copulas = {cue.first: cue.last for cue in cues if "copula" in cue.meanings}
    candidates = [_announcement(row, cue.first, cue.last, copulas) for cue in cues if "announcement" in cue.meanings]
    candidates += [
        _announcement(row, i, i + 1, {})
        for i, token in enumerate(row)
        if token.text.casefold() in _LABELS and _is_first_in_line(row, i)
    ]
    return sorted((at for at in candidates if at is not None), key=lambda at: at.last)


def _announcement(row: Sequence[TextToken], first: int, last: int, copulas: Mapping[int, int]) -> Announcement | None:
    """The announcement that this cue makes; None if nothing joins it to what follows."""
    is_label = _is_first_in_line(row, first)
    word = "".join(token.text for token in row[first:last]).casefold()
    at = _past_markup(row, last)
    at = _past_markup(row, at + 1) if _is_kind_of_answer(row, at) else at
    if word in _WITHOUT_CONNECTOR:
        return Announcement(first, _past_connectors(row, at), is_label)
    verb = None if word in _LABELS else _verb_behind(row, at, copulas)
    if verb is not None:
        return Announcement(first, _past_connectors(row, copulas[verb]), is_label=word in word_group("answer", "zh"))
    if at < len(row) and row[at].text in (_CONNECTORS if word not in _LABELS else ":："):
        return Announcement(first, _past_connectors(row, at), is_label and row[at].text in ":：")
    return _heading(row, first, last, at) if is_label and word not in _LABELS else None


def _verb_behind(row: Sequence[TextToken], at: int, copulas: Mapping[int, int]) -> int | None:
    """Where the verb of an announcement is: `the answer is`, `the solution to the problem must be`."""
    for i in range(at, min(at + _MAX_BETWEEN, len(row))):
        if i in copulas:
            return i
        if row[i].kind != "word":
            return None
    return None


def _heading(row: Sequence[TextToken], first: int, last: int, at: int) -> Announcement | None:
    """`### Final Answer` above the answer, or `Answer $9$`."""
    if at >= len(row):
        return None
    if row[at].kind == "newline" and last - first > 1:
        return Announcement(first, _past_connectors(row, at + 1), False)
    return Announcement(first, at, False) if row[at].kind in ("formula", "number") else None


def _is_kind_of_answer(row: Sequence[TextToken], at: int) -> bool:
    return at < len(row) and row[at].text.casefold() in word_group("kind of answer")


def _past_markup(row: Sequence[TextToken], at: int) -> int:
    end = min(at + _MAX_MARKUP, len(row))
    while at < end and row[at].text in MARKUP:
        at += 1
    return at


def _past_connectors(row: Sequence[TextToken], at: int) -> int:
    """Behind `:`, `=` and mark-up; a minus that is glued to what follows is a sign, and belongs to the answer."""
    end = min(at + _MAX_MARKUP, len(row))
    while at < end and (row[at].text in MARKUP or row[at].text in _CONNECTORS):
        is_sign = row[at].text in "-–—" and at + 1 < len(row) and row[at + 1].glued
        if is_sign:
            break
        at += 1
    return at


def _is_first_in_line(row: Sequence[TextToken], i: int) -> bool:
    for before in reversed(row[max(0, i - _MAX_MARKUP) : i]):
        if before.kind == "newline":
            return True
        if before.text not in MARKUP:
            return False
    return i <= _MAX_MARKUP
