"""The label that a stretch of plain text is: `B`, `(B)`, `option B`, `B) the oil`, `the oil`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dikast.replies.answer_words import ADVERBS, AFTER_LABEL, LABEL_NOUNS, NO_SIGNS, REASONS, any_of, phrases
from dikast.replies.plain_text import BOX, BOX_END

LONGEST_VALUE = 600  # characters of a value that are looked at; an option's text may be long

_OPENING = rf"[^\w?!.,;/&|+~{BOX_END}{NO_SIGNS})\]}}]"
_CLOSING = rf"[\s\"')\]}}>{BOX_END}]"
_SEPARATORS = "✅✔☑✓.,;:!)-/&+([{<=|。，；、！\n]>}"
_NOUNS = any_of(phrases(LABEL_NOUNS))
_WORDS_BEFORE = rf"{_OPENING}{{0,12}}(?:(?:{_NOUNS}|{any_of(phrases(ADVERBS))}){_OPENING}{{0,6}}){{0,4}}"
_AND_OR = r"(?:and|or|und|oder|et|ou|y|o|e|en|of|och|i|или|и|和|或|或者|と|か|vs\.?|as well as|/|&|\+|,|;)"
_AFTER = any_of(phrases(AFTER_LABEL))
_GOES_ON = re.compile(rf"{_CLOSING}*\s*{_AFTER}", re.IGNORECASE)
_REASON = re.compile(any_of(phrases(REASONS)), re.IGNORECASE)
_EDGES = f" \t\n\"'()[]{{}}<>.,;:!*-。，！{BOX}{BOX_END}"
_ONLY_MARKS = re.compile(rf"[^\w?{NO_SIGNS}]*")
# `A?`, `A ❌`, `A (if the quote is genuine)`
_TAKES_BACK = re.compile(
    rf"[^\w\n]*(?:[?{NO_SIGNS}]|(?:only )?(?:if|unless|assuming|supposing|provided|falls|wenn|sofern)\b)", re.IGNORECASE
)
# Ideographs, kana and hangul go on without a blank after a label.
_LETTER = r"[^\W\u2e80-\U0010ffff]"
_ARTICLES = frozenset("aeioy")


@dataclass(frozen=True)
class LabelValue:
    """What a value states. `label` is None where it can't be read; `start` is where the label itself is, if it is one.

    `is_bare` says that the value is the label, its option's text or both, and nothing else.
    """

    label: str | None
    start: int | None = None
    is_bare: bool = False


UNREAD = LabelValue(None)


class LabelReader:
    """Reads values for some labels and, if they are known, the texts of their options."""

    def __init__(self, labels: Sequence[str], options: Sequence[str] = ()) -> None:
        self._by_folded = {label.casefold(): label for label in labels}
        self.options: dict[str, str] = {}
        if len(options) == len(labels):
            self.options = dict(zip(labels, map(_comparable, options), strict=True))
        alternatives = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
        self.label_pattern = rf"(?:{alternatives})"
        # A single letter or a number that is none of the labels is a statement too, of an answer that does not exist.
        after = rf"(?!['’]?{_LETTER}|[+%]|#(?!#)|[-.]{_LETTER}|\*)"
        any_label = rf"(?!(?<=-)\d)(?P<label>{alternatives}|[A-Za-zА-Яα-ω]|\d{{1,2}}){after}"
        self._value = re.compile(_WORDS_BEFORE + any_label, re.IGNORECASE)
        second = rf"(?:{alternatives})(?!['’]?{_LETTER})"
        self._several = re.compile(rf"{_CLOSING}*[\s(,;.…]*{_AND_OR}[\s,(]*{_WORDS_BEFORE}{second}", re.IGNORECASE)
        self._another = re.compile(rf"(?<![\w'’]){second}")

    def read(self, text: str, start: int, end: int) -> LabelValue:
        """What `text[start:end]` states; `end` is where its line ends, or the mark that closes it."""
        end = min(end, start + LONGEST_VALUE)
        value = text[start:end]
        found = self._value.match(value)
        if found is None:
            return self._option(value)
        label = self._by_folded.get(found["label"].casefold())
        if label is None:
            option = self._option(value)
            return option if option.label is not None else self._outside(found["label"], value[found.end() :])
        tail = value[found.end() :]
        place = start + found.start("label")
        if _ONLY_MARKS.fullmatch(tail):
            return LabelValue(label, place, is_bare=True)
        # `A lighthouse` may be an option's text that begins with an article.
        option = self._option(value)
        if option.label is not None and not _is_set_apart(tail):
            return option
        return self._with_tail(label, place, found["label"], tail)

    def _with_tail(self, label: str, place: int, written: str, tail: str) -> LabelValue:
        """A label with more text after it."""
        rest = _comparable(tail)
        if rest and rest == self.options.get(label):
            return LabelValue(label, place, is_bare=True)
        # A small letter may be an article; another option's text, or a second label, contradicts the first.
        is_article = written in _ARTICLES
        if is_article or self._contradicts(label, tail, rest):
            return UNREAD
        if _is_set_apart(tail) or _GOES_ON.match(tail):
            return LabelValue(label, place)
        return UNREAD

    def _contradicts(self, label: str, tail: str, rest: str) -> bool:
        """Whether what follows a label names another one, not as a reason and not to deny it."""
        if rest in self.options.values() or self.names_several(tail):
            return True
        sentence = re.split(r"[.!?]\s|。", tail, maxsplit=1)[0]
        for other in self._another.finditer(sentence):
            if other[0] != label:
                return _REASON.search(sentence, 0, other.start()) is None
        return False

    def names_several(self, tail: str) -> bool:
        """Whether what follows a label joins another one to it: `A or B`."""
        return self._several.match(tail) is not None

    def _outside(self, written: str, tail: str) -> LabelValue:
        """An answer that is none of the labels, as `C` where there are A and B."""
        if _ONLY_MARKS.fullmatch(tail) and not written.islower():
            return LabelValue(written.upper())
        return UNREAD

    def _option(self, value: str) -> LabelValue:
        """The label of the option whose text the value is, or begins with before a separator."""
        stated = _comparable(value)
        exact = [label for label, option in self.options.items() if option == stated]
        if exact:
            return LabelValue(exact[0], is_bare=True) if len(exact) == 1 else UNREAD
        begun = [label for label, option in self.options.items() if option and _begins_with(stated, option)]
        named = [label for label, option in self.options.items() if option and option in stated]
        if len(begun) == 1 and named == begun:
            return LabelValue(begun[0])
        return UNREAD


@lru_cache(maxsize=256)
def label_reader(labels: tuple[str, ...], options: tuple[str, ...] = ()) -> LabelReader:
    """The reader for these labels, made once."""
    return LabelReader(labels, options)


def _is_set_apart(tail: str) -> bool:
    """Whether what follows a label is set apart from it, as by a comma or a bracket. A question mark takes it back."""
    if _TAKES_BACK.match(tail):
        return False
    after = tail.lstrip(f" \t\"'{BOX_END}")
    return not after or after[0] in _SEPARATORS


def _comparable(text: str) -> str:
    """A text by which two spellings of an option are the same."""
    return " ".join(text.casefold().strip(_EDGES).split())


def _begins_with(text: str, option: str) -> bool:
    """Whether the text is the option and, after a mark, something else."""
    rest = text[len(option) :]
    return text.startswith(option) and bool(re.match(r"[\"']?[.,;:!)\]}]|\s[-(\[]|\s(?:because|since|as)\s", rest))
