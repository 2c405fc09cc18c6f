"""Why a claim that fails as it was read may be meant otherwise: a table whose rows see the claim's own clause only.

A refutation that meets one of them is `unknown`, with the row's reason and detail, and keeps its witness.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from dikast.language import CueMeaning, lexicon, tokens
from dikast.records import CheckReason
from dikast.verify.decision import Decision
from dikast.verify.equality.known import known
from dikast.verify.equality.measured import with_tonnes
from dikast.verify.equality.value_relations import equality
from dikast.verify.other_arithmetics import (
    OtherArithmetic,
    holds_below_root,
    holds_elsewhere,
    holds_multiplied,
    holds_with_powers,
)
from dikast.verify.syntax.nodes import Node, num
from dikast.verify.syntax.quantities import has_units, in_si, without_units
from dikast.verify.text.claims import Claim
from dikast.verify.text.number_words import number_in_words, scale_value
from dikast.verify.text.pieces import Piece, pieces

_CASH, _CENTS = (
    frozenset({"$", "dollar", "dollars", "€", "euro", "euros"}),
    frozenset({"¢", "cent", "cents", "penny", "pennies"}),
)
_HUNDREDFOLD = frozenset({Fraction(100), Fraction(1, 100)})
PUT_IN = "values put in"  # what is said of letters whose values stand in the same sentence
IMPLIED = "implied"  # what an arrow draws from the relation before it
_DEGREES = frozenset({"C", "F", "K", "degC", "degF"})
_SLIP = 10_000
_TERMS = re.compile(r"[-+−=]| is ")
_TIMES = frozenset({"*", "\\times", "\\cdot", "x"})
_FLAT = 4  # pieces of `× 10-3`
_LABEL = 3  # letters that a word has which is no name of a quantity
TRANSITIONS = frozenset({"transition", "system", "solved form"})
# Words that leave what is said of a name to something else: one of several, a case, a question, another's opinion.
_OPEN: frozenset[CueMeaning] = frozenset(
    {"supposition", "case", "question", "selection", "opinion", "definition", "alternative", "bound"}
)


@dataclass(frozen=True)
class Failed:
    """A claim that does not hold as it was read, and what was found of it.

    `arithmetics` are those that the text names; `is_of_supposition` says that something false was supposed before.
    """

    claim: Claim
    tree: Node
    decision: Decision
    arithmetics: frozenset[OtherArithmetic] = frozenset()
    is_of_supposition: bool = False

    @property
    def has_letters(self) -> bool:
        return bool(self.tree.symbols())

    @property
    def is_antiderivative(self) -> bool:
        """`First, ∫ 2x dx = x² + C` is said of no value of x, so that no case can make it right."""
        return self.tree.op == "rel" and self.tree.args[0].op == "int" and len(self.tree.args[0].args) == 2

    @property
    def is_transition(self) -> bool:
        return self.decision.method in TRANSITIONS


@dataclass(frozen=True)
class Doubt:
    """A reason to leave a failed claim open."""

    name: str
    applies: Callable[[Failed], bool]
    reason: CheckReason
    detail: str


def _is_prime_count(failed: Failed) -> bool:
    """`\\pi(10) = 4`."""
    row = pieces(failed.claim.text)[:5]
    return [p.text for p in row[:2]] == ["\\pi", "("] and [p.text for p in row[3:5]] == [")", "="]


def _is_exclaimed(failed: Failed) -> bool:
    return failed.claim.text.rstrip().endswith("!")


def _has_differentials(failed: Failed) -> bool:
    names = [p.text for p in pieces(failed.claim.text) if p.kind == "word"]
    return "d" in failed.tree.symbols() and any(len(name) == 2 and name[0] == "d" for name in names)


def _mixes_cents(failed: Failed) -> bool:
    """`50 + 75 cents = $1.25`, `900 - 100 = $8`, `25 cents × 4 = 1`."""
    words = {token.text.casefold() for token in tokens(failed.claim.text)}
    has_cash, has_cents = bool(words & _CASH), bool(words & _CENTS)
    is_mixed = has_cash and has_cents and not all(map(_is_priced, _TERMS.split(failed.claim.text)))
    return is_mixed or ((has_cash or has_cents) and _is_hundredfold(failed.tree))


def _is_priced(term: str) -> bool:
    """Whether it is said of a term of a sum if it is in dollars or in cents."""
    return not (_CASH | _CENTS).isdisjoint(token.text.casefold() for token in tokens(term))


def _is_hundredfold(tree: Node) -> bool:
    """Whether the sides differ by the number of cents in a dollar."""
    if tree.op != "rel":
        return False
    left, right = (known(without_units(side) if has_units(side) else side) for side in _ends(tree))
    return left is not None and bool(right) and left / (right or 1) in _HUNDREDFOLD


def _are_counts(failed: Failed) -> bool:
    """`3 furlongs = 2 leagues`: two bare numbers, at least one with a word that is no unit of ours."""
    tree = failed.tree
    is_plain = tree.op == "rel" and tree.value == "=" and all(a.op == "num" for a in tree.args)
    return is_plain and any(p.kind == "word" and len(p.text) >= _LABEL for p in pieces(failed.claim.text))


def _adds_kinds(failed: Failed) -> bool:
    """`3 dimes + 2 nickels = 40 cents`: a sum of different things may count what they are worth or hold."""
    before, sign, after = failed.claim.text.rpartition("=")
    if not sign or failed.tree.op != "rel" or has_units(failed.tree.args[0]):
        return False
    kinds = [frozenset(_nouns(part)) for part in before.replace("-", "+").split("+")]
    result = frozenset(_nouns(after + failed.claim.after))
    are_counted = len(kinds) > 1 and all(kinds)
    return (
        are_counted
        and not frozenset.intersection(*kinds)
        and bool(result)
        and result.isdisjoint(frozenset().union(*kinds))
    )


def _nouns(text: str) -> Iterator[str]:
    """The words of a phrase behind its number, in one number."""
    for token in tokens(text):
        if token.kind == "word" and len(token.text) >= _LABEL and scale_value(token.text) is None:
            yield token.text.casefold().removesuffix("s")
        elif token.kind == "sign":
            return


def _is_denied(failed: Failed) -> bool:
    return failed.claim.voice.mood == "denied"


def _is_negated(failed: Failed) -> bool:
    """Letters and a negation anywhere in the clause: `x = 3 does not satisfy it`."""
    return failed.has_letters and "negation" in failed.claim.voice.all


def _is_calculus(failed: Failed) -> bool:
    """An equation whose sides were differentiated or integrated: it need not follow from the one before."""
    return failed.is_transition and "calculus" in failed.claim.voice.all


def _is_supposed(failed: Failed) -> bool:
    return failed.claim.voice.mood in ("supposed", "reported")


def _is_asked(failed: Failed) -> bool:
    return failed.claim.voice.mood == "asked"


def _is_of_a_case(failed: Failed) -> bool:
    voice = failed.claim.voice
    heard = voice.all | voice.earlier if failed.is_transition else voice.all
    says_when = failed.is_antiderivative or failed.decision.method in (PUT_IN, IMPLIED)
    return failed.has_letters and not says_when and bool(heard & _OPEN)


def _is_put_in(failed: Failed) -> bool:
    """`substituting n = 4`: a value that is tried, right behind the word for it."""
    tree = failed.tree
    is_value = tree.op == "rel" and tree.value == "=" and not tree.args[-1].symbols()
    return failed.is_transition and is_value and "operation" in failed.claim.voice.last_cue


def _are_far_apart(failed: Failed) -> bool:
    """`1/2 inch = 20 miles`: on a map. A slip of conversion is off by less."""
    if failed.tree.op != "rel" or failed.tree.value != "=" or not all(map(has_units, failed.tree.args)):
        return False
    sides = [in_si(side) for side in failed.tree.args]
    numbers = [known(side[0]) for side in sides if side is not None]
    if len(numbers) != 2 or not numbers[0] or not numbers[1]:
        return False
    ratio = abs(numbers[0] / numbers[1])
    return max(ratio, 1 / ratio) > _SLIP


def _may_be_names(failed: Failed) -> bool:
    """`T² = 4π²L/g = 4`: units of one letter on one side only, in a chain that begins with a name."""
    left, right = failed.tree.args[0], failed.tree.args[-1]
    units = [str(n.value) for n in left.walk() if n.op == "unit"]
    are_letters = bool(units) and all(len(unit) == 1 for unit in units)
    return are_letters and not has_units(right) and _divides_units(left)


def _divides_units(node: Node) -> bool:
    return any(n.op == "div" and all(a.op == "unit" for a in n.args) for n in node.walk())


def _has_more_words(failed: Failed) -> bool:
    """Rule 1: a word that the lexicon does not know may change what is said of the name."""
    voice = failed.claim.voice
    return failed.is_transition and bool(voice.unknown_words or voice.words_after)


def _has_condition(failed: Failed) -> bool:
    voice = failed.claim.voice
    return failed.is_transition and bool(voice.all & {"reason", "condition"} and "conclusion" not in voice.last_cue)


def _may_count_in(failed: Failed) -> bool:
    """`84/12 = 7 dozen`: seven times twelve, or seven of what is counted in dozens."""
    before, sign, after = failed.claim.text.rpartition("=")
    if not sign or failed.tree.op != "rel":
        return False
    if any(map(scale_value, (token.text for token in tokens(before)))):
        # Where the calculation has a scale too, both count in ones.
        return False
    left, right = (known(without_units(side) if has_units(side) else side) for side in _ends(failed.tree))
    scales = {scale_value(token.text) for token in tokens(after)} - {None}
    return bool(left and right and right / left in scales)


def _ends(tree: Node) -> tuple[Node, Node]:
    return tree.args[0], tree.args[-1]


def _has_flat_power(failed: Failed) -> bool:
    """`4.2 × 10-3`, `32 + 42 = 52`: a page's text has lost the height of an exponent."""
    row = pieces(failed.claim.text)
    is_in_signs = any(piece.text == "=" for piece in row)
    is_flat = any(_is_flat_power(row[i : i + 4]) for i in range(len(row)))
    return is_flat or (is_in_signs and holds_with_powers(failed.tree))


def _has_lost_bar(failed: Failed) -> bool:
    """`√9 + 16 = 5`, where `\\sqrt{9} + 16` says how far the root goes."""
    return "\\sqrt " in failed.claim.text and holds_below_root(failed.tree)


def _is_multiplied(failed: Failed) -> bool:
    """`8 sets of 3 + 1 = 25`: right before the claim, a number and words that may multiply it."""
    for behind, piece in enumerate(reversed(pieces(failed.claim.before))):
        count = piece.text if piece.kind == "num" else number_in_words(piece.text.casefold()) or ""
        if count.isdecimal():
            return behind > 0 and holds_multiplied(failed.tree, num(int(count)))
        if piece.kind not in ("word", "join") or "copula" in lexicon().meanings(piece.text):
            return False  # `the chance of two heads is (1/2)^2`
    return False


def _has_glued_index(failed: Failed) -> bool:
    """`x1 = 2 and x2 = 5`: a digit behind a letter may be its index, or an exponent that lost its height."""
    row = pieces(failed.claim.text)
    return failed.has_letters and any(
        before.kind == "word" and len(before.text) == 1 and digit.kind == "num" and digit.glued
        for before, digit in pairwise(row)
    )


def _is_of_clock(failed: Failed) -> bool:
    """`2 pm + 3 hours = 5 pm`, `10 am + 3 h = 1 pm`."""
    is_of_day = any(piece.text in ("am", "pm") for piece in pieces(failed.claim.text))
    return is_of_day and (failed.decision.method == "units" or "h" in failed.tree.values_of("unit"))


def _may_be_tonnes(failed: Failed) -> bool:
    """`2 tons = 2000 kg`."""
    metric = with_tonnes(failed.tree)
    is_equation = metric.op == "rel" and metric.value == "="
    return is_equation and metric != failed.tree and equality(*_ends(metric)).status == "verified"


def _is_cut_ratio(failed: Failed) -> bool:
    """The `4 = 1` of `2: 4 = 1: 2`."""
    before = failed.claim.before.rstrip()
    return before.endswith(":") and before[:-1].rstrip()[-1:].isdecimal() and failed.claim.after.startswith(":")


def _are_degrees(failed: Failed) -> bool:
    """`25 C = 77 F`: degrees without their sign, and no coulombs or farads."""
    units = set(failed.tree.values_of("unit"))
    return failed.decision.method == "units" and len(units) > 1 and units <= _DEGREES


def _is_of_another_arithmetic(failed: Failed) -> bool:
    """`Modulo 5, 3 + 4 = 2`, `In binary, 1 + 1 = 10`."""
    return holds_elsewhere(failed.tree, failed.arithmetics)


def _is_made_whole(failed: Failed) -> bool:
    """`We round up: 25/4 = 7`: off by less than one, beside a word for rounding."""
    heard = failed.claim.voice.all & {"rounding", "whole"}
    if not heard or failed.tree.op != "rel" or failed.tree.value != "=":
        return False
    left, right = (known(without_units(side) if has_units(side) else side) for side in _ends(failed.tree))
    if left is None or right is None:
        return False
    return right.denominator == 1 < left.denominator and abs(left - right) < 1


def _is_drawn_from_false(failed: Failed) -> bool:
    """`If 2 + 2 = 5, then 1 = 2`."""
    return failed.is_of_supposition


def _is_flat_power(row: Sequence[Piece]) -> bool:
    if len(row) < _FLAT or row[0].text not in _TIMES:
        return False
    is_power = row[1].text == "10" and row[2].text in ("-", "−", "–") and row[3].text.isdecimal()
    return is_power and row[2].glued and row[3].glued


DOUBTS: tuple[Doubt, ...] = (
    Doubt("prime count", _is_prime_count, "ambiguous", "a multiple of pi, or how many primes there are"),
    Doubt("exclamation", _is_exclaimed, "ambiguous", "a factorial, or an exclamation mark"),
    Doubt("differentials", _has_differentials, "unsupported", "differentials"),
    Doubt("cents", _mixes_cents, "unsupported", "dollars and cents"),
    Doubt("scale", _may_count_in, "ambiguous", "a number times the scale, or of what is counted in it"),
    Doubt("flat power", _has_flat_power, "ambiguous", "an exponent that lost its height, or a difference"),
    Doubt("lost bar", _has_lost_bar, "ambiguous", "a root over one number, or over the sum behind it"),
    Doubt("multiplied", _is_multiplied, "ambiguous", "a sum, or so many times what it begins with"),
    Doubt("index", _has_glued_index, "ambiguous", "a digit behind a letter may be its index"),
    Doubt("clock", _is_of_clock, "unsupported", "times of day"),
    Doubt("cut ratio", _is_cut_ratio, "ambiguous", "the middle of two ratios"),
    Doubt("tons", _may_be_tonnes, "ambiguous", "tons of 2000 pounds, or of 1000 kg"),
    Doubt("degrees", _are_degrees, "ambiguous", "degrees without their sign, or coulombs and farads"),
    Doubt("arithmetic", _is_of_another_arithmetic, "ambiguous", "it holds in another arithmetic that the text names"),
    Doubt("whole", _is_made_whole, "ambiguous", "perhaps rounded to a whole number"),
    Doubt("counts", _are_counts, "unsupported", "numbers of different things"),
    Doubt("kinds", _adds_kinds, "unsupported", "a sum of different things, which may be counted in another"),
    Doubt("far apart", _are_far_apart, "ambiguous", "perhaps what stands for what, as on a map"),
    Doubt("names or units", _may_be_names, "ambiguous", "letters that may be units or names"),
    Doubt("calculus", _is_calculus, "unsupported", "an equation that is differentiated or integrated"),
    Doubt("put in", _is_put_in, "ambiguous", "a value that is put in"),
    Doubt("denied", _is_denied, "ambiguous", "the step supposes or denies something"),
    Doubt("supposed", _is_supposed, "ambiguous", "the step supposes or denies something"),
    Doubt("drawn", _is_drawn_from_false, "ambiguous", "drawn from something false that is supposed"),
    Doubt("asked", _is_asked, "ambiguous", "asked, not said"),
    Doubt("negated", _is_negated, "ambiguous", "the step supposes or denies something"),
    Doubt("case", _is_of_a_case, "ambiguous", "perhaps said of one of several"),
    Doubt("more words", _has_more_words, "ambiguous", "words beside it may say of what it holds"),
    Doubt("condition", _has_condition, "ambiguous", "said with a reason or a condition"),
)


def doubted(failed: Failed) -> Decision:
    """The refutation, or `unknown` with the first doubt's reason."""
    for doubt in DOUBTS:
        if doubt.applies(failed):
            return opened(failed.decision, doubt.reason, doubt.detail)
    return failed.decision


def opened(decision: Decision, reason: CheckReason, detail: str) -> Decision:
    """A refutation left open: it keeps its witness and says why."""
    return replace(decision, status="unknown", strength=None, reason=reason, notes={**decision.notes, "detail": detail})
