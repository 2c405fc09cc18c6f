"""The title of a statement: what is before a colon, and says whose words follow. `Alice: the answer is A`."""

from __future__ import annotations

import re

from dikast.replies import answer_words, reporting_words
from dikast.replies.label_statement import Standing

_LONGEST_TITLE = 240  # characters
_MOST_NAME_WORDS = 6
_WORD = re.compile(r"[^\W\d_][\w'’/-]*")
_SENTENCE_START = re.compile(r"[.!?;:。！？；]\s")
_NEW_SENTENCE = re.compile(r"[.!?,;]\s")
_SMALL_WORDS = frozenset({"of", "in", "for", "to", "and", "the", "on", "at", "round"})
# Titles of what a judge says itself.
_OWN_TITLES = re.compile(
    answer_words.any_of(
        answer_words.phrases(
            "judge | assistant | summary | analysis | reasoning | rationale | explanation | evaluation | assessment | "
            "step | note | reason | reasons | opinion | me | ergebnis | begründung | urteil | 分析 | 理由 | 评判 | 裁判"
        )
    ),
    re.IGNORECASE,
)


def standing_by_title(text: str, start: int, line: str, announced: re.Pattern[str]) -> Standing:
    """How a statement at `start` counts by its title; `line` is what is before it in its line.

    `Alice: …`, `Example: …` and `Debater A says: …` report. An unknown name leaves a doubt.
    """
    is_above = answer_words.DETERMINERS.fullmatch(line.strip(" \"'>")) is not None
    title = _title_above(text, start - len(line)) if is_above else _title_in(line)
    if reporting_words.SPEAKER_AT_END.search(title):
        return "firm" if _takes_a_side(title) else "reported"
    title = answer_words.OWN_VIEW.sub(" ", title)
    if _is_of_a_speaker(title):
        return "reported"
    if is_above or not _is_name(title):
        return "firm"
    for known in (announced, _OWN_TITLES, answer_words.conclusions(), answer_words.DETERMINERS):
        title = known.sub(" ", title)
    return "doubtful" if _WORD.search(title) else "firm"


def _title_in(line: str) -> str:
    """What is before the last colon of a line, if nothing but the begin of a statement is after it."""
    title, colon, said = line[-_LONGEST_TITLE:].rpartition(":")
    if not colon or _NEW_SENTENCE.search(said):
        return ""
    return _SENTENCE_START.split(title)[-1].strip()


def _title_above(text: str, line_start: int) -> str:
    """The title that is a line of its own before the one that begins at `line_start`."""
    above = text[max(0, line_start - _LONGEST_TITLE) : line_start].rstrip()
    return _title_in(above.rpartition("\n")[2]) if above.endswith(":") else ""


def _takes_a_side(title: str) -> bool:
    """Whether a title that ends with a speaker is a judge's own: `I side with Alice`, and not `It ends with Alice`."""
    return bool(reporting_words.SIDING.search(title) or answer_words.OWN_VIEW.search(title))


def _is_of_a_speaker(title: str) -> bool:
    """Whether a title says that somebody else's words follow. `Alice is wrong` does not."""
    n_words = len(_WORD.findall(title))
    if n_words <= _MOST_NAME_WORDS and reporting_words.OF_SPEAKER.search(title):
        return True
    reports = list(reporting_words.REPORTED.finditer(title))
    return bool(reports) and (_is_name(title) or reports[-1].end() == len(title))


def _is_name(title: str) -> bool:
    """Whether a title could be somebody's name: few words, none of them in small letters."""
    words = _WORD.findall(title)
    return len(words) <= _MOST_NAME_WORDS and not any(word.islower() for word in words if word not in _SMALL_WORDS)
