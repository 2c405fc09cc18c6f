"""Claims that a model proposes: a formula for a stretch of a step, which counts only if the stretch says it.

A model may help to read prose; it decides nothing. Its formula is accepted only where each of its parts is licensed by
the words that it is said to restate:

* the span stands in the step, in whole words, is prose itself, and is no piece of a larger calculation;
* its clause asserts it: it does not deny, suppose, ask, compare or estimate;
* its numbers are all in the formula, in their order, and the formula has no other, except from the context;
* its names are in the span or the context;
* for each operation the span has a word, and each such word of the span suits an operation of the formula;
* there is one equality, and nothing else.

The formula is then decided like any other. A formula that fails refutes only where the span states this very formula
(`6 times 7 gives 43`) in words that the verifier reads itself, and its clause has no other words; else what fails may
be the reading, and the claim is `unknown`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Literal

from dikast.language import Clause, CueMeaning, TextToken, clauses, lexicon, tokens
from dikast.records import Check, ProposedClaim
from dikast.verify.folded_text import FoldedText
from dikast.verify.passages import Fit, SourcePassage, find_passage
from dikast.verify.reader_words import SaidForFormula, said_for_formula, takes_back, with_equalities
from dikast.verify.stated_numbers import stated_numbers
from dikast.verify.syntax.currency_table import SIGNS
from dikast.verify.text.claim_cues import claim_cues
from dikast.verify.text.operator_words import binds_ahead, binds_behind
from dikast.verify.text.word_arithmetic import word_statements

MAX_PROPOSALS = 24
"""How many proposals for a step are looked at."""

MAX_FORMULA = 300
_MAX_SPAN = 1_000
_MAX_PARTS = 3

Licence = Literal["decides", "verifies"]
"""What a formula may do: verify and refute, or only verify."""

FormulaPiece = Fraction | str

_FORMULA_SIGNS = SIGNS | frozenset(" +-*/^().,%=≈")
_OPERATORS = frozenset("+-*/^")
_RELATIONS = frozenset("=≈")
_PLAIN = str.maketrans({"−": "-", "×": "*", "·": "*", "÷": "/", **dict.fromkeys(SIGNS, "")})
# What is written in signs is read by the verifier itself; only words need another reader.
_WRITTEN = frozenset("=<>≤≥≈^\\|+*×·÷:")
_WRITTEN_KINDS = frozenset({"formula", "command", "open", "close"})
_BETWEEN_NUMBERS = frozenset("-−–/x")
_FLANK = frozenset("+-−*×·÷/^=<>≤≥≈≠")
_OPENS = frozenset("([{|")
_QUESTIONS = frozenset("?？≠~")
_OWN: frozenset[CueMeaning] = frozenset({"negation", "approximation", "bound", "alternative"})
_WHOLE: frozenset[CueMeaning] = frozenset({"denial", "supposition", "opinion"})


def licence_of(proposed: ProposedClaim, step: str, context: Sequence[str], problem: str) -> Licence | None:
    """What the span licenses the formula to do; None where it does not say what the formula says."""
    formula, span = proposed.formula.translate(_PLAIN).strip(), proposed.span.strip()
    if not _is_equality(formula) or not _is_prose(span):
        return None
    passage = find_passage(span, FoldedText(step))
    if passage is None or not _stands_alone(step, passage):
        return None
    known = "\n".join((*context, problem))
    wording = said_for_formula(span)
    if wording is None or not set(_names(formula)) <= {*_names(span), *_names(known)}:
        return None
    beyond = _beyond(formula, wording)
    if beyond is None or not beyond <= {number.value for number in stated_numbers(known)}:
        return None
    # Only words that the verifier reads itself, with no others in their clause, can refute.
    is_stated = not beyond and _states(span, formula) and _fills_clause(step, passage)
    return "decides" if is_stated else "verifies"


def _is_equality(formula: str) -> bool:
    is_plain = all(char in _FORMULA_SIGNS or char.isalnum() for char in formula)
    return is_plain and len(formula) <= MAX_FORMULA and sum(char in _RELATIONS for char in formula) == 1


def _is_prose(span: str) -> bool:
    if len(span) > _MAX_SPAN:
        return False
    row = tokens(span)
    calculations = (row[i : i + 3] for i in range(len(row) - 2))
    return not any(map(_is_written, row)) and not any(_is_calculation(*three) for three in calculations)


def _is_written(token: TextToken) -> bool:
    return token.kind in _WRITTEN_KINDS or (token.kind == "sign" and not _WRITTEN.isdisjoint(token.text))


def _is_calculation(left: TextToken, sign: TextToken, right: TextToken) -> bool:
    is_number = right.kind == "number" or right.text == "$"
    return left.kind == "number" and sign.text in _BETWEEN_NUMBERS and is_number


def _stands_alone(step: str, passage: SourcePassage) -> bool:
    """Whether the passage is whole, asserted, and no piece of a larger calculation."""
    if passage.fit is not Fit.WHOLE:
        return False
    before, after = step[: passage.start].rstrip(" $\\"), step[passage.end :].lstrip(" $\\")
    if before[-1:] in _FLANK | _OPENS or after[:1] in _FLANK:
        return False
    return not binds_behind(before) and not binds_ahead(after) and _is_asserted(step, passage.start, passage.end)


def _is_asserted(step: str, start: int, end: int) -> bool:
    """Whether no word of its clause denies the span, and none of its sentence supposes, reports or asks it."""
    step_clauses = clauses(step)
    own_clauses = [clause for clause in step_clauses if clause.start < end and clause.end > start]
    if not own_clauses or claim_cues(step_clauses, [(start, end)])[0].mood != "asserted":
        return False
    sentences = {clause.sentence for clause in own_clauses}
    sentence_clauses = [clause for clause in step_clauses if clause.sentence in sentences]
    return not any(map(_is_hedged, own_clauses)) and not any(map(_is_open, sentence_clauses))


def _is_hedged(clause: Clause) -> bool:
    """Whether it denies, estimates, compares or takes back what it says."""
    return not clause.meanings.isdisjoint(_OWN) or takes_back(clause.tokens)


def _is_open(clause: Clause) -> bool:
    """Whether it makes its whole sentence a question, a supposition or another's words."""
    return not clause.meanings.isdisjoint(_WHOLE) or any(token.text in _QUESTIONS for token in clause.tokens)


def _names(text: str) -> Iterator[str]:
    return (token.text.casefold() for token in tokens(text) if token.kind == "word")


def _beyond(formula: str, wording: SaidForFormula) -> set[Fraction] | None:
    """The formula's numbers that the span does not have; None if it leaves out, adds or reorders anything else."""
    pieces = _pieces(formula)
    operators = _operators(pieces)
    has_words = bool(wording.operations or wording.parts) and len(wording.parts) <= _MAX_PARTS
    if not has_words or any(operators.isdisjoint(operation) for operation in wording.operations):
        return None
    licensed = set("".join(wording.operations)) | ({"*", "/"} if wording.parts else set())
    # Words do not say what belongs together: `8 minus 5 times 2` may have brackets in either place.
    most = 1 if "(" in formula else len(_OPERATORS)
    readings = ((remaining, _operators(remaining)) for remaining in _without(pieces, wording.parts))
    added = [
        _added(remaining, wording.numbers) for remaining, signs in readings if len(signs) <= most and signs <= licensed
    ]
    return min((beyond for beyond in added if beyond is not None), key=len, default=None)


def _pieces(formula: str) -> list[FormulaPiece]:
    """The numbers of a formula and the signs between them, without brackets and names."""
    pieces: list[FormulaPiece] = []
    end = 0
    for number in stated_numbers(formula):
        pieces += [*_signs(formula[end : number.start]), number.value]
        end = number.end
    return [*pieces, *_signs(formula[end:])]


def _signs(text: str) -> Iterator[str]:
    return (char for char in text if char in _OPERATORS | _RELATIONS)


def _operators(pieces: Sequence[FormulaPiece]) -> set[FormulaPiece]:
    return {piece for piece in pieces if piece in _OPERATORS}


def _without(pieces: list[FormulaPiece], parts: Sequence[str]) -> Iterator[list[FormulaPiece]]:
    """The pieces without those that words such as `half` say (`/2`), in each way that these can be written."""
    if not parts:
        yield pieces
        return
    for form in map(_pieces, parts[0].split()):
        places = (i for i in range(len(pieces)) if pieces[i : i + len(form)] == form)
        at = next(places, None)
        if at is not None:
            yield from _without(pieces[:at] + pieces[at + len(form) :], parts[1:])


def _added(pieces: Sequence[FormulaPiece], stated: Sequence[Fraction]) -> set[Fraction] | None:
    """The numbers that are not stated; None where not all stated ones are among them, in their order."""
    remaining = list(stated)
    added: set[Fraction] = set()
    for piece in pieces:
        if remaining and piece == remaining[0]:
            remaining.pop(0)
        elif isinstance(piece, Fraction):
            added.add(piece)
    return None if remaining else added


def _states(span: str, formula: str) -> bool:
    """Whether the verifier itself reads the span as the formula, where it takes `gives` for `is`."""
    known = with_equalities(lexicon())
    formulas = [_bare(statement.formula) for statement in word_statements(clauses(span, known), known)]
    return formulas == [_bare(formula)]


def _fills_clause(step: str, passage: SourcePassage) -> bool:
    """Whether no word beside the passage may say something else of it."""
    cues = claim_cues(clauses(step), [(passage.start, passage.end)])[0]
    return not cues.unknown_words and not cues.words_after


def _bare(formula: str) -> str:
    return "".join(char for char in formula if not char.isspace() and char not in "()")


def is_trivial(formula: str) -> bool:
    """Whether the formula only adds nothing or multiplies by one, so that it holds whatever the words mean."""
    pieces = _pieces(formula)
    numbers = [i for i, piece in enumerate(pieces) if isinstance(piece, Fraction)]
    # The 1 of `1/2` divides.
    is_idle = any(pieces[i] == 1 and pieces[i + 1] != "/" for i in numbers[:-1])
    return len(numbers) < 3 or Fraction(0) in pieces or is_idle


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
