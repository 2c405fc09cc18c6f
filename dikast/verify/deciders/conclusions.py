"""Conclusions in words with a number of their own: `53 - 45 = 8, so 10 are left.`

The calculation holds, but what is drawn from it, or called the answer, is not what it comes to. It is refuted only
where the clause says nothing but how many are left, or nothing else counts anything; with a noun or a name, the
number may come from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import dropwhile

from dikast.language import Clause, CueMeaning, FoundCue, TextToken, clauses, lexicon, token_at, tokens, word_group
from dikast.verify.decision import Decision, refuted, unknown
from dikast.verify.equality.numeric import rational_value
from dikast.verify.syntax.currency_table import SIGNS
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import tree_of
from dikast.verify.syntax.quantities import has_units, without_units
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.claims import Claim
from dikast.verify.text.markup import without_markup
from dikast.verify.text.number_words import number_in_words
from dikast.verify.text.operator_words import operator_words
from dikast.verify.text.segments import without_notes
from dikast.verify.witness import Values

_PUNCTUATION = frozenset({*",.;:!，。；：$²³^{} ", "\\boxed"})
_OPEN: frozenset[CueMeaning] = frozenset(
    {"negation", "denial", "supposition", "question", "opinion", "approximation", "bound", "rounding", "adjunct",
     "selection", "alternative", "correction", "case", "condition", "operation"}
)  # fmt: skip
_EMPTY: frozenset[CueMeaning] = frozenset({"conclusion", "filler", "verb", "copula", "reference", "announcement"})
_LEFT = word_group("left over")
_CONCLUDING: frozenset[CueMeaning] = frozenset({"conclusion", "announcement", "gloss"})
_NOT_CALCULATING: frozenset[CueMeaning] = frozenset({"measure", "copula"})
_SAYING: frozenset[CueMeaning] = frozenset({"copula", "verb"})
_IS = frozenset({"="})
_NUMBERS = frozenset({"number", "formula"})
_NOUNS = 2  # behind a number, at most
_WORDS_BETWEEN = 2  # between the calculation and what is concluded from it, at most

WorkedClaim = tuple[Claim, Node]
"""A claim that holds, and its tree."""


def conclusions(step: str, worked: Sequence[WorkedClaim], before: Sequence[str]) -> Iterator[tuple[str, Decision]]:
    """Conclusions behind a calculation that are not its result; `before` is everything that was said before."""
    text, _ = without_notes(without_markup(plain(step)))
    all_clauses = clauses(text) if worked else []
    for claim, tree in worked:
        work = _Work.of(tree) if claim.cues.mood == "asserted" else None
        conclusion = None if work is None else _conclusion(_behind(claim, all_clauses))
        if work is None or conclusion is None:
            continue
        beside = " ".join((*before, text[: claim.start], text[conclusion.row[-1].end :]))
        is_alone = not any(map(_may_count, tokens(plain(beside))))
        is_repeated = sum(_value(token) == conclusion.value for token in tokens(text)) > 1
        earlier = _numbers_of((text, *before) if is_repeated else before)
        finding = _judged(conclusion, work, earlier, is_alone)
        if finding is not None:
            yield text[conclusion.row[0].start : conclusion.row[-1].end], finding


@dataclass(frozen=True)
class _Work:
    """A calculation without letters, and what it comes to."""

    tree: Node
    result: Fraction

    @classmethod
    def of(cls, tree: Node) -> _Work | None:
        if tree.op != "rel" or set(str(tree.value).split()) != {"="} or tree.symbols():
            return None
        last = tree.args[-1]
        result = rational_value(without_units(last) if has_units(last) else last)
        return None if result is None else cls(tree, result)

    @cached_property
    def numbers(self) -> set[Fraction | None]:
        return {rational_value(node) for node in self.tree.walk() if node.op == "num"}

    @cached_property
    def is_difference(self) -> bool:
        first = self.tree.args[0]
        return first.op == "add" and any(term.op == "neg" for term in first.args)


@dataclass(frozen=True)
class _Conclusion:
    """What is said behind a calculation: its tokens, their cues, and the place of the one number among them."""

    row: Sequence[TextToken]
    cues: Sequence[FoundCue]
    at: int

    @cached_property
    def value(self) -> Fraction | None:
        return _value(self.row[self.at])

    @cached_property
    def empty(self) -> set[int]:
        """The places of punctuation, signs of money, and of words such as `there are`, `she has`, `left`."""
        cue_places = {i for cue in self.cues if cue.meanings & _EMPTY for i in range(cue.first, cue.last)}
        signs = _PUNCTUATION | SIGNS | _LEFT | _IS
        return cue_places | {i for i, token in enumerate(self.row) if token.text.casefold() in signs}

    @cached_property
    def beside(self) -> list[int]:
        """The places of what says something beside the number."""
        apart = {self.at, *self.empty}
        return [i for i in range(len(self.row)) if i not in apart and not _is_exponent(self.row, i)]

    @cached_property
    def is_bare(self) -> bool:
        """Whether it says nothing but a number, perhaps with its unit."""
        return all(is_unit(self.row[i].text) for i in self.beside)

    @cached_property
    def is_of_rest(self) -> bool:
        """Whether it says how many are left."""
        return any(token.text.casefold() in _LEFT for token in self.row)

    def says_only_number(self) -> bool:
        """Whether the other words only say what the number is of."""
        if not all(self.row[i].kind == "word" and not _calculates(self.row[i]) for i in self.beside):
            return False
        n_before = sum(i < self.at for i in self.beside)
        return (n_before == 0 or self._is_stated()) and len(self.beside) - n_before <= _NOUNS

    def _is_stated(self) -> bool:
        """`the area is 14`, `hat Tom 14`, `x = 14`: a copula, a verb or a sign before the number or its name."""
        at = self.at
        while self.row[at - 1].text in SIGNS | _PUNCTUATION:
            at -= 1
        if self.row[at - 1].text in _IS:
            return True
        return any(cue.meanings & _SAYING and 0 <= at - cue.last <= 1 for cue in self.cues)


def _conclusion(row: Sequence[TextToken]) -> _Conclusion | None:
    """What a row concludes, if it has one number and says nothing but what this is of."""
    cues = lexicon().find(row)
    if not any(cue.meanings & _CONCLUDING for cue in cues):
        return None
    if any(cue.meanings & _OPEN and "reference" not in cue.meanings for cue in cues):
        return None
    numbers = [i for i, token in enumerate(row) if token.kind in _NUMBERS and not _is_exponent(row, i)]
    conclusion = _Conclusion(row, cues, numbers[0]) if len(numbers) == 1 else None
    return conclusion if conclusion is not None and conclusion.says_only_number() else None


def _behind(claim: Claim, all_clauses: Sequence[Clause]) -> list[TextToken]:
    """What is behind a claim, to the end of the first clause with a number; nothing where others are between them."""
    row: list[TextToken] = []
    for clause in all_clauses:
        behind = [token for token in clause.tokens if token.start >= claim.end]
        row += behind if row else list(dropwhile(lambda token: token.text in _PUNCTUATION, behind))
        if any(token.kind in _NUMBERS for token in row):
            return row
        if sum(token.kind == "word" for token in row) > _WORDS_BETWEEN:
            return []
    return []


def _numbers_of(lines: Sequence[str]) -> set[Fraction | None]:
    return {_value(token) for line in lines for token in tokens(plain(line)) if token.kind == "number"}


def _is_exponent(row: Sequence[TextToken], at: int) -> bool:
    """The 2 of `cm²`."""
    return "^" in (token_at(row, at - 1).text, token_at(row, at - 2).text)


def _calculates(token: TextToken) -> bool:
    """`twice`, `more`, but not `area`."""
    word = token.text.casefold()
    return word in operator_words() and not lexicon().meanings(word) & _NOT_CALCULATING


def _may_count(token: TextToken) -> bool:
    """Whether a token is a number, a formula, or a word by which something is counted: `two`, `twice`."""
    word = token.text.casefold()
    return token.kind in _NUMBERS or number_in_words(word) is not None or _calculates(token)


def _value(token: TextToken) -> Fraction | None:
    tree = tree_of(token.inner or token.text) if token.kind in ("number", "formula") else None
    return None if tree is None else rational_value(tree)


def _judged(conclusion: _Conclusion, work: _Work, earlier: set[Fraction | None], is_alone: bool) -> Decision | None:
    """None where the number is the result, its rounding or percentage, or was there before.

    `is_alone` says that nothing else counts anything, so that nothing can lie between the result and the number.
    """
    n, result = conclusion.value, work.result
    if n is None or n in earlier | work.numbers:
        return None
    if abs(n - result) < 1 or n in (100 * result, -result):
        return None
    if any(is_unit(token.text) for token in conclusion.row) and _may_be_converted(n, result):
        return None
    is_of_this_work = is_alone or (conclusion.is_bare and not earlier)
    is_only_number = conclusion.is_bare and is_alone
    is_of_rest = work.is_difference and conclusion.is_of_rest
    is_told = is_only_number or (is_of_rest and is_of_this_work)
    if is_told and n not in _further(result, work.numbers):
        return refuted("conclusion", Values(str(result), str(n)))
    return unknown("unsupported", "conclusion", detail=f"the calculation before it comes to {result}")


def _further(result: Fraction, numbers: set[Fraction | None]) -> set[Fraction | None]:
    """What one more step may make of the result: `Twice 15 is 30, so the total is 45`."""
    known = [number for number in numbers if number is not None]
    return {
        sum(known, Fraction()),
        *(value for n in known for value in (result + n, result - n, n - result, result * n)),
    }


def _may_be_converted(n: Fraction, result: Fraction) -> bool:
    """180 minutes and 3 hours: one is a whole multiple of the other."""
    if not n or not result:
        return True
    return (n / result).denominator == 1 or (result / n).denominator == 1
