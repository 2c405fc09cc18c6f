"""Claims that a model proposes: a formula for a stretch of a step, which counts only if the stretch says it.

A model may help to read prose; it decides nothing. Its formula is accepted only where each of its parts is licensed by
the words that it is said to restate:

* the span stands in the step, in whole words, and is no piece of a larger formula;
* its sentence asserts it: it does not deny, suppose, ask, compare or estimate;
* its numbers are all in the formula, in their order, and the formula has no other, except from the context;
* its names are in the span or the context;
* for each operation the span has a cue, and each cue of the span suits an operation of the formula;
* there is one equality, and nothing else.

The formula is then decided like any other. A formula that fails refutes only where the span states the very calculation
(`6 times 7 is 43`); else what fails may be the reading, and the claim is `unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

from dikast.records import Check, ProposedClaim
from dikast.verify.folded_text import FoldedText
from dikast.verify.operation_cues import OperationCue, is_withdrawn, operations_in, states_equality
from dikast.verify.passages import SourcePassage, find_passage
from dikast.verify.stated_numbers import stated_numbers
from dikast.verify.text.number_words import number_in_words

MAX_PROPOSALS = 24
"""How many proposals for a step are looked at."""

MAX_FORMULA = 300
_MAX_SPAN = 1_000

Licence = Literal["decides", "verifies"]
"""What a formula may do: verify and refute, or only verify."""

_FORMULA = re.compile(r"[\w\s+\-*/^().,%$€£=≈×·÷−]+")
_NAME = re.compile(r"[^\W\d_]+")
_OPERATOR = re.compile(r"[+*/×·÷^]|(?<=[\w)%.])\s*[-−]")
_SIMPLE_FRACTION = re.compile(r"(?<![\d.])1/2(?![\d.])")
_SENTENCE_END = re.compile(r"[.!?。！？](?=\s|$)|\n")
_FLANK = frozenset("+-−*×·÷/^=<>≤≥≈≠([{|")
_SAME_OPERATOR = str.maketrans("×·÷−", "**/-")


def licence_of(proposed: ProposedClaim, step: str, context: Sequence[str], problem: str) -> Licence | None:
    """What the span licenses the formula to do; None where it does not say what the formula says."""
    formula, span = proposed.formula.strip().strip("$"), proposed.span.strip()
    if len(formula) > MAX_FORMULA or len(span) > _MAX_SPAN or not _FORMULA.fullmatch(formula):
        return None
    if len(re.findall("[=≈]", formula)) != 1:
        return None
    passage = find_passage(span, FoldedText(step))
    if passage is None or passage.fit != "whole" or _is_piece_of_formula(step, passage):
        return None
    if is_withdrawn(_sentence(step, passage)):
        return None
    known = "\n".join((*context, problem))
    if not set(_names(formula)) <= {*_names(span), *_names(known)}:
        return None
    extra = _extra_numbers(formula, span)
    if extra is None or not set(extra) <= set(_numbers(known)):
        return None
    return _licence_of_operations(formula, span, has_extra=bool(extra))


def _licence_of_operations(formula: str, span: str, *, has_extra: bool) -> Licence | None:
    """The licence by the cues of the span: each operation needs a cue, and each cue an operation."""
    # `half` written as `1/2` is a number, and no division.
    calculation = _SIMPLE_FRACTION.sub("", formula) if "half" in span.casefold() else formula
    operators = {match[0].strip().translate(_SAME_OPERATOR) for match in _OPERATOR.finditer(calculation)}
    # Words do not say what belongs together: `8 minus 5 times 2` may have brackets in either place.
    if len(operators) > 1 and "(" in formula:
        return None
    cues = list(operations_in(span))
    if not operators <= _meant(cues) or any(operators.isdisjoint(cue.operators) for cue in cues):
        return None
    is_exact = operators <= _meant(cue for cue in cues if cue.exact) and states_equality(span)
    return "decides" if is_exact and len(operators) == 1 and not has_extra else "verifies"


def _meant(cues: Iterable[OperationCue]) -> set[str]:
    return {operator for cue in cues for operator in cue.operators}


def _is_piece_of_formula(step: str, passage: SourcePassage) -> bool:
    """Whether a sign of calculation stands beside the passage: what is on its other side belongs to the formula."""
    before, after = step[: passage.start].rstrip(" $\\"), step[passage.end :].lstrip(" $\\")
    return before[-1:] in _FLANK or after[:1] in _FLANK - frozenset("([{|")


def _sentence(step: str, passage: SourcePassage) -> str:
    """The sentence that the passage stands in: a span that leaves out its `not` is denied all the same."""
    start, end = 0, len(step)
    for match in _SENTENCE_END.finditer(step):
        if match.end() <= passage.start:
            start = match.end()
        elif match.start() >= passage.end - 1:
            end = match.end()
            break
    return step[start:end]


def _names(text: str) -> list[str]:
    return [name.casefold() for name in _NAME.findall(text)]


def _numbers(text: str) -> list[Fraction]:
    return [number.value for number in stated_numbers(text)]


def _extra_numbers(formula: str, span: str) -> list[Fraction] | None:
    """The formula's numbers that the span does not have; None where the span's are not all in it, in their order."""
    remaining, optional = _spoken_numbers(span)
    extra: list[Fraction] = []
    for value in _numbers(formula):
        if remaining and value == remaining[0]:
            remaining.pop(0)
        elif value in optional:
            optional.remove(value)
        else:
            extra.append(value)
    return None if remaining else extra


def _spoken_numbers(span: str) -> tuple[list[Fraction], list[Fraction]]:
    """The numbers of a span in figures and words in their order; and those that words such as `half` may add.

    `half` may be written as `1/2`, `0.5` or a division by 2, and `twice` as a factor of 2.
    """
    numbers = [(number.start, number.value) for number in stated_numbers(span)]
    optional: list[Fraction] = []
    for match in _NAME.finditer(span):
        word = match[0].casefold()
        if word in ("twice", "double", "doppelte", "moitié", "mitad", "hälfte"):
            optional += [Fraction(2), Fraction(1), Fraction(1, 2)]
            continue
        spoken = number_in_words(word)
        if spoken is None:
            continue
        value = Fraction(spoken)
        if value.denominator == 1:
            numbers.append((match.start(), value))
        else:
            optional += [Fraction(value.numerator), Fraction(value.denominator), value]
    if "%" in span or "percent" in span.casefold():
        optional.append(Fraction(100))
    return [value for _, value in sorted(numbers)], optional


def is_covered(proposed: ProposedClaim, checks: Iterable[Check]) -> bool:
    """Whether the verifier has decided, by itself, a claim in the same place of the step."""
    decided = [check.claim for check in checks if check.status != "unknown"]
    return any(claim in proposed.span or proposed.span in claim for claim in decided)


def as_proposed(check: Check, proposed: ProposedClaim, licence: Licence) -> Check:
    """The check of a formula as one of the span that it restates, with who proposed it.

    A refutation that the span does not license is `unknown`: what fails may be the reading.
    """
    changes: dict[str, object] = {
        "claim": proposed.span,
        "reading": check.reading or proposed.formula,
        "evidence": {**check.evidence, "formula": proposed.formula, "proposed_by": proposed.proposed_by},
    }
    if check.status == "refuted" and licence == "verifies":
        changes |= {"status": "unknown", "reason": "ambiguous"}
    return check.model_copy(update=changes)
