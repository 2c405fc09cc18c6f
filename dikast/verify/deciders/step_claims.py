"""A solution step examined: its claims found, read, and each decided in the light of what was said before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from dikast.verify.deciders.chains import Chain
from dikast.verify.deciders.chemistry import is_balanced, reaction
from dikast.verify.deciders.context import Context, gather
from dikast.verify.deciders.lost_solutions import is_elsewhere, is_ruled_out
from dikast.verify.deciders.same_answer import combine
from dikast.verify.deciders.transitions import IMPLICATION
from dikast.verify.decision import Decision, refuted, unknown, unreadable, verified
from dikast.verify.equality.algebra import TooLong
from dikast.verify.equality.exact import Doubtful, Undefined
from dikast.verify.doubts import Failed, doubted, opened
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.normalize import MAX_TEXT, as_written
from dikast.verify.syntax.parser import Reading
from dikast.verify.text.claims import Claim, claims
from dikast.verify.witness import LostSolution

StepMessage = dict[str, Any]
_HOLDS = re.compile(
    r"\b(?:this|it|which|equation|identity)\s+(?:\w+\s+)?(?:holds|is true) for (?:every|all|any)\b|\bis an identity\b",
    re.IGNORECASE,
)
_TERM = r"(?:\d+\s*)?[A-Z](?:[A-Za-z0-9]|\^?\{?\d*[+-]\}?(?=[\s,.]|$)|\([A-Za-z0-9]+\)\d*|_\{?\d+\}?){0,40}"
_CHEMISTRY = re.compile(
    rf"{_TERM}(?: \+ {_TERM}){{0,7}}\s*(?:->|-->|→|⟶|\\to|\\rightarrow)\s*{_TERM}(?: \+ {_TERM}){{0,7}}"
)
_UNBALANCED = re.compile(r"\bunbalanced|\bnot (?:\w+ )?balanced|n['’]t (?:\w+ )?balanced", re.IGNORECASE)
_TO_BALANCE = re.compile(r"\bbalanc(?:e|ing)\b", re.IGNORECASE)
_PRIME = re.compile(
    r"(?:(?:so|thus|hence|therefore|since|and|but|the number)[\s,]+)*\$?(\d{1,15})\$? is (not )?(?:an? )?"
    r"(prime|composite)(?: number)?[.;,]?",
    re.IGNORECASE,
)


def examine(step: str, lines: Sequence[str], problem: str, tell: Callable[[StepMessage], None]) -> list[StepMessage]:
    """Every claim of the step with what was found about it; an empty list if it makes none."""
    if len(step) > MAX_TEXT:
        return [_message(step[:200], None, unknown("cost", detail=f"a step of more than {MAX_TEXT} characters"))]
    context = gather(lines, problem)
    context.declare(step)
    has_story = bool(problem.strip())
    found: list[StepMessage] = []
    all_claims = claims(step)
    for claim in all_claims:
        finding, reading = _examine(claim, all_claims, context, step, has_story)
        if finding is not None:
            message = _message(as_written(step, claim.text), reading, finding)
            found.append(message)
            tell(message)
            if _is_bare_reason(claim, reading):
                found.append(_message(claim.before.strip()[-200:], None, unknown("unsupported", "conclusion")))
    found += [_message(text, None, finding) for text, finding in (*_balances(step), *_whole(step, context))]
    return found


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


def _examine(
    claim: Claim, all_claims: Sequence[Claim], context: Context, step: str, has_story: bool
) -> tuple[Decision | None, Reading | None]:
    """The finding about one claim, None if it only gives a name a value or states a premise."""
    try:
        found = claim.read(context.setting)
    except (Unparsed, TooCostly) as error:
        return unreadable(error), None
    if "*" in claim.text and context.redefines_star:
        detail = "the problem gives * a meaning of its own"
        return unknown("ambiguous", detail=detail), found[0]
    chain = Chain(context, claim, has_story)
    findings = [(reading, _decide(chain, reading)) for reading in found]
    tree = found[0].trees[0]
    decided = [(reading, finding) for reading, finding in findings if finding is not None]
    if len(decided) < len(findings):
        context.take(tree, defines=True)
        return None, found[0]
    result = combine(decided)
    if result.status != "refuted":
        if result.method != IMPLICATION:
            context.take(tree)
        return result, found[0]
    result = doubted(Failed(claim, tree, result))
    if result.status == "refuted":
        result = _lost(claim, all_claims, tree, result, step, context)
    return result, found[0]


def _lost(
    claim: Claim, all_claims: Sequence[Claim], tree: Node, result: Decision, step: str, context: Context
) -> Decision:
    """The refutation, or why a solution that the claim loses may not be lost."""
    lost, names = result.witness, tree.symbols()
    if not isinstance(lost, LostSolution) or len(names) != 1:
        return result
    (name,) = names
    if is_elsewhere(lost.value, name, claim, all_claims, step, context):
        return opened(result, "ambiguous", "one of several values that the step names")
    if is_ruled_out(lost.value, name, context):
        return opened(result, "domain", "an earlier equation does not hold of what is lost")
    return result


def _decide(chain: Chain, reading: Reading) -> Decision | None:
    """The chain's finding about one reading, with what stopped it as a reason."""
    try:
        return chain.decide(reading.trees[0])
    except TooLong:
        return unknown("timeout")
    except TooCostly as error:
        return unknown("cost", detail=str(error))
    except Undefined as error:
        return unknown("precision" if isinstance(error, Doubtful) else "unsupported", detail=str(error))


def _is_bare_reason(claim: Claim, reading: Reading | None) -> bool:
    """`…, because 1600 > 1200`: the reason holds, but what it is there to support was not looked at."""
    if reading is None or "reason" not in claim.voice.last_cue or reading.trees[0].op != "rel":
        return False
    tree = reading.trees[0]
    is_compared = "=" not in str(tree.value).split() and all(a.op == "num" for a in tree.args)
    return is_compared and "adjunct" not in claim.voice.lead


def _balances(step: str) -> list[tuple[str, Decision]]:
    """Chemical equations with an arrow: are they balanced?"""
    found = []
    for match in _CHEMISTRY.finditer(step[:4000]):
        sides = reaction(match[0])
        if sides is not None and sum(len(side) for side in sides) > 1 and "balanc" in step.lower():
            finding = is_balanced(*sides)
            is_open = _UNBALANCED.search(step) or (finding.status == "refuted" and _TO_BALANCE.search(step))
            detail = "said to be unbalanced, or still to be balanced"
            found.append((match[0], unknown("ambiguous", "balance", detail=detail) if is_open else finding))
    return found


def _primality(n: int, word: str, is_denied: bool) -> Decision:
    """Whether a number is what it is called; 0 and 1 are neither prime nor composite."""
    import sympy

    is_so = sympy.isprime(n) if word == "prime" else n > 1 and not sympy.isprime(n)
    if is_so != is_denied:
        return verified("primality")
    return refuted("primality", factors={str(p): k for p, k in sympy.factorint(n).items()})


def _whole(step: str, context: Context) -> list[tuple[str, Decision]]:
    """`This holds for every real x`: said of the last equation."""
    from dikast.verify.equality.ladder import equal

    if prime := _PRIME.fullmatch(step.strip()):
        return [(step, _primality(int(prime[1]), prime[3].lower(), is_denied=bool(prime[2])))]
    if len(step) > 120 or not _HOLDS.search(step) or claims(step) or not context.equations:
        return []
    last = context.equations[-1]
    if last.op != "rel" or last.value != "=":
        return []
    return [(step, equal(last.args[0], last.args[1]))]
