"""Answers that are given as a judgement: `B is correct`, `I choose B`, `it should be B`; and what denies one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dikast.replies import answer_words, reporting_words
from dikast.replies.answer_announcements import announcement_pattern
from dikast.replies.label_statement import LabelStatement, last_matches, line_end
from dikast.replies.label_value import LONGEST_VALUE, UNREAD, LabelReader, LabelValue
from dikast.replies.statement_standing import is_denied, standing_before, standing_of_tail

_MARKS = r"[\"'(\[]?"
_NOUN = (
    r"(?:(?:the |an? )?(?:option|choice|answer|label|assistant|response|candidate|alternative|statement|letter|debater|"
    r"opción|opção|opzione|möglichkeit|lettre|letra|вариант)\s)?"
)
_PRAISE = (
    r"(?:the )?(?P<praise>correct|right|true|better|best|stronger|answer|winner|winning|verdict)"
    r"(?: (?:answer|option|choice|one|response))?"
)
_BLAME = (
    r"(?P<blame>(?:not|n't) (?:the )?(?:correct|right|true|answer|best|better)(?: (?:answer|option|choice|one))?|"
    r"wrong|incorrect|false|mistaken)"
)
_JUDGEMENT_END = r"(?=\s*(?:[.,;!)\n]|$|because|since|and|as\b))"
_SURELY = (
    "(?:clearly|certainly|definitely|obviously|undoubtedly|actually|really|surely|likely|probably|ultimately|clearly|"
    "indeed|still|therefore|thus|also)"
)
_IS_RIGHT = rf"(?:is|was|must be|has to be)(?: {_SURELY})? (?:{_PRAISE}|{_BLAME})|it is"
_OWN_CHOICE = (
    r"\b(?:i|we)(?:'d|'ll|'m|'re|'ve| have| am| would| will| must| have to)?"
    r"(?: (?:therefore|thus|rather|now|still|to|clearly|strongly)){0,2}"
    r" (?:choose|pick|select|say|answer|vote(?: for)?|voting for|go(?:ing)?(?: to go)? with|decided on|side with|"
    r"prefer|favou?r|opt for|settle on|decide (?:on|for)|"
    r"mean|meant|(?:rule|find|conclude|judge|decide) (?:for|in favou?r of))"
)
_ANSWER_IS_NOT = r"\b(?:answer|choice|verdict) (?:is|was)(?:n't| not)"
_IT_IS = r"\b(?:it|that|this)(?:'s| is| should be| must be| has to be| would be)(?: actually| clearly| really| rather)?"


def judged_answers(text: str, reader: LabelReader) -> Iterator[LabelStatement]:
    """`B is correct`, `I choose B`, `it should be B`, `A is wrong`."""
    announcement = announcement_pattern(text)
    for found in last_matches(_judgement(reader.label_pattern), text):
        label = next(filter(None, found.group("subject", "object", "denied", "it")), "")
        start = found.start("subject") if found["subject"] else found.end() - len(label)
        value = LabelValue(label, start)
        standing = standing_before(text, found.start(), announcement)
        if standing == "firm" and (found["praise"] or "").casefold() in ("better", "best", "stronger"):
            standing = "opinion"
        if standing in ("firm", "opinion") and found["subject"] is None:
            tail = text[found.end() : line_end(text, found.end())][:LONGEST_VALUE]
            value = UNREAD if reader.names_several(tail) else value
            standing = standing if standing_of_tail(tail) == "firm" else "doubtful"
        if reporting_words.SAID_SO.match(text, found.end()):
            standing = "reported"
        denies = bool(found["blame"] or found["denied"]) or is_denied(text, found.start())
        yield LabelStatement(found.start(), value, standing, denies)


@lru_cache(maxsize=128)
def _judgement(label: str) -> re.Pattern[str]:
    """The forms of a judgement for one pattern of labels. A label is read as it is written: `a` is an article."""
    choosing = rf"(?:{_OWN_CHOICE}|{answer_words.CHOOSING})"
    is_right = rf"(?:{_IS_RIGHT}|{answer_words.RIGHT}){_JUDGEMENT_END}"
    chosen = rf"{choosing} (?:that )?{_MARKS}{_NOUN}{_MARKS}(?-i:(?P<object>{label}))(?![\w'])"
    denied = rf"{_ANSWER_IS_NOT} {_MARKS}{_NOUN}{_MARKS}(?-i:(?P<denied>{label}))(?![\w'])"
    meant = rf"{_IT_IS} {_MARKS}{_NOUN}{_MARKS}(?-i:(?P<it>{label}))(?=[\"')\]]?\s*(?:[.,;!\n]|$|instead|not\b))"
    subject = rf"{_NOUN}(?<![\w'])(?-i:(?P<subject>{label}))(?:\s|[\"')\]]\s?){is_right}"
    return re.compile(rf"(?:{subject}|{chosen}|{denied}|{meant})", re.IGNORECASE)


def short_sentences(text: str, reader: LabelReader) -> Iterator[LabelStatement]:
    """`In truth, B.`, `Edit: B`: a few words and a label. They give no answer, but can take one back."""
    announcement = announcement_pattern(text)
    for found in last_matches(_short_sentence(reader.label_pattern), text):
        words = found["words"]
        if answer_words.doubts().search(words) or answer_words.NOT_CHOSEN.search(words):
            continue
        if standing_before(text, found.start("label"), announcement) != "reported":
            yield LabelStatement(found.start("label"), LabelValue(found["label"]), "doubtful")


@lru_cache(maxsize=128)
def _short_sentence(label: str) -> re.Pattern[str]:
    words = r"(?P<words>(?:[^\W\d_]['\w-]{0,24}[,:]?[ ]|>[ ]){0,4})"
    # `Or is it B?` takes an answer back, other questions do not.
    begin = r"(?:^|(?<=[.!?;:\n]\s))[\s\"'(>-]{0,8}"
    return re.compile(
        rf"{begin}{words}[\"'(\[]?(?P<label>{label})[\"')\]]?\s?(?:[.!][\"')\]]*(?=\s|$)|$)", re.MULTILINE
    )
