"""Which words are mathematics: names, functions, units and products of letters; all others are of a language."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from dikast.language import TextToken, TokenTest, lexicon, word_group
from dikast.verify.syntax import commands
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.known_words import has_opposite

# Those that are common words, too, are no mathematics without a bracket or a number beside them.
_COMMON_WORDS = frozenset(
    "max min sign trace ceiling conjugate factorial re im Re Im arg th sh ch lb partial iota gamma".split()
)
FUNCTIONS = frozenset(commands.FUNCTIONS) - _COMMON_WORDS | {"lim", "pi", "infinity", "inf"}
GREEK = commands.GREEK - {"partial", "iota"}
DEGREES = frozenset({"degree", "degrees", "Celsius", "Fahrenheit"})
_MAX_NAME = 4  # letters of `ABCD`, the name of a figure
MAX_PRODUCT = 2  # letters of `ma`, a product
_ARGUMENTS = frozenset("xyzθαβ")


def is_prose(token: TextToken) -> bool:
    """Whether a word is one of a language, and no unit, function or name of a formula."""
    return token.kind == "word" and _is_prose_word(token.text)


@lru_cache(maxsize=4096)
def _is_prose_word(text: str) -> bool:
    if is_symbol(text) or is_unit_word(text):
        return False
    is_of_figure = len(text) <= _MAX_NAME and (text.isupper() or word_group("vowels").isdisjoint(text))
    is_of_formula = len(text) <= MAX_PRODUCT or is_of_figure
    is_known = has_opposite(text) or bool(lexicon().meanings(text))  # `5 N up`
    return not is_of_formula or is_known or is_ideograph(text)


def is_symbol(text: str) -> bool:
    """A letter, a function, a Greek letter's name, or a function with its argument glued to it."""
    if is_name(text) or text in FUNCTIONS or text in GREEK:
        return True
    return text[:-1] in FUNCTIONS and text[-1] in _ARGUMENTS


def is_ideograph(text: str) -> bool:
    """Whether it begins with a letter that has no small and no capital form."""
    return unicodedata.category(text[0]) == "Lo"


@lru_cache(maxsize=4096)
def is_unit_word(word: str) -> bool:
    """A unit's name or symbol that is no common word of some language."""
    if word.startswith(("μ", "µ", "Å", "Ω")):
        return word in ("Å", "Ω") or is_unit(f"u{word[1:]}")
    if not is_unit(word) or word in word_group("words of one letter"):
        return False
    return word == "in" or not lexicon().meanings(word)


def is_unit_behind(word: str) -> bool:
    """A unit behind a number or a slash, where `min` is no minimum and `second` no ordinal."""
    if word in DEGREES or is_unit_word(word):
        return True
    return len(word) > 1 and is_unit(word)


def is_name(text: str) -> bool:
    """A letter of the Latin or the Greek alphabet."""
    return len(text) == 1 and (text.isascii() or unicodedata.name(text, "").startswith("GREEK"))


IS_PROSE, IS_NAME = TokenTest(is_prose), TokenTest(lambda token: is_name(token.text))
