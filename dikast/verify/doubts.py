"""Why a claim that fails as it was read may be meant otherwise: a table.

Its rows see the claim's own clause only; the last ones see the other claims of the step and the lines before, too. A
refutation that one of them applies to is `unknown`, with the row's reason and detail, and keeps its witness.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dikast.language import NOTHING, CueMeaning, lexicon
from dikast.records import CheckReason
from dikast.verify import notation_doubts as notation
from dikast.verify import quantity_doubts as quantity
from dikast.verify import step_doubts as beside
from dikast.verify.decision import Decision
from dikast.verify.failed_claim import Failed
from dikast.verify.other_arithmetics import holds_elsewhere

PUT_IN = "values put in"  # a claim about letters whose values are in the same sentence
COMBINED = "combined"  # what comes of two equations that are added or subtracted
IMPLIED = "implied"  # what an arrow draws from the relation before it
_SUPPOSES = "the step supposes or denies something"
# Words that leave a statement about a name to something else: one of several, a case, a question, an opinion.
_OPEN: frozenset[CueMeaning] = frozenset(
    {"supposition", "case", "question", "selection", "opinion", "definition", "alternative", "bound"}
)


@dataclass(frozen=True)
class Doubt:
    """A reason to leave a failed claim open."""

    name: str
    applies: Callable[[Failed], bool]
    reason: CheckReason
    detail: str


def _is_of_a_case(failed: Failed) -> bool:
    cues = failed.cues
    kinds = cues.all | cues.earlier if failed.is_transition else cues.all
    says_when = failed.is_antiderivative or failed.decision.method in (PUT_IN, IMPLIED, COMBINED)
    return failed.has_letters and not says_when and bool(kinds & _OPEN)


def _is_put_in(failed: Failed) -> bool:
    """`substituting n = 4`, `we check n = 4`: a value that is tried, right behind the word for it."""
    is_value = failed.is_equation and not failed.ends[1].symbols()
    return failed.is_transition and is_value and not failed.cues.last_cue.isdisjoint({"operation", "check"})


def _has_more_words(failed: Failed) -> bool:
    """A word that the lexicon does not know may change what is said about the name."""
    return failed.is_transition and bool(failed.cues.unknown_words or failed.cues.words_after)


def _is_supposed(failed: Failed) -> bool:
    """Not so `If we divide 72 by 8, we get 8`, where what is supposed is only done."""
    first = next((token for token in failed.formula_tokens if token.kind in ("word", "join")), NOTHING)
    is_done = "operation" in lexicon().meanings(first.text) and "," in failed.claim.text
    is_tried = failed.cues.mood == "supposed" and first.start == 0 and is_done
    return failed.cues.mood in ("supposed", "reported") and not is_tried


def _has_condition(failed: Failed) -> bool:
    is_conditional = not failed.cues.all.isdisjoint({"reason", "condition"})
    return failed.is_transition and is_conditional and "conclusion" not in failed.cues.last_cue


# In the order in which they are tried: first what the notation may mean, then what kinds of quantities it compares,
# then how the claim is said, and what is said beside it.
DOUBTS: tuple[Doubt, ...] = (
    Doubt("prime count", notation.is_prime_count, "ambiguous", "a multiple of pi, or how many primes there are"),
    Doubt("exclamation", notation.is_exclaimed, "ambiguous", "a factorial, or an exclamation mark"),
    Doubt("differentials", notation.has_differentials, "unsupported", "differentials"),
    Doubt("cents", quantity.mixes_cents, "unsupported", "dollars and cents"),
    Doubt("scale", quantity.may_count_in, "ambiguous", "a number times the scale, or of what is counted in it"),
    Doubt("flat power", notation.has_flat_power, "ambiguous", "an exponent that lost its height, or a difference"),
    Doubt("lost bar", notation.has_lost_bar, "ambiguous", "a root over one number, or over the sum behind it"),
    Doubt("multiplied", notation.is_multiplied, "ambiguous", "a sum, or so many times what it begins with"),
    Doubt("carried on", notation.carries_on, "ambiguous", "a sign behind a comma may go on with the result before it"),
    Doubt("index", notation.has_glued_index, "ambiguous", "a digit behind a letter may be its index"),
    Doubt("clock", quantity.is_of_clock, "unsupported", "times of day"),
    Doubt("cut ratio", notation.is_cut_ratio, "ambiguous", "the middle of two ratios"),
    Doubt("tons", quantity.may_be_tonnes, "ambiguous", "tons of 2000 pounds, or of 1000 kg"),
    Doubt("degrees", quantity.are_degrees, "ambiguous", "degrees without their sign, or coulombs and farads"),
    # `Modulo 5, 3 + 4 = 2`, `In binary, 1 + 1 = 10`
    Doubt(
        "arithmetic",
        lambda failed: holds_elsewhere(failed.tree, failed.context.said.arithmetics),
        "ambiguous",
        "it holds in another arithmetic that the text names",
    ),
    Doubt("whole", quantity.is_made_whole, "ambiguous", "perhaps rounded to a whole number"),
    Doubt(
        "share", quantity.may_be_share, "ambiguous", "a number, or a share of what it changes; an amount, or with it"
    ),
    Doubt("work", quantity.may_be_of_work, "ambiguous", "days or weeks of work"),
    Doubt("counts", quantity.are_counts, "unsupported", "numbers of different things"),
    Doubt("turns", quantity.are_turns, "ambiguous", "turns that are counted, or angles"),
    Doubt("kinds", quantity.adds_kinds, "unsupported", "a sum of different things, which may be counted in another"),
    Doubt("far apart", quantity.are_far_apart, "ambiguous", "perhaps what stands for what, as on a map"),
    Doubt("names or units", quantity.may_be_names, "ambiguous", "letters that may be units or names"),
    # It need not follow from the equation before.
    Doubt(
        "calculus",
        lambda failed: failed.is_transition and "calculus" in failed.cues.all,
        "unsupported",
        "an equation that is differentiated or integrated",
    ),
    Doubt("put in", _is_put_in, "ambiguous", "a value that is put in"),
    Doubt("denied", lambda failed: failed.cues.mood == "denied", "ambiguous", _SUPPOSES),
    Doubt("supposed", _is_supposed, "ambiguous", _SUPPOSES),
    # `If 2 + 2 = 5, then 1 = 2`
    Doubt(
        "drawn",
        lambda failed: failed.context.supposes_numbers,
        "ambiguous",
        "drawn from something false that is supposed",
    ),
    Doubt("asked", lambda failed: failed.cues.mood == "asked", "ambiguous", "asked, not said"),
    # a negation anywhere in the clause: `x = 3 does not satisfy it`
    Doubt("negated", lambda failed: failed.has_letters and "negation" in failed.cues.all, "ambiguous", _SUPPOSES),
    Doubt("case", _is_of_a_case, "ambiguous", "perhaps said of one of several"),
    Doubt("more words", _has_more_words, "ambiguous", "words beside it may say of what it holds"),
    Doubt("condition", _has_condition, "ambiguous", "said with a reason or a condition"),
    Doubt("put right", beside.is_put_right, "ambiguous", "the step puts it right further on"),
    Doubt("solved", beside.is_solved, "ambiguous", "a chain that ends with an equation, which is solved further on"),
    Doubt("elsewhere", beside.is_elsewhere, "ambiguous", "one of several values that the step names"),
    Doubt("ruled out", beside.is_ruled_out, "domain", "an earlier equation does not hold of what is lost"),
)


def doubted(failed: Failed) -> Decision:
    """The refutation, or `unknown` with the first doubt's reason."""
    doubt = next((doubt for doubt in DOUBTS if doubt.applies(failed)), None)
    return failed.decision if doubt is None else failed.decision.opened(doubt.reason, doubt.detail)
