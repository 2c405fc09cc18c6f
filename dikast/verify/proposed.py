"""Claims that a model proposes: a formula for a stretch of a step, which counts only if the stretch says it.

A model may help to read prose; it decides nothing. Its formula is accepted only where each of its parts is licensed by
the words that it is said to restate:

* the span stands in the step, in whole words, is prose itself, and is no piece of a larger calculation;
* its sentence asserts it: it does not deny, suppose, ask, compare or estimate;
* its numbers are all in the formula, in their order, and the formula has no other, except from the context;
* its names are in the span or the context;
* for each operation the span has a cue, and each cue of the span suits an operation of the formula;
* there is one equality, and nothing else.

The formula is then decided like any other. A formula that fails refutes only where the span states the very calculation
(`6 times 7 is 43`), word by word; else what fails may be the reading, and the claim is `unknown`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

from dikast.records import Check, ProposedClaim
from dikast.verify.folded_text import FoldedText
from dikast.verify.operation_cues import OperationCue, has_scale, is_withdrawn, operations_in, states_equality
from dikast.verify.passages import SourcePassage, find_passage
from dikast.verify.spoken_numbers import WORD, SpokenNumbers, numbers_beyond, spoken_numbers
from dikast.verify.stated_numbers import StatedNumber, stated_numbers

MAX_PROPOSALS = 24
"""How many proposals for a step are looked at."""

MAX_FORMULA = 300
_MAX_SPAN = 1_000

Licence = Literal["decides", "verifies"]
"""What a formula may do: verify and refute, or only verify."""

_FORMULA_SIGNS = frozenset(" +-*/^().,%$€£=≈")
# What is written in signs is read by the verifier itself; only words need another reader.
_SIGNS = re.compile(r"[=<>≤≥≈^\\{}\[\]|+*×·÷:(]|\d\s*[-−–/x]\s*[\d$]")
_SENTENCE_END = re.compile(r"[.!?。！？](?=\s|$)|\n")
_FLANK = frozenset("+-−*×·÷/^=<>≤≥≈≠([{|")
_OPERATORS = frozenset("+-*/^")
_SAME_SIGN = str.maketrans("−×·÷", "-**/")
_BESIDE = 25  # characters on each side of a span in which a cue makes it a piece of a larger calculation
_MAX_GAP_WORDS = 5
_STOPS_GAP = frozenset(",;:()")
_UNIT_MARKS = frozenset("$€£%°")


def licence_of(proposed: ProposedClaim, step: str, context: Sequence[str], problem: str) -> Licence | None:
    """What the span licenses the formula to do; None where it does not say what the formula says."""
    formula, span = _plain(proposed.formula), proposed.span.strip()
    if not _is_equality(formula) or not _is_prose(span) or not _stands_alone(span, step):
        return None
    known = "\n".join((*context, problem))
    if not set(_names(formula)) <= {*_names(span), *_names(known)}:
        return None
    spoken = spoken_numbers(span)
    beyond = numbers_beyond(formula, spoken)
    if beyond is None or not set(beyond) <= {number.value for number in stated_numbers(known)}:
        return None
    if not _has_operations(formula, span):
        return None
    return "decides" if not beyond and _states_calculation(span, spoken) else "verifies"


def _plain(formula: str) -> str:
    """The formula with one way to write each operation."""
    return formula.strip().strip("$").translate(_SAME_SIGN)


def _is_equality(formula: str) -> bool:
    is_plain = all(char in _FORMULA_SIGNS or char.isalnum() for char in formula)
    return is_plain and len(formula) <= MAX_FORMULA and formula.count("=") + formula.count("≈") == 1


def _is_prose(span: str) -> bool:
    return len(span) <= _MAX_SPAN and not _SIGNS.search(span) and not has_scale(span)


def _stands_alone(span: str, step: str) -> bool:
    """Whether the span is a passage of the step that is asserted, and no piece of a larger calculation."""
    passage = find_passage(span, FoldedText(step))
    if passage is None or passage.fit != "whole":
        return False
    before, after = step[: passage.start], step[passage.end :]
    if before.rstrip(" $\\")[-1:] in _FLANK or after.lstrip(" $\\")[:1] in _FLANK - frozenset("([{|"):
        return False
    beside = f"{before[-_BESIDE:]} | {after[:_BESIDE]}"
    if any(cue.place != "anywhere" for cue in operations_in(_last_clause(beside))):
        return False
    return not is_withdrawn(_sentence(step, passage))


def _last_clause(beside: str) -> str:
    """Of the text on both sides of a span (` | `), what belongs to its own sentence."""
    before, _, after = beside.partition(" | ")
    return f"{_SENTENCE_END.split(before)[-1]} {_SENTENCE_END.split(after)[0]}"


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
    return [name.casefold() for name in WORD.findall(text)]


def _has_operations(formula: str, span: str) -> bool:
    """Whether each operation of the formula has a cue in the span, and each cue an operation."""
    operators = _operators(formula)
    # Words do not say what belongs together: `8 minus 5 times 2` may have brackets in either place.
    if len(operators) > 1 and "(" in formula:
        return False
    cues = list(operations_in(span))
    return bool(cues) and operators <= _meant(cues) and not any(operators.isdisjoint(cue.operators) for cue in cues)


def _operators(formula: str) -> frozenset[str]:
    """The operations between the numbers and names of the formula. `1/2` is `half`, a number and no division."""
    numbers = list(stated_numbers(formula))
    written = formula
    for number in numbers:
        # A number's own sign is no subtraction.
        written = f"{written[: number.start]}{' ' * (number.end - number.start)}{written[number.end :]}"
    for one, two in itertools.pairwise(numbers):
        if one.value == 1 and two.value == 2 and written[one.end : two.start] == "/":
            written = f"{written[: one.end]} {written[two.start :]}"
    return _OPERATORS.intersection(written)


def _meant(cues: Iterable[OperationCue]) -> set[str]:
    return {operator for cue in cues for operator in cue.operators}


def _states_calculation(span: str, spoken: SpokenNumbers) -> bool:
    """Whether the span reads `a OPERATION b EQUALS c` or `OPERATION a (and b) EQUALS c`, with little between."""
    numbers = spoken.stated
    if len(numbers) not in (2, 3):
        return False
    *operands, result = numbers
    gaps = [span[one.end : other.start] for one, other in itertools.pairwise(numbers)]
    if any(_STOPS_GAP.intersection(gap) or len(gap.split()) > _MAX_GAP_WORDS for gap in gaps):
        return False
    if not states_equality(gaps[-1]) or _unit_of(result, span) not in {"", *(_unit_of(n, span) for n in operands)}:
        return False
    if len(operands) == 1:
        return bool(spoken.implied) and _has_cue(span[: operands[0].start], "before")
    return _has_cue(gaps[0], "between") or _has_cue(span[: operands[0].start], "before")


def _has_cue(text: str, place: Literal["between", "before"]) -> bool:
    return any(cue.place == place for cue in operations_in(text))


def _unit_of(number: StatedNumber, span: str) -> str:
    """The mark or the word beside a number, without its plural; empty where there is none."""
    marks = {span[number.start - 1 : number.start], span[number.end : number.end + 1]} & _UNIT_MARKS
    if marks:
        return min(marks)
    word = WORD.match(span[number.end :].lstrip())
    return "" if word is None else word[0].casefold().rstrip("s")


def is_trivial(formula: str) -> bool:
    """Whether the formula only adds nothing or multiplies by one, so that it holds whatever the words mean."""
    values = [number.value for number in stated_numbers(formula)]
    return len(values) < 3 or Fraction(0) in values or Fraction(1) in values[:-1]


def is_covered(proposed: ProposedClaim, checks: Iterable[Check]) -> bool:
    """Whether the verifier has decided, by itself, a claim in the same place of the step."""
    decided = [check.claim for check in checks if check.status != "unknown"]
    return any(claim in proposed.span or proposed.span in claim for claim in decided)


def as_proposed(check: Check, proposed: ProposedClaim, licence: Licence) -> Check:
    """The check of a formula as one of the span that it restates, with who proposed it.

    A refutation that the span does not license is `unknown`, as is a trivial verification: what was read may be another
    thing than what was meant.
    """
    changes: dict[str, object] = {
        "claim": proposed.span,
        "reading": check.reading or proposed.formula,
        "evidence": {**check.evidence, "formula": proposed.formula, "proposed_by": proposed.proposed_by},
    }
    is_doubtful = check.status == "refuted" or (check.status == "verified" and is_trivial(proposed.formula))
    if licence == "verifies" and is_doubtful:
        changes |= {"status": "unknown", "strength": None, "reason": "ambiguous"}
    return check.model_copy(update=changes)
