"""Quantities in words, put into the order of figures: `an hour and a half` is 1 1/2 hour, `half a mile` 1/2 mile."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from dikast.language import TextToken, lexicon
from dikast.verify.text.math_words import is_unit_word
from dikast.verify.text.number_words import number_at, share_at
from dikast.verify.text.opened_text import Atom, atom_at

_ARTICLES = frozenset({"a", "an"})
_QUANTIFYING = frozenset({"of", "a", "an", "the", "one"})
_LEAST_NOUN = 3  # letters


def with_figures(row: Sequence[Atom]) -> list[Atom]:
    """The atoms, with every quantity in words as a number and what it counts."""
    found: list[Atom] = []
    at = 0
    while at < len(row):
        quantity = _mixed(row, at) or _share_of(row, at)
        if quantity is None:
            found.append(row[at])
            at += 1
            continue
        found += quantity[0]
        at = quantity[1]
    return found


def _mixed(row: Sequence[Atom], at: int) -> tuple[list[Atom], int] | None:
    """`2 hours and a half`: a whole number of things and a share of one, unless it is the share of something else."""
    whole = _whole(row, at)
    if whole is None:
        return None
    number, after = whole
    noun, joint = atom_at(row, after), atom_at(row, after + 1)
    share = share_at(_words(row, after + 2), 0) if _is_noun(noun) and joint.text.casefold() == "and" else None
    if share is None:
        return None
    end = after + 2 + share[1]
    behind = atom_at(row, end).text
    if behind.casefold() in _QUANTIFYING or is_unit_word(behind):
        return None
    return [number, _figure(share[0], noun), noun], end


def _share_of(row: Sequence[Atom], at: int) -> tuple[list[Atom], int] | None:
    """`three quarters of an hour`, `half a mile`: a share of one unit."""
    if atom_at(row, at - 1).token.kind == "number" or row[at].is_formal:
        return None
    share = share_at(_words(row, at), 0)
    if share is None:
        return None
    after = at + share[1]
    after += atom_at(row, after).text.casefold() == "of"
    unit = atom_at(row, after + 1)
    if atom_at(row, after).text.casefold() not in {*_ARTICLES, "one"} or not is_unit_word(unit.text):
        return None
    return [_figure(share[0], unit), unit], after + 2


def _whole(row: Sequence[Atom], at: int) -> tuple[Atom, int] | None:
    """A whole number in figures or in words, or the article for one, and the place behind it."""
    atom = row[at]
    if atom.is_formal:
        return None
    if atom.token.kind == "number":
        return (atom, at + 1) if atom.text.isdecimal() else None
    if atom.text.casefold() in _ARTICLES:
        return _figure("1", atom), at + 1
    # `two dozen and a half` are dozens, too.
    number = number_at(list(takewhile(lambda word: word != "dozen", _words(row, at))), 0)
    return (_figure(number[0], atom), at + number[1]) if number is not None and number[0].isdecimal() else None


def _is_noun(atom: Atom) -> bool:
    """A word that things may be counted by."""
    is_word = atom.token.kind == "word" and not atom.is_formal
    return is_word and (
        is_unit_word(atom.text) or (len(atom.text) >= _LEAST_NOUN and not lexicon().meanings(atom.text))
    )


def _words(row: Sequence[Atom], at: int) -> list[str]:
    """The words that follow one another from here."""
    words: list[str] = []
    while atom_at(row, at).token.kind == "word" and not row[at].is_formal:
        words.append(row[at].text)
        at += 1
    return words


def _figure(text: str, beside: Atom) -> Atom:
    """A number as an atom of its own."""
    return Atom("math", TextToken("number", text, beside.token.start, beside.token.end))
