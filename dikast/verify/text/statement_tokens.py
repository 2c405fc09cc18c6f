"""The tokens of a statement with their senses: mathematics or words; its neighbours decide for a letter or short word.

What gives a token a sense is a table of patterns (`_SENSES`, `_MATH_WORDS`, `_BEHIND_NUMBERS`) of a token between its
neighbours; one match is enough.
"""

from __future__ import annotations

from functools import lru_cache

from dikast.language import (
    GLUED,
    IS_FORMAL,
    IS_NUMBER,
    IS_WORD,
    NO_TOKEN,
    TextToken,
    TokenKind,
    TokenRule,
    TokenSense,
    TokenTest,
    TokenWindow,
    fits_any,
    kind_in,
    lexicon,
    pattern,
    text_in,
    windows,
    word_group,
)
from dikast.verify.syntax.currency_table import SIGNS
from dikast.verify.text.decoration import OPERATORS, is_decimal_point, is_inner_point, without_decoration
from dikast.verify.text.math_words import (
    DEGREES,
    FUNCTIONS,
    GREEK,
    IS_NAME,
    IS_PROSE,
    MAX_PRODUCT,
    is_prose,
    is_symbol,
    is_unit_behind,
    is_unit_word,
)
from dikast.verify.text.number_words import is_scale
from dikast.verify.text.opened_text import opened, with_single_backslashes
from dikast.verify.text.worded_quantities import with_figures

_JOINTS = frozenset(",;，；、")
_OPERATORS_ALONE = OPERATORS - SIGNS
_BRACKETED_FUNCTIONS = frozenset({"max", "min", "factorial", "choose", "binom", "comb"})
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans("【】「」『』", "()()()")
_BINDING = frozenset("+*/^_=<>")
_ORDINALS = word_group("ordinal endings")
_MERIDIEM = frozenset({"am", "pm", "AM", "PM"})
_SHORT_MERIDIEM = frozenset("apAP")
_RATE_ARTICLES, _PERCENT = word_group("indefinite articles", "en"), word_group("percent")
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

_IS_UNIT = TokenTest(lambda token: is_unit_word(token.text))
_IS_LONG = TokenTest(lambda token: len(token.text) > 1)
_IS_SHORT = TokenTest(lambda token: len(token.text) <= MAX_PRODUCT)
_IS_NOUN = IS_WORD & ~TokenTest(lambda token: bool(lexicon().meanings(token.text)))
_IS_SYMBOL = TokenTest(lambda token: is_symbol(token.text))
_IS_SCALE = TokenTest(lambda token: is_scale(token.text))
_IS_UNIT_BEHIND = TokenTest(lambda token: is_unit_behind(token.text))
_IS_CAPITAL = TokenTest(lambda token: token.text.isupper())
_IS_ASCII = TokenTest(lambda token: token.text.isascii())
_IS_ARTICLE = text_in(_RATE_ARTICLES) & ~IS_FORMAL & ~GLUED
_IS_COUNTED = ~IS_FORMAL & _IS_LONG & ~GLUED & (IS_PROSE | _IS_UNIT)
_IS_BINDING, _IS_ORDINAL, _IS_APOSTROPHE = (
    text_in(_BINDING),
    GLUED & text_in(_ORDINALS),
    GLUED & text_in(_APOSTROPHES),
)
_IS_LETTER = IS_WORD & ~_IS_LONG
_IS_COLON, _IS_LONE_COLON = text_in(_COLONS), text_in(_COLONS) & ~GLUED
_IS_GLUED_PRODUCT = GLUED & _IS_ASCII & TokenTest(lambda token: len(token.text) <= _GLUED_LETTERS) & ~text_in(_ORDINALS)
_MAY_BE_DIVIDED = _IS_UNIT | kind_in("number", "close")
# A number, a bracket, or a constant such as π, which a unit may follow.
_IS_VALUE = kind_in("number", "close") | text_in(DEGREES | {"°", "\\pi"}) | (IS_NAME & ~_IS_ASCII)

# A set is in brackets, in a formula, or a capital letter.
_IS_SET = kind_in("open", "close") | IS_FORMAL | (_IS_CAPITAL & ~_IS_LONG)
_IS_UNION, _IS_INTERSECTION, _IS_WITH = (text_in(word_group(name)) for name in ("union", "intersection", "with"))
# Words that another word or a sign is meant by: an article by `per`; nothing is left of the `with` behind a set's sign.
_MEANT: tuple[tuple[str, TokenRule], ...] = (
    ("per", pattern(_IS_ARTICLE, before=IS_NUMBER, after=_IS_COUNTED)),  # `18 a day`, `60 km an hour`
    ("per", pattern(_IS_ARTICLE, first=IS_NUMBER, before=_IS_NOUN, after=_IS_COUNTED)),  # `5 apples a child`
    ("", pattern(_IS_ARTICLE, before=NO_TOKEN, after=IS_NUMBER & ~GLUED, last=NO_TOKEN)),  # `a 500`
    ("∪", pattern(_IS_UNION, before=_IS_SET, after=_IS_SET | _IS_WITH)),
    ("∩", pattern(_IS_INTERSECTION, before=_IS_SET, after=_IS_SET | _IS_WITH)),
    ("", pattern(_IS_WITH, first=_IS_SET, before=_IS_UNION | _IS_INTERSECTION)),
)
# Letters that make their text prose, although they could be in a formula.
_SAYING: tuple[TokenRule, ...] = (
    pattern(text_in({"in"}), after=IS_NUMBER),  # `1 in 4`
    pattern(_IS_LONG & _IS_UNIT, before=NO_TOKEN, after=~NO_TOKEN),  # `pH 3.5`
    pattern(~GLUED & ~_IS_SHORT & ~_IS_UNIT & ~_IS_SYMBOL, before=IS_NUMBER),  # `12 pcs`
)
# Letters glued to an operator, the `at` of `v_0t+at^2/2`; or with one at an end of the text, `v_0 + at`.
_IN_FORMULA: tuple[TokenRule, ...] = (
    pattern(_IS_SHORT & GLUED, before=_IS_BINDING),
    pattern(_IS_SHORT, before=_IS_BINDING, after=NO_TOKEN),
    pattern(_IS_SHORT, after=_IS_BINDING & GLUED),
    pattern(_IS_SHORT, before=NO_TOKEN | _IS_BINDING, after=_IS_BINDING),
)
# Units go on behind units.
_BEHIND_UNITS: tuple[TokenRule, ...] = (
    pattern(IS_WORD, first=_MAY_BE_DIVIDED, before=text_in(_BETWEEN_UNITS)),  # `5 m/s`
    pattern(IS_WORD, before=text_in(_RAISED)),  # `4 square cm`
    pattern(IS_WORD, first=IS_NUMBER, before=_IS_UNIT),  # `3 N m`
)
# What may follow a value or a unit.
_BEHIND_NUMBERS: tuple[TokenRule, ...] = (
    pattern(_IS_GLUED_PRODUCT | _IS_SCALE | text_in(_PERCENT)),  # `2ab`, `320p`, but not `2nd`
    pattern(text_in(_RAISED), after=_IS_UNIT),  # `square metres`
    pattern(text_in({"per"}), after=text_in({"cent"})),
    pattern(text_in(_MERIDIEM) | (GLUED & text_in(_SHORT_MERIDIEM)), before=IS_NUMBER),  # `5 pm`, `5p`
    pattern(text_in(_SHORT_MERIDIEM), before=IS_NUMBER, after=text_in({"."})),  # `5 p.`
    pattern(_IS_UNIT_BEHIND & ~text_in({"in"})),
    pattern(text_in({"in"}), after=text_in(_BEHIND_INCHES)),  # inches only where the text ends behind it
)


@lru_cache(maxsize=256)
def statement_tokens(text: str) -> tuple[TextToken, ...]:
    """The tokens of a statement, in their order, each with its sense."""
    row = without_decoration(list(opened(with_single_backslashes(text.translate(_FULL_WIDTH)), False)))
    if any(token.kind == "word" for token in row):
        languages = lexicon().languages(row)
        row = with_figures([token for token in map(_as_meant, windows(row)) if token.text], languages)
    if not any(map(_is_of_prose, windows(row))):
        row = [token._replace(is_formal=True) for token in row]
    return tuple(map(_with_sense, windows(row)))


def _as_meant(around: TokenWindow) -> TextToken:
    """The token, or the word or sign that it means here."""
    text = next((text for text, rule in _MEANT if rule(around)), None)
    if text is None:
        return around.here
    return around.here._replace(text=text, kind="sign" if text in OPERATORS else "word")


def _is_of_prose(around: TokenWindow) -> bool:
    """Whether a token makes its text prose: a word, an abbreviation, a unit without a number before it (`pH`)."""
    token = around.here
    if token.sense == "word" or is_inner_point(around):
        return True
    if token.is_formal or token.kind != "word":
        return False
    return fits_any(around, _SAYING) or (is_prose(token) and not fits_any(around, _IN_FORMULA))


def _with_sense(around: TokenWindow) -> TextToken:
    """The token with its sense, which its neighbours decide where it is a letter or a word."""
    token = around.here
    if token.sense == "word":
        return token
    if token.kind in _SENSE_OF:
        return token._replace(sense=_SENSE_OF[token.kind])
    return token._replace(sense=next((sense for sense, rule in _SENSES if rule(around)), "word"))


def _is_math(around: TokenWindow) -> bool:
    if around.here.is_formal:
        return True
    if around.here.kind == "word":
        return _is_math_word(around)
    return around.here.kind != "sign" or around.here.text in OPERATORS or is_decimal_point(around)


def _is_math_word(around: TokenWindow) -> bool:
    """Whether a word outside formulas is a name, a function or a unit of the formula beside it."""
    if around.here.text == "per" and around.after.text != "cent":
        behind = around.last if around.after.text in _RAISED else around.after  # `per cubic metre`
        return is_unit_word(around.before.text) and is_unit_behind(behind.text)
    return fits_any(around, _MATH_WORDS)


def _is_behind_number(around: TokenWindow) -> bool:
    may_measure = _IS_VALUE(around.before) or fits_any(around, _BEHIND_UNITS)
    return may_measure and fits_any(around, _BEHIND_NUMBERS)


def _is_bound(around: TokenWindow) -> bool:
    """A letter that an operator, a number or a bracket beside it takes."""
    name, after = around.here, around.after
    if is_prose(name):
        return False
    return _binds(around.before, name.glued, name.text) or _binds(after, after.glued, name.text)


def _binds(other: TextToken, is_glued: bool, name: str) -> bool:
    """Whether a letter is beside an operator, or glued to a number or a bracket."""
    kind = other.kind
    if kind == "command":
        return is_glued or name not in word_group("words of one letter")
    if kind in ("open", "close"):
        return is_glued and other.text not in (")", "]") and name not in ("a", "i")
    if kind == "number" or other.text in _DASHES:
        return is_glued
    return other.text in _OPERATORS_ALONE


_MATH_WORDS: tuple[TokenRule, ...] = (
    pattern(text_in(FUNCTIONS | GREEK)),
    pattern(text_in(_BRACKETED_FUNCTIONS), after=GLUED & text_in(_ARGUMENT_OPENS)),  # `max(`
    pattern(text_in({"cent"}), before=text_in({"per"})),
    pattern(text_in(_POWERS), before=_IS_UNIT),  # `metres squared`
    pattern(text_in(_POWERS), first=text_in({"per"})),  # `metres per second squared`
    _is_behind_number,
    *_IN_FORMULA,
    _is_bound,
    pattern(IS_PROSE & _IS_CAPITAL, after=text_in(_SAID_OF_FIGURES)),
)
# Tokens of these kinds have one sense everywhere.
_SENSE_OF: dict[TokenKind, TokenSense] = {"open": "open", "close": "close", "newline": "joint", "command": "math"}
# The first row that fits gives another token its sense; what none fits is a word.
_SENSES: tuple[tuple[TokenSense, TokenRule], ...] = (
    # The letter and the mark of `n'est` and `l'aire`; this is not a name with a prime.
    ("word", pattern(_IS_LETTER, after=_IS_APOSTROPHE, last=GLUED & IS_PROSE)),
    ("word", pattern(_IS_APOSTROPHE, before=_IS_LETTER, after=GLUED & IS_PROSE)),
    # The number and the end of `3rd`.
    ("word", pattern(IS_NUMBER, after=_IS_ORDINAL)),
    ("word", pattern(_IS_ORDINAL, before=IS_NUMBER)),
    ("joint", pattern(text_in(_JOINTS))),
    # `2:3`, `12:30`: between numbers or letters, with the same blanks on both sides.
    ("math", pattern(_IS_COLON & GLUED, after=GLUED)),
    ("math", pattern(_IS_LONE_COLON, before=IS_NUMBER, after=IS_NUMBER & ~GLUED)),
    ("math", pattern(_IS_LONE_COLON & IS_FORMAL, before=IS_FORMAL, after=IS_FORMAL & ~GLUED)),
    ("label", pattern(_IS_COLON)),
    ("math", _is_math),
)
