"""Is an answer the same as a reference? The way from two texts to one decision.

1. the statement of each text is found (dikast.language.final_answer)
2. it is read as a phrase (text.phrases)
3. the two phrases are compared (deciders.same_phrase), and each pair of values in them here
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from dikast.language import FinalAnswer, final_answer, is_reserved, lexicon, tokens, word_group
from dikast.verify.deciders.bearings import same_bearing
from dikast.verify.deciders.chemistry import same_formula
from dikast.verify.deciders.choices import ChoiceTexts, is_choice, same_choice
from dikast.verify.deciders.dates import same_moment
from dikast.verify.deciders.declarations import names_in
from dikast.verify.deciders.money import may_be_cents, money, same_money, without_currency
from dikast.verify.deciders.same_phrase import same_phrases
from dikast.verify.deciders.two_readings import two_readings
from dikast.verify.deciders.word_lists import same_order, same_words
from dikast.verify.decision import Decision, every, refuted, unknown, unreadable, verified
from dikast.verify.equality.compare import ValueComparison
from dikast.verify.equality.expression_equality import Domain, equal
from dikast.verify.equality.value_relations import is_badly_approximated
from dikast.verify.policy import Policy
from dikast.verify.syntax.currency_table import COINS
from dikast.verify.syntax.lexer import lex
from dikast.verify.syntax.locales import decimal_sign
from dikast.verify.syntax.nodes import TooCostly, Unparsed
from dikast.verify.syntax.normalize import plain, with_spelt_units
from dikast.verify.syntax.parser import LISTED, Reading, readings, tree_of
from dikast.verify.syntax.quantities import has_units, without_units
from dikast.verify.text.answer_parts import answer_parts
from dikast.verify.text.currencies import money_named
from dikast.verify.text.html_markup import without_html
from dikast.verify.text.integer_conditions import with_integers
from dikast.verify.text.known_words import (
    are_apart,
    exclusive,
    formula_of,
    is_one_named,
    may_not_exist,
    one_word_apart,
    only_word,
)
from dikast.verify.text.list_marks import joined_lines
from dikast.verify.text.markup import with_differences, without_struck
from dikast.verify.text.phrase_reader import read_phrase
from dikast.verify.text.quantity_marks import with_marks
from dikast.verify.text.segments import without_notes
from dikast.verify.text.turned_brackets import with_round_brackets
from dikast.verify.witness import Slots

_NEAR = 600  # characters around a statement, where another one may be
_MAX_OTHERS = 12
_PRODUCTS = ("\\times", "\\cdot")
_INITIALS = 3  # letters; `AB` and `BA` are products, too, and more letters are none
_TEMPERATURES = ([["C"], ["degC"]], [["F"], ["degF"]])
_NUMERAL = frozenset("-$.,/0123456789")
_WITH_DECIMAL_COMMAS = frozenset({"de", "fr", "es"})


def compare_answers(
    reference: str,
    answer: str,
    choices: ChoiceTexts,
    policy: Policy,
    tell: Callable[[Decision], None] = lambda finding: None,
    question: str = "",
) -> Decision:
    """Whether two answers are the same, under a policy."""
    if is_choice(reference, answer, choices):
        finding = same_choice(reference, answer, choices, lambda a, b: same_statement(a, b, ValueComparison(policy)))
        if choices or finding.status != "unknown" or finding.method == "case":
            return finding
    is_integral = any(word in question.casefold() for word in word_group("antiderivative"))
    comparison = ValueComparison(policy, Domain(is_real=True, tell=tell), is_integral, names_in(question))
    return same_statement(reference, answer, comparison)


def same_statement(reference: str, answer: str, comparison: ValueComparison) -> Decision:
    """Whether the final statements of two texts are the same."""
    reference, answer = map(_plain, (reference, answer))
    stated = [final_answer(text) for text in (reference, answer)]
    if stated[0] is None or stated[1] is None:
        return unknown("parse", "none", detail="no answer was found")
    texts = (with_marks(with_integers(statement.text)) for statement in stated if statement is not None)
    left, right = map(with_round_brackets, texts)
    if is_reserved(answer, stated[1]):
        return unknown("ambiguous", "extraction", detail="announced, and denied, supposed, reported or taken back")
    pair = ValueTexts(comparison, answer, whole=(left, right))
    if (decision := pair.known(left, right)) is not None:
        return decision
    if (by_parts := _by_parts(reference, answer, stated[1], comparison)) is not None:
        return by_parts
    decision = same_phrases(read_phrase(left), read_phrase(right), pair)
    if decision.status != "verified" and (listed := _as_lists(reference, answer, comparison)) is not None:
        return listed
    if decision.status == "refuted" and _is_elsewhere(left, answer, stated[1], pair):
        return unknown("ambiguous", "extraction", detail="another sentence states the same value")
    bare = answer if len(read_phrase(right).parts) == 1 else ""  # `It is 42!` exclaims
    if decision.status == "refuted" and (detail := two_readings(left, right, bare)):
        return unknown("ambiguous", "notation", detail=detail)
    return decision


def _plain(text: str) -> str:
    """The text without mark-up that is no part of it; GSM8K notes what was worked out: `5*7 = <<5*7=35>>35 hours`."""
    return with_spelt_units(with_differences(without_html(without_struck(without_notes(text)[0]))))


def _by_parts(reference: str, answer: str, stated: FinalAnswer, comparison: ValueComparison) -> Decision | None:
    """The finding on answers in parts, each against the one in its place, or all against a list in their order.

    None where neither is in parts, or where this does not decide. What is marked may be a step of a solution, so
    only single values refute.
    """
    ends_in_parts = stated.how in ("whole", "statement")
    answer = answer if ends_in_parts else answer[stated.begin :] if stated.how == "announced" else stated.text
    ours, theirs = answer_parts(reference), answer_parts(answer)
    if len(ours) == len(theirs) > 0:
        findings = [same_statement(a, b, comparison) for a, b in zip(ours, theirs, strict=True)]
        at = next((i for i, finding in enumerate(findings) if finding.status == "refuted"), None)
        if at is None:
            return every(findings)
        are_values = all(read_phrase(part).value is not None for part in (*ours, *theirs))
        return refuted("slots", Slots(at, ours[at], theirs[at])) if are_values else None
    if bool(ours) == bool(theirs):
        return None
    in_order = replace(comparison, policy=comparison.policy.model_copy(update={"order": True}))
    left, right = ("; ".join(parts) or text for parts, text in ((ours, reference), (theirs, answer)))
    finding = same_statement(left, right, in_order)
    return finding if finding.status == "verified" else None


def _as_lists(reference: str, answer: str, comparison: ValueComparison) -> Decision | None:
    """The finding on values that are on lines of their own as lists, where it verifies; None where it does not."""
    lists = [joined_lines(text) for text in (reference, answer)]
    if not any(lists):
        return None
    left, right = (joined or text for joined, text in zip(lists, (reference, answer), strict=True))
    finding = same_statement(left, right, comparison)
    return finding if finding.status == "verified" else None


def _has_decimal_commas(text: str) -> bool:
    """Whether the text is in a language whose decimals follow a comma."""
    return bool(lexicon().languages(tokens(text)) & _WITH_DECIMAL_COMMAS)


def _has_one_comma(left: str, right: str) -> bool:
    """`3,5` against `7/2`, or a reference `3.5`, is no list by chance; a reference `3,5` against `3.5` may be one."""
    bare = ["," in text.replace("{,}", "") for text in (left, right)]
    return bare[0] != bare[1] and ("." not in left + right or decimal_sign(left) == "point")


def _is_elsewhere(left: str, answer: str, stated: FinalAnswer, pair: ValueTexts) -> bool:
    """Whether a text that announces no answer states the reference's value in another sentence than its last."""
    value = read_phrase(left).value
    if stated.how != "statement" or value is None:
        return False
    around = answer[max(0, stated.begin - _NEAR) : stated.begin] + answer[stated.end : stated.end + _NEAR]
    others = [slot.text for slot in read_phrase(around).slots[-_MAX_OTHERS:]]
    return any(pair(value, other).status == "verified" for other in others)


@dataclass(frozen=True)
class ValueTexts:
    """Compares two texts that are one value each, as what they were meant: a date, money, fixed words, mathematics.

    `answer` is the text that the values are from, `whole` the two statements, which are known to be no dates, money
    or fixed words.
    """

    comparison: ValueComparison
    answer: str = ""
    whole: tuple[str, str] = ("", "")

    def __call__(self, left: str, right: str) -> Decision:
        try:
            known = None if (left, right) == self.whole else self.known(left, right)
            return known or self._values(left, right)
        except (Unparsed, TooCostly) as error:
            return verified("text") if _are_in_same_signs(left, right) else unreadable(error)

    def known(self, left: str, right: str) -> Decision | None:
        """The decision where both texts are of kinds other than mathematics; None where they are not."""
        rules = (
            _same_text, _initials, same_order, same_formula, self._bearing, self._moment, self._money,
            self._fixed,
        )  # fmt: skip
        return next((decision for rule in rules if (decision := rule(left, right)) is not None), None)

    def _bearing(self, left: str, right: str) -> Decision | None:
        return same_bearing(left, right, self._decided)

    def _moment(self, left: str, right: str) -> Decision | None:
        """A date or a time of day; full hours are no ratios."""
        if (moment := same_moment(left, right)) is not None:
            return self._or_ratio(moment, left, right)
        are_full_hours = _minutes(left) == _minutes(right) == "00"
        return refuted("time", left=left, right=right) if are_full_hours else None

    def _money(self, left: str, right: str) -> Decision | None:
        if (paid := same_money(left, right, self._decided)) is not None:
            return paid
        is_open = may_be_cents(left, right)
        return unknown("ambiguous", "units", detail="cents, or a number of dollars") if is_open else None

    def _fixed(self, left: str, right: str) -> Decision | None:
        """One text is a fixed phrase, such as `no solution`, or both are words that exclude each other."""
        if (apart := one_word_apart(left, right)) is not None:
            return refuted("text", left=left, right=right) if apart else verified("text")
        in_order = self.comparison.policy.order
        if (listed := same_words(read_phrase(left), read_phrase(right), in_order)) is not None:
            return listed
        ours, theirs = only_word(left), only_word(right)
        parted = None if ours is None or theirs is None else exclusive(ours, theirs)
        if parted is not None:
            return refuted("text", left=left, right=right) if parted else verified("text")
        left_formula, right_formula = formula_of(left), formula_of(right)
        if left_formula == right_formula:
            return None if left_formula is None else verified("text")
        if are_apart(left_formula, right_formula):
            return refuted("text", left=left, right=right)
        if left_formula == "DNE":
            return _none_exists(right, right_formula)
        return _none_exists(left, left_formula) if right_formula == "DNE" else None

    def _values(self, left: str, right: str) -> Decision:
        formulas = [formula_of(text) for text in (left, right)]
        formulas = [None, None] if is_one_named(*formulas) else formulas
        texts = [formula or _worked_out(text) for formula, text in zip(formulas, (left, right), strict=True)]
        units = [_values_of(text, "unit") for text in texts]
        measured = list(map(_has_unit, texts))
        if sorted(map(sorted, units)) in _TEMPERATURES:
            return unknown("ambiguous", "units", detail="degrees, or coulombs or farads")
        if any(measured) and not all(measured) and any(map(_is_decade, texts)):
            return unknown("ambiguous", "units", detail="seconds, or a decade or several of a number")
        kinds = [_counted_in(text) for text in texts]
        is_without = self.comparison.policy.units == "required" and kinds.count("money") == 1
        if is_without or (all(kinds) and kinds[0] != kinds[1]):
            return refuted("units", left=left, right=right)
        if any(measured):
            return self._decided(*texts)
        decision = self._decided(*map(without_currency, texts))
        return self._or_units(decision, *texts) if decision.status == "refuted" else decision

    def _or_units(self, refuted: Decision, left: str, right: str) -> Decision:
        """`N·m` and `J` are different products of letters, but the same unit."""
        units = [f"1 {text}" for text in (left, right) if not text[:1].isdecimal() and any(map(str.isalpha, text))]
        if len(units) < 2 or not all(map(_has_unit, units)) or self._decided(*units).status != "verified":
            return refuted
        return unknown("ambiguous", "units", detail="letters, or the same unit")

    def _decided(self, left: str, right: str) -> Decision:
        sign = self.comparison.policy.decimal
        setting = LISTED if sign == "auto" else replace(LISTED, decimal=sign)
        decision = decide(readings(left, right, setting=setting), self.comparison)
        is_open = decision.status == "unknown" and decision.method == "readings" and sign == "auto"
        if is_open and (_has_one_comma(left, right) or _has_decimal_commas(self.answer)):
            # `3,5` in a German sentence, or against `3.5`, is a number, not a list; this verifies, but refutes nothing.
            with_commas = decide(readings(left, right, setting=replace(setting, decimal="comma")), self.comparison)
            return with_commas if with_commas.status == "verified" else decision
        return decision

    def _or_ratio(self, moment: Decision, left: str, right: str) -> Decision:
        """`3:10` and `6:20`, or `2:10` and `1 to 5`, are different times, but the same ratio."""
        left, right = (":".join(text.split(" to ")) for text in (left, right))
        if moment.status != "refuted" or not all(int(_minutes(text) or 0) for text in (left, right)):
            return moment
        ratio = self._decided(left, right)
        return unknown("ambiguous", "time", **moment.evidence) if ratio.status == "verified" else moment


def _same_text(left: str, right: str) -> Decision | None:
    return verified("text") if left.split() == right.split() and left.strip() else None


def _are_in_same_signs(left: str, right: str) -> bool:
    """`p → q` and `p \\to q`: the same signs, though no one reads them; of two products one may be of vectors."""
    ours, theirs = map(plain, (left, right))
    try:
        tokens = [[token.text for token in lex(text)] for text in (ours, theirs)]
    except (Unparsed, TooCostly):
        return False
    return tokens[0] == tokens[1] and all(ours.count(sign) == theirs.count(sign) for sign in _PRODUCTS)


def _initials(left: str, right: str) -> Decision | None:
    """`SAS` and `SSA` are names, though they are the same product of letters."""
    are_capitals = all(text.isascii() and text.isalpha() and text.isupper() for text in (left, right))
    if not are_capitals or len(left) != _INITIALS or sorted(left) != sorted(right):
        return None
    return unknown("ambiguous", "names", detail="initials, or a product of letters")


def _none_exists(text: str, formula: str | None) -> Decision | None:
    """The decision on a text beside `does not exist`."""
    if may_not_exist(formula or text):
        return unknown("ambiguous", "text", detail="no value, none that is finite, or no solution")
    return refuted("text", detail="only one side exists") if formula or _is_numeral(text) else None


def _values_of(text: str, operation: str) -> frozenset[str]:
    """The values of an operation in a text, such as the names of its units; none where it can't be read."""
    tree = tree_of(text)
    return frozenset() if tree is None else frozenset(tree.values_of(operation))


def _has_unit(text: str) -> bool:
    """`5 kg`; not `$5` or `5 dollars per hour`."""
    units = _values_of(text, "unit")
    return bool(units) and not any(map(_is_money, units))


def _is_money(unit: str) -> bool:
    """`dollars`, `元`."""
    return unit in COINS or money_named(unit) is not None


def _counted_in(text: str) -> str:
    """Whether a text is a sum of money, a number of dozens, or a measure; nothing for a bare number.

    A bare number may equal each of them, but none of them another. `5 pounds` may be a weight.
    """
    if _has_unit(text):
        return "measure"
    if money(text) is not None or any(map(_is_money, _values_of(text, "unit"))):
        return "money"
    if not word_group("dozens").isdisjoint(text.split()):
        return "things"
    tree = tree_of(text)
    is_measure = tree is not None and (tree.opened().op == "percent" or tree.literal == "degrees")
    return "measure" if is_measure else ""


def _is_decade(text: str) -> bool:
    """`1990s`, `20s`: tens with an s right behind them."""
    return text.endswith("0s") and text[:-1].isdecimal()


def _minutes(text: str) -> str:
    """What is behind the colon of two whole numbers; nothing in any other text."""
    first, _, second = text.strip(" $").partition(":")
    return second if first.isdecimal() and second.isdecimal() else ""


def _is_numeral(text: str) -> bool:
    """A number or a fraction, in figures."""
    chars = text.replace(" ", "")
    return bool(chars) and _NUMERAL.issuperset(chars)


def _worked_out(text: str) -> str:
    """`9*60 = 540 m` as `540 m`: a calculation without units whose result has one, if the result is right."""
    work, sign, result = text.rpartition("=")
    if not sign or any(char in work for char in "<>=≈"):
        return text
    left, right = tree_of(work), tree_of(result)
    if left is None or right is None or not has_units(right):
        return text
    if has_units(left) or left.symbols():
        return text
    return result.strip() if equal(left, without_units(right)).status == "verified" else text


def decide(all_readings: Iterable[Reading], compare: ValueComparison) -> Decision:
    """One finding over all readings: the conventional one verifies alone; all are needed to refute."""
    return combine([(reading, _as_approximated(compare(*reading.trees), reading)) for reading in all_readings])


def _as_approximated(decision: Decision, reading: Reading) -> Decision:
    """The decision, unless a text goes on with another value behind its `≈`: `2π ≈ 6.82`."""
    if decision.status == "verified" and any(map(is_badly_approximated, reading.trees)):
        return unknown("ambiguous", "gloss", detail="a value and its approximation differ")
    return decision


def combine(findings: list[tuple[Reading, Decision]]) -> Decision:
    """Readings' findings as one; see `decide`."""
    if len(findings) == 1:
        return findings[0][1]
    conventional = [finding for reading, finding in findings if reading.is_conventional]
    statuses = {finding.status for _, finding in findings}
    if all(finding.status == "verified" for finding in conventional):
        return conventional[0].noting(readings=len(findings))
    if statuses == {"refuted"}:
        return findings[0][1].noting(readings=len(findings))
    if {"refuted", "verified"} <= statuses:
        shown = {str(dict(reading.choices)): finding.status for reading, finding in findings[:8]}
        return unknown("ambiguous", "readings", statuses=shown)
    return next(f for _, f in findings if f.status == "unknown")
