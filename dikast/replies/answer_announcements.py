"""Answers that are announced: `Answer: B`, `the answer is B`, `"answer": "B"`, and an answer under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest

from dikast.replies import answer_words, reporting_words
from dikast.replies.label_statement import LabelStatement, Standing, last_matches, line_end
from dikast.replies.label_value import LONGEST_VALUE, LabelReader
from dikast.replies.statement_standing import is_denied, standing_before, standing_of_tail

_QUALIFIERS = (
    r"(?:\s+(?:choice|option|label|letter|key|here|finale?|correcta|certa|correcte|correta|corretta|juste|exacte|giusta|"
    r"definitiva|(?:to|of|in) (?:the|this) (?:question|debate|exchange|case)|الصحيحة|đúng|"
    r"supported by the (?:passage|text|source|evidence|quotes?))|"
    r", (?:therefore|thus|then|however|clearly|(?:after|given|based on|"
    r"according to the (?:passage|text|source))[^,.\n]{0,60}),|"
    r"\s?[(\[](?:final|[A-Za-z](?:(?:/|, ?| or )[A-Za-z]){1,8})[)\]])?"
)
_SEPARATOR = r"\s?(?:[:：]|=+>?|-+>|>|\s-\s|\|)\s?"
_GLUED = r"(?<=[\u2e80-\U0010ffff\]])(?=[\"(]?[A-Za-z])"  # Chinese writes no blank after `选` or `【答案】`
_NO_LABEL = re.compile(
    r"\s*(?:not|neither|none|both|either|unclear|unknown|undetermined|ambiguous|impossible|weder|beide|keine)\b", re.I
)


def announced_answers(text: str, reader: LabelReader) -> Iterator[LabelStatement]:
    """`Answer: B`, `the answer is B`, `"answer": "B"`, and an answer under a heading."""
    announcement = announcement_pattern(text)
    matches = last_matches(announcement, text)
    for found, following in zip_longest(matches, matches[1:]):
        value_start, value_end = _value_span(text, found.end())
        if following is not None and following.start() > value_start:
            value_end = min(value_end, following.start())
        if _is_key(found) and text.startswith('"', value_start):
            # A JSON string ends before the next key.
            string_end = text.find('"', value_start + 1, value_end)
            value_end = value_end if string_end < 0 else string_end
        if announcement.match(text, skip_determiners(text, value_start)):
            # `Answer: the answer is B`: what follows is a statement by itself.
            continue
        value = reader.read(text, value_start, value_end)
        if found["blank"] is not None and not value.is_bare:
            # `Answer A: unsupported` is about an answer and states none.
            continue
        if value.label is None and not _must_be_answer(found, text, value_start, value_end, reader):
            continue
        standing = _standing(text, found, announcement, value_start, value_end)
        if value.start is not None and reporting_words.SAID_SO.match(text, value.start + len(str(value.label))):
            standing = "reported"
        yield LabelStatement(found.start(), value, standing, is_denied(text, found.start()))


# Each reader of a reply's statements asks for the same text's pattern.
@lru_cache(maxsize=8)
def announcement_pattern(text: str) -> re.Pattern[str]:
    """The pattern of an announcement, with those words for an answer that are in the text."""
    return _announcement(*_nouns_in(text))


def _nouns_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words for an answer and for a choice that are in the text: a pattern of all of them would be slow."""
    folded = text.casefold()
    answers = tuple(noun for noun in answer_words.answer_nouns() if noun in folded)
    return answers, tuple(noun for noun in answer_words.choice_nouns() if noun in folded)


@lru_cache(maxsize=256)
def _announcement(answers: tuple[str, ...], choices: tuple[str, ...]) -> re.Pattern[str]:
    """An announcement: a word for "answer", and what joins it to a value."""
    nouns = rf"(?:(?P<noun>{answer_words.any_of(answers)})|(?P<choice>{answer_words.any_of(choices)}))"
    copula = rf"(?P<copula>\s?{answer_words.copulas()}\s?:?)"
    joined = rf"(?P<colon>{_SEPARATOR})|{copula}|(?P<heading>\s*?$)|(?P<blank>\s)|{_GLUED}"
    return re.compile(rf"(?P<quote>[\"']?){nouns}{_QUALIFIERS}(?P<closing>[\"')\]}}]?)(?:{joined})", re.I | re.M)


def _value_span(text: str, start: int) -> tuple[int, int]:
    """Where a value starts and its line ends: after an announcement, or on the next line that is not blank."""
    value = re.compile(r"\s*").match(text, start)
    start = value.end() if value else start
    return start, line_end(text, start)


def skip_determiners(text: str, start: int) -> int:
    """Where the words like `the final` end that are at `start`."""
    found = answer_words.DETERMINERS.match(text, start)
    return found.end() if found else start


def _must_be_answer(found: re.Match[str], text: str, start: int, end: int, reader: LabelReader) -> bool:
    """Whether what can't be read as a label is an answer all the same, which no other answer in the reply overrules."""
    if found["noun"] is None or found["blank"] is not None:
        return False
    if found["colon"] is not None or found["heading"] is not None:
        return True
    # `the answer is neither`; but `the answer is clear` and `the answer is supported by the source` are none.
    value = text[start:end]
    names_label = re.search(rf"(?<!\w){reader.label_pattern}(?!\w)", value)
    return names_label is not None or _NO_LABEL.match(value) is not None


def _is_key(found: re.Match[str]) -> bool:
    """Whether an announcement is a key of JSON."""
    return bool(found["quote"] and found["closing"] and found["colon"])


def _standing(
    text: str, found: re.Match[str], announcement: re.Pattern[str], value_start: int, value_end: int
) -> Standing:
    """How an announced answer counts, by the words before it in its sentence."""
    if _is_key(found):
        of_speaker = reporting_words.KEY_OF_SPEAKER.search(text, max(0, found.start() - LONGEST_VALUE), found.start())
        return "reported" if of_speaker else "firm"
    standing = standing_before(text, found.start(), announcement)
    if standing != "firm":
        return standing
    if found["colon"] is None and found["heading"] is None:
        return standing_of_tail(text[value_start:value_end])
    return "firm"
