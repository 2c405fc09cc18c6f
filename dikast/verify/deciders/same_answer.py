"""Is an answer the same as a reference? The way from two texts to one finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice

from dikast.verify.deciders.chemistry import same_formula
from dikast.verify.deciders.choices import ChoiceTexts, is_choice, same_choice
from dikast.verify.deciders.dates import same_moment
from dikast.verify.deciders.money import money, same_money
from dikast.verify.deciders.twofold import twofold
from dikast.verify.decision import Decision, refuted, unknown, unreadable, verified
from dikast.verify.equality.compare import ValueComparison
from dikast.verify.equality.ladder import Domain
from dikast.verify.policy import Policy
from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.nodes import TooCostly, Unparsed
from dikast.verify.syntax.parser import Reading, readings
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.answers import candidates, values
from dikast.verify.text.integers import with_integers
from dikast.verify.text.phrases import exclude, phrase, words

_CANDIDATES = 4
_HATTED = re.compile(r"\\(?:vec|hat|mathbf|boldsymbol)\s*\{\s*\\?([ijk])(?:math)?\s*\}")
_LETTERED = re.compile(r"^\s*\\(?:textbf|text|mathrm|mathbf)\{\s*\(?[A-J][).:]\s*\}(?:\\[ ,;]|~|\\quad|\s)*(?=\S)")
_PLAIN_UNITS = re.compile(
    r"(?<=[\d})])\s*(?:\\[ ,]\s*)?(?:\\text\{\s*)?(?:square |cubic |sq\.? )?units?\b\s*\}?(?:\^\{?[23]\}?)?"
)
_LABELLED = re.compile(r"\s*-?[\d.,/]+\s+([a-z][a-z ]*?)s?\s*\.?\s*", re.IGNORECASE)
_FINALLY = re.compile(r"(?!.*\b(?:not|n't)\b).{1,200}\bis (true|false)\W*", re.IGNORECASE)
_FLATLY = re.compile(r"\W*(yes|no|true|false)\b(?:[,.;:!]|\s*$)", re.IGNORECASE)
_INTEGRAL = re.compile(r"antiderivative|indefinite integral|integrate|\\int|∫|primitive", re.IGNORECASE)
_NAMES = re.compile(r"(?<![A-Za-z\\])[b-zA-Z](?![A-Za-z])")


def compare_answers(
    reference: str,
    answer: str,
    choices: ChoiceTexts,
    policy: Policy,
    tell: Callable[[Decision], None] = lambda finding: None,
    question: str = "",
) -> Decision:
    """Whether two answers are the same, under a policy."""
    if is_choice(reference, answer, choices):
        found = same_choice(reference, answer, choices, lambda a, b: _plainly(a, b, policy))
        if choices or found.status != "unknown":
            return found
    given = frozenset(_NAMES.findall(question))
    comparison = ValueComparison(policy, Domain(is_real=True, tell=tell), bool(_INTEGRAL.search(question)), given)
    return _texts(with_integers(reference), with_integers(answer), comparison)


def _plainly(a: str, b: str, policy: Policy) -> Decision:
    return _texts(a, b, ValueComparison(policy))


def _texts(reference: str, answer: str, comparison: ValueComparison) -> Decision:
    lefts = list(islice(candidates(reference), _CANDIDATES))
    rights = list(islice(candidates(answer), _CANDIDATES))
    trouble: Decision | None = None
    for left in lefts:
        for right in rights:
            try:
                finding = _unlabelled(_pair(left, right, comparison), reference, answer)
                if finding.status == "refuted" and (detail := twofold(left, right, answer)):
                    finding = unknown("ambiguous", "notation", detail=detail)
                if finding.status == "refuted" and _has_other(left, right, reference, answer, comparison):
                    finding = unknown("ambiguous", "extraction", detail="another value in the text is the same")
                is_settled = finding.status != "unknown" or finding.method == "labels"
                return finding if is_settled else _by_words(reference, answer) or finding
            except (Unparsed, TooCostly) as error:
                trouble = trouble or unreadable(error)
    return _by_words(reference, answer) or trouble or unknown("parse", "none", detail="no answer was found")


def _has_other(left: str, right: str, reference: str, answer: str, comparison: ValueComparison) -> bool:
    """Whether a text names several values, of which another than the one taken for its answer is right."""
    pairs = [(left, other) for other in _others(right, answer)] + [(other, right) for other in _others(left, reference)]
    return any(_is_same(one, other, comparison) for one, other in pairs)


def _others(chosen: str, text: str) -> list[str]:
    found = values(text)
    return [other for other in found if other != chosen] if chosen in found else []


def _is_same(left: str, right: str, comparison: ValueComparison) -> bool:
    try:
        return _pair(left, right, comparison).status == "verified"
    except (Unparsed, TooCostly):
        return False


def _unlabelled(finding: Decision, reference: str, answer: str) -> Decision:
    """`2 years` and `24 months`: numbers of different things that are no units of ours can't be held apart."""
    labels = [_LABELLED.fullmatch(t) for t in (reference, answer)]
    words_after = [m[1] for m in labels if m is not None]
    if finding.status == "refuted" and "units" in finding.evidence and not all(map(is_unit, words_after)):
        return unknown("unsupported", "labels", detail="a unit, and a word that may be one")
    if finding.status == "unknown" or not all(labels):
        return finding
    names = [m[1].split()[-1] for m in labels if m is not None]
    if names[0].casefold() == names[1].casefold() or all(is_unit(name) or is_unit(name + "s") for name in names):
        return finding
    if finding.status == "verified" and finding.method != "text":
        return finding
    return unknown("unsupported", "labels", left=names[0], right=names[1])


def _by_words(reference: str, answer: str) -> Decision | None:
    """Words against words: the same, or such as exclude each other."""
    for left in (words(c) for c in (reference, *candidates(reference))):
        for right in (words(c) for c in (answer, *candidates(answer))):
            if left and left == right:
                return verified("text")
            if exclude(left, right):
                return refuted("text", left=left, right=right)
    flat = [_flatly(t) for t in (reference, answer)]
    if None not in flat and (flat[0] == flat[1] or exclude(*map(str, flat))):
        return verified("text") if flat[0] == flat[1] else refuted("text", left=flat[0], right=flat[1])
    return None


def _flatly(text: str) -> str | None:
    """The yes, no, true or false that a text begins with and does not take back."""
    match = _FLATLY.match(text) or _FINALLY.fullmatch(text)
    said = {w.casefold() for w in re.findall(r"\b(?:yes|no|true|false)\b", text, re.IGNORECASE)}
    return match[1].casefold() if match and len(said) == 1 else None


def _pair(left: str, right: str, comparison: ValueComparison) -> Decision:
    """One candidate of each side, each as it was meant: a time, a formula, words, or mathematics."""
    if (finding := same_formula(left, right)) is not None:
        return finding
    if words(left) == words(right) and left.strip():
        return verified("text")
    if (moment := same_moment(left, right)) is not None:
        return _or_ratio(moment, left, right, comparison)
    if (paid := same_money(left, right, lambda a, b: _decided(a, b, comparison))) is not None:
        return paid
    if _may_be_cents(left, right) or _may_be_cents(right, left):
        return unknown("ambiguous", "units", detail="cents, or a number of dollars")
    return _phrases_or_values(_unpriced(left), _unpriced(right), comparison)


def _phrases_or_values(left: str, right: str, comparison: ValueComparison) -> Decision:
    """Two candidates compared as known phrases, such as `DNE`; as mathematics if neither is one."""
    if exclude(words(left), words(right)):
        return refuted("text", left=words(left), right=words(right))
    phrases = [phrase(t) for t in (left, right)]
    if phrases[0] is not None and phrases[0] == phrases[1]:
        return verified("text")
    if "DNE" in phrases:
        other = phrases[1] if phrases[0] == "DNE" else phrases[0]
        return (
            refuted("text", detail="only one side exists")
            if other or _is_number(left) or _is_number(right)
            else unknown("unsupported")
        )
    return _decided(phrases[0] or tidy(left), phrases[1] or tidy(right), comparison)


def _decided(left: str, right: str, comparison: ValueComparison) -> Decision:
    return decide(readings(left, right, setting=Setting(with_lists=True)), comparison)


def _unpriced(text: str) -> str:
    """A sum of money as its number, for comparing it with a bare one."""
    paid = money(text)
    return text if paid is None else paid[1]


def _may_be_cents(priced: str, bare: str) -> bool:
    """`50 cents` and `0.50`."""
    paid = money(priced)
    return paid is not None and paid[0] in ("cent", "penny") and re.fullmatch(r"\s*0?\.\d\d?\s*", bare) is not None


def _or_ratio(moment: Decision, left: str, right: str, comparison: ValueComparison) -> Decision:
    """`3:10` and `6:20` are different times, but the same ratio."""
    if moment.status != "refuted" or not all(re.fullmatch(r"\s*\d+:0?[1-9]\d*\s*", t) for t in (left, right)):
        return moment
    ratio = _decided(left, right, comparison)
    return unknown("ambiguous", "time", **moment.evidence) if ratio.status == "verified" else moment


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\s*-?\$?[\d.,/]+\$?\s*", text) is not None


def tidy(text: str) -> str:
    """The candidate without what surrounds a formula: dollar signs, asterisks, a closing sentence mark."""
    text = re.sub(r"(?<![\w)}\]])\*\*(?=\S)(.+?)(?<=\S)\*\*(?![\w({\[])", r"\1", text.strip())
    text = (
        re.sub(r"(?<!\\)\$\$?|\\[()\[\]](?!\w)", " ", text) if not re.match(r"\\?\$\s*-?[\d.]", text.strip()) else text
    )
    text = re.sub(r"\\?\$\s*(?=-?[\d.])", " ", text)
    text = re.sub(
        r"\\begin\{(align|equation|gather|aligned)\*?\}|\\end\{(align|equation|gather|aligned)\*?\}|\\\s*$", " ", text
    )
    text = re.sub(r"\s*(?:dollars?|euros?|€|£)\s*$", "", text) if re.match(r"\s*-?[\d.,]+\s", text) else text
    text = re.sub(r"\\\$(?!\s*-?[\d.])", " ", text)
    text = re.sub(r"\\\\(?=[A-Za-z])", r"\\", text) if "\\begin" not in text else text
    text = re.sub(r"^\s*(?:~|≈|\\approx(?![A-Za-z])|approximately|about)\s*", "", text)
    text = re.sub(r"^\s*(?:minus|negative)\s+(?=[\d.])", "-", re.sub(r"^\s*=(?!=)", "", text), flags=re.IGNORECASE)
    text = _PLAIN_UNITS.sub("", text)
    text = _LETTERED.sub("", _HATTED.sub(r" \1 ", text))
    if re.fullmatch(r"\s*\d+(?: to \d+){1,3}\s*", text):
        text = text.replace(" to ", ":")
    return re.sub(r"(?<!\.)\.$", "", text.strip()).strip()


def decide(found: Iterable[Reading], compare: ValueComparison) -> Decision:
    """One finding over all readings: the conventional one verifies alone, refuting takes every one."""
    findings: list[tuple[Reading, Decision]] = []
    for reading in found:
        finding = compare(*reading.trees)
        if finding.status == "verified" and reading.is_conventional and _is_settled(reading, findings):
            findings.append((reading, finding))
            continue
        findings.append((reading, finding))
    return combine(findings)


def _is_settled(reading: Reading, earlier: list[tuple[Reading, Decision]]) -> bool:
    return not earlier


def combine(findings: list[tuple[Reading, Decision]]) -> Decision:
    """Readings' findings as one; see `decide`."""
    if len(findings) == 1:
        return findings[0][1]
    conventional = [f for r, f in findings if r.is_conventional]
    statuses = {f.status for _, f in findings}
    if all(f.status == "verified" for f in conventional):
        return conventional[0].noting(readings=len(findings))
    if statuses == {"refuted"}:
        return findings[0][1].noting(readings=len(findings))
    if "refuted" in statuses and "verified" in statuses:
        shown = {str(dict(r.choices)): f.status for r, f in findings[:8]}
        return unknown("ambiguous", "readings", statuses=shown)
    return next(f for _, f in findings if f.status == "unknown")
