"""A statement as atoms: each is mathematics or a word; its neighbours decide where it is a letter or a short word.

What makes an atom of one kind is a table of patterns (`_KINDS`, `_MATH_WORDS`, `_BEHIND_NUMBERS`) of an atom between
its neighbours; one match is enough.
"""

from __future__ import annotations

from functools import lru_cache

from dikast.language import NO_ITEM, ItemTest, fits_any, lexicon, pattern, windows
from dikast.verify.text.decoration import OPERATORS, is_decimal_point, is_inner_point, without_decoration
from dikast.verify.text.math_words import (
    ARTICLES,
    DEGREES,
    FUNCTIONS,
    GREEK,
    MAX_PRODUCT,
    is_prose,
    is_symbol,
    is_unit_behind,
    is_unit_word,
)
from dikast.verify.text.number_words import is_scale
from dikast.verify.text.opened_text import (
    IS_FORMAL,
    IS_GLUED,
    IS_NAME,
    IS_NUMBER,
    IS_PROSE,
    IS_WORD,
    NO_ATOM,
    Atom,
    AtomKind,
    AtomRule,
    AtomWindow,
    opened,
    said_in,
    token_in,
    with_single_backslashes,
)
from dikast.verify.text.worded_quantities import with_figures

_JOINTS = frozenset(",;，；、")
_OPERATORS_ALONE = OPERATORS - frozenset("$€£¥₹")
_BRACKETED_FUNCTIONS = frozenset({"max", "min", "factorial", "choose", "binom", "comb"})
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BINDING = frozenset("+*/^_=<>")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_MERIDIEM = frozenset({"am", "pm", "AM", "PM"})
_SHORT_MERIDIEM = frozenset("apAP")
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

AtomTest = ItemTest[Atom]
_IS_UNIT = AtomTest(lambda atom: is_unit_word(atom.text))
_IS_LONG = AtomTest(lambda atom: len(atom.text) > 1)
_IS_SHORT = AtomTest(lambda atom: len(atom.text) <= MAX_PRODUCT)
_IS_NOUN = IS_WORD & ~AtomTest(lambda atom: bool(lexicon().meanings(atom.text)))
_IS_SYMBOL = AtomTest(lambda atom: is_symbol(atom.text))
_IS_SCALE = AtomTest(lambda atom: is_scale(atom.text))
_IS_UNIT_BEHIND = AtomTest(lambda atom: is_unit_behind(atom.text))
_IS_CAPITAL = AtomTest(lambda atom: atom.text.isupper())
_IS_ASCII = AtomTest(lambda atom: atom.text.isascii())
_IS_ARTICLE = said_in(_RATE_ARTICLES) & ~IS_FORMAL & ~IS_GLUED
_IS_COUNTED = ~IS_FORMAL & _IS_LONG & ~IS_GLUED & (IS_PROSE | _IS_UNIT)
_IS_BINDING, _IS_ORDINAL, _IS_APOSTROPHE = (
    said_in(_BINDING),
    IS_GLUED & said_in(_ORDINALS),
    IS_GLUED & said_in(_APOSTROPHES),
)
_IS_LETTER = IS_WORD & ~_IS_LONG
_IS_COLON, _IS_LONE_COLON = said_in(_COLONS), said_in(_COLONS) & ~IS_GLUED
_IS_GLUED_PRODUCT = IS_GLUED & _IS_ASCII & AtomTest(lambda atom: len(atom.text) <= _GLUED_LETTERS) & ~said_in(_ORDINALS)
_MAY_BE_DIVIDED = _IS_UNIT | token_in("number", "close")
# A number, a bracket, or a constant such as π, which a unit may follow.
_IS_VALUE = token_in("number", "close") | said_in(DEGREES | {"°", "\\pi"}) | (IS_NAME & ~_IS_ASCII)

# An article that means `per`: `18 a day`, `60 km an hour`, `5 apples a child`.
_RATES: tuple[AtomRule, ...] = (
    pattern(_IS_ARTICLE, before=IS_NUMBER, after=_IS_COUNTED),
    pattern(_IS_ARTICLE, first=IS_NUMBER, before=_IS_NOUN, after=_IS_COUNTED),
)
# Letters that make their text prose, although they could be in a formula.
_SAYING: tuple[AtomRule, ...] = (
    pattern(said_in({"in"}), after=IS_NUMBER),  # `1 in 4`
    pattern(_IS_LONG & _IS_UNIT, before=NO_ITEM, after=~NO_ITEM),  # `pH 3.5`
    pattern(~IS_GLUED & ~_IS_SHORT & ~_IS_UNIT & ~_IS_SYMBOL, before=IS_NUMBER),  # `12 pcs`
)
# Letters glued to an operator, the `at` of `v_0t+at^2/2`; or with one at an end of the text, `v_0 + at`.
_IN_FORMULA: tuple[AtomRule, ...] = (
    pattern(_IS_SHORT & IS_GLUED, before=_IS_BINDING),
    pattern(_IS_SHORT, before=_IS_BINDING, after=NO_ITEM),
    pattern(_IS_SHORT, after=_IS_BINDING & IS_GLUED),
    pattern(_IS_SHORT, before=NO_ITEM | _IS_BINDING, after=_IS_BINDING),
)
# Units go on behind units.
_BEHIND_UNITS: tuple[AtomRule, ...] = (
    pattern(IS_WORD, first=_MAY_BE_DIVIDED, before=said_in(_BETWEEN_UNITS)),  # `5 m/s`
    pattern(IS_WORD, before=said_in(_RAISED)),  # `4 square cm`
    pattern(IS_WORD, first=IS_NUMBER, before=_IS_UNIT),  # `3 N m`
)
# What may follow a value or a unit.
_BEHIND_NUMBERS: tuple[AtomRule, ...] = (
    pattern(_IS_GLUED_PRODUCT | _IS_SCALE | said_in(_PERCENT)),  # `2ab`, `320p`, but not `2nd`
    pattern(said_in(_RAISED), after=_IS_UNIT),  # `square metres`
    pattern(said_in({"per"}), after=said_in({"cent"})),
    pattern(said_in(_MERIDIEM) | (IS_GLUED & said_in(_SHORT_MERIDIEM)), before=IS_NUMBER),  # `5 pm`, `5p`
    pattern(said_in(_SHORT_MERIDIEM), before=IS_NUMBER, after=said_in({"."})),  # `5 p.`
    pattern(_IS_UNIT_BEHIND & ~said_in({"in"})),
    pattern(said_in({"in"}), after=said_in(_BEHIND_INCHES)),  # inches only where the text ends behind it
)


@lru_cache(maxsize=256)
def atoms(text: str) -> tuple[Atom, ...]:
    """The atoms of a statement, in their order."""
    row = without_decoration(list(opened(with_single_backslashes(text.translate(_FULL_WIDTH)), False)))
    languages = lexicon().languages([atom.token for atom in row])
    row = with_figures([_with_per(around) for around in windows(row, NO_ATOM)], languages)
    if not any(map(_is_of_prose, windows(row, NO_ATOM))):
        row = [atom._replace(is_formal=True) for atom in row]
    return tuple(map(_classified, windows(row, NO_ATOM)))


def _with_per(around: AtomWindow) -> Atom:
    atom = around.here
    return atom._replace(token=atom.token._replace(text="per")) if fits_any(around, _RATES) else atom


def _is_of_prose(around: AtomWindow) -> bool:
    """Whether an atom makes its text prose: a word, an abbreviation, a unit without a number before it (`pH`)."""
    atom = around.here
    if atom.kind == "word" or is_inner_point(around):
        return True
    if atom.is_formal or atom.token.kind != "word":
        return False
    return fits_any(around, _SAYING) or (is_prose(atom.token) and not fits_any(around, _IN_FORMULA))


def _classified(around: AtomWindow) -> Atom:
    """The atom with its kind, which its neighbours decide where it is a letter or a word."""
    atom = around.here
    if atom.kind == "word":
        return atom
    kind: AtomKind = next((kind for kind, rule in _KINDS if rule(around)), "word")
    return atom if kind == atom.kind else atom._replace(kind=kind)


def _is_math(around: AtomWindow) -> bool:
    if around.here.is_formal:
        return True
    if around.here.token.kind == "word":
        return _is_math_word(around)
    return around.here.token.kind != "sign" or around.here.text in OPERATORS or is_decimal_point(around)


def _is_math_word(around: AtomWindow) -> bool:
    """Whether a word outside formulas is a name, a function or a unit of the formula beside it."""
    if around.here.text == "per" and around.after.text != "cent":
        return is_unit_word(around.before.text) and is_unit_behind(around.after.text)
    return fits_any(around, _MATH_WORDS)


def _is_behind_number(around: AtomWindow) -> bool:
    may_measure = _IS_VALUE(around.before) or fits_any(around, _BEHIND_UNITS)
    return may_measure and fits_any(around, _BEHIND_NUMBERS)


def _is_bound(around: AtomWindow) -> bool:
    """A letter that an operator, a number or a bracket beside it takes."""
    name, after = around.here, around.after
    if is_prose(name.token):
        return False
    return _binds(around.before, name.glued, name.text) or _binds(after, after.glued, name.text)


def _binds(other: Atom, is_glued: bool, name: str) -> bool:
    """Whether a letter is beside an operator, or glued to a number or a bracket."""
    kind = other.token.kind
    if kind == "command":
        return is_glued or name not in ARTICLES
    if kind in ("open", "close"):
        return is_glued and other.text not in (")", "]") and name not in ("a", "i")
    if kind == "number" or other.text in _DASHES:
        return is_glued
    return other.text in _OPERATORS_ALONE


_MATH_WORDS: tuple[AtomRule, ...] = (
    pattern(said_in(FUNCTIONS | GREEK)),
    pattern(said_in(_BRACKETED_FUNCTIONS), after=IS_GLUED & said_in(_ARGUMENT_OPENS)),  # `max(`
    pattern(said_in({"cent"}), before=said_in({"per"})),
    pattern(said_in(_POWERS), before=_IS_UNIT),  # `metres squared`
    _is_behind_number,
    *_IN_FORMULA,
    _is_bound,
    pattern(IS_PROSE & _IS_CAPITAL, after=said_in(_SAID_OF_FIGURES)),
)
# The first row that fits gives an atom its kind; all others are words.
_KINDS: tuple[tuple[AtomKind, AtomRule], ...] = (
    # The letter and the mark of `n'est` and `l'aire`; this is not a name with a prime.
    ("word", pattern(_IS_LETTER, after=_IS_APOSTROPHE, last=IS_GLUED & IS_PROSE)),
    ("word", pattern(_IS_APOSTROPHE, before=_IS_LETTER, after=IS_GLUED & IS_PROSE)),
    # The number and the end of `3rd`.
    ("word", pattern(IS_NUMBER, after=_IS_ORDINAL)),
    ("word", pattern(_IS_ORDINAL, before=IS_NUMBER)),
    ("joint", pattern(token_in("newline") | said_in(_JOINTS))),
    ("open", pattern(token_in("open"))),
    ("close", pattern(token_in("close"))),
    # `2:3`, `12:30`: between numbers or letters, with the same blanks on both sides.
    ("math", pattern(_IS_COLON & IS_GLUED, after=IS_GLUED)),
    ("math", pattern(_IS_LONE_COLON, before=IS_NUMBER, after=IS_NUMBER & ~IS_GLUED)),
    ("math", pattern(_IS_LONE_COLON & IS_FORMAL, before=IS_FORMAL, after=IS_FORMAL & ~IS_GLUED)),
    ("label", pattern(_IS_COLON)),
    ("math", _is_math),
)
