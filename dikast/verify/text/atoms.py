"""A statement as atoms: each is mathematics or a word; formulas and `\\text{…}` are opened, mark-up is left out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from dikast.language import TextToken, lexicon, tokens
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.number_words import is_scale

AtomKind = Literal["math", "word", "joint", "open", "close", "label"]

_WORDED = frozenset(
    {"\\text", "\\mbox", "\\textbf", "\\textit", "\\textrm", "\\hbox", "\\texttt", "\\mathrm", "\\mathbf"}
)
_SPACES = frozenset(
    {"\\,", "\\;", "\\:", "\\!", "\\ ", "\\quad", "\\qquad", "\\displaystyle", "\\left", "\\right", "~"}
)
_JOINTS = frozenset(",;，；、")
_MARKUP = frozenset({"*", "**", "_", "__", "`", "#", "~", '"', "“", "”", "?", "？", ".", "。", "!", "！", "．", "•"})
_OPERATORS = frozenset("+-*/^_=<>|%°'′″±∓×÷·⋅−–≤≥≠≈≡√∛∈∉∪∩⊂⊆∅∞∠→∶$€£¥₹¢&!½⅓⅔¼¾⅛⅜⅝⅞²³⁴⁻¹") | {
    "**", "<=", ">=", "!=", "==", "~=", "=>", "->", "<-", "-->", "//", "...", "<=>", ",\\!",
}  # fmt: skip
_PREFIXES = frozenset("+-−–±√∛$€£¥₹|")
_CURRENCIES = frozenset("$€£¥₹")
_FUNCTIONS = frozenset(
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh asin acos atan log ln lg exp sqrt cbrt abs floor ceil "
    "det gcd lcm mod lim pi infinity inf arcsinh sgn".split()
)
_BRACKETED_FUNCTIONS = frozenset({"max", "min", "factorial", "choose", "binom", "comb"})
_GREEK = frozenset(
    "alpha beta gamma delta epsilon theta lambda mu nu rho sigma tau phi chi psi omega Delta Omega Sigma".split()
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_QUOTES = frozenset("'‘’`")
_MAX_NAME = 4  # letters of `ABCD`, the name of a figure
_BINDING = frozenset("+*/^_=<>")
_VOWELS = frozenset("aeiouyäöüéèà")
_MAX_PRODUCT = 2  # letters of `ma`, a product
_ARGUMENTS = frozenset("xyzθαβ")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_ARTICLES = frozenset({"a", "A", "I", "y", "e", "o", "u", "à"})
_MERIDIEM = frozenset({"am", "pm", "AM", "PM", "a", "p", "A", "P"})
_PERCENT = frozenset({"percent", "Percent"})
_RAISED = frozenset({"square", "cubic", "sq"})
_GLUED_LETTERS = 3  # `2ab` and `320p`, but not `12years`


@dataclass(frozen=True, slots=True)
class Atom:
    """A token of a statement. `is_formal` says that it was written in a formula."""

    kind: AtomKind
    token: TextToken
    is_formal: bool = False

    @property
    def text(self) -> str:
        return self.token.text


@lru_cache(maxsize=256)
def atoms(text: str) -> tuple[Atom, ...]:
    """The atoms of a statement, in their order."""
    row = list(_opened(_with_single_backslashes(text.translate(_FULL_WIDTH)), False))
    kept = [atom for i, atom in enumerate(row) if not _is_decoration(row, i)]
    if not any(_is_prose_here(kept, i) for i in range(len(kept))):
        kept = [replace(atom, is_formal=True) for atom in kept]
    return tuple(_classified(kept, i) for i in range(len(kept)))


def _with_single_backslashes(text: str) -> str:
    """`\\\\le` as `\\le`: a backslash that a file's format doubled; the ends of a matrix's rows stay."""
    if "\\begin" in text:
        return text
    first, *rest = text.split("\\\\")
    return first + "".join(("\\" if part[:1].isalpha() else "\\\\") + part for part in rest)


def _opened(text: str, is_formal: bool) -> Iterator[Atom]:
    """The tokens with every formula and every `\\text` replaced by what is in it."""
    row = tokens(text)
    at, is_parted = 0, False
    while at < len(row):
        was_parted, is_parted = is_parted, False
        token = replace(row[at], glued=False) if was_parted else row[at]
        at += 1
        if token.kind == "formula":
            yield from _opened(token.inner.strip(), True)
        elif token.text in _WORDED and at < len(row) and row[at].text == "{":
            end = _closing(row, at)
            yield from _worded(row[at + 1 : end], is_formal, was_parted)
            at, is_parted = end + 1, row[end - 1].text == ")"
        elif token.text in ("\\begin", "\\end") and at < len(row) and row[at].text == "{":
            end = _closing(row, at)
            yield Atom("math", replace(token, text=token.text + "".join(t.text for t in row[at : end + 1])), is_formal)
            at = end + 1
        elif token.text == "," and at < len(row) and row[at].text == "\\!":
            yield Atom("math", replace(token, text=",\\!"), is_formal)
            at += 1
        elif token.text in _SPACES or (token.text == "\\$" and not _is_price(row, at)):
            is_parted = token.text not in ("\\left", "\\right")
        elif _is_meridiem(row, at):
            yield Atom("math", replace(token, text=f"{token.text}m"), is_formal)
            at += 2
        else:
            yield Atom("math", token, is_formal)


def _is_price(row: Sequence[TextToken], at: int) -> bool:
    return at < len(row) and (row[at].kind == "number" or row[at].text in "-−")


def _is_meridiem(row: Sequence[TextToken], at: int) -> bool:
    """`a.m.` and `p.m.`, whose first letter is the token before this place."""
    texts = [token.text for token in row[at - 1 : at + 2]]
    return len(texts) == 3 and texts[0] in "aApP" and texts[1] == "." and texts[2] in "mM"


def _worded(inner: Sequence[TextToken], is_formal: bool, is_parted: bool) -> Iterator[Atom]:
    """What `\\text{…}` holds: words, unless it is a unit, a number or letters of a formula."""
    is_prose = any(_is_prose(token) for token in inner)
    for token in inner:
        if token.text in _SPACES:
            is_parted = True
            continue
        kind: AtomKind = "word" if is_prose and token.kind == "word" else "math"
        yield Atom(kind, replace(token, glued=token.glued and not is_parted), is_formal and not is_prose)
        is_parted = False


def _is_prose_here(row: Sequence[Atom], i: int) -> bool:
    """Whether an atom makes prose of its text: a word, an abbreviation, a unit that is behind no number (`pH`)."""
    atom = row[i]
    is_point = atom.text == "." and atom.token.kind == "sign" and _is_inner_point(row, i)
    is_stray_unit = not atom.is_formal and i + 1 < len(row) and i == 0 and len(atom.text) > 1 and _is_unit(atom.text)
    if is_point or is_stray_unit or atom.kind == "word" or _is_label(row, i):
        return True
    return not atom.is_formal and _is_prose(atom.token) and not _is_in_formula(row, i)


def _is_label(row: Sequence[Atom], i: int) -> bool:
    """`12 pcs`: letters behind a number and a blank, which are no unit, name what is counted."""
    token = row[i].token
    is_behind = i > 0 and row[i - 1].token.kind == "number" and not token.glued and not row[i].is_formal
    is_word = token.kind == "word" and len(token.text) > _MAX_PRODUCT
    return is_behind and is_word and not _is_unit(token.text) and not _is_symbol(token.text)


def _is_in_formula(row: Sequence[Atom], i: int) -> bool:
    """Letters glued to an operator: the `at` of `v_0t+at^2/2`."""
    before = row[i - 1].text if i else ""
    after = row[i + 1] if i + 1 < len(row) else None
    is_behind = row[i].token.glued and before in _BINDING
    is_before = after is not None and after.token.glued and after.text in _BINDING
    return len(row[i].text) <= _MAX_PRODUCT and (is_behind or is_before)


def _is_prose(token: TextToken) -> bool:
    """Whether a word is one of a language, and no unit, function or name of a formula."""
    return token.kind == "word" and _is_prose_word(token.text)


@lru_cache(maxsize=4096)
def _is_prose_word(text: str) -> bool:
    if _is_symbol(text) or _is_unit(text):
        return False
    is_product = len(text) <= _MAX_PRODUCT or (len(text) <= _MAX_NAME and _VOWELS.isdisjoint(text))
    is_short = len(text) <= _MAX_NAME if text.isupper() else is_product
    return not is_short or bool(lexicon().meanings(text)) or _is_ideograph(text)


def _is_symbol(text: str) -> bool:
    """A letter, a function, a Greek letter's name, or a function with its argument glued to it."""
    is_applied = text[:-1] in _FUNCTIONS and text[-1] in _ARGUMENTS
    return _is_name(text) or text in _FUNCTIONS or text in _GREEK or is_applied


def _is_ideograph(text: str) -> bool:
    return unicodedata.category(text[0]) == "Lo"


def _closing(row: Sequence[TextToken], opening: int) -> int:
    """The index of the bracket that closes the one at `opening`; the end where none does."""
    depth = 0
    for i in range(opening, len(row)):
        depth += (row[i].kind == "open") - (row[i].kind == "close")
        if depth == 0:
            return i
    return len(row)


def _is_decoration(row: Sequence[Atom], i: int) -> bool:
    """Mark-up, quotes, a full stop, an emoji: signs that say nothing; a `*` or `!` between operands is an operator."""
    atom = row[i]
    token = atom.token
    if token.kind == "newline":
        return False
    if token.kind != "sign":
        return False
    if token.text in _QUOTES and (i == 0 or (i == len(row) - 1 and row[0].text in _QUOTES)):
        return True
    if token.text in _MARKUP:
        is_point = _is_inner_point(row, i) or _is_decimal_point(row, i)
        return not is_point and not _is_operator_here(row, i)
    is_picture = unicodedata.category(token.text[0]) in ("So", "Sk") or token.text in "∎□"
    return is_picture and token.text not in _OPERATORS and token.text[0] not in "↑↓→←"


def _is_inner_point(row: Sequence[Atom], i: int) -> bool:
    """The points of `i.e` and `a.m`."""
    is_inner = 0 < i < len(row) - 1 and row[i].text == "." and row[i].token.glued and row[i + 1].token.glued
    return is_inner and row[i - 1].token.kind == row[i + 1].token.kind == "word"


def _is_decimal_point(row: Sequence[Atom], i: int) -> bool:
    """The point of `0.(3)` and `0.\\overline{3}`."""
    if not 0 < i < len(row) - 1 or row[i].text != ".":
        return False
    return row[i - 1].token.kind == "number" and row[i].token.glued and row[i + 1].token.glued


def _is_operator_here(row: Sequence[Atom], i: int) -> bool:
    """A factorial behind its operand in a formula; a product between two operands; an index."""
    token = row[i].token
    before = row[i - 1].token if i else None
    after = row[i + 1].token if i + 1 < len(row) else None
    if token.text == "!":
        is_behind = before is not None and (before.kind in ("number", "close") or before.text == "!")
        return token.glued and (row[i].is_formal or is_behind or (before is not None and _is_name(before.text)))
    if token.text not in ("*", "**", "_") or before is None or after is None:
        return False
    is_even = token.glued == after.glued
    return is_even and _is_operand(before) and (_is_operand(after) or after.text in "-{([")


def _is_operand(token: TextToken) -> bool:
    return token.kind in ("number", "command", "close", "open") or (token.kind == "word" and not _is_prose(token))


def _classified(row: Sequence[Atom], i: int) -> Atom:
    """The atom with its kind, which its neighbours decide where it is a letter or a word."""
    atom = row[i]
    token = atom.token
    if atom.kind == "word":
        return atom
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
    is_math = token.kind != "sign" or atom.is_formal or token.text in _OPERATORS or _is_decimal_point(row, i)
    return atom if is_math else replace(atom, kind="word")


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
    if token.text in _FUNCTIONS or token.text in _GREEK:
        return True
    if token.text in _BRACKETED_FUNCTIONS and after is not None and after.text in "({" and after.token.glued:
        return True
    if before is not None and _is_behind_number(row, i):
        return True
    if token.text in ("squared", "cubed") and before is not None and _is_unit(before.text):
        return True
    if _is_in_formula(row, i):
        return True
    if _is_name(token.text) or not _is_prose(token):
        return _touches(before, after, token)
    return token.text.isupper() and after is not None and after.text in ("=", "≈", "∥", "⊥")


def _is_behind_number(row: Sequence[Atom], i: int) -> bool:
    """A unit, a scale (`million`) or glued letters behind a number, or behind another unit."""
    token, before = row[i].token, row[i - 1].token
    is_constant = _is_name(before.text) and not before.text.isascii()
    is_behind = before.kind in ("number", "close") or is_constant or before.text == "°" or _is_unit_before(row, i)
    if not is_behind:
        return False
    if token.glued and token.text.isascii() and len(token.text) <= _GLUED_LETTERS and token.text not in _ORDINALS:
        return True
    if token.text in _MERIDIEM and before.kind == "number":
        return True
    is_counted = is_scale(token.text) or token.text in _PERCENT
    if token.text in _RAISED:
        return i + 1 < len(row) and _is_unit(row[i + 1].text)
    return is_counted or (_is_unit(token.text) and _is_free(row, i))


def _is_unit_before(row: Sequence[Atom], i: int) -> bool:
    """`5 m/s`, `4 cm^2`, `3 N m`: units go on behind units."""
    before = row[i - 1].text
    if before in _RAISED:
        return True
    if before in ("/", "·", "*", "⋅", "per") and i > 1:
        return _is_unit(row[i - 2].text) or row[i - 2].token.kind in ("number", "close")
    return i > 1 and _is_unit(before) and row[i - 2].token.kind == "number"


def _is_free(row: Sequence[Atom], i: int) -> bool:
    """`12 in` is inches only where the text ends behind it."""
    if row[i].text != "in":
        return True
    return i + 1 == len(row) or row[i + 1].text in (".", ",", "^", ")", ";")


@lru_cache(maxsize=4096)
def _is_unit(word: str) -> bool:
    """A unit's name or symbol that is no common word of some language."""
    if word[0] in "μµÅΩ":
        return word in ("Å", "Ω") or is_unit(f"u{word[1:]}")
    return is_unit(word) and (word == "in" or not lexicon().meanings(word)) and word not in _ARTICLES


def _is_name(text: str) -> bool:
    return len(text) == 1 and (text.isascii() or unicodedata.name(text, "").startswith("GREEK"))


def _touches(before: Atom | None, after: Atom | None, token: TextToken) -> bool:
    """Whether a letter stands beside an operator, or is glued to a number or a bracket."""
    follows = before is not None and _binds(before, token.glued, token.text)
    return follows or (after is not None and _binds(after, after.token.glued, token.text))


def _binds(other: Atom, is_glued: bool, name: str) -> bool:
    token = other.token
    if token.kind in ("command", "number"):
        return is_glued or (token.kind == "command" and name not in _ARTICLES)
    if token.kind in ("open", "close"):
        return is_glued and token.text not in ")]" and name not in ("a", "i")
    return token.text in _OPERATORS and token.text not in _CURRENCIES and (is_glued or token.text not in "-–−'")
