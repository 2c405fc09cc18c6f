"""A statement as atoms: each is mathematics or a word; its neighbours decide where it is a letter or a short word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dikast.language import lexicon
from dikast.verify.text.decoration import OPERATORS, is_decimal_point, is_decoration, is_inner_point
from dikast.verify.text.math_words import (
    ARTICLES,
    DEGREES,
    FUNCTIONS,
    GREEK,
    MAX_PRODUCT,
    is_name,
    is_prose,
    is_symbol,
    is_unit_behind,
    is_unit_word,
)
from dikast.verify.text.number_words import is_scale
from dikast.verify.text.opened_text import Atom, AtomKind, atom_at, opened, with_single_backslashes
from dikast.verify.text.worded_quantities import with_figures

_JOINTS = frozenset(",;，；、")
_CURRENCIES = frozenset("$€£¥₹")
_BRACKETED_FUNCTIONS = frozenset({"max", "min", "factorial", "choose", "binom", "comb"})
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BINDING = frozenset("+*/^_=<>")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_MERIDIEM = frozenset({"am", "pm", "AM", "PM", "a", "p", "A", "P"})
_RATE_ARTICLES = frozenset({"a", "an"})
_PERCENT = frozenset({"percent", "Percent"})
_RAISED = frozenset({"square", "cubic", "sq"})
_APOSTROPHES = frozenset("'’")
_COLONS = frozenset(":：")
_ARGUMENT_OPENS = frozenset("({")
_POWERS = frozenset({"squared", "cubed"})
_SAID_OF_FIGURES = frozenset("=≈∥⊥")
_BETWEEN_UNITS = frozenset({"/", "·", "*", "⋅", "per"})
_BEHIND_INCHES = frozenset({"", ".", ",", "^", ")", ";"})
_DASHES = frozenset("-–−'")
_GLUED_LETTERS = 3  # `2ab` and `320p`, but not `12years`


@lru_cache(maxsize=256)
def atoms(text: str) -> tuple[Atom, ...]:
    """The atoms of a statement, in their order."""
    row = list(opened(with_single_backslashes(text.translate(_FULL_WIDTH)), False))
    kept = [atom for i, atom in enumerate(row) if not is_decoration(row, i)]
    languages = lexicon().languages([atom.token for atom in kept])
    kept = with_figures([_with_per(kept, i) for i in range(len(kept))], languages)
    if not any(_is_prose_here(kept, i) for i in range(len(kept))):
        kept = [atom._replace(is_formal=True) for atom in kept]
    return tuple(_classified(kept, i) for i in range(len(kept)))


def _with_per(row: Sequence[Atom], i: int) -> Atom:
    """`18 a day`, `60 km an hour`, `5 apples a child`: an article behind an amount and before a word means `per`."""
    atom = row[i]
    if atom.is_formal or atom.text not in _RATE_ARTICLES or atom.token.glued:
        return atom
    first, before, after = (atom_at(row, i + k) for k in (-2, -1, 1))
    if after.is_formal:
        return atom
    is_noun = before.token.kind == "word" and not lexicon().meanings(before.text)
    is_amount = before.token.kind == "number" or (is_noun and first.token.kind == "number")
    is_thing = len(after.text) > 1 and not after.token.glued and (is_prose(after.token) or is_unit_word(after.text))
    return atom._replace(token=atom.token._replace(text="per")) if is_amount and is_thing else atom


def _is_prose_here(row: Sequence[Atom], i: int) -> bool:
    """Whether an atom makes prose of its text: a word, an abbreviation, a unit that is behind no number (`pH`)."""
    atom = row[i]
    if atom.kind == "word" or is_inner_point(row, i):
        return True
    if atom.is_formal or atom.token.kind != "word":
        return False
    is_between_numbers = atom.text == "in" and atom_at(row, i + 1).token.kind == "number"  # `1 in 4`
    if is_between_numbers or _is_stray_unit(row, i) or _is_label(row, i):
        return True
    return is_prose(atom.token) and not _is_in_formula(row, i)


def _is_stray_unit(row: Sequence[Atom], i: int) -> bool:
    """`pH 3.5`: letters that spell a unit, where a text begins."""
    is_first = i == 0 and len(row) > 1
    return is_first and len(row[i].text) > 1 and is_unit_word(row[i].text)


def _is_label(row: Sequence[Atom], i: int) -> bool:
    """`12 pcs`: letters behind a number and a blank, which are no unit, name what is counted."""
    word = row[i].text
    if atom_at(row, i - 1).token.kind != "number" or row[i].token.glued:
        return False
    return len(word) > MAX_PRODUCT and not is_unit_word(word) and not is_symbol(word)


def _is_in_formula(row: Sequence[Atom], i: int) -> bool:
    """Letters glued to an operator: the `at` of `v_0t+at^2/2`; or with one at an end of the text: `v_0 + at`."""
    before, after = atom_at(row, i - 1), atom_at(row, i + 1)
    if len(row[i].text) > MAX_PRODUCT:
        return False
    is_last, is_first = i + 1 == len(row), i == 0 or before.text in _BINDING
    if before.text in _BINDING and (row[i].token.glued or is_last):
        return True
    return after.text in _BINDING and (after.token.glued or is_first)


def _classified(row: Sequence[Atom], i: int) -> Atom:
    """The atom with its kind, which its neighbours decide where it is a letter or a word."""
    kind = row[i].kind if row[i].kind == "word" else _kind(row, i)
    return row[i] if kind == row[i].kind else row[i]._replace(kind=kind)


def _kind(row: Sequence[Atom], i: int) -> AtomKind:
    atom, token = row[i], row[i].token
    if _is_elided(row, i) or _is_elided(row, i - 1) or _is_ordinal(row, i) or _is_ordinal(row, i - 1):
        return "word"
    if token.kind == "newline" or token.text in _JOINTS:
        return "joint"
    if token.kind in ("open", "close"):
        return "open" if token.kind == "open" else "close"
    if token.text in _COLONS:
        return "math" if _is_ratio(row, i) else "label"
    is_math = atom.is_formal or _is_math_word(row, i) or _is_math_sign(row, i)
    return "math" if is_math else "word"


def _is_math_sign(row: Sequence[Atom], i: int) -> bool:
    token = row[i].token
    is_sign = token.text in OPERATORS or is_decimal_point(row, i)
    return token.kind != "word" and (token.kind != "sign" or is_sign)


def _is_elided(row: Sequence[Atom], i: int) -> bool:
    """The letter of `n'est` and `l'aire`, which is no name with a prime."""
    mark = atom_at(row, i + 1).token
    if mark.text not in _APOSTROPHES or not mark.glued:
        return False
    letter, after = atom_at(row, i).token, atom_at(row, i + 2).token
    return letter.kind == "word" and len(letter.text) == 1 and after.glued and is_prose(after)


def _is_ratio(row: Sequence[Atom], i: int) -> bool:
    """`2:3`, `12:30`: between numbers or letters, with the same blanks on both sides."""
    three = [atom_at(row, k) for k in (i - 1, i, i + 1)]
    before, colon, after = (atom.token for atom in three)
    if colon.glued != after.glued or not after.text:
        return False
    return after.glued or before.kind == after.kind == "number" or all(atom.is_formal for atom in three)


def _is_ordinal(row: Sequence[Atom], i: int) -> bool:
    if row[i].token.kind != "number":
        return False
    after = atom_at(row, i + 1)
    return after.text in _ORDINALS and after.token.glued


def _is_math_word(row: Sequence[Atom], i: int) -> bool:
    """Whether a word outside formulas is a name, a function or a unit of the formula that it stands beside."""
    token, before, after = row[i].token, atom_at(row, i - 1), atom_at(row, i + 1)
    if token.kind != "word" or token.text in FUNCTIONS or token.text in GREEK:
        return token.kind == "word"
    if token.text in _BRACKETED_FUNCTIONS and after.token.glued and after.text in _ARGUMENT_OPENS:
        return True
    if token.text == "cent" and before.text == "per":
        return True
    if token.text == "per" and after.text != "cent":
        return is_unit_word(before.text) and is_unit_behind(after.text)
    if token.text in _POWERS and is_unit_word(before.text):
        return True
    if _is_behind_number(row, i) or _is_in_formula(row, i):
        return True
    if is_name(token.text) or not is_prose(token):
        return _binds(before, token.glued, token.text) or _binds(after, after.token.glued, token.text)
    return token.text.isupper() and after.text in _SAID_OF_FIGURES


def _is_behind_number(row: Sequence[Atom], i: int) -> bool:
    """A unit, a scale (`million`) or glued letters behind a number, or behind another unit."""
    token, before = row[i].token, atom_at(row, i - 1)
    word = token.text
    if not (_is_value(before) or _is_unit_before(row, i)):
        return False
    is_short = token.glued and word.isascii() and len(word) <= _GLUED_LETTERS
    if is_short and word not in _ORDINALS:
        return True
    if word in _RAISED:
        return is_unit_word(atom_at(row, i + 1).text)
    if is_scale(word) or word in _PERCENT or (word == "per" and atom_at(row, i + 1).text == "cent"):
        return True
    if word in _MERIDIEM and before.token.kind == "number":
        return len(word) > 1 or token.glued or atom_at(row, i + 1).text == "."
    # `12 in` is inches only where the text ends behind it.
    return is_unit_behind(word) and (word != "in" or atom_at(row, i + 1).text in _BEHIND_INCHES)


def _is_value(atom: Atom) -> bool:
    """A number, a bracket, or a constant such as π, which a unit may follow."""
    is_constant = is_name(atom.text) and not atom.text.isascii()
    return atom.token.kind in ("number", "close") or is_constant or atom.text == "°" or atom.text in DEGREES


def _is_unit_before(row: Sequence[Atom], i: int) -> bool:
    """`5 m/s`, `4 cm^2`, `3 N m`: units go on behind units."""
    first, before = atom_at(row, i - 2), atom_at(row, i - 1)
    if before.text in _BETWEEN_UNITS:
        return is_unit_word(first.text) or first.token.kind in ("number", "close")
    return before.text in _RAISED or (first.token.kind == "number" and is_unit_word(before.text))


def _binds(other: Atom, is_glued: bool, name: str) -> bool:
    """Whether a letter stands beside an operator, or is glued to a number or a bracket."""
    kind, text = other.token.kind, other.text
    if kind == "command":
        return is_glued or name not in ARTICLES
    if kind in ("open", "close"):
        return is_glued and text not in (")", "]") and name not in ("a", "i")
    if kind == "number" or text in _DASHES:
        return is_glued
    return text in OPERATORS and text not in _CURRENCIES
