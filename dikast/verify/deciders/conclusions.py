"""Conclusions in words with a number of their own: `53 - 45 = 8, so 10 are left.`

The calculation holds, but what is drawn from it is not what it comes to. It is refuted only where the clause says
nothing but how many are left; with a noun or a name, the number may come from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from dikast.language import Clause, CueMeaning, TextToken, clauses, tokens
from dikast.verify.decision import Decision, refuted, unknown
from dikast.verify.equality.numeric import rational_value
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import tree_of
from dikast.verify.syntax.quantities import has_units, without_units
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.claims import Claim
from dikast.verify.text.markup import without_markup
from dikast.verify.text.operator_words import operator_words
from dikast.verify.text.segments import without_notes
from dikast.verify.witness import Values

_PUNCTUATION = frozenset(",.;:!，。；：$ ")
_OPEN: frozenset[CueMeaning] = frozenset(
    {"negation", "denial", "supposition", "question", "opinion", "approximation", "bound", "rounding", "adjunct",
     "selection", "alternative", "correction", "case", "condition", "operation"}
)  # fmt: skip
_EMPTY: frozenset[CueMeaning] = frozenset({"conclusion", "filler", "verb", "copula", "reference", "announcement"})
_LEFT = frozenset(
    "left remain remains remaining remained übrig bleiben bleibt reste restent quedan queda 剩 剩下".split()
)
_NOUNS = 2  # behind a number, at most
_CASH = frozenset("$€£¥")

WorkedClaim = tuple[Claim, Node]
"""A claim that holds, and its tree."""


def conclusions(step: str, worked: Sequence[WorkedClaim], before: Sequence[str]) -> Iterator[tuple[str, Decision]]:
    """Conclusions behind a calculation that are not its result; `before` is everything that was said before."""
    text, _ = without_notes(without_markup(plain(step)))
    with_own = _earlier((text, *before))
    for clause, following in pairwise(clauses(text)):
        done = next((pair for pair in reversed(worked) if _ends(clause, pair[0], text)), None)
        at = _lone_number(following)
        result = None if done is None or at is None else _result(done[1])
        if done is None or at is None or result is None:
            continue
        n_times = sum(_value(token) == _value(following.tokens[at]) for token in tokens(text))
        finding = _judged(following, at, result, done[1], with_own if n_times > 1 else _earlier(before))
        if finding is not None:
            yield text[following.start : following.end], finding


def _earlier(before: Sequence[str]) -> set[Fraction | None]:
    return {_value(token) for line in before for token in tokens(plain(line)) if token.kind == "number"}


def _ends(clause: Clause, claim: Claim, text: str) -> bool:
    """Whether a clause ends with the claim, and asserts it."""
    is_here = clause.start <= claim.start and claim.end <= clause.end
    return is_here and claim.cues.mood == "asserted" and not set(text[claim.end : clause.end]) - _PUNCTUATION


def _result(tree: Node) -> Fraction | None:
    """What a calculation without letters comes to."""
    if tree.op != "rel" or set(str(tree.value).split()) != {"="} or tree.symbols():
        return None
    last = tree.args[-1]
    return rational_value(without_units(last) if has_units(last) else last)


def _lone_number(clause: Clause) -> int | None:
    """The place of a clause's only number, where the clause is a conclusion and says nothing else about it."""
    numbers = [i for i, token in enumerate(clause.tokens) if token.kind in ("number", "formula")]
    if "conclusion" not in clause.opening or len(numbers) != 1 or clause.meanings & _OPEN:
        return None
    at, empty = numbers[0], _empty(clause)
    beside = [token for i, token in enumerate(clause.tokens) if i != at and i not in empty]
    is_said = all(token.kind == "word" and token.text.casefold() not in operator_words() for token in beside)
    are_nouns = all(token.start > clause.tokens[at].start for token in beside) and len(beside) <= _NOUNS
    is_measured = any(is_unit(token.text) for token in beside)
    return at if is_said and are_nouns and not is_measured else None


def _empty(clause: Clause) -> set[int]:
    """The places of punctuation, signs of money, and of words such as `there are`, `she has`, `left`."""
    cue_places = {i for cue in clause.cues if cue.meanings & _EMPTY for i in range(cue.first, cue.last)}
    signs = _PUNCTUATION | _CASH | _LEFT
    return cue_places | {i for i, token in enumerate(clause.tokens) if token.text.casefold() in signs}


def _value(token: TextToken) -> Fraction | None:
    tree = tree_of(token.inner or token.text) if token.kind in ("number", "formula") else None
    return None if tree is None else rational_value(tree)


def _judged(clause: Clause, at: int, result: Fraction, work: Node, earlier: set[Fraction | None]) -> Decision | None:
    """None where the number is the result, its rounding or percentage, or was there before."""
    n = _value(clause.tokens[at])
    numbers = {rational_value(node) for node in work.walk() if node.op == "num"}
    if n is None or n in earlier | numbers:
        return None
    if abs(n - result) < 1 or n in (100 * result, -result):
        return None
    words = {token.text.casefold() for token in clause.tokens}
    is_bare = len(_empty(clause) - {at}) + 1 == len(clause.tokens)
    is_difference = work.args[0].op == "add" and any(arg.op == "neg" for arg in work.args[0].args)
    is_of_rest = is_difference and not words.isdisjoint(_LEFT)
    if is_bare and is_of_rest and not earlier:
        return refuted("conclusion", Values(str(result), str(n)))
    return unknown("unsupported", "conclusion", detail=f"the calculation before it comes to {result}")
