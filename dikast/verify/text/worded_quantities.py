"""Quantities in words, in the order of figures: `an hour and a half` is 1 1/2 hour, `half a mile` 1/2 mile."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from dikast.language import TextToken, lexicon
from dikast.verify.text.math_words import is_unit_word
from dikast.verify.text.number_words import FOREIGN, chinese_count_at, may_count, number_at, share_at
from dikast.verify.text.opened_text import Atom, atom_at
from dikast.verify.text.unit_words import unit_name_at

_ARTICLES = frozenset({"a", "an", "un", "une", "una", "ein", "eine"})
_QUANTIFYING = frozenset({"of", "a", "an", "the", "one"})
_PERCENT = frozenset({"percent", "Percent"})
_NO_UNITS = frozenset({"in", "second"})  # prepositions, and ordinals
_LEAST_NOUN = 3  # letters


def with_figures(row: Sequence[Atom], languages: frozenset[str]) -> list[Atom]:
    """The atoms, with every quantity in words as a number and what it counts."""
    if not any(atom.token.kind == "word" and may_count(atom.text) for atom in row):
        return list(row)
    tokens = [atom.token for atom in row]
    if any(unit_name_at(tokens, i) is not None for i in range(len(row))):
        languages |= FOREIGN  # a unit's name shows that short words such as `dos` are numbers
    atoms: list[Atom] = []
    at = 0
    while at < len(row):
        quantity = _mixed(row, at, languages) or _share_of(row, at) or _counted(row, at, languages)
        if quantity is None:
            atoms.append(row[at])
            at += 1
            continue
        atoms += quantity[0]
        at = quantity[1]
    return atoms


def figured(row: Sequence[TextToken], languages: frozenset[str]) -> list[TextToken]:
    """The tokens, with every quantity in words as a number and what it counts."""
    atoms = [Atom("word" if token.kind == "word" else "math", token) for token in row]
    return [atom.token for atom in with_figures(atoms, languages)]


def _mixed(row: Sequence[Atom], at: int, languages: frozenset[str]) -> tuple[list[Atom], int] | None:
    """`2 hours and a half`: a whole number of things and a share of one, unless it is the share of something else."""
    whole = _whole(row, at, languages)
    if whole is None:
        return None
    number, after = whole
    noun, joint = atom_at(row, after), atom_at(row, after + 1)
    is_joined = _is_noun(noun) and "addition" in lexicon().meanings(joint.text)
    share = share_at(_words(row, after + 2), 0, languages) if is_joined else None
    if share is None:
        return None
    end = after + 2 + share[1]
    behind = atom_at(row, end).text
    if behind.casefold() in _QUANTIFYING or is_unit_word(behind):
        return None
    unit = _unit_at(row, after)
    return [number, _figure(share[0], noun), noun if unit is None else unit[0]], end


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


def _counted(row: Sequence[Atom], at: int, languages: frozenset[str]) -> tuple[list[Atom], int] | None:
    """`two hours`, `deux heures`, `eine halbe Stunde`, `两个半小时`: a number in words before a unit."""
    words = _words(row, at)
    has_article = len(words) > 1 and words[0].casefold() in _ARTICLES and share_at(words, 1, FOREIGN) is not None
    for number in (number_at(words, int(has_article), languages), chinese_count_at(words, 0)):
        if number is not None and (unit := _unit_at(row, at + number[1])) is not None:
            if words[0].casefold() == "one" and unit[0].text == "day":  # `one day she went`
                return None
            whole, _, share = number[0].partition("+")
            figures = [_figure(value, unit[0]) for value in (whole, share) if value]
            return [*figures, unit[0]], at + number[1] + unit[1]
    return None


def _unit_at(row: Sequence[Atom], at: int) -> tuple[Atom, int] | None:
    """The unit that is named here, one of another language by its symbol, and how many atoms its name has."""
    atom = atom_at(row, at)
    name = unit_name_at([near.token for near in row[at : at + 2]], 0)
    if name is not None:
        return Atom("math", TextToken("word", name[0], atom.token.start, atom.token.end), True), name[1]
    is_named = is_unit_word(atom.text) or atom.text in _PERCENT
    return (atom, 1) if is_named and atom.text not in _NO_UNITS else None


def _whole(row: Sequence[Atom], at: int, languages: frozenset[str]) -> tuple[Atom, int] | None:
    """A whole number in figures or in words, or the article for one, and the place behind it."""
    atom = row[at]
    if atom.is_formal:
        return None
    if atom.token.kind == "number":
        return (atom, at + 1) if atom.text.isdecimal() else None
    if atom.text.casefold() in _ARTICLES:
        return _figure("1", atom), at + 1
    # `two dozen and a half` are dozens, too.
    number = number_at(list(takewhile(lambda word: word != "dozen", _words(row, at))), 0, languages)
    return (_figure(number[0], atom), at + number[1]) if number is not None and number[0].isdecimal() else None


def _is_noun(atom: Atom) -> bool:
    """A word that things may be counted by."""
    if atom.token.kind != "word" or atom.is_formal:
        return False
    return is_unit_word(atom.text) or (len(atom.text) >= _LEAST_NOUN and not lexicon().meanings(atom.text))


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
