"""Whose answer a clause tells: `Bob's answer is 12` and `My friend got 12` report it, `My answer is 12` gives it.

`Bob has 12` and `My friend got 12 apples` say what there is of a thing, and are answers of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from dikast.language.clauses import Clause
from dikast.language.lexicon import FoundCue, phrase_words
from dikast.language.tokens import token_at

_ROWS = Path(__file__).with_name("persons.tsv")
_POSSESSIVES = ("'s", "’s")
_OF_CHINESE = "的"
_CHINESE_NAMES = "小老阿"  # 小明, 老王
_CHINESE_NAME = 2  # signs


@cache
def persons(part: str) -> frozenset[str]:
    """The words of one part, in every language."""
    rows = (line.split("\t") for line in _ROWS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return frozenset(word for _, name, words in rows if name == part for word in words.split())


@cache
def _phrases(part: str) -> frozenset[tuple[str, ...]]:
    """The words of one part as tokens: each ideograph is one."""
    return frozenset(map(phrase_words, persons(part)))


def _found(words: Sequence[str], part: str) -> Iterator[tuple[int, int]]:
    """Where the words of one part begin and end among others."""
    lengths = sorted({len(phrase) for phrase in _phrases(part)}, reverse=True)
    for at in range(len(words)):
        yield from ((at, at + n) for n in lengths if tuple(words[at : at + n]) in _phrases(part))


def reporter(clause: Clause) -> str | None:
    """The word that makes what a clause states someone else's; None where it is the speaker's own."""
    words = _words(clause)
    behind_own = {last for _, last in _found(words, "own")}
    asked = ((first, last) for first, last in _found(words, "asked") if first in behind_own)
    opinions = ((cue.first, cue.last) for cue in clause.cues if "opinion" in cue.meanings)
    of_others = ((first, last) for first, last in opinions if first not in behind_own and not _speaks(words[:first]))
    told = next(iter((*asked, *of_others)), None)
    return owner(clause) if told is None else " ".join(words[slice(*told)])


def owner(clause: Clause) -> str | None:
    """The word for someone else who has or gives the answer that a clause announces."""
    words = _words(clause)
    for first, last in _found(words, "answering"):
        if first and words[first - 1] not in persons("thing") and not _speaks(words[:first]):
            return " ".join(words[first:last])
    announcing = [cue for cue in clause.cues if "announcement" in cue.meanings]
    return _owner(clause, announcing[-1]) if announcing else None


def _words(clause: Clause) -> list[str]:
    return [token.text.casefold() for token in clause.tokens]


def _speaks(words: Sequence[str]) -> bool:
    return any(True for _ in _found(words, "speaker"))


def _owner(clause: Clause, noun: FoundCue) -> str | None:
    before = token_at(clause.tokens, noun.first - 1).text
    if before.casefold() in persons("others") or _is_possessive(before) or _is_genitive(before, clause, noun):
        return before
    if before == _OF_CHINESE:
        return _chinese_owner([token.text for token in clause.tokens[: noun.first - 1]])
    of, name = (token_at(clause.tokens, noun.last + n).text for n in (0, 1))
    is_of_name = of.casefold() in persons("of") and _is_name(name) and name.casefold() not in persons("thing")
    return name if is_of_name else None


def _is_possessive(word: str) -> bool:
    """`Bob's`, but not `the problem's` or `3's`."""
    name = next((word.removesuffix(end) for end in _POSSESSIVES if word.endswith(end)), "")
    return name.isalpha() and name.casefold() not in persons("thing")


def _is_genitive(word: str, clause: Clause, noun: FoundCue) -> bool:
    """`Bobs` of `Bobs Antwort`; `Richtiges Ergebnis` has an adjective."""
    is_uncued = all(other.last != noun.first for other in clause.cues)
    is_german = clause.tokens[noun.last - 1].text.casefold() in ("antwort", "ergebnis", "lösung")
    may_be_genitive = word.endswith("s") and not word.endswith("es") and _is_name(word)
    return is_german and is_uncued and may_be_genitive


def _is_name(word: str) -> bool:
    """A word with a capital at its beginning: in French and Spanish only a name has one."""
    return len(word) > 2 and word.istitle() and word.isalpha()


def _chinese_owner(before: Sequence[str]) -> str | None:
    """The `小明` of `所以小明的答案`; `小数` is no name."""
    for part in ("others", "asked"):
        if (at := next((first for first, last in _found(before, part) if last == len(before)), None)) is not None:
            return "".join(before[at:])
    name = "".join(before[-_CHINESE_NAME:])
    is_name = len(name) == _CHINESE_NAME and name[0] in _CHINESE_NAMES and name[1] not in "数时"
    return name if is_name else None
