"""How a statement of an answer counts, by the words before and after it in its sentence."""

from __future__ import annotations

import re

from dikast.replies import answer_words
from dikast.replies.label_statement import Standing

_LONGEST_LEAD = 240  # characters before an announcement that are looked at
_LONGEST_LINE = 4000

_SENTENCE_END = re.compile(r"[.!?;:。！？；：](?=\s|[\"')\]]|[^\x00-\x7f])")
_ASIDE = re.compile(r"[\s\"'()\[\]{}\x02,:>#*\-•\d.]*(?:[Aa] )?")
_SUPPOSITION = re.compile(r"\b(?:if|suppos\w+|assum\w+|wenn|falls|si|unless|were)\b", re.IGNORECASE)
_SAID_BY_OTHERS = re.compile(
    r"\b(?:if|unless|according to|says|said|claims?|claimed|argues|argued|would have us|only when)\b"
)


def standing_of_tail(tail: str) -> Standing:
    """`the answer is B` may go on as a condition or as somebody's opinion."""
    sentence = _SENTENCE_END.split(tail, maxsplit=1)[0]
    if re.search(
        r"\b(?:if|unless|according to|says|said|claims?|claimed|argues|argued|would have us|only when)\b", sentence
    ):
        return "reported"
    if "?" in tail[: len(sentence) + 1]:
        return "doubtful"
    return "firm"


def line_before(text: str, start: int) -> str:
    """The text of a line before a place in it. Of a very long line, its end."""
    return text[max(0, start - _LONGEST_LINE) : start].rpartition("\n")[2]


def lead_of(text: str, start: int) -> str:
    """The words before an announcement, from the beginning of its sentence."""
    lead = line_before(text, start)[-_LONGEST_LEAD:]
    ends = list(_SENTENCE_END.finditer(lead))
    return lead[ends[-1].end() :] if ends else lead


def standing_of_lead(lead: str) -> Standing:
    """Firm where the words before are nothing but those that lead to a conclusion of one's own."""
    clause = re.split(r"[,;(-]\s", lead)[-1]
    without_own_view = answer_words.OWN_VIEW.sub(" ", lead)
    if answer_words.REPORTED.search(without_own_view):
        return "reported"
    if answer_words.doubts().search(without_own_view):
        return "reported" if _SUPPOSITION.search(without_own_view) else "doubtful"
    left = answer_words.OWN_VIEW.sub(" ", clause)
    left = answer_words.conclusions().sub(" ", left)
    left = answer_words.DETERMINERS.sub("", left)
    return "firm" if _ASIDE.fullmatch(left) else "doubtful"
