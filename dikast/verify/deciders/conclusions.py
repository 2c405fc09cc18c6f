"""Conclusions in words with a number of their own: `53 - 45 = 8, so 10 are left.`

The calculation holds, but what is drawn from it, or called the answer, is not what it comes to. It is refuted only
where the clause says nothing but how many are left, or nothing else counts anything; with a noun or a name, the
number may come from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import dropwhile

from dikast.language import Clause, CueMeaning, FoundCue, TextToken, clauses, lexicon, token_at, tokens
from dikast.verify.decision import Decision, refuted, unknown
from dikast.verify.equality.numeric import rational_value
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
_LEFT = frozenset(
    "left remain remains remaining remained übrig bleiben bleibt reste restent quedan queda 剩 剩下".split()
)
_CONCLUDING: frozenset[CueMeaning] = frozenset({"conclusion", "announcement", "gloss"})
_NOT_CALCULATING: frozenset[CueMeaning] = frozenset({"measure", "copula"})
_SAYING: frozenset[CueMeaning] = frozenset({"copula", "verb"})
_IS = frozenset({"="})
_NUMBERS = frozenset({"number", "formula"})
_NOUNS = 2  # behind a number, at most
_WORDS_BETWEEN = 2  # between the calculation and what is concluded from it, at most
_CASH = frozenset("$€£¥")

WorkedClaim = tuple[Claim, Node]
"""A claim that holds, and its tree."""


def conclusions(step: str, worked: Sequence[WorkedClaim], before: Sequence[str]) -> Iterator[tuple[str, Decision]]:
    """Conclusions behind a calculation that are not its result; `before` is everything that was said before."""
    text, _ = without_notes(without_markup(plain(step)))
    with_own = _earlier((text, *before))
    all_clauses = clauses(text) if worked else []
    for claim, tree in worked:
        result = _result(tree) if claim.cues.mood == "asserted" else None
        row = _behind(claim, all_clauses) if result is not None else []
        cues = lexicon().find(row)
        at = _lone_number(row, cues)
        if result is None or at is None:
            continue
        n_times = sum(_value(token) == _value(row[at]) for token in tokens(text))
        beside = " ".join((*before, text[: claim.start], text[row[-1].end :]))
        is_alone = not any(map(_may_count, tokens(plain(beside))))
        finding = _judged(row, cues, at, result, tree, with_own if n_times > 1 else _earlier(before), is_alone)
        if finding is not None:
            yield text[row[0].start : row[-1].end], finding


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


def _earlier(before: Sequence[str]) -> set[Fraction | None]:
    return {_value(token) for line in before for token in tokens(plain(line)) if token.kind == "number"}


def _result(tree: Node) -> Fraction | None:
    """What a calculation without letters comes to."""
    if tree.op != "rel" or set(str(tree.value).split()) != {"="} or tree.symbols():
        return None
    last = tree.args[-1]
    return rational_value(without_units(last) if has_units(last) else last)


def _lone_number(row: Sequence[TextToken], cues: Sequence[FoundCue]) -> int | None:
    """The place of the only number in a row that concludes something, and says nothing but what the number is of."""
    numbers = [i for i, token in enumerate(row) if token.kind in _NUMBERS and not _is_exponent(row, i)]
    is_concluded = any(cue.meanings & _CONCLUDING for cue in cues)
    is_open = any(cue.meanings & _OPEN and "reference" not in cue.meanings for cue in cues)
    if len(numbers) != 1 or not is_concluded or is_open:
        return None
    at, empty = numbers[0], _empty(row, cues)
    beside = [(i, token) for i, token in enumerate(row) if i != at and i not in empty and not _is_exponent(row, i)]
    is_said = all(token.kind == "word" and not _calculates(token) for _, token in beside)
    n_before = sum(i < at for i, _ in beside)
    is_value = n_before == 0 or _says_value(row, cues, at)
    return at if is_said and is_value and len(beside) - n_before <= _NOUNS else None


def _is_exponent(row: Sequence[TextToken], at: int) -> bool:
    """The 2 of `cm²`."""
    return "^" in (token_at(row, at - 1).text, token_at(row, at - 2).text)


def _calculates(token: TextToken) -> bool:
    """`twice`, `more`, but not `area`."""
    word = token.text.casefold()
    return word in operator_words() and not lexicon().meanings(word) & _NOT_CALCULATING


def _says_value(row: Sequence[TextToken], cues: Sequence[FoundCue], at: int) -> bool:
    """`the area is 14`, `hat Tom 14`, `x = 14`: a copula, a verb or a sign before the number or its name."""
    while row[at - 1].text in _CASH | _PUNCTUATION:
        at -= 1
    return row[at - 1].text in _IS or any(cue.meanings & _SAYING and 0 <= at - cue.last <= 1 for cue in cues)


def _empty(row: Sequence[TextToken], cues: Sequence[FoundCue]) -> set[int]:
    """The places of punctuation, signs of money, and of words such as `there are`, `she has`, `left`."""
    cue_places = {i for cue in cues if cue.meanings & _EMPTY for i in range(cue.first, cue.last)}
    signs = _PUNCTUATION | _CASH | _LEFT | _IS
    return cue_places | {i for i, token in enumerate(row) if token.text.casefold() in signs}


def _may_count(token: TextToken) -> bool:
    """Whether a token is a number, a formula, or a word by which something is counted: `two`, `twice`."""
    word = token.text.casefold()
    return token.kind in _NUMBERS or number_in_words(word) is not None or _calculates(token)


def _value(token: TextToken) -> Fraction | None:
    tree = tree_of(token.inner or token.text) if token.kind in ("number", "formula") else None
    return None if tree is None else rational_value(tree)


def _judged(
    row: Sequence[TextToken],
    cues: Sequence[FoundCue],
    at: int,
    result: Fraction,
    work: Node,
    earlier: set[Fraction | None],
    is_alone: bool,
) -> Decision | None:
    """None where the number is the result, its rounding or percentage, or was there before.

    `is_alone` says that nothing else counts anything, so that nothing can lie between the result and the number.
    """
    n = _value(row[at])
    numbers = {rational_value(node) for node in work.walk() if node.op == "num"}
    if n is None or n in earlier | numbers:
        return None
    if abs(n - result) < 1 or n in (100 * result, -result):
        return None
    if any(is_unit(token.text) for token in row) and _may_be_converted(n, result):
        return None
    words = {token.text.casefold() for token in row}
    units = {i for i, token in enumerate(row) if is_unit(token.text) or _is_exponent(row, i)}
    is_bare = len((_empty(row, cues) | units) - {at}) + 1 == len(row)
    is_difference = work.args[0].op == "add" and any(arg.op == "neg" for arg in work.args[0].args)
    is_of_rest = is_difference and not words.isdisjoint(_LEFT)
    is_of_this_work = is_alone or (is_bare and not earlier)
    is_only_number = is_bare and is_alone
    if is_only_number or (is_of_rest and is_of_this_work):
        return refuted("conclusion", Values(str(result), str(n)))
    return unknown("unsupported", "conclusion", detail=f"the calculation before it comes to {result}")


def _may_be_converted(n: Fraction, result: Fraction) -> bool:
    """180 minutes and 3 hours: one is a whole multiple of the other."""
    if not n or not result:
        return True
    return (n / result).denominator == 1 or (result / n).denominator == 1
