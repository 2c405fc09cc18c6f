"""Notations that may be meant in two ways, so two values that were read as different may be equal.

Each text is read once, as tokens, a tree and a phrase. A notation is a row: what it is, and whether two texts are an
example of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from dikast.language import word_group
from dikast.verify.equality.expression_equality import Domain, equal
from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.rounding import may_be_rounded_to, number_of
from dikast.verify.other_arithmetics import named_arithmetics
from dikast.verify.syntax.currency_table import COINS, currency
from dikast.verify.syntax.lexer import Token, lex
from dikast.verify.syntax.locales import runs
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed, neg, sym
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import tree_of
from dikast.verify.syntax.quantities import unit_dimension
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.known_words import formula_of
from dikast.verify.text.number_words import number_in_words
from dikast.verify.text.phrase_reader import read_phrase
from dikast.verify.text.phrases import Phrase

_LINES = ("overline", "bar", "vec", "overrightarrow", "hat", "widehat")
_COMPLEMENTS = ("c", "C", "complement")
_TIME = unit_dimension("s")
_SCALES = ("circ C", "circ F", "9 K")
_SHORT = {"k": 1000, "K": 1000, "M": 10**6, "B": 10**9}
_CONSTANTS = frozenset({"phi", "varphi", "tau", "Pi"})
_FUNCTIONS = ("phi", "Gamma", "zeta")
_COUNTING_FUNCTIONS = frozenset(f"{name} ( 9 )" for name in "pi mu sigma tau varphi lambda omega Omega d".split())
_COMMAS = (",", ";", "and")
_WIDE_COMMAS = str.maketrans("、，；", ",,;")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ABOUT = frozenset({"~=", "~"})
_BASE_DIGITS = frozenset("ABCDEF")
_DASHED = 2
_RATES = ("bps", "kbps", "Kbps", "Mbps", "Gbps", "Tbps")
_CHOICES = frozenset("ABCDEF")
_FREQUENCIES = frozenset({"f", "v"})
_DASHES = "-–—−"
_DATA = frozenset({"kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB"})
_STYLES = ("mathcal", "mathscr", "mathfrak", "mathsf", "boldsymbol")
_ARC_FUNCTIONS = frozenset({"asin", "acos", "atan", "acot", "asec", "acsc"})


@dataclass(frozen=True)
class TextReadings:
    """A text and how it is read: an unreadable one has no tokens, and no tree."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its tokens, without braces."""
        try:
            return tuple(token for token in lex(plain(self.text))[:-1] if token.text not in ("{", "}"))
        except (Unparsed, TooCostly):
            return ()

    @cached_property
    def shape(self) -> str:
        """Its tokens with a 9 for each number: `9 R 9`."""
        return " ".join("9" if token.kind == "num" else token.text for token in self.tokens)

    @cached_property
    def numbers(self) -> list[Fraction]:
        """The numbers among its tokens."""
        return [Fraction(token.text.rstrip(".")) for token in self.tokens if token.kind == "num"]

    @cached_property
    def phrase(self) -> Phrase:
        """The phrase that it is."""
        return read_phrase(self.text)

    @cached_property
    def tree(self) -> Node | None:
        """The tree of the one value that it states."""
        claim = self.phrase.claim
        return None if claim is None else tree_of(claim.text)

    @cached_property
    def value(self) -> Fraction | None:
        """The number that the text is, and nothing else."""
        return None if self.phrase.value is None or self.tree is None else rational_value(self.tree)

    @property
    def is_of_numbers(self) -> bool:
        """Whether it is a value without letters."""
        return self.tree is not None and not self.tree.symbols()

    @property
    def is_long(self) -> bool:
        """Whether it has a unit of time."""
        return any(unit_dimension(token.word) == _TIME for token in self.tokens)

    def without(self, *signs: str) -> list[str]:
        """The texts of its tokens without some signs."""
        return [token.text for token in self.tokens if token.text not in signs]

    def says(self, *words: str) -> bool:
        """Whether one of these is among its tokens."""
        return any(token.text in words for token in self.tokens)


TwofoldRule = Callable[[TextReadings, TextReadings], bool]
"""Whether two texts may be the same, where the first has the notation."""


def two_readings(left: str, right: str, answer: str) -> str | None:
    """How two values that were read as different may mean the same; None where they can't."""
    if right.endswith("!") and right != answer.strip(" $"):
        return "a factorial, or an exclamation mark"
    if TextReadings(answer.strip(" $")).shape == "9 . 9":
        return "a decimal with blanks, or a product"
    first, second = (TextReadings(text.strip(" $.").translate(_WIDE_COMMAS)) for text in (left, right))
    return next((detail for detail, rule in RULES if rule(first, second) or rule(second, first)), None)


def _says(*words: str) -> TwofoldRule:
    """The rule for words that have two meanings, beside any other text."""
    return lambda this, other: this.says(*words)


def _is_without_commas(this: TextReadings, other: TextReadings) -> bool:
    return "".join(this.without()) == "".join(other.without(*_COMMAS)) and other.says(*_COMMAS)


def _has_other_form(this: TextReadings, other: TextReadings) -> bool:
    """`25% (1/4)` and `1/4`, `56 (7 × 8)` and `56`: what is before the brackets is the value."""
    before, blank, inside = this.text.partition(" (")
    is_at_end = bool(blank) and inside.find(")") == len(inside) - 1
    return is_at_end and other.value is not None and TextReadings(before).value == other.value


def _is_shaped(*shapes: str) -> TwofoldRule:
    """The rule for a form of tokens that has two meanings, beside any other text."""
    return lambda this, other: this.shape.removeprefix("- ") in shapes


def _is_lined(this: TextReadings, other: TextReadings) -> bool:
    """`\\overline{AB}` and `AB`; a line over anything but letters counts."""
    lined = [after.is_word for line, after in pairwise(this.tokens) if line.text in _LINES]
    return any(lined) and all(lined) and this.without(*_LINES) == other.without(*_LINES)


def _is_count_of_choices(this: TextReadings, other: TextReadings) -> bool:
    """`C_4^2`."""
    is_indexed = this.says("_") and this.says("^")
    return is_indexed and any(name.text in "ACP" and sign.text in "_^" for name, sign in pairwise(this.tokens))


def _has_decimal_comma(this: TextReadings, other: TextReadings) -> bool:
    """`1.375,31`."""
    sizes = [(run.signs, len(run.parts[1])) for run in runs(this.text) if run.signs]
    return this.shape == "9 , 9" and sizes == [(".,", 3)]


def _is_shortened(this: TextReadings, other: TextReadings) -> bool:
    """`2k` and `2000`: a thousand or a million by its letter, or a product."""
    claim = this.phrase.claim  # `6B parameters`
    short = TextReadings(this.text if claim is None else claim.text)
    scale = _SHORT.get(short.text[-1:])
    is_short = scale is not None and len(short.tokens) == 2
    return is_short and [n * (scale or 1) for n in short.numbers] == [other.value]


def _is_roman(this: TextReadings, other: TextReadings) -> bool:
    """`XIV` and `14`: a letter before a larger one is subtracted."""
    if not this.text or not set(this.text) <= _ROMAN.keys():
        return False
    letters = [_ROMAN[letter] for letter in this.text]
    return sum(-n if n < after else n for n, after in pairwise([*letters, 0])) == other.value


def _is_in_base(this: TextReadings, other: TextReadings) -> bool:
    """`12_5` and `12`, where the question may have named the base; `B_{16}` is a digit or a name."""
    name, _, index = this.shape.partition(" ")
    if index != "_ 9":
        return False
    return this.numbers[:1] == [other.value] if name == "9" else name in _BASE_DIGITS and this.numbers[0] > 10


def _has_flat_power(this: TextReadings, other: TextReadings) -> bool:
    """`x2 + 1` and `x^2 + 1`."""
    is_raised = " ^ 9" in other.shape and not this.says("^")
    return is_raised and this.without() == other.without("^")


def _has_open_power(this: TextReadings, other: TextReadings) -> bool:
    """`x^1/2` and `√x`."""
    if " ^ 9 / 9" not in this.shape or this.tree is None or other.tree is None:
        return False
    return equal(this.tree.map(_with_closed_power), other.tree, Domain(is_real=True)).status == "verified"


def _with_closed_power(node: Node) -> Node | None:
    """The whole fraction as the exponent of the base that its numerator ends with."""
    if node.op != "div":
        return None
    above, below = node.args
    if above.op == "pow":
        return Node("pow", (above.args[0], Node("div", (above.args[1], below))))
    last = _with_closed_power(Node("div", (above.args[-1], below))) if above.op == "mul" else None
    return None if last is None else Node("mul", (*above.args[:-1], last))


def _is_complement(this: TextReadings, other: TextReadings) -> bool:
    """`A^c` and `A'`."""
    if not any(token.is_word for token in this.tokens) or this.tree is None or other.tree is None:
        return False
    plain_trees = [text.map(_as_complement) for text in (this.tree, other.tree)]
    return plain_trees[0] == plain_trees[1] != other.tree


def _as_complement(node: Node) -> Node | None:
    name = str(node.value).removeprefix("bar ").removesuffix("'")
    if node.op == "sym" and name != node.value:
        return Node("not", (sym(name),))
    is_power = node.op == "pow" and str(node.args[1]) in _COMPLEMENTS
    return Node("not", (node.args[0],)) if is_power else None


def _is_uncertain(this: TextReadings, other: TextReadings) -> bool:
    """`5 ± 0.1` beside `5`."""
    if not this.says("pm", "mp") or this.tree is None:
        return False
    ranges = [node for node in this.tree.walk() if node.op == "pm"]
    is_small = any(node.args[1].op == "percent" or "." in node.args[1].literal for node in ranges)
    return is_small and not other.says("pm", "mp")


def _counts_none(this: TextReadings, other: TextReadings) -> bool:
    """`There are no solutions` beside 0, or beside `does not exist`."""
    is_none = this.text[:1].isalpha() and formula_of(this.text) == r"\emptyset"
    return is_none and (formula_of(other.text) == "DNE" or other.value == 0)


def _is_about(this: TextReadings, other: TextReadings) -> bool:
    """`roughly 300` and `299.8`."""
    is_said = this.shape[:2].strip() in _ABOUT or any("approximation" in part.meanings for part in this.phrase.parts)
    if not is_said or this.tree is None or other.tree is None:
        return False
    value = rational_value(number_of(other.tree))
    is_alike = this.tree.values_of("unit") == other.tree.values_of("unit")
    return is_alike and value is not None and may_be_rounded_to(number_of(this.tree), value)


def _has_remainder(this: TextReadings, other: TextReadings) -> bool:
    """`3 R 2` and `3.4`, which are equal if the divisor is 5."""
    if this.shape not in ("9 R 9", "9 r 9") or other.value is None:
        return False
    return this.numbers[0] <= other.value < this.numbers[0] + 1


def _is_counted(this: TextReadings, other: TextReadings) -> bool:
    """`5 yr` and `5`."""
    label = this.shape.removeprefix("9 ")
    is_short = 2 <= len(label) <= 3 and label.isascii() and not is_unit(label)
    if not is_short or [token.is_word for token in this.tokens] != [False, True]:
        return False
    return other.tree is not None and this.numbers == [rational_value(other.tree)]


def _is_dashed(this: TextReadings, other: TextReadings) -> bool:
    """`30-60-90` and `30, 60, 90`."""
    parts = this.without("-")
    is_row = len(parts) > _DASHED and this.shape == " - ".join("9" * len(parts))
    return is_row and parts == other.without(",", "^", "circ")


def _is_spanish_and(this: TextReadings, other: TextReadings) -> bool:
    """`4 y 5` and `4, 5`."""
    inner = pairwise(this.tokens[1:])
    is_joined = any(
        joint.text in ("y", "e", "o") and joint.spaced and after.kind not in ("op", "close") for joint, after in inner
    )
    return is_joined and other.says(",", "or", "and", "pm")


def _is_so_many_shares(this: TextReadings, other: TextReadings) -> bool:
    """`3 quarters`: three of something that is called a quarter, or 3/4; `3 score`."""
    number, _, share = this.text.casefold().partition(" ")
    in_words = number_in_words(f"one {share}") or ""
    if not (number.isdecimal() and share.isalpha()):
        return False
    return "/" in in_words or (in_words.isdecimal() and int(number) * int(in_words) == other.value)


def _is_listed_by_semicolons(this: TextReadings, other: TextReadings) -> bool:
    """`[4,4;0]` and `[4.4, 0]`."""
    with_points = this.text.replace(",", ".").replace(";", ",").split()
    return ";" in this.text and "".join(with_points) == "".join(other.text.split())


def _is_and_between(this: TextReadings, other: TextReadings) -> bool:
    """`thirty and six`."""
    parts = this.text.casefold().split(" and ")
    return len(parts) == 2 and None not in map(number_in_words, parts)


def _is_item_of_list(this: TextReadings, other: TextReadings) -> bool:
    """`- 42 apples` and `42`: a dash with a blank behind it begins an item, or is a minus."""
    if this.text[:1] not in _DASHES or this.text[1:2] != " ":
        return False
    if this.without("-", "**", "*") == other.without() != []:
        return True
    if this.tree is None or other.tree is None:
        return False
    return equal(neg(this.tree), other.tree).status == "verified"


def _has_half_behind(this: TextReadings, other: TextReadings) -> bool:
    """`2 heures et demie`."""
    return this.phrase.claim is not None and this.phrase.claim.text.endswith(" and 1/2")


def _has_letter_of_choice(this: TextReadings, other: TextReadings) -> bool:
    """`42 (C)`: a value and the letter of its choice, or a product."""
    value, _, letter = this.text.rpartition(" (")
    if letter.removesuffix(")") not in _CHOICES or other.tree is None:
        return False
    tree = TextReadings(value).tree
    return tree is not None and equal(tree, other.tree).status == "verified"


def _is_booked(this: TextReadings, other: TextReadings) -> bool:
    """`($50)` and `-$50`: book-keepers put what is lost in brackets."""
    is_bracketed = this.text[:1] == "(" and this.text[-1:] == ")"
    return is_bracketed and other.says("-") and this.without("(", ")", "$") == other.without("-", "$")


def _is_engineers(this: TextReadings, other: TextReadings) -> bool:
    """`3 + 4j`, as code writes it `(3+4j)`, and `3 + 4i`."""
    signs = ["i" if sign == "j" else sign for sign in this.without("(", ")")]
    return this.says("j") and other.without("(", ")") == signs


def _is_of_money(this: TextReadings) -> bool:
    return any(token.is_word and currency(token.word) is not None for token in this.tokens)


def _has_factor_a(this: TextReadings, other: TextReadings) -> bool:
    """`2acos(b)` and `2a cos(b)`."""
    texts = this.without()
    split = [part for text in texts for part in (("a", text[1:]) if text in _ARC_FUNCTIONS else (text,))]
    return split != texts and split == other.without()


def _data_of(text: TextReadings) -> list[str]:
    return [token.text for token in text.tokens if token.text in _DATA]


def _is_styled(this: TextReadings, other: TextReadings) -> bool:
    """`\\mathcal{N}(0, 1)` and `N(0, 1)`: a letter in another style, which some leave out."""
    return this.says(*_STYLES) and this.without(*_STYLES) == other.without(*_STYLES)


def _has_frequency(this: TextReadings, other: TextReadings) -> bool:
    """`hν` and `hf`, or `hv` in plain letters."""
    if this.tree is None or other.tree is None or "nu" not in this.tree.symbols() - other.tree.symbols():
        return False
    frequencies = _FREQUENCIES & other.tree.symbols() - this.tree.symbols()
    return any(equal(this.tree.renamed({"nu": name}), other.tree).status == "verified" for name in frequencies)


RULES: tuple[tuple[str, TwofoldRule], ...] = (
    ("a line or an arrow over letters, which some leave out", _is_lined),
    ("a list, or a mixed number", _is_shaped("9 and 9 / 9", "9 and frac 9 9")),
    ("a count of choices", _is_count_of_choices),
    ("parts per million, basis points or the function cis, or letters", _says(*"ppm ppb ppt bp bps basis cis".split())),
    ("a list, or a number with a decimal comma", _has_decimal_comma),
    # `1:30` and `90 minutes`
    (
        "a time of day, a ratio, or a length of time",
        lambda this, other: this.shape in ("9 : 9", "9 : 9 : 9") and other.is_long,
    ),
    ("thousands or millions by their letter, or a product", _is_shortened),
    ("a Roman numeral, or a product of letters", _is_roman),
    # the golden ratio
    ("a letter, or the constant of that name", lambda this, other: this.shape in _CONSTANTS and other.is_of_numbers),
    ("the imaginary unit of engineers, or a letter", _is_engineers),
    # `10-1/2`, of inches
    ("a difference, or a mixed number", lambda this, other: this.shape == "9 - 9 / 9" and " " not in this.text),
    # `x = 3 y = 4` and `x = 3, y = 4`; `AC` and `A, C`
    ("a list without its commas, or a product", _is_without_commas),
    ("a value and its other form in brackets, or a product", _has_other_form),
    # `[0, 2] \ {1}`
    ("a difference of sets, or a blank", lambda this, other: "\\ {" in this.text),
    ("a list parted by semicolons, with decimal commas", _is_listed_by_semicolons),
    ("so many parts, or a fraction", _is_so_many_shares),
    ("a coin, or a share", lambda this, other: this.says(*COINS) and _is_of_money(other)),
    ("two numbers in words, or one with an and", _is_and_between),
    ("digits in a base that the question names, or in base ten", _is_in_base),
    ("digits in a base that is said in words", lambda this, other: any(a.base for a in named_arithmetics(this.text))),
    ("an exponent that lost its height, or a factor", _has_flat_power),
    ("a fraction of a power, or a power to a fraction", _has_open_power),
    ("a complement, or a power or a derivative", _is_complement),
    # `\Gamma(5)`
    (
        "a letter, or a function of that name",
        lambda this, other: any(f"{name} ( 9" in this.shape for name in _FUNCTIONS),
    ),
    # `\sigma(6)`
    (
        "a product, or a function of number theory",
        lambda this, other: this.shape in _COUNTING_FUNCTIONS and other.value is not None,
    ),
    ("two values, or one and how uncertain it is", _is_uncertain),
    ("no solutions, or their number", _counts_none),
    ("a number that is only about another", _is_about),
    ("a remainder, or a fraction whose divisor is not said", _has_remainder),
    # `a rise of 10 °C` and `a rise of 18 °F`
    (
        "a temperature, or a difference of two",
        lambda this, other: bool(this.phrase.words) and any(scale in this.shape for scale in _SCALES),
    ),
    ("a number of what is shortened, or a product", _is_counted),
    # `- **5**` and `5`
    ("an item of a list, or a negative number", _is_item_of_list),
    ("a value and the letter of its choice, or a product", _has_letter_of_choice),
    ("an amount in brackets, or one that is lost", _is_booked),
    ("an inverse function, or a factor before a function", _has_factor_a),
    ("a letter in another style, or another letter", _is_styled),
    ("a frequency by another letter", _has_frequency),
    ("a list, or a quantity and a half", _has_half_behind),
    # `8 Mbps`
    ("a rate of data, or a product of letters", lambda this, other: this.says(*_RATES) and not other.says(*_RATES)),
    # `2 GB` and `2000 MB`
    ("an amount of data, by prefixes of 1000 or 1024", lambda this, other: _data_of(this) != _data_of(other) != []),
    ("a number whose digits repeat", lambda this, other: not word_group("repeating").isdisjoint(this.text.split())),
    ("numbers in a row, or differences", _is_dashed),
    ("a share of a thousand without its sign", lambda this, other: this.text.rstrip("‰ ") == other.text != this.text),
    ("the `and` of another language, or a letter", _is_spanish_and),
)
