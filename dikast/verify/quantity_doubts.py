"""Doubts about what a claim counts: cents in dollars, scales, things of different kinds, ambiguous units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from dikast.language import tokens, word_group
from dikast.verify.equality.measured import TURNS, Sides, has_unit, with_tonnes
from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.value_relations import equality
from dikast.verify.failed_claim import Failed
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.currency_table import Currency, currency
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.quantities import counts_days, has_units, without_units
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.number_words import scale_value

_HUNDREDFOLD = frozenset({Fraction(100), Fraction(1, 100)})
_ADDING = frozenset({"+", "-"})
_PERCENT = word_group("percent") | {"%", "\\%"}
_TERMS = re.compile(r"[-+−=]| is ")
_LABEL = 3
"""Letters in a word that is no name of a quantity."""
_DEGREES = frozenset({"C", "F", "K", "degC", "degF"})
_LONG_CHAIN = 3
_SLIP = 10_000


def may_be_of_work(failed: Failed) -> bool:
    """`8 hours per day, 5 days = 40 hours`: the step says how long its days are."""
    return counts_days(failed.tree) and any(
        token.text.casefold() in word_group("per") for token in tokens(failed.context.step)
    )


def may_be_share(failed: Failed) -> bool:
    """`80 increased by 1/4 is 100`: a fraction in words may be of what it is added to.

    `A 20% discount on $50 gives $40`: the amount, or what comes out with it.
    """
    is_in_words = not any(piece.text in _ADDING for piece in failed.formula_tokens)
    if not is_in_words or not failed.is_equation:
        return False
    stated = _number(failed.ends[1])
    return stated is not None and stated in {*_with_share(failed.ends[0]), *_with_amount(failed)}


def _with_share(total: Node) -> Iterator[Fraction]:
    """Of `80 + 1/4`: 80 and a quarter of 80."""
    if total.op != "add" or len(total.args) != 2:
        return
    for share, whole in (total.args, total.args[::-1]):
        part, of_all = _number(share), _number(whole)
        if part is None or of_all is None:
            continue
        if abs(part) < 1 and part.denominator > 1:
            yield of_all * (1 + part)


def _with_amount(failed: Failed) -> Iterator[Fraction]:
    """Of 20 % of 50, where no `of` is said: 50 with or without that."""
    amount = failed.ends[0]
    row = failed.formula_tokens
    is_named = any(sign.text in _PERCENT and noun.kind == "word" for sign, noun in pairwise(row))
    is_share = any(sign.text in _PERCENT and noun.text.casefold() in word_group("of") for sign, noun in pairwise(row))
    if amount.op != "mul" or len(amount.args) != 2:
        return
    if is_share or not is_named:
        return
    share, of_all = (_number(member) for member in amount.args)
    if share is not None and of_all is not None:
        yield from (of_all * (1 + share), of_all * (1 - share))


def _number(node: Node) -> Fraction | None:
    return rational_value(without_units(node) if has_units(node) else node)


def mixes_cents(failed: Failed) -> bool:
    """`50 + 75 cents = $1.25`, `900 - 100 = $8`, `25 cents × 4 = 1`, `£2 + 50 pence = £2.50`."""
    named = _money_among(failed.words)
    if named and _is_hundredfold(failed):
        return True
    if len({one.is_part for one in named.values()}) < 2:
        return False
    are_read = all(is_unit(plain(word).strip()) for word, one in named.items() if one.is_part)
    return not are_read or not all(map(_is_priced, _TERMS.split(failed.claim.text)))


def _money_among(words: Iterable[str]) -> dict[str, Currency]:
    """The currencies, and their parts, that some words name; a letter may be a variable."""
    named = ((word, currency(word)) for word in words if not word.isalpha() or len(word) > 1)
    return {word: one for word, one in named if one is not None}


def _is_hundredfold(failed: Failed) -> bool:
    """Whether the sides differ by the number of cents in a dollar."""
    if failed.numbers is None or not failed.numbers[1]:
        return False
    return failed.numbers[0] / failed.numbers[1] in _HUNDREDFOLD


def _is_priced(term: str) -> bool:
    """Whether a term of a sum says that it is in dollars or in cents."""
    return bool(_money_among(token.text for token in tokens(term)))


def may_count_in(failed: Failed) -> bool:
    """`84/12 = 7 dozen`: seven times twelve, or seven of what is counted in dozens."""
    pairs = pairwise(failed.formula_tokens)
    if any(sign.text == "/" and scale_value(scale.text) is not None for sign, scale in pairs):
        return True  # `84 eggs / 12 eggs/dozen = 7 dozen`
    if failed.said_sides is None or failed.numbers is None or not all(failed.numbers):
        return False
    scales, result_scales = ({scale_value(token.text) for token in tokens(side)} - {None} for side in failed.said_sides)
    left, right = failed.numbers
    # Where the calculation has a scale too, both count in ones.
    return not scales and right / left in result_scales


def are_counts(failed: Failed) -> bool:
    """`3 furlongs = 2 leagues`, `1 mol = 6.022 × 10^23 atoms`, `1 league = 4.8 km`: two numbers, at least
    one with a word, that are not both in known units."""
    if _are_of_other_things(failed) or _is_worth(failed):
        return True
    is_plain = failed.is_equation and all(_is_number(without_units(end)) for end in failed.ends)
    if not is_plain or all(map(has_units, failed.ends)):
        return False
    return any(piece.kind == "word" and len(piece.text) >= _LABEL for piece in failed.formula_tokens)


def _are_of_other_things(failed: Failed) -> bool:
    """`1 knick = (2 knacks) / 7`: one thing by its name, worth a calculation with another."""
    sides = failed.said_sides
    if sides is None or not failed.is_equation or not _is_number(failed.ends[0]):
        return False
    names = [
        {t.text.casefold().rstrip("s") for t in tokens(side) if t.kind == "word" and len(t.text) > _LABEL}
        for side in sides
    ]
    return all(names) and names[0].isdisjoint(names[1]) and not any(map(has_units, failed.ends))


def _is_worth(failed: Failed) -> bool:
    """`4 quarters is 4 × 25`: so many things, and that many times what one is worth or holds; a result says more."""
    first, last = failed.ends
    if sum(piece.kind == "relation" for piece in failed.formula_tokens) > 1 or has_units(failed.tree):
        return False
    is_times_one = last.op == "mul" and first in last.args
    nouns = (piece for piece in failed.formula_tokens[1:2] if piece.kind == "word")
    return first.op == "num" and is_times_one and any(len(noun.text) >= _LABEL for noun in nouns)


def _is_number(node: Node) -> bool:
    """`5`, `360°`, `6.022 × 10^23`."""
    if node.op == "mul":
        return node.args[0].op == "num" and node.args[-1].op == "pow" and not node.symbols()
    return node.op == "num" or node.literal == "degrees"


def are_turns(failed: Failed) -> bool:
    """`1 rev = 2π rad`: turns on one side only, which are counted, or angles."""
    return failed.is_equation and has_unit(failed.ends[0], TURNS) != has_unit(failed.ends[1], TURNS)


def adds_kinds(failed: Failed) -> bool:
    """`3 dimes + 2 nickels = 40 cents`: a sum of different things may count what they are worth or hold."""
    if failed.said_sides is None or has_units(failed.ends[0]):
        return False
    before, after = failed.said_sides
    kinds = [frozenset(_nouns(term)) for term in before.replace("-", "+").split("+")]
    are_different = len(kinds) > 1 and all(kinds) and not frozenset.intersection(*kinds)
    result = frozenset(_nouns(after + failed.claim.after))
    return are_different and bool(result) and result.isdisjoint(frozenset().union(*kinds))


def _nouns(text: str) -> Iterator[str]:
    """The words of a phrase behind its number, in one number."""
    for token in tokens(text):
        if token.kind == "word" and len(token.text) >= _LABEL and scale_value(token.text) is None:
            yield token.text.casefold().removesuffix("s")
        elif token.kind == "sign":
            return


def is_made_whole(failed: Failed) -> bool:
    """`We round up: 25/4 = 7`: off by less than one, beside a word for rounding."""
    says_rounding = not failed.cues.all.isdisjoint({"rounding", "whole"})
    if not says_rounding or not failed.is_equation or failed.numbers is None:
        return False
    left, right = failed.numbers
    return right.denominator == 1 < left.denominator and abs(left - right) < 1


def is_of_clock(failed: Failed) -> bool:
    """`2 pm + 3 hours = 5 pm`, `10 am + 3 h = 1 pm`."""
    is_of_day = any(piece.text in ("am", "pm") for piece in failed.formula_tokens)
    return is_of_day and (failed.decision.method == "units" or "h" in failed.tree.values_of("unit"))


def may_be_tonnes(failed: Failed) -> bool:
    """`2 tons = 2000 kg`."""
    metric = with_tonnes(failed.tree)
    if not failed.is_equation or metric == failed.tree:
        return False
    return equality(metric.args[0], metric.args[-1]).status == "verified"


def are_degrees(failed: Failed) -> bool:
    """`25 C = 77 F`: degrees without their sign, not coulombs or farads."""
    units = set(failed.tree.values_of("unit"))
    return failed.decision.method == "units" and len(units) > 1 and units <= _DEGREES


def are_far_apart(failed: Failed) -> bool:
    """`1/2 inch = 20 miles`: on a map. A slip of conversion is off by less."""
    if not failed.is_equation or not all(map(has_units, failed.tree.args)):
        return False
    sides = Sides.of(*failed.ends)
    numbers = None if sides is None else all_or_none(map(rational_value, (sides.left, sides.right)))
    if numbers is None or 0 in numbers:
        return False
    ratio = abs(numbers[0] / numbers[1])
    return max(ratio, 1 / ratio) > _SLIP


def may_be_names(failed: Failed) -> bool:
    """`T² = 4π²L/g = 4`: units of one letter on one side only, in a chain that begins with a name.

    Or on both, right behind the name, in `P = 4 s = 4 × 5 = 20 cm`.
    """
    left, right = failed.ends
    units = left.values_of("unit")
    are_letters = bool(units) and all(len(unit) == 1 for unit in units)
    whole = failed.claim.tree(failed.context.setting)
    is_formula = whole is not None and len(whole.args) > _LONG_CHAIN and whole.args[1] == left
    if is_formula and are_letters and failed.decision.method == "units":
        return True
    are_divided = any(node.op == "div" and all(arg.op == "unit" for arg in node.args) for node in left.walk())
    return are_letters and are_divided and not has_units(right)
