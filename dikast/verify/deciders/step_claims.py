"""A solution step examined: its claims found, read, and each decided in the light of what was said before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from dikast.records import CheckReason
from dikast.verify.deciders.chains import Chain
from dikast.verify.deciders.chemistry import is_balanced, reaction
from dikast.verify.deciders.context import Context, gather
from dikast.verify.deciders.lost_solutions import is_elsewhere, is_ruled_out
from dikast.verify.deciders.same_answer import combine
from dikast.verify.decision import Decision, refuted, unknown, unreadable, verified
from dikast.verify.equality.algebra import TooLong
from dikast.verify.equality.exact import Doubtful, Undefined
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.normalize import MAX_TEXT, as_written
from dikast.verify.syntax.parser import Reading
from dikast.verify.text.claims import Claim, claims

StepMessage = dict[str, Any]
_ABSURD = re.compile(
    r"contradict|impossible|absurd|no (?:real )?solution|\bfalse\b|not (?:true|possible|equal|correct)|incorrect|"
    r"mistake|\bwrong\b|≠|\\ne",
    re.IGNORECASE,
)
_REMAINDER = re.compile(r"remainder|left over|\brem\b|\bR\s*\d", re.IGNORECASE)
_DENIES = re.compile(
    _ABSURD.pattern + r"|cannot|can't|doesn't|does not|isn't|is not|extraneous|reject|discard", re.IGNORECASE
)
_HYPOTHESIS = re.compile(
    r"\b(?:if|suppose|assume|assuming|let(?!['’]s)|say|try|trying|guess|consider|when|unless|whether|imagine|"
    r"instead of|would)\b[^.;]*$|\b(?:for|at|case|with)[\s$]*$",
    re.IGNORECASE,
)
_DOLLARS, _CENTS = (
    re.compile(r"\$|\bdollars?\b", re.IGNORECASE),
    re.compile(r"¢|\b(?:cents?|penn(?:y|ies))\b", re.IGNORECASE),
)
_LABEL = re.compile(r"(?<!\\)\b[A-Za-z]{3,}\b")
_ASIDE = re.compile(
    r"\b(?:cases?|parts?|first|second|third|other|another|next|new|old|one|works?|satisf\w+|possib\w+|smallest|largest|"
    r"greatest|larger|smaller|greater|bigger|lesser|least|lowest|valid|acceptable|feasible|principal|integer|highest|min\w*|max\w*|vertex|axis|symmetr\w*|derivative|slope|intercept|positive|negative|"
    r"non-?neg\w*|loss of generality|wlog|when|if|try\w*|test\w*|point|examples?|e\.g|reject\w*|must be|after|before|"
    r"triangles?)\b|\bat \$?[a-z] ?=|"
    r"\b(?:substitut|plug|tak|sett?|choos)\w* (?:in )?\$?[a-z] ?=|[a-z] ?= ?-?\d+ gives\b|"
    r"\b(?:as|since|because|where|with|given|assuming)\b[^.]{0,20}(?:[<>≤≥]|\\[lg]e)",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:suppose|assume|assuming|imagine)(?: that)?[\s$]*$", re.IGNORECASE)
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
_PI_OF = re.compile(r"\\pi\s*\(\d+\)\s*=")
_DIFFERENTIAL = re.compile(r"(?<![A-Za-z\\])d[a-z](?![A-Za-z])")
_PRIME = re.compile(
    r"(?:(?:so|thus|hence|therefore|since|and|but|the number)[\s,]+)*\$?(\d{1,15})\$? is (not )?(?:an? )?"
    r"(prime|composite)(?: number)?[.;,]?",
    re.IGNORECASE,
)
_BECAUSE = re.compile(r"\b(?:because|since|as)\s*$", re.IGNORECASE)


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
    is_arithmetic = not any(reading.trees[0].symbols() for reading in found)
    is_supposed = bool((_SUPPOSED if is_arithmetic else _HYPOTHESIS).search(claim.before))
    is_supposed = is_supposed or (not is_arithmetic and _is_heading(claim, step))
    chain = Chain(context, claim.before, has_story, is_supposed)
    findings = [(reading, _decide(chain, reading)) for reading in found]
    tree = found[0].trees[0]
    decided = [(reading, finding) for reading, finding in findings if finding is not None]
    if len(decided) < len(findings):
        context.take(tree, defines=True)
        return None, found[0]
    result = combine(decided)
    if result.status != "refuted":
        if result.evidence.get("relation") != "implies":
            context.take(tree)
        return result, found[0]
    denies = is_supposed or bool((_ABSURD if is_arithmetic else _DENIES).search(step))
    doubt = _doubt(claim, tree, result, step, denies) or _lost(claim, all_claims, tree, result, step, context)
    return (unknown(doubt[0], doubt[1], **(result.evidence | {"detail": doubt[2]})) if doubt else result), found[0]


def _doubt(claim: Claim, tree: Node, result: Decision, step: str, denies: bool) -> tuple[CheckReason, str, str] | None:
    """Why a claim that does not hold as it was read may be meant otherwise: reason, method, detail."""
    if _PI_OF.search(claim.text):
        return "ambiguous", result.method, "a multiple of pi, or how many primes there are"
    if claim.text.rstrip().endswith("!"):
        return "ambiguous", result.method, "a factorial, or an exclamation mark"
    if _DIFFERENTIAL.search(claim.text) and "d" in tree.symbols():
        return "unsupported", result.method, "differentials"
    if _DOLLARS.search(claim.text) and (_CENTS.search(claim.text) or _is_hundredfold(result)):
        return "unsupported", "units", "dollars and cents"
    if _are_labelled_numbers(tree, claim.text):
        return "unsupported", "labels", "numbers of different things"
    if result.method in ("transition", "system") and _ASIDE.search(step):
        return "ambiguous", result.method, "perhaps said of one of several"
    if denies or _REMAINDER.search(claim.text):
        return "ambiguous", result.method, "the step supposes or denies something"
    return None


def _lost(
    claim: Claim, all_claims: Sequence[Claim], tree: Node, result: Decision, step: str, context: Context
) -> tuple[CheckReason, str, str] | None:
    """Why a solution that the claim loses may not be lost."""
    lost, names = result.evidence.get("lost"), tree.symbols()
    if result.evidence.get("relation") != "loses solutions" or lost is None or len(names) != 1:
        return None
    (name,) = names
    if is_elsewhere(str(lost), name, claim, all_claims, step, context):
        return "ambiguous", result.method, "one of several values that the step names"
    if is_ruled_out(str(lost), name, context):
        return "domain", result.method, "an earlier equation does not hold of what is lost"
    return None


def _is_hundredfold(result: Decision) -> bool:
    """`900 - 100 = $8`: the sides differ by the number of cents in a dollar."""
    try:
        left, right = (Fraction(str(result.evidence[side])) for side in ("left", "right"))
    except (KeyError, ValueError, ZeroDivisionError):
        return False
    return bool(right) and left / right in (100, Fraction(1, 100))


def _is_heading(claim: Claim, step: str) -> bool:
    """`n = 2: 2^2 + 1 = 5`: a case, and what comes of it."""
    return re.search(re.escape(claim.text) + r"[\s$]*:", step) is not None


def _are_labelled_numbers(tree: Node, text: str) -> bool:
    """`3 furlongs = 2 leagues`: two bare numbers, at least one with a word that is no unit of ours."""
    is_plain = tree.op == "rel" and tree.value == "=" and all(a.op == "num" for a in tree.args)
    return is_plain and bool(_LABEL.search(text))


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
    if reading is None or not _BECAUSE.search(claim.before) or reading.trees[0].op != "rel":
        return False
    tree = reading.trees[0]
    return "=" not in str(tree.value).split() and all(a.op == "num" for a in tree.args)


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
