"""Why a claim that fails as it was read may be meant otherwise: a table, each row of which sees the claim's own clause.

A refutation that meets one of them is `unknown`, with the row's reason and detail, and keeps its witness.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from dikast.language import CueMeaning, tokens
from dikast.records import CheckReason
from dikast.verify.decision import Decision
from dikast.verify.syntax.nodes import Node
from dikast.verify.text.claims import Claim
from dikast.verify.text.pieces import pieces
from dikast.verify.witness import Values

_CASH, _CENTS = frozenset({"$", "dollar", "dollars"}), frozenset({"¢", "cent", "cents", "penny", "pennies"})
_HUNDREDFOLD = frozenset({Fraction(100), Fraction(1, 100)})
_LABEL = 3  # letters that a word has which is no name of a quantity
TRANSITIONS = frozenset({"transition", "system", "solved form"})
# Words that leave what is said of a name to something else: one of several, a case, a question, another's opinion.
_OPEN: frozenset[CueMeaning] = frozenset(
    {"supposition", "case", "question", "selection", "opinion", "definition", "alternative", "bound"}
)


@dataclass(frozen=True)
class Failed:
    """A claim that does not hold as it was read, and what was found of it."""

    claim: Claim
    tree: Node
    decision: Decision

    @property
    def has_letters(self) -> bool:
        return bool(self.tree.symbols())

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
    """`50 cents * 4 = $2`, `900 - 100 = $8`."""
    words = {token.text.casefold() for token in tokens(failed.claim.text)}
    return bool(words & _CASH) and (bool(words & _CENTS) or _is_hundredfold(failed.decision))


def _is_hundredfold(decision: Decision) -> bool:
    sides = decision.evidence if isinstance(decision.witness, Values) or decision.witness is None else {}
    try:
        left, right = (Fraction(str(sides[side])) for side in ("left", "right"))
    except (KeyError, ValueError, ZeroDivisionError):
        return False
    return bool(right) and left / right in _HUNDREDFOLD


def _are_counts(failed: Failed) -> bool:
    """`3 furlongs = 2 leagues`: two bare numbers, at least one with a word that is no unit of ours."""
    tree = failed.tree
    is_plain = tree.op == "rel" and tree.value == "=" and all(a.op == "num" for a in tree.args)
    return is_plain and any(p.kind == "word" and len(p.text) >= _LABEL for p in pieces(failed.claim.text))


def _is_denied(failed: Failed) -> bool:
    return failed.claim.voice.mood == "denied"


def _is_negated(failed: Failed) -> bool:
    """Letters and a negation anywhere in the clause: `x = 3 does not satisfy it`."""
    return failed.has_letters and "negation" in failed.claim.voice.all


def _is_supposed(failed: Failed) -> bool:
    return failed.claim.voice.mood in ("supposed", "reported")


def _is_asked(failed: Failed) -> bool:
    return failed.claim.voice.mood == "asked"


def _is_of_a_case(failed: Failed) -> bool:
    voice = failed.claim.voice
    return failed.has_letters and bool((voice.all | voice.earlier) & _OPEN)


def _has_more_words(failed: Failed) -> bool:
    """Rule 1: a word that the lexicon does not know may change what is said of the name."""
    voice = failed.claim.voice
    return failed.is_transition and bool(voice.unknown_words or voice.words_after)


def _has_condition(failed: Failed) -> bool:
    voice = failed.claim.voice
    return failed.is_transition and bool(voice.all & {"reason", "condition"} and "conclusion" not in voice.last_cue)


DOUBTS: tuple[Doubt, ...] = (
    Doubt("prime count", _is_prime_count, "ambiguous", "a multiple of pi, or how many primes there are"),
    Doubt("exclamation", _is_exclaimed, "ambiguous", "a factorial, or an exclamation mark"),
    Doubt("differentials", _has_differentials, "unsupported", "differentials"),
    Doubt("cents", _mixes_cents, "unsupported", "dollars and cents"),
    Doubt("counts", _are_counts, "unsupported", "numbers of different things"),
    Doubt("denied", _is_denied, "ambiguous", "the step supposes or denies something"),
    Doubt("supposed", _is_supposed, "ambiguous", "the step supposes or denies something"),
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
