"""A solution step examined: its claims found, read, and each decided with what was said before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dikast.language import CueMeaning, clauses, in_sentences, tokens
from dikast.records import CheckReason
from dikast.verify.deciders.asked_values import announced_values
from dikast.verify.deciders.chain_links import TRIED
from dikast.verify.deciders.chains import Chain
from dikast.verify.deciders.conclusions import WorkedClaim, conclusions
from dikast.verify.deciders.context import Context, gather
from dikast.verify.deciders.counted_things import misnamed_results
from dikast.verify.deciders.declarations import names_in
from dikast.verify.deciders.glosses import agrees
from dikast.verify.deciders.line_before import next_line
from dikast.verify.deciders.named_quantities import named_quantities
from dikast.verify.deciders.number_kinds import number_kinds
from dikast.verify.deciders.predicate_parts import Said
from dikast.verify.deciders.predicates import said_of_numbers
from dikast.verify.deciders.quantity_claims import quantity_claims
from dikast.verify.deciders.reactions import balances
from dikast.verify.deciders.same_answer import combine
from dikast.verify.deciders.transitions import IMPLICATION
from dikast.verify.deciders.worded_names import worded_equations
from dikast.verify.deciders.worked_sides import worked_sides
from dikast.verify.decision import Decision, unknown, unreadable
from dikast.verify.doubts import doubted
from dikast.verify.equality.algebra import TooLong
from dikast.verify.equality.exact import Doubtful, Undefined
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.shapes import gives_value
from dikast.verify.failed_claim import Failed
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.normalize import MAX_TEXT, as_written, with_spelt_units
from dikast.verify.syntax.parser import Reading, tree_of
from dikast.verify.syntax.quantities import without_units
from dikast.verify.text.absurdities import with_absurdities
from dikast.verify.text.bracket_glosses import glossed
from dikast.verify.text.claims import Claim, claims
from dikast.verify.text.currencies import has_one_currency
from dikast.verify.text.html_markup import without_html
from dikast.verify.text.list_marks import MAY_BE_MINUS
from dikast.verify.text.markup import without_markup
from dikast.verify.text.readable_links import readable_links

StepMessage = dict[str, Any]
_MAX_HOLDS = 120
_DENYING: frozenset[CueMeaning] = frozenset({"denial", "negation"})
_STOPPED: tuple[tuple[type[Exception], CheckReason], ...] = (
    (TooLong, "timeout"), (TooCostly, "cost"), (Doubtful, "precision"), (Undefined, "unsupported"),
)  # fmt: skip
_OF_ALL: frozenset[CueMeaning] = frozenset({"reference", "universal"})
_SHOWN_BY_VALUE = frozenset({"log", "repeating", "unit", "fraction-unit"})  # ambiguities that an exact value settles
_DASH = "the dash before it is a list's mark or a minus"
_BASE_TEN = frozenset({"pH", "pOH", "pKa", "pKb", "pKw"})


def examine(step: str, lines: Sequence[str], problem: str, tell: Callable[[StepMessage], None]) -> list[StepMessage]:
    """Every claim of the step with what was found about it; an empty list if it makes none."""
    if len(step) > MAX_TEXT:
        return [_message(step[:200], None, unknown("cost", detail=f"a step of more than {MAX_TEXT} characters"))]
    step, problem, *lines = (with_spelt_units(without_html(text)) for text in (step, problem, *lines))
    context = gather(lines, problem)
    context.declare(step)
    context.n_before = len(context.equations)
    said_quantities = [*quantity_claims(step), *misnamed_results(step)]
    # The `5 days is 40 hours` of `At 8 hours per day, 5 days is 40 hours`.
    whole = [claim for claim in claims(step) if not any(claim.text in sentence for sentence, _ in said_quantities)]
    context.step, context.step_claims = step, with_absurdities(whole, step)
    messages: list[StepMessage] = []
    worked: list[WorkedClaim] = []
    before = [] if context.preceding is None else [context.preceding]
    for claim in context.step_claims:
        finding, readings = _examined(claim, context)
        reading = next(iter(readings), None)
        context.preceding = next_line([claim_reading.trees[0] for claim_reading in readings], claim, context.preceding)
        before += [] if context.preceding is None else [context.preceding]
        if finding is None:
            continue
        if finding.status == "verified" and reading is not None:
            worked.append((claim, reading.trees[0]))
        messages.append(_message(_shown(step, claim.text), reading, finding))
        tell(messages[-1])
        if _is_bare_reason(claim, reading):
            messages.append(_message(claim.before.strip()[-200:], None, unknown("unsupported", "conclusion")))
    others = (
        *balances(step),
        *number_kinds(step),
        *said_quantities,
        *named_quantities(step),
        *worked_sides(step, before, context),
        *conclusions(step, worked, (problem, *lines)),
        *_holds_of_all(context),
        *(announced_values(step, problem) if context.is_usual else ()),
    )
    messages += [_message(_shown(step, text), None, finding) for text, finding in others]
    for said in said_of_numbers(step, worked) if context.is_usual else ():
        found = {message["claim"] for message in messages}
        messages += [message for message in _of_number(said, lines, problem) if message["claim"] not in found]
    for equation in worded_equations(step):
        messages += examine(equation, (), "", tell)
    return messages


def _of_number(said: Said, lines: Sequence[str], problem: str) -> list[StepMessage]:
    """What is found about something that is said of a number; unknown where it can't be decided."""
    for sentence in said.sentences:
        messages = examine(sentence, lines, problem, lambda message: None)
        refuted = [message for message in messages if message["status"] == "refuted"]
        if said.is_subject:
            return [message for message in refuted if not (said.has_decimals and message["method"] == "numeric")]
        may_refute = said.may_refute and "=" not in sentence
        if messages and (may_refute or not refuted):
            return messages
    detail = "what it says of the number is not decided"
    return [_message(said.text, None, unknown("unsupported", "predicate", detail=detail))]


def _shown(step: str, text: str) -> str:
    """A claim's text as the step has it, mark-up included."""
    bare = without_markup(step)
    written = as_written(bare, text)
    at = bare.find(written)
    return step[at : at + len(written)] if at >= 0 else written


def _message(text: str, reading: Reading | None, finding: Decision) -> StepMessage:
    return {
        "claim": text,
        "reading": None if reading is None else str(reading)[:500],
        "status": finding.status,
        "method": finding.method,
        "strength": finding.strength,
        "reason": finding.reason,
        "evidence": finding.evidence,
    }


def _examined(claim: Claim, context: Context) -> tuple[Decision | None, Sequence[Reading]]:
    """The finding about one claim, None if it only gives a name a value or states a premise, and its readings.

    What is in brackets behind a value may be a factor; else it is left out where it only says the value anew.
    """
    gloss = glossed(claim)
    if gloss is None:
        return _as_written(claim, context)
    written, _ = _as_written(claim, context.copied())
    bare, _ = _examined(gloss.bare, context.copied())
    is_product = written is not None and written.status == "verified"
    is_bare_right = written is None if bare is None else bare.status == "verified"
    is_gloss = agrees(gloss, context.setting) or (gloss.may_be_number and written is not None)
    if is_bare_right and is_gloss and not is_product:
        return _examined(gloss.bare, context)
    result, readings = _as_written(claim, context)
    if result is not None and result.status == "refuted" and is_bare_right:
        result = result.opened("ambiguous", "what is in brackets is a factor, or says something of the value")
    return result, readings


def _as_written(claim: Claim, context: Context) -> tuple[Decision | None, Sequence[Reading]]:
    """The finding about a claim with all that is in it, and its readings."""
    claim = _without_letter_of_part(claim, context)
    usual = context.in_usual_signs(claim)
    if usual is None:
        return unknown("ambiguous", detail="the problem gives a sign a meaning of its own"), ()
    try:
        readings = usual.read(context.setting)
    except (Unparsed, TooCostly) as error:
        return _link_refuted(usual, context) or unreadable(error), ()
    readings = _as_named(claim, readings)
    chain = Chain(context, claim)
    tree = readings[0].trees[0]
    findings = [(reading, _decided(chain, reading)) for reading in readings]
    decided = [(reading, finding) for reading, finding in findings if finding is not None]
    if len(decided) < len(findings):
        context.take(tree, defines=True)
        return None, readings
    result = _exactly_meant(decided) or combine(decided)
    if result.status == "verified" and (claim.cues.is_withdrawn or claim.cues.last_cue & _DENYING):
        result = result.opened("ambiguous", "the step denies what holds")
    if result.status == "refuted":
        result = doubted(Failed(claim, result.part or tree, result, context))
    if claim.cues.mood == "supposed" and gives_value(tree) and result.status != "verified":
        context.take(tree, defines=True)  # `if k = 3, …; if k = 4, …`
        return None, readings
    result = _unless_otherwise(claim, result, context)
    context.hear(claim, tree)
    if _is_given_on(claim, tree, result):
        context.take(tree)
    return result, readings


def _draws_another(claim: Claim, tree: Node | None) -> bool:
    """`5 + 7 = 12 ⇒ 13`; but `7/2 = 3.5 ⇒ 4` is rounded."""
    number = claim.implied_number
    drawn = None if number is None else tree_of(number)
    if drawn is None or tree is None or tree.op != "rel":
        return False
    values = all_or_none(rational_value(without_units(node)) for node in (drawn, tree.args[-1]))
    return values is None or abs(values[0] - values[1]) >= 1


def _exactly_meant(decided: Sequence[tuple[Reading, Decision]]) -> Decision | None:
    """The proof of a reading, where an exact value shows what was meant: `log 1000 = 3`, `0.4(80) = 32`."""
    for reading, finding in decided:
        choices = {choice for choice, _ in reading.choices}
        is_shown = bool(choices) and choices <= _SHOWN_BY_VALUE
        if is_shown and finding.status == "verified" and finding.strength == "proof":
            return finding.noting(readings=len(decided))
    return None


def _link_refuted(claim: Claim, context: Context) -> Decision | None:
    """A false link between two numbers of a chain that can't be read as a whole."""
    for link in readable_links(claim) if has_one_currency(claim.text) else ():
        tree = link.tree(context.setting)
        finding = None if tree is None or tree.symbols() else _examined(link, context.copied())[0]
        if finding is not None and finding.status == "refuted":
            return finding.noting(link=link.text)
    return None


def _unless_otherwise(claim: Claim, decided: Decision, context: Context) -> Decision:
    """The decision; open where the claim goes on, or may begin elsewhere, and comes out otherwise then."""
    if decided.status == "verified" and _draws_another(claim, claim.tree(context.setting)):
        return decided.opened("unsupported", "an arrow draws another number from it")
    for other, detail in _other_beginnings(claim, decided, context):
        finding, _ = _examined(other, context.copied())
        if finding is None or finding.status != decided.status:
            return decided.opened("ambiguous", detail)
    return decided


def _other_beginnings(claim: Claim, decided: Decision, context: Context) -> Iterator[tuple[Claim, str]]:
    """The claim with a dash at its beginning as a minus or a mark, or without the label of a part."""
    if decided.status == "refuted":
        for other in [claim.negative()] if claim.may_be_negative else claim.unlabelled():
            yield other, _DASH
    elif claim.may_be_negative and claim.text.lstrip()[:1] in MAY_BE_MINUS and "\n" not in context.step.strip():
        yield claim.negative(), _DASH  # `- -8 * -3 = 24`, which is no list
    if decided.status != "unknown":
        for other in claim.without_label():
            yield other, "its beginning is a factor, or the label of a part"


def _without_letter_of_part(claim: Claim, context: Context) -> Claim:
    """`(b) 5 × 3 = 15`: without the letter of a part of an exercise, where nothing else has that letter."""
    bare = next(claim.without_label(), None)
    if bare is None or not bare.part_label.isalpha():
        return claim
    names = context.setting.variables | names_in(context.problem)
    others = [bare, *(other for other in context.step_claims if other.start != claim.start)]
    is_name = not names.isdisjoint(bare.part_label) or any(other.uses(bare.part_label) for other in others)
    return claim if is_name else bare


def _is_given_on(claim: Claim, tree: Node, result: Decision) -> bool:
    """Whether the next lines may build on the claim: it holds, is tried, or is open and the only relation."""
    if result.status == "verified":
        return result.method != IMPLICATION
    if claim.cues.all & TRIED or "operation" in claim.cues.last_cue:
        return result.status == "unknown"
    # Where a value is open, or solutions are lost, there may be another value beside it.
    return result.status == "unknown" and result.witness is None and not gives_value(tree)


def _as_named(claim: Claim, readings: list[Reading]) -> list[Reading]:
    """The readings that a name allows: the logarithm of `pH = -log(0.01)` has base ten."""
    name = claim.forms[0].split("=")[0].strip()
    return [r for r in readings if dict(r.choices).get("log", 0) == 0] if name in _BASE_TEN else readings


def _decided(chain: Chain, reading: Reading) -> Decision | None:
    """The chain's decision on one reading, with what stopped it as a reason."""
    try:
        return chain.decide(reading.trees[0])
    except (TooLong, TooCostly, Undefined) as error:
        reason = next(reason for kind, reason in _STOPPED if isinstance(error, kind))
        return unknown(reason, detail=str(error))


def _is_bare_reason(claim: Claim, reading: Reading | None) -> bool:
    """`…, because 1600 > 1200`: the reason holds, but what it supports was not checked."""
    if reading is None or "reason" not in claim.cues.last_cue or not _is_comparison(reading.trees[0]):
        return False
    sentence = next(reversed(list(in_sentences(tokens(claim.before)))), [])
    return any(token.kind == "word" for token in sentence[:-1])


def _is_comparison(tree: Node) -> bool:
    is_signed = tree.op == "rel" and "=" not in str(tree.value).split()
    return is_signed and all(a.op == "num" for a in tree.args)


def _holds_of_all(context: Context) -> Iterator[tuple[str, Decision]]:
    """`This holds for every real x`: said of the last equation."""
    if context.step_claims or len(context.step) > _MAX_HOLDS or not context.equations:
        return
    last = context.equations[-1]
    is_said = any(clause.meanings >= _OF_ALL and not clause.meanings & _DENYING for clause in clauses(context.step))
    if last.value == "=" and is_said:
        yield context.step, equal(last.args[0], last.args[1])
