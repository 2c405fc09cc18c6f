"""Whose answer a clause tells: `Bob's answer is 12` and `My friend got 12` report it, `My answer is 12` gives it.

`Bob has 12` and `My friend got 12 apples` say what there is of a thing, and are answers of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from dikast.language.clauses import Clause
from dikast.language.lexicon import FoundCue, phrase_words
from dikast.language.tokens import token_at
from dikast.language.words import word_group

_POSSESSIVES = ("'s", "’s")
_CHINESE_NAME = 2  # signs
_OF_OTHERS, _ASKED_ABOUT = word_group("answer of others"), word_group("asked about")


@cache
def _phrases(group: str) -> frozenset[tuple[str, ...]]:
    """The words of a group as tokens: each ideograph is one."""
    return frozenset(map(phrase_words, word_group(group)))


def _found(row: Sequence[str], group: str) -> Iterator[tuple[int, int]]:
    """Where the words of a group begin and end among others."""
    lengths = sorted({len(phrase) for phrase in _phrases(group)}, reverse=True)
    for at in range(len(row)):
        yield from ((at, at + n) for n in lengths if tuple(row[at : at + n]) in _phrases(group))


def reporter(clause: Clause) -> str | None:
    """The word that makes what a clause states someone else's; None where it is the speaker's own."""
    row = _words(clause)
    behind_own = {last for _, last in _found(row, "own answer")}
    asked = ((first, last) for first, last in _found(row, "asked for an answer") if first in behind_own)
    opinions = ((cue.first, cue.last) for cue in clause.cues if "opinion" in cue.meanings)
    of_others = ((first, last) for first, last in opinions if first not in behind_own and not _speaks(row[:first]))
    told = next(iter((*asked, *of_others)), None)
    return owner(clause) if told is None else " ".join(row[slice(*told)])


def owner(clause: Clause) -> str | None:
    """The word for someone else who has or gives the answer that a clause announces."""
    row = _words(clause)
    for first, last in _found(row, "answering"):
        if first and row[first - 1] not in _ASKED_ABOUT and not _speaks(row[:first]):
            return " ".join(row[first:last])
    announcing = [cue for cue in clause.cues if "announcement" in cue.meanings]
    return _owner(clause, announcing[-1]) if announcing else None


def _words(clause: Clause) -> list[str]:
    return [token.text.casefold() for token in clause.tokens]


def _speaks(row: Sequence[str]) -> bool:
    return any(True for _ in _found(row, "speaker"))


def _owner(clause: Clause, noun: FoundCue) -> str | None:
    before = token_at(clause.tokens, noun.first - 1).text
    if before.casefold() in _OF_OTHERS or _is_possessive(before) or _is_genitive(before, clause, noun):
        return before
    if before in word_group("chinese of"):
        return _chinese_owner([token.text for token in clause.tokens[: noun.first - 1]])
    of, name = (token_at(clause.tokens, noun.last + n).text for n in (0, 1))
    is_of_name = of.casefold() in word_group("of a person") and _is_name(name) and name.casefold() not in _ASKED_ABOUT
    return name if is_of_name else None


def _is_possessive(word: str) -> bool:
    """`Bob's`, but not `the problem's` or `3's`."""
    name = next((word.removesuffix(end) for end in _POSSESSIVES if word.endswith(end)), "")
    return name.isalpha() and name.casefold() not in _ASKED_ABOUT


def _is_genitive(word: str, clause: Clause, noun: FoundCue) -> bool:
    """`Bobs` of `Bobs Antwort`; `Richtiges Ergebnis` has an adjective."""
    is_uncued = all(other.last != noun.first for other in clause.cues)
    is_german = clause.tokens[noun.last - 1].text.casefold() in word_group("behind a genitive")
    may_be_genitive = word.endswith("s") and not word.endswith("es") and _is_name(word)
    return is_german and is_uncued and may_be_genitive


def _is_name(word: str) -> bool:
    """A word with a capital at its beginning: in French and Spanish only a name has one."""
    return len(word) > 2 and word.istitle() and word.isalpha()


def _chinese_owner(before: Sequence[str]) -> str | None:
    """The `小明` of `所以小明的答案`; `小数` is no name."""
    for group in ("answer of others", "asked for an answer"):
        if (at := next((first for first, last in _found(before, group) if last == len(before)), None)) is not None:
            return "".join(before[at:])
    name = "".join(before[-_CHINESE_NAME:])
    may_be_name = len(name) == _CHINESE_NAME and name[0] in word_group("before a name")
    return name if may_be_name and name[1] not in word_group("no name") else None
