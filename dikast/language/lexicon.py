"""Cues: words that say how a statement near them is meant (denied, supposed, announced …), in several languages.

They are rows of `lexicon.tsv`. A user's own file of the same form adds rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from dikast.errors import BadInput
from dikast.language.tokens import TextToken, tokens

CueMeaning = Literal[
    "negation", "denial", "supposition", "case", "question", "reason", "conclusion", "condition", "announcement",
    "copula", "approximation", "bound", "gloss", "check", "adjunct", "definition", "alternative", "addition",
    "contrast", "filler", "verb", "operation", "reshaping", "selection", "reference", "opinion", "universal",
    "trial", "measure", "whole", "real", "positive", "calculus", "rounding", "reservation", "implication", "correction",
    "option", "extent",
]  # fmt: skip
CueScope = Literal["clause", "after", "before"]

_ROWS = Path(__file__).with_name("lexicon.tsv")
_N_COLUMNS = 4
_MEANINGS: dict[str, CueMeaning] = {meaning: meaning for meaning in get_args(CueMeaning)}
_SCOPES: dict[str, CueScope] = {scope: scope for scope in get_args(CueScope)}
_EVERYWHERE = frozenset({"any", "zh"})
_ENGLISH = _EVERYWHERE | {"en"}
_NO_MEANING: frozenset[CueMeaning] = frozenset()


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of one language, what it means, and which part of its clause it acts on."""

    phrase: str
    language: str
    meaning: CueMeaning
    scope: CueScope


@dataclass(frozen=True, slots=True)
class FoundCue:
    """What tokens `first` to `last` (exclusive) mean: several things where a phrase is several cues."""

    meanings: frozenset[CueMeaning]
    first: int
    last: int


class Lexicon:
    """Cues by how they begin, so that a text is searched in one pass; `spoken` are the languages that have some."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self.cues = tuple(cues)
        self.spoken = frozenset(cue.language for cue in self.cues)
        self._languages_of: dict[str, set[str]] = {}
        by_phrase: dict[tuple[str, ...], list[Cue]] = {}
        for cue in self.cues:
            words = phrase_words(cue.phrase)
            by_phrase.setdefault(words, []).append(cue)
            for word in words:
                self._languages_of.setdefault(word, set()).add(cue.language)
        self._alone = {words[0]: tuple(cues) for words, cues in by_phrase.items() if len(words) == 1}
        self._meanings = {word: frozenset(cue.meaning for cue in cues) for word, cues in self._alone.items()}
        # Many phrases begin with the same small word, so phrases of several words are stored by their first two.
        self._by_two: dict[tuple[str, str], list[tuple[tuple[str, ...], list[Cue]]]] = {}
        for words in sorted(by_phrase, key=len, reverse=True):
            if len(words) > 1:
                self._by_two.setdefault((words[0], words[1]), []).append((words, by_phrase[words]))
        self._first_words = frozenset(words[0] for words in by_phrase)

    def languages(self, row: Sequence[TextToken]) -> frozenset[str]:
        """The languages that a text seems to be in: those that know the most of its words; English if none does.

        Words of one letter are no evidence, since they may be names of quantities. Ideographs and the signs of
        language `any` always count.
        """
        words = {token.text.casefold() for token in row if token.kind == "word" and len(token.text) > 1}
        if not words:
            return _ENGLISH
        counts = Counter(language for word in words for language in self._languages_of.get(word, ()))
        most = max(counts.values(), default=0)
        return _EVERYWHERE | {name for name, n in counts.items() if n == most} if most else _ENGLISH

    def find(self, row: Sequence[TextToken], languages: frozenset[str] | None = None) -> list[FoundCue]:
        """The cues of some languages in a row of tokens, the longest at each place; no cue is inside another."""
        words = [token.text.casefold() for token in row]
        spoken = self.languages(row) if languages is None else languages
        cues: list[FoundCue] = []
        at = 0
        while at < len(words):
            longest = self._longest(words, at, spoken) if words[at] in self._first_words else None
            if longest is None:
                at += 1
                continue
            cues.append(longest)
            at = longest.last
        return cues

    def meanings(self, word: str, languages: frozenset[str] | None = None) -> frozenset[CueMeaning]:
        """What a single word can mean, in any language or in some."""
        word = word.casefold()
        if languages is None:
            return self._meanings.get(word, _NO_MEANING)
        return _meanings_in(languages, self._alone.get(word, ()))

    def _longest(self, words: Sequence[str], at: int, languages: frozenset[str]) -> FoundCue | None:
        following = words[at + 1] if at + 1 < len(words) else ""
        for phrase, cues in self._by_two.get((words[at], following), ()):
            end = at + len(phrase)
            is_there = len(phrase) == 2 or tuple(words[at:end]) == phrase
            if is_there and (meanings := _meanings_in(languages, cues)):
                return FoundCue(meanings, at, end)
        meanings = _meanings_in(languages, self._alone.get(words[at], ()))
        return FoundCue(meanings, at, at + 1) if meanings else None


def _meanings_in(languages: frozenset[str], cues: Sequence[Cue]) -> frozenset[CueMeaning]:
    return frozenset(cue.meaning for cue in cues if cue.language in languages) if cues else _NO_MEANING


def phrase_words(phrase: str) -> tuple[str, ...]:
    """A cue's words as the tokens of a text have them."""
    return tuple(token.text for token in tokens(phrase.casefold()))


def read_cues(path: Path) -> list[Cue]:
    """The cues of a file in the form of `lexicon.tsv`. Raises BadInput that names a line of another form."""
    cues: list[Cue] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            cues += _row(line, f"{path}:{number}")
    return cues


def _row(line: str, where: str) -> list[Cue]:
    columns = line.split("\t")
    if len(columns) != _N_COLUMNS:
        raise BadInput(f"{where}: {len(columns)} columns; needed: language, meaning, scope, cues between bars")
    language, meaning, scope, phrases = (column.strip() for column in columns)
    if meaning not in _MEANINGS:
        raise BadInput(f"{where}: the meaning {meaning!r} is none of {', '.join(_MEANINGS)}")
    if scope not in _SCOPES:
        raise BadInput(f"{where}: the scope {scope!r} is none of {', '.join(_SCOPES)}")
    cues = [phrase.strip() for phrase in phrases.split("|") if phrase.strip()]
    return [Cue(cue, language, _MEANINGS[meaning], _SCOPES[scope]) for cue in cues]


_added: ContextVar[tuple[Path, ...]] = ContextVar("files of added cues", default=())


def lexicon() -> Lexicon:
    """The lexicon that comes with Dikast, with the cues of the files added by `with_cues_of`."""
    return _lexicon(_added.get())


@cache
def _lexicon(more: tuple[Path, ...]) -> Lexicon:
    return Lexicon(cue for path in (_ROWS, *more) for cue in read_cues(path))


@contextmanager
def with_cues_of(*paths: Path) -> Iterator[None]:
    """Reads texts with the cues of more files. Raises BadInput where a file has another form."""
    _lexicon(paths)
    token = _added.set(paths)
    try:
        yield
    finally:
        _added.reset(token)
