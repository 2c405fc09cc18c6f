"""Words that mean a value, exclude one another, or change a value: rows, with their language."""

from __future__ import annotations

from functools import lru_cache

from dikast.language import EXCLUSIVE_NAMES, TextToken, is_ideograph, lexicon, tokens
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.braces import WORDED, unwrapped
from dikast.verify.text.number_words import number_in_words, ordinal

# What a fixed phrase means, as the parser reads it; `DNE` is a value of its own.
_PHRASES = {
    r"\emptyset": (
        "no solution", "no solutions", "empty set", "the empty set", "no real solution", "no real solutions",
        "ø", "has no solution", "there is no solution", "there are no solutions", "there are no real solutions",
        "keine lösung", "aucune solution", "pas de solution", "sin solución", "ninguna solución", "no hay solución",
        "no hay soluciones", "no tiene solución", "no tiene soluciones", "无解",
    ),
    r"\mathbb{R}": (
        "all real numbers", "all reals", "all real", "every real number", "any real number", "the real numbers",
        "all real values", "all real values of x", "all real x", "alle reellen zahlen", "tous les réels",
        "tous les nombres réels", "todos los reales", "todos los números reales",
    ),
    r"\mathbb{Z}": ("all integers", "every integer", "any integer", "the integers", "all whole numbers"),
    r"(0,\infty)": (
        "all positive real numbers", "all positive reals", "the positive real numbers", "all positive real x",
    ),
    r"[0,\infty)": ("all nonnegative real numbers", "all non-negative real numbers", "all nonnegative reals"),
    r"(-\infty,0)": ("all negative real numbers", "all negative reals"),
    r"\infty": ("infinity", "positive infinity", "+infinity", "unendlich", "infini", "infinito", "无穷"),
    r"-\infty": ("negative infinity", "minus infinity", "-infinity"),
    "DNE": (
        "does not exist", "dne", "doesn't exist", "the limit does not exist", "undefined", "not defined",
        "existiert nicht", "n'existe pas", "no existe", "不存在",
    ),
}  # fmt: skip
_OPEN_BESIDE_DNE = frozenset({r"\emptyset", r"\infty", r"-\infty"})
_COUNTING_SIGNS = frozenset(
    {"+", "-", "−", "–", "/", "<", ">", "<=", ">=", "=", "≤", "≥", "≠", "!=", "^", "%", "±", "|"}
)
_MAX_COMPARED = 24  # tokens
_MAX_IDEOGRAPHS = 3

# Only one cell of a row can be right; the words of one cell mean the same.
_EXCLUSIVE = (
    "yes/ja/oui/sí/si/是/是的/对 no/nein/non/否/不是/不对",
    "true/correct/wahr/vrai/verdadero/正确/对 false/incorrect/falsch/faux/falso/错误/错/不正确",
    "odd/ungerade/impair/impar/奇数 even/gerade/pair/par/偶数 neither/weder",
    "convergent/converges/konvergent divergent/diverges/divergent",
    "increasing/steigend/croissante/creciente decreasing/fallend/décroissante/decreciente",
    "increases decreases",
    "positive/positiv negative/negativ zero/null",
    "left/links/gauche/izquierda right/rechts/droite/derecha",
    "up/upward/upwards/oben/↑/\\uparrow down/downward/downwards/unten/↓/\\downarrow",
    "clockwise counterclockwise/anticlockwise",
    "north/norden south/süden east/osten west/westen",
    *EXCLUSIVE_NAMES,
    "parallel/parallels/∥/\\parallel perpendicular/orthogonal/⊥/\\perp",
    "∀/\\forall ∃/\\exists",
    "∧/\\land/\\wedge ∨/\\lor/\\vee",
    "rational irrational",
    "prime composite",
    "acute right obtuse",
    "red green blue yellow",
    "maximum/max minimum/min",
    "inside outside",
    "above below",
    "before after",
    "most least",
    "more less/fewer",
    "increase decrease",
    "profit loss",
    "faster slower",
    "larger smaller",
    "early late",
    "always sometimes never",
    "valid invalid",
    "linear nonlinear",
    "dependent independent",
    "consistent inconsistent",
    "continuous discontinuous",
    "stable unstable",
    "concave convex",
    "exothermic endothermic",
    "reversible irreversible",
    "acidic basic neutral",
    "northeast northwest southeast southwest",
    "square cubic",
)  # fmt: skip


_PAIR = 2
_NOUNS = frozenset(
    "number numbers triangle angle function series sequence integral statement correlation line lines limit zahl "
    "dreieck reihe folge nombre suite série número serie".split()
)


def _cells_by_word() -> dict[str, dict[int, int]]:
    """For each word the number of its cell, by the number of the row."""
    cells: dict[str, dict[int, int]] = {}
    for i, row in enumerate(_EXCLUSIVE):
        for cell, words in enumerate(row.split()):
            for word in words.split("/"):
                cells.setdefault(word, {}).setdefault(i, cell)
    return cells


_CELLS = _cells_by_word()

# Words that change the value beside them.
_OPERATORS = frozenset(
    "half twice double triple thrice quadruple times plus minus squared cubed square cube root power factorial divided "
    "multiplied divisible doubled halved tripled less more log inverse reciprocal negative opposite tenth hundredth "
    "mille "
    "halb doppelt dreifach mal quadrat wurzel hoch "
    "moitié double fois plus moins carré racine "
    "mitad doble triple veces más menos cuadrado raíz "
    "倍 半 加 减 乘 除 平方 根号 减去 加上".split()
)


# The sign of each bound in words. A sign without equality leaves the bound's own value out.
_BOUNDS = {
    ">": "strictly greater than|more than|greater than|larger than|bigger than|over|exceeds|above|mehr als|größer als|"
    "plus de|supérieur à|más de|mayor que|大于|超过",
    "<": "strictly less than|less than|fewer than|smaller than|under|below|weniger als|kleiner als|moins de|"
    "inférieur à|menos de|menor que|小于|少于",
    "\\ge": "greater than or equal to|equal to or greater than|not less than|not fewer than|at least|no less than|"
    "no fewer than|größer oder gleich|größer gleich|größer als oder gleich|mindestens|supérieur ou égal à|"
    "supérieure ou égale à|au moins|mayor o igual que|mayor o igual a|al menos|como mínimo|"
    "or more|or greater|or above|oder mehr|ou plus|o más|大于等于|大于或等于|不小于|不少于|至少",
    "\\le": "less than or equal to|equal to or less than|not greater than|not more than|at most|no more than|up to|"
    "or less|or fewer|or below|oder weniger|ou moins|o menos|kleiner oder gleich|kleiner gleich|"
    "kleiner als oder gleich|höchstens|inférieur ou égal à|inférieure ou égale à|"
    "au plus|menor o igual que|menor o igual a|como máximo|小于等于|小于或等于|不大于|至多|最多|不超过",
    "between": "between|zwischen|entre",
}


def _folded(words: str) -> str:
    """The letters alone: cues are in small letters, with a blank between ideographs, and `ss` for ß."""
    return "".join(words.casefold().split())


_SIGN_OF_BOUND = {_folded(words): sign for sign, cues in _BOUNDS.items() for words in cues.split("|")}


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
            is_denied = first > 0 and "negation" in lexicon().meanings(words[first - 1])  # `not all real numbers`
            return None if is_denied else formula
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


_EXCEPT = (
    " except for ", " except ", " other than ", " but ", " ausser ", " ohne ", " sauf ", " excepto ", " salvo ",
    " menos ",
)  # fmt: skip
_NO_FIGURES = str.maketrans("", "", "0123456789./-,")
_LONGEST = 7  # words
_FORMULA_OF = {" ".join(plain_words(phrase)): formula for formula, phrases in _PHRASES.items() for phrase in phrases}


@lru_cache(maxsize=512)
def formula_of(text: str) -> str | None:
    """The formula that a fixed phrase or a number in words means."""
    words = " ".join(plain_words(text))
    if words in _FORMULA_OF:
        return _FORMULA_OF[words]
    return number_in_words(words) or _counted(words) or _all_but(words)


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
    return any(
        len(_EXCLUSIVE[row].split()) == _PAIR and ours[row] != theirs[row] for row in ours.keys() & theirs.keys()
    )


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
