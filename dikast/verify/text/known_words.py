"""Words that mean a value, exclude one another, or change a value: they are rows of `known_words.tsv`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from dikast.language import EXCLUSIVE_NAMES, CueMeaning, TextToken, is_ideograph, lexicon, tokens, word_group
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.braces import WORDED, unwrapped
from dikast.verify.text.number_words import number_in_words, ordinal

_ROWS = Path(__file__).with_name("known_words.tsv")
_BARS = " | "
_OPEN_BESIDE_DNE = frozenset({r"\emptyset", r"\infty", r"-\infty"})
_COUNTING_SIGNS = frozenset(
    {"+", "-", "−", "–", "/", "<", ">", "<=", ">=", "=", "≤", "≥", "≠", "!=", "^", "%", "±", "|"}
)
_OPENING: frozenset[CueMeaning] = frozenset({"negation", "alternative", "addition"})
_NAMED = "\\text{"
_MAX_COMPARED = 24  # tokens
_MAX_IDEOGRAPHS = 3
_PAIR = 2


def _by_kind() -> dict[str, list[tuple[str, str]]]:
    """What the rows of each kind mean, and their words."""
    table: dict[str, list[tuple[str, str]]] = {}
    for line in _ROWS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, _, meaning, words = line.split("\t")
            table.setdefault(kind, []).append((meaning, words))
    return table


_TABLE = _by_kind()
_EXCLUSIVE = [tuple(frozenset(cell.split()) for cell in words.split(_BARS)) for _, words in _TABLE["exclusive"]]
_EXCLUSIVE += EXCLUSIVE_NAMES
_OPERATORS, _NOUNS = (
    frozenset(word for _, words in _TABLE[kind] for word in words.split()) for kind in ("operator", "noun")
)


def _cells_by_word() -> dict[str, dict[int, int]]:
    """For each word the number of its cell, by the number of the row."""
    cells: dict[str, dict[int, int]] = {}
    for i, row in enumerate(_EXCLUSIVE):
        for cell, words in enumerate(row):
            for word in words:
                cells.setdefault(word, {}).setdefault(i, cell)
    return cells


_CELLS = _cells_by_word()


def _folded(words: str) -> str:
    """The letters alone: cues are in small letters, with a blank between ideographs, and `ss` for ß."""
    return "".join(words.casefold().split())


_SIGN_OF_BOUND = {_folded(words): sign for sign, cues in _TABLE["bound"] for words in cues.split(_BARS)}


def may_not_exist(value: str) -> bool:
    """Whether `does not exist` may mean it: an infinite limit, no solution, 5/0."""
    text = value.strip("$ ")
    return text in _OPEN_BESIDE_DNE or text.endswith("/0")


def bound_sign(words: str) -> str | None:
    """The sign of a bound in words, `between` for both; None for any other words."""
    return _SIGN_OF_BOUND.get(_folded(words))


def is_strict_bound(words: str) -> bool:
    """`more than`, whose own value is left out; `at least` is no such bound."""
    return bound_sign(words) in ("<", ">")


def phrase_formula(words: tuple[str, ...]) -> str | None:
    """The formula of the fixed phrase that a sentence's words end in: `The equation has no solution`."""
    for first in range(max(0, len(words) - _LONGEST), len(words)):
        if (formula := _FORMULA_OF.get(" ".join(words[first:]))) is not None:
            # `not all real numbers`, `second or third quadrant`
            is_open = first > 0 and bool(lexicon().meanings(words[first - 1]) & _OPENING)
            return None if is_open else formula
    return None


@lru_cache(maxsize=512)
def plain_words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in small letters, without mark-up."""
    row = [token for token in tokens(text) if token.kind not in ("newline", "open", "close") and not _is_mark(token)]
    words: list[str] = []
    for token in row:
        words += plain_words(token.inner) if token.kind == "formula" else [token.text.casefold()]
    return tuple(word for word in words if word not in WORDED)


def only_word(text: str) -> str | None:
    """The one word of a text, in small letters; ideographs side by side are one: `不是`."""
    words = plain_words(text)
    are_ideographs = len(words) <= _MAX_IDEOGRAPHS and all(map(is_ideograph, words))
    return "".join(words) or None if len(words) == 1 or are_ideographs else None


def _is_mark(token: TextToken) -> bool:
    """A sign that is not an operator: a comma, a quote, mark-up."""
    return token.kind == "sign" and token.text not in _COUNTING_SIGNS


_EXCEPT = sorted((f" {cue.casefold()} " for cue in word_group("except")), key=len, reverse=True)
_NO_FIGURES = str.maketrans("", "", "0123456789./-,")
_LONGEST = 7  # words
_FORMULA_OF = {
    " ".join(plain_words(phrase)): formula for formula, row in _TABLE["phrase"] for phrase in row.split(_BARS)
}


@lru_cache(maxsize=512)
def formula_of(text: str) -> str | None:
    """The formula that a fixed phrase or a number in words means."""
    words = " ".join(plain_words(text))
    if words in _FORMULA_OF:
        return _FORMULA_OF[words]
    return number_in_words(words) or _counted(words) or _all_but(words)


def are_apart(formula: str | None, other: str | None) -> bool:
    """Whether two fixed phrases name two of one kind: `\\text{quadrant 3}` and `\\text{quadrant 2}`."""
    kinds = [(text or "").partition(" ")[0] for text in (formula, other)]
    return kinds[0] == kinds[1] and kinds[0].startswith(_NAMED) and formula != other


def is_one_named(formula: str | None, other: str | None) -> bool:
    """Whether only one is a name: `Quadrant 3` beside `3` is a word and a number."""
    return (formula or "").startswith(_NAMED) != (other or "").startswith(_NAMED)


def _all_but(words: str) -> str | None:
    """`all real numbers except 2`."""
    numbers, cue, exceptions = next((p for cue in _EXCEPT if (p := words.partition(cue))[1]), ("", "", ""))
    members = exceptions.replace(" and ", ", ")
    is_plain = bool(cue) and members.replace(" ", "").translate(_NO_FIGURES) == ""
    return rf"{_FORMULA_OF[numbers]} \setminus \{{{members}\}}" if is_plain and numbers in _FORMULA_OF else None


def _counted(plain: str) -> str | None:
    """`twenty percent`, `two hundred meters`."""
    number, _, unit = plain.rpartition(" ")
    value = number_in_words(number) if number and (unit == "percent" or is_unit(unit)) else None
    return None if value is None else f"{value}%" if unit == "percent" else f"{value} {unit}"


def exclusive(word: str, other: str) -> bool | None:
    """Whether two words of one row are in different cells; None if no row has both."""
    ours, theirs = _CELLS.get(word, {}), _CELLS.get(other, {})
    row = next((row for row in ours if row in theirs), None)
    if row is not None:
        return ours[row] != theirs[row]
    places = ordinal(word), ordinal(other)
    return None if None in places else places[0] != places[1]


def has_opposite(word: str) -> bool:
    """Whether a word excludes others: `true`, `left`, `Monday`."""
    return word in _CELLS


def is_plain_noun(word: str) -> bool:
    """What a word such as `rational` or `convergent` is said of."""
    return word in _NOUNS


def are_opposites(word: str, other: str) -> bool:
    """Whether two words exclude each other, and there is no third choice."""
    ours, theirs = _CELLS.get(word, {}), _CELLS.get(other, {})
    return any(len(_EXCLUSIVE[row]) == _PAIR and ours[row] != theirs[row] for row in ours.keys() & theirs.keys())


def one_word_apart(left: str, right: str) -> bool | None:
    """Whether the only word in which two short texts differ excludes the other: `5 m/s east` and `5 m/s west`.

    False where both words mean the same (`down`, `downward`); None where more differs, or other words.
    """
    rows = [[token.inner or token.text.casefold() for token in tokens(unwrapped(text))] for text in (left, right)]
    if len(rows[0]) != len(rows[1]) or len(rows[0]) > _MAX_COMPARED:
        return None
    differing = [(a, b) for a, b in zip(*rows, strict=True) if a != b]
    return exclusive(*differing[0]) if len(differing) == 1 else None


def is_operator(word: str) -> bool:
    """Whether a word changes the value beside it: `twice 3`, `3 squared`."""
    return word in _OPERATORS
