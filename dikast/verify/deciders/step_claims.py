"""A solution step examined: its claims found, read, and each decided with what was said before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dikast.language import Clause, clauses, in_sentences, tokens
from dikast.verify.deciders.chain_links import TRIED
from dikast.verify.deciders.chains import Chain, ChainFinding
from dikast.verify.deciders.conclusions import WorkedClaim, conclusions
from dikast.verify.deciders.context import Context, Preceding, gather
from dikast.verify.deciders.declarations import names_in
from dikast.verify.deciders.lost_solutions import is_elsewhere, is_ruled_out
from dikast.verify.deciders.named_quantities import named_quantities
from dikast.verify.deciders.number_kinds import number_kinds
from dikast.verify.deciders.own_operations import with_definitions
from dikast.verify.deciders.put_right import is_put_right
from dikast.verify.deciders.quantity_claims import quantity_claims
from dikast.verify.deciders.reactions import balances
from dikast.verify.deciders.relation_shapes import gives_value
from dikast.verify.deciders.reshaped import goes_on_deriving, goes_on_reshaping
from dikast.verify.deciders.same_answer import combine
from dikast.verify.deciders.transitions import IMPLICATION
from dikast.verify.deciders.worded_names import worded_equations
from dikast.verify.deciders.worked_sides import worked_sides
from dikast.verify.decision import Decision, unknown, unreadable
from dikast.verify.doubts import doubted, opened
from dikast.verify.equality.algebra import TooLong
from dikast.verify.equality.exact import Doubtful, Undefined
from dikast.verify.failed_claim import Failed
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.normalize import MAX_TEXT, as_written
from dikast.verify.syntax.parser import Reading
from dikast.verify.text.absurdities import with_absurdities
from dikast.verify.text.claims import Claim, claims
from dikast.verify.text.currencies import named_currencies
from dikast.verify.text.markup import without_markup
from dikast.verify.text.readable_links import readable_links
from dikast.verify.witness import LostSolution

StepMessage = dict[str, Any]
_MAX_HOLDS = 120
_BASE_TEN = frozenset({"pH", "pOH", "pKa", "pKb", "pKw"})


def examine(step: str, lines: Sequence[str], problem: str, tell: Callable[[StepMessage], None]) -> list[StepMessage]:
    """Every claim of the step with what was found about it; an empty list if it makes none."""
    if len(step) > MAX_TEXT:
        return [_message(step[:200], None, unknown("cost", detail=f"a step of more than {MAX_TEXT} characters"))]
    context = gather(lines, problem)
    context.declare(step)
    context.operations = with_definitions(context.operations, step, is_problem=False)
    context.n_before = len(context.equations)
    step_claims = with_absurdities(claims(step))
    messages: list[StepMessage] = []
    worked: list[WorkedClaim] = []
    before = [] if context.preceding is None else [context.preceding]
    for claim in step_claims:
        finding, readings = _examined(claim, step_claims, context, step)
        reading = next(iter(readings), None)
        context.preceding = _preceding([claim_reading.trees[0] for claim_reading in readings], claim, context.preceding)
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
        *quantity_claims(step),
        *named_quantities(step),
        *worked_sides(step, before, context),
        *conclusions(step, worked, (problem, *lines)),
        *_holds_of_all(step, step_claims, context),
    )
    messages += [_message(text, None, finding) for text, finding in others]
    for equation in worded_equations(step):
        messages += examine(equation, (), "", tell)
    return messages


def _shown(step: str, text: str) -> str:
    """A claim's text as the step has it, mark-up included."""
    bare = without_markup(step)
    written = as_written(bare, text)
    at = bare.find(written)
    return step[at : at + len(written)] if at >= 0 else written


def _preceding(trees: Sequence[Node], claim: Claim, before: Preceding | None) -> Preceding | None:
    """The claim as what precedes the next one; a bare line behind one that was reshaped is reshaped, too."""
    if not trees:
        return None
    is_reshaped = "reshaping" in claim.cues.all or goes_on_reshaping(claim, before)
    is_derived = goes_on_deriving(trees[0], claim, before)
    return Preceding(trees[0], claim.end, is_reshaped, is_derived, tuple(trees[1:]))


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


def _examined(
    claim: Claim, step_claims: Sequence[Claim], context: Context, step: str
) -> tuple[Decision | None, Sequence[Reading]]:
    """The finding about one claim, None if it only gives a name a value or states a premise, and its readings."""
    claim = _without_letter_of_part(claim, step_claims, context)
    usual = context.in_usual_signs(claim)
    if usual is None:
        return unknown("ambiguous", detail="the problem gives a sign a meaning of its own"), ()
    try:
        readings = usual.read(context.setting)
    except (Unparsed, TooCostly) as error:
        return _link_refuted(usual, step_claims, context, step) or unreadable(error), ()
    readings = _as_named(claim, readings)
    chain = Chain(context, claim)
    tree = readings[0].trees[0]
    findings = [(reading, _decided(chain, reading)) for reading in readings]
    decided = [(reading, finding) for reading, finding in findings if finding is not None]
    if len(decided) < len(findings):
        context.take(tree, defines=True)
        return None, readings
    result = combine([(reading, finding.decision) for reading, finding in decided])
    if result.status == "verified" and _is_withdrawn(claim):
        result = opened(result, "ambiguous", "the step denies what holds")
    if result.status == "refuted":
        wrong = next((finding.part for _, finding in decided if finding.decision.status == "refuted"), tree)
        failed = Failed(claim, wrong, result, context.arithmetics, context.supposes_numbers)
        result = _settled(failed, step_claims, context, step)
        result = _unless_negative(claim, result, step_claims, context, step)
    result = _unless_labelled(claim, result, step_claims, context, step)
    context.hear(claim, tree)
    if _is_given_on(claim, tree, result):
        context.take(tree)
    return result, readings


def _link_refuted(claim: Claim, step_claims: Sequence[Claim], context: Context, step: str) -> Decision | None:
    """A false link between two numbers of a chain that can't be read as a whole."""
    for link in readable_links(claim) if len(named_currencies(claim.text)) < 2 else ():
        try:
            is_of_numbers = not any(reading.trees[0].symbols() for reading in link.read(context.setting))
        except (Unparsed, TooCostly):
            continue
        finding, _ = _examined(link, step_claims, context.copied(), step) if is_of_numbers else (None, ())
        if finding is not None and finding.status == "refuted":
            return finding.noting(link=link.text)
    return None


def _unless_negative(
    claim: Claim, refuted: Decision, step_claims: Sequence[Claim], context: Context, step: str
) -> Decision:
    """The refutation; open where the claim may hold with a dash at its beginning as a minus, or as a mark."""
    others = [claim.negative()] if claim.may_be_negative else list(claim.unlabelled())
    for other in others if refuted.status == "refuted" else ():
        finding, _ = _examined(other, step_claims, context.copied(), step)
        if finding is None or finding.status != "refuted":
            return opened(refuted, "ambiguous", "the dash before it is a list's mark or a minus")
    return refuted


def _without_letter_of_part(claim: Claim, step_claims: Sequence[Claim], context: Context) -> Claim:
    """`(b) 5 × 3 = 15`: without the letter of a part of an exercise, where nothing else has that letter."""
    bare = next(claim.without_label(), claim)
    others = [bare, *(other for other in step_claims if other.start != claim.start)]
    names = context.setting.variables | names_in(context.problem)
    is_letter = bare.part_label.isalpha() and not any(map(names.__contains__, bare.part_label))
    return bare if is_letter and not any(other.uses(bare.part_label) for other in others) else claim


def _unless_labelled(
    claim: Claim, decided: Decision, step_claims: Sequence[Claim], context: Context, step: str
) -> Decision:
    """The decision; open where the claim may begin with the label of a part, and comes out otherwise without it."""
    for other in claim.without_label() if decided.status in ("verified", "refuted") else ():
        finding, _ = _examined(other, step_claims, context.copied(), step)
        if finding is None or finding.status != decided.status:
            return opened(decided, "ambiguous", "its beginning is a factor, or the label of a part")
    return decided


def _is_withdrawn(claim: Claim) -> bool:
    return claim.cues.is_withdrawn or bool(claim.cues.last_cue & {"denial", "negation"})


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


def _settled(failed: Failed, step_claims: Sequence[Claim], context: Context, step: str) -> Decision:
    """A refutation, or the reason why it is open."""
    result = doubted(failed)
    if result.status == "refuted" and is_put_right(failed, step_claims, context):
        return opened(result, "ambiguous", "the step puts it right further on")
    lost = result.witness
    if result.status != "refuted" or not isinstance(lost, LostSolution):
        return result
    if is_elsewhere(lost, failed.tree, failed.claim, step_claims, step):
        return opened(result, "ambiguous", "one of several values that the step names")
    if is_ruled_out(lost, context):
        return opened(result, "domain", "an earlier equation does not hold of what is lost")
    return result


def _decided(chain: Chain, reading: Reading) -> ChainFinding | None:
    """The chain's finding about one reading, with what stopped it as a reason."""
    tree = reading.trees[0]
    try:
        return chain.decide(tree)
    except TooLong:
        stopped = unknown("timeout")
    except TooCostly as error:
        stopped = unknown("cost", detail=str(error))
    except Doubtful as error:
        stopped = unknown("precision", detail=str(error))
    except Undefined as error:
        stopped = unknown("unsupported", detail=str(error))
    return ChainFinding(stopped, tree)


def _is_bare_reason(claim: Claim, reading: Reading | None) -> bool:
    """`…, because 1600 > 1200`: the reason holds, but what it supports was not checked."""
    if reading is None or "reason" not in claim.cues.last_cue or not _is_comparison(reading.trees[0]):
        return False
    sentence = next(reversed(list(in_sentences(tokens(claim.before)))), [])
    return any(token.kind == "word" for token in sentence[:-1])


def _is_comparison(tree: Node) -> bool:
    is_signed = tree.op == "rel" and "=" not in str(tree.value).split()
    return is_signed and all(a.op == "num" for a in tree.args)


def _holds_of_all(step: str, step_claims: Sequence[Claim], context: Context) -> Iterator[tuple[str, Decision]]:
    """`This holds for every real x`: said of the last equation."""
    from dikast.verify.equality.expression_equality import equal

    if step_claims or len(step) > _MAX_HOLDS or not context.equations:
        return
    last = context.equations[-1]
    if last.value == "=" and any(map(_is_of_all, clauses(step))):
        yield step, equal(last.args[0], last.args[1])


def _is_of_all(clause: Clause) -> bool:
    meanings = clause.meanings
    return {"reference", "universal"} <= meanings and not meanings & {"negation", "denial"}
