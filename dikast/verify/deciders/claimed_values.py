"""One value a statement, where a sentence says more: its other words are labels, its other values adjuncts.

42            He will be 42 in 5 years       the same
12            twice 12                       unknown: the word makes another value
0.33          1/3 (approximately 0.33)       the same, rounded
1852 m        1 nautical mile                unknown: the word may be a unit
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from dikast.language import CueMeaning
from dikast.verify.deciders.money import is_currency
from dikast.verify.decision import Decision, unknown, verified
from dikast.verify.syntax.nodes import TooCostly, Unparsed
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import parse
from dikast.verify.syntax.quantities import has_units
from dikast.verify.text.known_words import is_operator
from dikast.verify.text.number_words import is_number_word, ordinal
from dikast.verify.text.phrases import Phrase, PhrasePart
from dikast.verify.witness import Dimensions

CompareValues = Callable[[str, str], Decision]
"""Compares two texts that are a value, a formula or a name each."""

_BRACKETS = frozenset(")]}）】」")
_POSTFIX = frozenset("squared cubed factorial mille plus minus moins más menos doubled halved twice thrice".split())
_DENYING: frozenset[CueMeaning] = frozenset({"negation", "denial"})
# Between two values and with nothing behind, the word for the end of a range, or of a ratio or an odds.
_TO = frozenset({"to", "bis", "zu", "à", "a", "hasta", "到", "至", "比"})
_OPERATORS = frozenset("+-*/×·")
_RESULTS_OF = frozenset({"sum", "difference", "product", "quotient", "average", "mean"})
_AMOUNTS = frozenset("$€£¥₹%°")
_BY = frozenset({"by", "auf", "par", "por"})


def same_claims(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """One value each, where a sentence may say more: its other words are labels, its other values adjuncts."""
    ours, theirs = left.claim, right.claim
    if ours is None or theirs is None:
        return _lone(left, right, pair)
    if (word := _danger(left, ours) or _danger(right, theirs)) is not None:
        return unknown("unsupported", "phrase", where=word)
    for phrase, claim in ((left, ours), (right, theirs)):
        if any(pair(gloss.text, claim.text).status == "refuted" for gloss in phrase.glosses):
            return unknown("ambiguous", "gloss", detail="a value and its gloss differ")
    decision = pair(ours.text, theirs.text)
    are_things = _counts_things(left, ours, theirs) or _counts_things(right, theirs, ours)
    if decision.status != "unknown" and (are_things or not _are_one_thing(left, right)):
        return unknown("unsupported", "labels", where=left_over(left, right))
    if decision.status == "verified":
        return decision
    if decision.status == "refuted":
        return _or_open(left, right, decision, pair)
    # `0.33` against `1/3 (approximately 0.33)`: the rounded value is the one that was given.
    by_gloss = [pair(ours.text, gloss.text) for gloss in right.glosses]
    by_gloss += [pair(gloss.text, theirs.text) for gloss in left.glosses]
    return verified("gloss", "rounded") if any(found.status == "verified" for found in by_gloss) else decision


def _counts_things(phrase: Phrase, claim: PhrasePart, other: PhrasePart) -> bool:
    """`5 apples` against `$5` or `5 km`: an amount is no number of things, and `mile` of `1 nautical mile` unread."""
    behind = phrase.parts[_place(phrase, claim) + 1 :][:1]
    is_of_things = any(not (part.is_slot or part.meanings or is_currency(part.text)) for part in behind)
    is_of_things = is_of_things and plain(behind[0].text)[:1].isalpha()  # not the sign of `30º`
    return is_of_things and not _is_amount(claim.text) and _is_amount(other.text)


def _is_amount(text: str) -> bool:
    """A sum of money, a share, or a quantity with a unit."""
    if not _AMOUNTS.isdisjoint(text):
        return True
    try:
        tree = parse(text)
    except (Unparsed, TooCostly):
        return False
    return has_units(tree) or tree.literal == "degrees"


def _lone(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`45 minutes` against `He will come in 45 minutes`: the only value of a sentence verifies, and refutes nothing."""
    ours, theirs = left.claim or left.lone, right.claim or right.lone
    if ours is None or theirs is None or _danger(left, ours) or _danger(right, theirs):
        return None
    decision = pair(ours.text, theirs.text)
    return decision if decision.status == "verified" and _are_one_thing(left, right) else None


def _are_one_thing(left: Phrase, right: Phrase) -> bool:
    """Whether the words of one are among those of the other, and the adjuncts of both are not at odds."""
    said = [list(_label_words(phrase)) for phrase in (left, right)]
    ours, theirs = (frozenset(words) for words in said)
    if not (ours <= theirs or theirs <= ours) or _are_turned(said[0], said[1], left):
        return False
    beside = [sorted(_values_beside(phrase)) for phrase in (left, right)]
    return not all(beside) or beside[0] == beside[1]


def _values_beside(phrase: Phrase) -> Iterator[str]:
    if len(phrase.slots) > 1:
        yield from (slot.text for slot in phrase.slots if slot.role in ("adjunct", "measure", "side"))


def _are_turned(ours: Sequence[str], theirs: Sequence[str], phrase: Phrase) -> bool:
    """`north of east` and `east of north`, `boys:girls`: the same words in another order around what joins them."""
    is_bound = any("adjunct" in part.meanings or part.text == ":" for part in phrase.words)
    return is_bound and ours != theirs and sorted(ours) == sorted(theirs)


def _label_words(phrase: Phrase) -> Iterator[str]:
    for part in phrase.words:
        if not part.is_aside and part.role not in ("side", "denied"):
            yield part.text


def _danger(phrase: Phrase, claim: PhrasePart) -> str | None:
    """A word beside the value that makes another value or a bound of it; None if there is none."""
    if (bracket := next((part.text for part in phrase.words if part.text in _BRACKETS), None)) is not None:
        return bracket
    at = _place(phrase, claim)
    if _is_range(phrase.parts[at + 1 : at + 4]):
        return phrase.parts[at + 1].text
    if _is_raised(phrase.parts[at + 1 :]):
        return phrase.parts[at + 1].text
    if (word := _operation_before(phrase.parts[:at])) is not None:
        return word
    beside = [*_directly_before(phrase.parts[:at]), *_directly_behind(phrase.parts[at + 1 :])]
    for part in beside:
        if is_operator(part.text) or part.text in _OPERATORS or part.meanings & {"bound", "alternative"}:
            return part.text
    if (word := _other_number(phrase.parts[at + 1 :]) or _denied_behind(claim, phrase.parts[at + 1 :])) is not None:
        return word
    return next((p.text for p in phrase.words if p.meanings & {"question"} and p.clause == claim.clause), None)


def _denied_behind(claim: PhrasePart, behind: Sequence[PhrasePart]) -> str | None:
    """The `not` of `12 is not the answer`, the `wrong` of `12 (wrong)`; `12 pupils do not play` denies no number."""
    own = [part for part in behind if part.clause == claim.clause]
    first = next((part for part in own if not part.is_silent), None)
    if first is not None and first.meanings & _DENYING and not any(part.is_slot for part in own):
        return first.text
    of_others = {part.clause for part in behind if part.is_slot}
    denials = (part for part in behind if part.is_aside and "denial" in part.meanings)
    return next((part.text for part in denials if part.clause not in of_others), None)


def _operation_before(parts: Sequence[PhrasePart]) -> str | None:
    """`the sum of x and 5`: an operation whose operands it is one of; `the sum of both is 5` has a verb."""
    for word, after in pairwise(reversed(parts)):
        if word.meanings & {"copula", "verb", "announcement", "conclusion"}:
            return None
        if after.text in _RESULTS_OF and word.text in ("of", "between", "from"):
            return after.text
    return None


def _other_number(behind: Sequence[PhrasePart]) -> str | None:
    """The `half` of `2 apples and half an orange`, the `thirds` of `12 thirds`: no values by themselves."""
    if behind and not behind[0].is_slot and is_number_word(behind[0].text):
        return behind[0].text
    for joint, after in pairwise(behind):
        if joint.is_slot or "addition" in joint.meanings:
            return after.text if not joint.is_slot and is_number_word(after.text) else None
    return None


def _is_range(behind: Sequence[PhrasePart]) -> bool:
    """Whether a value goes on as `12 to 7` does; in `0.33 to 2 places` something follows."""
    is_to = len(behind) > 1 and behind[0].text in _TO | _BY and behind[1].is_slot
    return is_to and (len(behind) == 2 or behind[2].is_joint)


def _is_raised(behind: Sequence[PhrasePart]) -> bool:
    """`12 to the third`, with nothing behind that it could be the third of."""
    words = [part.text for part in behind if part.meanings != {"filler"} and part.text != "power"]
    return len(words) == 2 and words[0] == "to" and ordinal(words[1]) is not None


def _directly_behind(parts: Sequence[PhrasePart]) -> Iterator[PhrasePart]:
    """The words behind a value that may go on to another: `3 to the power of 2`, but not the label of `12 times`."""
    words: list[PhrasePart] = []
    for part in parts:
        if part.is_joint or part.meanings & {"copula", "verb", "announcement", "reason"}:
            break
        if part.is_slot:
            yield from (word for i, word in enumerate(words) if i == 0 or "bound" not in word.meanings)
            return
        words.append(part)
    yield from (part for part in words[:2] if part.meanings & {"bound", "alternative"} or part.text in _POSTFIX)


def _directly_before(parts: Sequence[PhrasePart]) -> Iterator[PhrasePart]:
    """The words before a value, back to its verb, its label's colon or a comma."""
    for part in reversed(parts):
        if part.is_slot or part.is_joint or part.meanings & {"copula", "verb", "announcement"}:
            return
        yield part


def _meant_otherwise(phrase: Phrase, claim: PhrasePart) -> Iterator[tuple[str, str]]:
    """Other values that a statement may mean, each with what it then is."""
    for slot in phrase.slots:
        if slot.role in ("earlier", "gloss"):
            yield slot.text, "another value in the text is the same"
        work, sign, result = slot.text.rpartition("=")
        if (
            sign and any(char.isdecimal() for char in work) and not _is_reason(phrase, slot)
        ):  # `5 hours a day, so 5*7 = 35 hours a week`
            yield result, "what the sentence works out is the same"
        if slot.role == "adjunct":  # `10 out of 25`
            yield f"({claim.text})/({slot.text})", "a count, or its share of another"
    if phrase.words and not claim.text.startswith(("-", "−", "–")):  # `a loss of $20`
        yield f"-({claim.text})", "the same but for the sign"


def _is_reason(phrase: Phrase, slot: PhrasePart) -> bool:
    """`because 5 + 3 = 8`, `Check: 5 + 3 = 8`."""
    return any(part.clause == slot.clause and part.meanings & {"reason", "check"} for part in phrase.parts)


def _goes_on(phrase: Phrase, claim: PhrasePart, decision: Decision) -> bool:
    """`60 km each hour`: words behind a quantity may divide it by another, so that it is no length."""
    behind = [part for part in phrase.parts[_place(phrase, claim) + 1 :] if part.clause == claim.clause]
    has_words = any(not (part.is_slot or part.is_silent or part.is_joint) for part in behind)
    return has_words and isinstance(decision.witness, Dimensions)


def _place(phrase: Phrase, part: PhrasePart) -> int:
    return next(i for i, one in enumerate(phrase.parts) if one is part)


def _or_open(left: Phrase, right: Phrase, decision: Decision, pair: CompareValues) -> Decision:
    """The refutation, unless something in a statement may mean the other value after all."""
    for one, other in ((left, right), (right, left)):
        ours, theirs = one.claim, other.claim
        if ours is None or theirs is None:
            continue
        is_part = _is_half(one, ours, other) or any(_is_cut_off(slot.text) for slot in one.slots)
        if is_part or _goes_on(other, theirs, decision):
            return unknown("unsupported", "labels", where=left_over(left, right))
        for value, detail in _meant_otherwise(one, ours):
            if pair(theirs.text, value).status == "verified":
                return unknown("ambiguous", "phrase", where=one.text[:80], detail=detail)
    return decision


def _is_half(phrase: Phrase, claim: PhrasePart, other: Phrase) -> bool:
    """`from 2 to 5`, `odds of 3 to 1`, `5 cm by 3 cm`: the value may be a part of what is meant."""
    at = _place(phrase, claim)
    near = (phrase.parts[at + 1 : at + 3], phrase.parts[max(at - 2, 0) : at][::-1])
    if any(len(two) == 2 and two[0].text in _TO | _BY and two[1].is_slot for two in near):
        return True
    # `5 m/s, 30° north` beside `5 m/s at 30° north`: what is a list in one text is none in the other.
    return len(phrase.slots) > 1 and any(claim.text in part.text and part.text != claim.text for part in other.slots)


def _is_cut_off(slot: str) -> bool:
    """The `pie - 14` of `40 pieces of pie - 14 pieces of pie = 26 pieces`: it begins in words."""
    first, _, rest = slot.partition(" ")
    return len(first) > 1 and first.isalpha() and rest[:1] in _OPERATORS


def left_over(left: Phrase, right: Phrase) -> str:
    """What no rule accounts for: the first part of the longer phrase that the shorter one has not."""
    longer, shorter = (left, right) if len(left.parts) > len(right.parts) else (right, left)
    known = {part.text for part in shorter.parts}
    return next((part.text for part in longer.parts if part.text not in known and not part.is_silent), longer.text)[:80]
