"""A statement as atoms: each is mathematics or a word; its neighbours decide where it is a letter or a short word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from dikast.language import TextToken
from dikast.verify.text.decoration import OPERATORS, is_decimal_point, is_decoration, is_inner_point
from dikast.verify.text.math_words import (
    ARTICLES,
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
from dikast.verify.text.opened_text import Atom, opened, with_single_backslashes

_JOINTS = frozenset(",;，；、")
_CURRENCIES = frozenset("$€£¥₹")
_BRACKETED_FUNCTIONS = frozenset({"max", "min", "factorial", "choose", "binom", "comb"})
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BINDING = frozenset("+*/^_=<>")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_MERIDIEM = frozenset({"am", "pm", "AM", "PM", "a", "p", "A", "P"})
_PERCENT = frozenset({"percent", "Percent"})
_RAISED = frozenset({"square", "cubic", "sq"})
_APOSTROPHES = frozenset("'’")
_GLUED_LETTERS = 3  # `2ab` and `320p`, but not `12years`


@lru_cache(maxsize=256)
def atoms(text: str) -> tuple[Atom, ...]:
    """The atoms of a statement, in their order."""
    row = list(opened(with_single_backslashes(text.translate(_FULL_WIDTH)), False))
    kept = [atom for i, atom in enumerate(row) if not is_decoration(row, i)]
    if not any(_is_prose_here(kept, i) for i in range(len(kept))):
        kept = [replace(atom, is_formal=True) for atom in kept]
    return tuple(_classified(kept, i) for i in range(len(kept)))


def _is_prose_here(row: Sequence[Atom], i: int) -> bool:
    """Whether an atom makes prose of its text: a word, an abbreviation, a unit that is behind no number (`pH`)."""
    atom = row[i]
    is_point = atom.text == "." and atom.token.kind == "sign" and is_inner_point(row, i)
    if is_point or atom.kind == "word" or _is_label(row, i) or _is_stray_unit(row, i):
        return True
    return not atom.is_formal and is_prose(atom.token) and not _is_in_formula(row, i)


def _is_stray_unit(row: Sequence[Atom], i: int) -> bool:
    """`pH 3.5`: letters that spell a unit, where a text begins."""
    atom = row[i]
    return i == 0 and len(row) > 1 and not atom.is_formal and len(atom.text) > 1 and is_unit_word(atom.text)


def _is_label(row: Sequence[Atom], i: int) -> bool:
    """`12 pcs`: letters behind a number and a blank, which are no unit, name what is counted."""
    token = row[i].token
    is_behind = i > 0 and row[i - 1].token.kind == "number" and not token.glued and not row[i].is_formal
    is_word = token.kind == "word" and len(token.text) > MAX_PRODUCT
    return is_behind and is_word and not is_unit_word(token.text) and not is_symbol(token.text)


def _is_in_formula(row: Sequence[Atom], i: int) -> bool:
    """Letters glued to an operator: the `at` of `v_0t+at^2/2`; or with one at an end of the text: `v_0 + at`."""
    before = row[i - 1].text if i else ""
    after = row[i + 1] if i + 1 < len(row) else None
    is_behind = before in _BINDING and (row[i].token.glued or after is None)
    is_before = after is not None and after.text in _BINDING and (after.token.glued or i == 0 or before in _BINDING)
    return len(row[i].text) <= MAX_PRODUCT and (is_behind or is_before)


def _classified(row: Sequence[Atom], i: int) -> Atom:
    """The atom with its kind, which its neighbours decide where it is a letter or a word."""
    atom = row[i]
    token = atom.token
    if atom.kind == "word":
        return atom
    if _is_elided(row, i) or _is_elided(row, i - 1):
        return replace(atom, kind="word")
    if token.kind == "newline" or token.text in _JOINTS:
        return replace(atom, kind="joint")
    if token.kind in ("open", "close"):
        return replace(atom, kind=token.kind)
    if token.kind == "word":
        return atom if atom.is_formal or _is_math_word(row, i) else replace(atom, kind="word")
    if token.text in (":", "："):
        return atom if _is_ratio(row, i) else replace(atom, kind="label")
    if token.kind == "number" and _is_ordinal(row, i):
        return replace(atom, kind="word")
    is_math = token.kind != "sign" or atom.is_formal or token.text in OPERATORS or is_decimal_point(row, i)
    return atom if is_math else replace(atom, kind="word")


def _is_elided(row: Sequence[Atom], i: int) -> bool:
    """The letter of `n'est` and `l'aire`, which is no name with a prime."""
    if not 0 <= i < len(row) - 2 or row[i].token.kind != "word" or len(row[i].text) > 1:
        return False
    mark, after = row[i + 1].token, row[i + 2].token
    return mark.text in _APOSTROPHES and mark.glued and after.glued and is_prose(after)


def _is_ratio(row: Sequence[Atom], i: int) -> bool:
    """`2:3`, `12:30`: between numbers or letters, with the same blanks on both sides."""
    if not 0 < i < len(row) - 1:
        return False
    before, after = row[i - 1].token, row[i + 1].token
    if row[i].token.glued != after.glued:
        return False
    is_formal = row[i].is_formal and row[i - 1].is_formal and row[i + 1].is_formal
    return is_formal or after.glued or before.kind == after.kind == "number"


def _is_ordinal(row: Sequence[Atom], i: int) -> bool:
    return i + 1 < len(row) and row[i + 1].text in _ORDINALS and row[i + 1].token.glued


def _is_math_word(row: Sequence[Atom], i: int) -> bool:
    """Whether a word outside formulas is a name, a function or a unit of the formula that it stands beside."""
    token = row[i].token
    before = row[i - 1] if i else None
    after = row[i + 1] if i + 1 < len(row) else None
    if token.text in FUNCTIONS or token.text in GREEK:
        return True
    if token.text in _BRACKETED_FUNCTIONS and after is not None and after.text in "({" and after.token.glued:
        return True
    if token.text == "per" and before is not None and after is not None:
        return is_unit_word(before.text) and is_unit_behind(after.text)
    if before is not None and _is_behind_number(row, i):
        return True
    if token.text in ("squared", "cubed") and before is not None and is_unit_word(before.text):
        return True
    if _is_in_formula(row, i):
        return True
    if is_name(token.text) or not is_prose(token):
        return _touches(before, after, token)
    return token.text.isupper() and after is not None and after.text in ("=", "≈", "∥", "⊥")


def _is_behind_number(row: Sequence[Atom], i: int) -> bool:
    """A unit, a scale (`million`) or glued letters behind a number, or behind another unit."""
    token, before = row[i].token, row[i - 1].token
    is_constant = is_name(before.text) and not before.text.isascii()
    is_behind = before.kind in ("number", "close") or is_constant or before.text == "°" or _is_unit_before(row, i)
    if not is_behind:
        return False
    if token.glued and token.text.isascii() and len(token.text) <= _GLUED_LETTERS and token.text not in _ORDINALS:
        return True
    if token.text in _MERIDIEM and before.kind == "number":
        return True
    is_counted = is_scale(token.text) or token.text in _PERCENT
    if token.text in _RAISED:
        return i + 1 < len(row) and is_unit_word(row[i + 1].text)
    return is_counted or (is_unit_behind(token.text) and _is_free(row, i))


def _is_unit_before(row: Sequence[Atom], i: int) -> bool:
    """`5 m/s`, `4 cm^2`, `3 N m`: units go on behind units."""
    before = row[i - 1].text
    if before in _RAISED:
        return True
    if before in ("/", "·", "*", "⋅", "per") and i > 1:
        return is_unit_word(row[i - 2].text) or row[i - 2].token.kind in ("number", "close")
    return i > 1 and is_unit_word(before) and row[i - 2].token.kind == "number"


def _is_free(row: Sequence[Atom], i: int) -> bool:
    """`12 in` is inches only where the text ends behind it."""
    if row[i].text != "in":
        return True
    return i + 1 == len(row) or row[i + 1].text in (".", ",", "^", ")", ";")


def _touches(before: Atom | None, after: Atom | None, token: TextToken) -> bool:
    """Whether a letter stands beside an operator, or is glued to a number or a bracket."""
    follows = before is not None and _binds(before, token.glued, token.text)
    return follows or (after is not None and _binds(after, after.token.glued, token.text))


def _binds(other: Atom, is_glued: bool, name: str) -> bool:
    token = other.token
    if token.kind in ("command", "number"):
        return is_glued or (token.kind == "command" and name not in ARTICLES)
    if token.kind in ("open", "close"):
        return is_glued and token.text not in ")]" and name not in ("a", "i")
    return token.text in OPERATORS and token.text not in _CURRENCIES and (is_glued or token.text not in "-–−'")
