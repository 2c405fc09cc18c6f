"""One value per statement, where a sentence says more: other words are labels, other values adjuncts.

42            He will be 42 in 5 years       the same
12            twice 12                       unknown: the word makes another value
0.33          1/3 (approximately 0.33)       the same, rounded
4828 m        1 league                       unknown: the word may be a unit
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise, takewhile

from dikast.language import CueMeaning, is_ideograph, word_group
from dikast.verify.deciders.money import money
from dikast.verify.decision import Decision, unknown, verified
from dikast.verify.syntax.currency_table import SIGNS, currency
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import tree_of
from dikast.verify.syntax.quantities import has_units
from dikast.verify.text.known_words import has_opposite, is_operator
from dikast.verify.text.number_words import may_count, ordinal
from dikast.verify.text.phrases import Phrase, PhrasePart
from dikast.verify.witness import Dimensions

_SAYING: frozenset[CueMeaning] = frozenset({"copula", "verb", "announcement"})
_WHEN: frozenset[CueMeaning] = frozenset({"case", "condition", "supposition"})
_REASONS: frozenset[CueMeaning] = frozenset({"reason", "check", "question"})
_BOUNDING: frozenset[CueMeaning] = frozenset({"bound", "alternative"})

CompareValues = Callable[[str, str], Decision]
"""Compares two texts; each is a value, a formula or a name."""

_BRACKETS = frozenset(")]}）】」")
_DENYING: frozenset[CueMeaning] = frozenset({"negation", "denial"})
# The word between two values of a range, a ratio or odds, with nothing behind them.
_COUNTERS, _OF_CHINESE = word_group("counters"), word_group("chinese of")
_TO = word_group("ratio to") | word_group("up to")
_OPERATORS = frozenset("+-*/×·")
_AMOUNTS = SIGNS | {"%", "°"}
_BY = word_group("by")
# `5 less`, `5 short of 20`: what the number is more or less than is not said, or another number.
_SHORT = word_group("short of")
_COMPARING = word_group("differing by") | _SHORT


@dataclass(frozen=True)
class PlacedValue:
    """The value that a phrase claims, with what is before and behind it."""

    phrase: Phrase
    part: PhrasePart

    @cached_property
    def text(self) -> str:
        """How it is written, with the currency behind it: `5 euros`."""
        return " ".join([self.part.text, *(part.text for part in self.currency)])

    @cached_property
    def currency(self) -> tuple[PhrasePart, ...]:
        """The currency behind it, which is a part of the value and no label."""
        return tuple(part for part in self.behind[:1] if not part.is_slot and currency(part.text) is not None)

    @cached_property
    def place(self) -> int:
        """Which part of the phrase it is."""
        return next(i for i, one in enumerate(self.phrase.parts) if one is self.part)

    @property
    def before(self) -> tuple[PhrasePart, ...]:
        """The parts before it, the nearest first."""
        return self.phrase.parts[: self.place][::-1]

    @property
    def behind(self) -> tuple[PhrasePart, ...]:
        """The parts behind it."""
        return self.phrase.parts[self.place + 1 :]

    @property
    def behind_in_clause(self) -> list[PhrasePart]:
        """The parts behind it in its own clause."""
        return [part for part in self.behind if part.clause == self.part.clause]


def _placed(phrase: Phrase, part: PhrasePart | None) -> PlacedValue | None:
    return None if part is None else PlacedValue(phrase, part)


def same_claims(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """One value each, where a sentence may say more: other words are labels, other values adjuncts.

    The only value of a sentence verifies and refutes nothing: `45 minutes` against `He will come in 45 minutes`.
    """
    ours, theirs = (_placed(phrase, phrase.claim or phrase.lone) for phrase in (left, right))
    if ours is None or theirs is None:
        return None
    is_lone = left.claim is None or right.claim is None
    if (word := _danger(ours) or _danger(theirs)) is not None:
        return None if is_lone else unknown("unsupported", "phrase", where=word)
    decision = pair(ours.text, theirs.text)
    if is_lone:
        return decision if decision.status == "verified" and _are_one_thing(left, right) else None
    if _is_at_odds_with_gloss(ours, pair) or _is_at_odds_with_gloss(theirs, pair):
        return unknown("ambiguous", "gloss", detail="a value and its gloss differ")
    if decision.status == "unknown":
        return _or_rounded(decision, ours, theirs, pair)
    are_other = _counts_things(ours, theirs) or _counts_things(theirs, ours)
    if are_other or _have_other_counters(left, right) or not _are_one_thing(left, right):
        return unknown("unsupported", "labels", where=left_over(left, right))
    return decision if decision.status == "verified" else _or_open(ours, theirs, decision, pair)


def _is_at_odds_with_gloss(value: PlacedValue, pair: CompareValues) -> bool:
    return any(pair(gloss.text, value.text).status == "refuted" for gloss in value.phrase.glosses)


def _or_rounded(decision: Decision, ours: PlacedValue, theirs: PlacedValue, pair: CompareValues) -> Decision:
    """`0.33` against `1/3 (approximately 0.33)`: equal to the rounded value."""
    by_gloss = [pair(ours.text, gloss.text) for gloss in theirs.phrase.glosses]
    by_gloss += [pair(gloss.text, theirs.text) for gloss in ours.phrase.glosses]
    return verified("gloss", "rounded") if any(finding.status == "verified" for finding in by_gloss) else decision


def _counts_things(value: PlacedValue, other: PlacedValue) -> bool:
    """`5 apples` against `$5` or `5 km`: an amount is not a number of things; `league` in `1 league` is unread."""
    is_of_things = any(map(_may_be_thing, value.behind[:1]))
    return is_of_things and not _is_amount(value.text) and _is_amount(other.text)


def _have_other_counters(left: Phrase, right: Phrase) -> bool:
    """`5个` against `5人`; people have several counters."""
    counters = {left.counter, right.counter} - {""}
    return len(counters) > 1 and not counters <= word_group("counters of people")


def _may_be_thing(part: PhrasePart) -> bool:
    if part.text in _COUNTERS:
        return True
    if part.is_slot or part.meanings or currency(part.text) is not None:
        return False
    return plain(part.text)[:1].isalpha()  # not the sign of `30º`


def _is_amount(text: str) -> bool:
    """A sum of money, a share, or a quantity with a unit."""
    if not _AMOUNTS.isdisjoint(text) or money(text) is not None:
        return True
    tree = tree_of(text)
    return tree is not None and (has_units(tree) or tree.literal == "degrees")


def _are_one_thing(left: Phrase, right: Phrase) -> bool:
    """Whether the words of one are among those of the other, and the adjuncts of both agree."""
    beside = [sorted(_values_beside(phrase)) for phrase in (left, right)]
    return are_labels_one(left, right) and (not all(beside) or beside[0] == beside[1])


def are_labels_one(left: Phrase, right: Phrase) -> bool:
    """Whether one says all that the other does, in its order.

    `Alice pays Bob $15` and `Bob pays Alice $15` have the same words, but not in the same order.
    """
    if _are_turned(left, right):
        return False
    ours, theirs = (list(_labels(phrase)) for phrase in (left, right))
    shorter, longer = sorted((ours, theirs), key=len)
    remaining = iter(longer)
    # `no maximum` and `a maximum` at the same place
    return word_group("none").isdisjoint({*ours} ^ {*theirs}) and all(word in remaining for word in shorter)


def _are_turned(left: Phrase, right: Phrase) -> bool:
    """Whether two statements have the same words in another order: `3 times as many boys as girls`."""
    ours, theirs = ([part.text for part in phrase.words] for phrase in (left, right))
    return ours != theirs and sorted(ours) == sorted(theirs)


def _values_beside(phrase: Phrase) -> Iterator[str]:
    if len(phrase.slots) > 1:
        yield from (slot.text for slot in phrase.slots if slot.role in ("adjunct", "measure", "side"))


def _labels(phrase: Phrase) -> Iterator[str]:
    """The words and names that say what has the value, and how: `Tom` of `Tom: 5`, `gives` of `She gives 5 apples`.

    `Ann` and `B` are names too, although they may be products of letters.
    """
    value = _placed(phrase, phrase.claim)
    currency = () if value is None else value.currency
    words = set(phrase.words) - {*currency}
    reasons = {part.clause for part in phrase.parts if part.meanings & _REASONS} - set(_times(phrase))
    for part in phrase.parts:
        is_name = part.is_slot and part.role == "adjunct" and part.text.isalpha()
        is_said = is_name or part.is_told or part in words
        is_reason = part.role == "side" and part.clause in reasons
        is_beside = part.is_aside or part.role == "denied" or is_reason
        if is_said and not is_beside:
            # `59 when x = 8`, `59 at x = 8`; unlike `without`, `with` is such a word.
            yield "when" if part.meanings & _WHEN else part.text.casefold()


def _times(phrase: Phrase) -> Iterator[int]:
    """The clauses that give a time: `since Monday` has a single word, and no reason has."""
    beside = Counter(part.clause for part in phrase.parts if part.role == "side" and not part.is_joint)
    return (clause for clause, n_parts in beside.items() if n_parts == 2)


def _danger(value: PlacedValue) -> str | None:
    """A word beside the value that changes it or makes it a bound; None if there is none."""
    return next((part.text for find in _DANGERS for part in find(value)), None)


def _stray_brackets(value: PlacedValue) -> Iterator[PhrasePart]:
    return (part for part in value.phrase.words if part.text in _BRACKETS)


def _end_of_range(value: PlacedValue) -> Iterator[PhrasePart]:
    """The `to` of `12 to 7` and `from 7 to 12`; in `0.33 to 2 places` something follows."""
    near = value.behind[:3]
    is_to = len(near) > 1 and near[0].text in _TO | _BY and near[1].is_slot
    if is_to and all(part.is_joint for part in near[2:]):
        yield near[0]
    if len(value.phrase.parts) == 4 and [part.is_slot for part in value.before] == [False, True, False]:
        yield from value.before[:1] if value.before[0].text in _TO else ()


def _beside_number(value: PlacedValue) -> Iterator[PhrasePart]:
    """`5 out of 8`, `5 per 20`, `5 taken from 20`: two numbers of nothing; a verb says which one it states."""
    words = list(takewhile(lambda part: not (part.is_slot or part.is_joint), value.behind))
    others = value.behind[len(words) :]
    if not words or not others or not all(part.is_joint for part in others[1:]):
        return
    is_bare = others[0].text.isdecimal() and others[0].role in ("adjunct", "measure")
    is_said = any(part.meanings & (_SAYING | {"conclusion"}) for part in value.before)
    if is_bare and not is_said and value.part.role != "measure":  # `It fell to 50 from 60`
        yield words[0]


def _share(value: PlacedValue) -> Iterator[PhrasePart]:
    """The `of` of `3/4 of 2 hours`, `$5 of $20`: what is stated is a part of another value."""
    near = value.behind[:2]
    if len(near) > 1 and near[0].text in word_group("of") and near[1].is_slot:
        yield near[0]


def _compared(value: PlacedValue) -> Iterator[PhrasePart]:
    """`5 less`, `5 short of 20`, `5 times as many`: a number of another; `She needs 5 more` has a verb."""
    near = value.behind[:2]
    is_said = any(part.meanings & _SAYING for part in value.before)
    goes_on = any(part.is_slot for part in value.behind_in_clause)
    for first in near[:1]:
        is_compared = any(part.text in word_group("as many") or has_opposite(part.text) for part in near[1:])
        is_factor = is_compared and first.text in word_group("times")
        is_difference = first.text in _COMPARING and not is_said
        is_distance = first.text in _SHORT and goes_on
        if is_factor or is_difference or is_distance:
            yield first


def _ideograph_beside(value: PlacedValue) -> Iterator[PhrasePart]:
    """`5倍`, `5折`, `5的倒数`, `5个半`, `第5`: right behind a number is its counter, or it is another number."""
    yield from (part for part in value.before[:1] if part.text in word_group("ordinal sign"))
    if not value.part.text[-1:].isdecimal():
        return
    for first in () if value.currency else value.behind[:1]:
        if first.text in _COUNTERS:
            yield from (part for part in value.behind[1:2] if part.text in word_group("half or power"))
        elif is_ideograph(first.text[:1]) and (first.text in _OF_CHINESE or first.meanings <= {"operation"}):
            yield first


def _operation_before(value: PlacedValue) -> Iterator[PhrasePart]:
    """`the sum of x and 5`: an operation whose operands it is one of; `the sum of both is 5` has a verb."""
    unsaid = takewhile(lambda pair: not pair[0].meanings & (_SAYING | {"conclusion"}), pairwise(value.before))
    return (
        name for of, name in unsaid if name.text in word_group("result of") and of.text in word_group("before operands")
    )


def _operators_beside(value: PlacedValue) -> Iterator[PhrasePart]:
    for part in (*_directly_before(value), *_directly_behind(value)):
        if is_operator(part.text) or part.text in _OPERATORS or part.meanings & _BOUNDING:
            yield part


def _other_number(value: PlacedValue) -> Iterator[PhrasePart]:
    """The `half` of `2 apples and half an orange`, the `thirds` of `12 thirds`: no values by themselves."""
    behind = value.behind
    if behind and not behind[0].is_slot and _counts(behind[0].text):
        yield behind[0]
    joints = ((joint, after) for joint, after in pairwise(behind) if joint.is_slot or "addition" in joint.meanings)
    for joint, after in islice(joints, 1):
        yield from (after,) if not joint.is_slot and _counts(after.text) else ()


def _counts(word: str) -> bool:
    return may_count(word) and word not in _COUNTERS


def _denials(value: PlacedValue) -> Iterator[PhrasePart]:
    """The `not` of `12 is not the answer`, the `wrong` of `12 (wrong)`; `12 pupils do not play` denies no number."""
    own = value.behind_in_clause
    first = [part for part in own if not part.is_silent][:1]
    if first and first[0].meanings & _DENYING and not any(part.is_slot for part in own):
        yield first[0]
    of_others = {part.clause for part in value.behind if part.is_slot}
    denials = (part for part in value.behind if part.is_aside and "denial" in part.meanings)
    yield from (part for part in denials if part.clause not in of_others)


def _raised(value: PlacedValue) -> Iterator[PhrasePart]:
    """The `to` of `12 to the third`, with nothing behind it."""
    words = [part for part in value.behind if part.meanings != {"filler"} and part.text != "power"]
    if len(words) == 2 and words[0].text == "to" and ordinal(words[1].text) is not None:
        yield words[0]


def _questions(value: PlacedValue) -> Iterator[PhrasePart]:
    return (part for part in value.phrase.words if "question" in part.meanings and part.clause == value.part.clause)


# Words that change a phrase's value or make it a bound; the first that is found is reported.
_DANGERS: tuple[Callable[[PlacedValue], Iterator[PhrasePart]], ...] = (
    _stray_brackets, _end_of_range, _beside_number, _share, _raised, _operation_before, _operators_beside,
    _other_number, _denials, _questions, _compared, _ideograph_beside,
)  # fmt: skip


def _directly_behind(value: PlacedValue) -> Iterator[PhrasePart]:
    """The words behind a value that may go on to another: `3 to the power of 2`, but not the label of `12 times`."""
    words = list(takewhile(lambda part: not _ends_words(part, _SAYING | {"reason"}), value.behind))
    is_before_value = value.behind[len(words) :][:1]
    if is_before_value and is_before_value[0].is_slot:
        yield from (word for i, word in enumerate(words) if i == 0 or "bound" not in word.meanings)
    else:
        changing = word_group("changing the number before")
        yield from (word for word in words[:2] if word.meanings & _BOUNDING or word.text in changing)


def _directly_before(value: PlacedValue) -> Iterator[PhrasePart]:
    """The words before a value, back to its verb, its label's colon or a comma."""
    return takewhile(lambda part: not _ends_words(part, _SAYING), value.before)


def _ends_words(part: PhrasePart, meanings: frozenset[CueMeaning]) -> bool:
    return part.is_slot or part.is_joint or bool(part.meanings & meanings)


def _or_open(ours: PlacedValue, theirs: PlacedValue, decision: Decision, pair: CompareValues) -> Decision:
    """The refutation, unless something in a statement may mean the other value after all."""
    for value, other in ((ours, theirs), (theirs, ours)):
        if _is_part(value, other.phrase) or _goes_on(other, decision):
            return unknown("unsupported", "labels", where=left_over(ours.phrase, theirs.phrase))
        for text, detail in _meant_otherwise(value):
            if pair(other.text, text).status == "verified":
                return unknown("ambiguous", "phrase", where=value.phrase.text[:80], detail=detail)
    return decision


def _meant_otherwise(value: PlacedValue) -> Iterator[tuple[str, str]]:
    """Other values that a statement may mean, each with a description."""
    for slot in value.phrase.slots:
        if slot.role in ("earlier", "gloss"):
            yield slot.text, "another value in the text is the same"
        work, _, result = slot.text.rpartition("=")
        if any(map(str.isdecimal, work)) and not _is_reason(value.phrase, slot):
            # `5 hours a day, so 5*7 = 35 hours a week`
            yield result, "what the sentence works out is the same"
        if slot.role == "adjunct":  # `10 out of 25`
            yield f"({value.text})/({slot.text})", "a count, or its share of another"
    if value.phrase.words and not value.text.startswith(("-", "−", "–")):  # `a loss of $20`
        yield f"-({value.text})", "the same but for the sign"


def _is_reason(phrase: Phrase, slot: PhrasePart) -> bool:
    """`because 5 + 3 = 8`, `Check: 5 + 3 = 8`."""
    return any(part.clause == slot.clause and part.meanings & {"reason", "check"} for part in phrase.parts)


def _goes_on(value: PlacedValue, decision: Decision) -> bool:
    """`60 km each hour`: words behind a quantity may divide it by another, so it is not a length."""
    has_words = any(not (part.is_slot or part.is_silent or part.is_joint) for part in value.behind_in_clause)
    return has_words and isinstance(decision.witness, Dimensions)


def _is_part(value: PlacedValue, other: Phrase) -> bool:
    """`from 2 to 5`, `odds of 3 to 1`, `5 cm by 3 cm`: the value may be a part of what is meant."""
    near = (value.behind[:2], value.before[:2])
    if any(len(two) == 2 and two[0].text in _TO | _BY and two[1].is_slot for two in near):
        return True
    # `5 m/s, 30° north` beside `5 m/s at 30° north`: only one of the texts has a list.
    wider = (part for part in other.slots if value.text in part.text and part.text != value.text)
    is_of_list = len(value.phrase.slots) > 1 and any(wider)
    return is_of_list or any(_is_cut_off(slot.text) for slot in value.phrase.slots)


def _is_cut_off(slot: str) -> bool:
    """The `pie - 14` of `40 pieces of pie - 14 pieces of pie = 26 pieces`: it begins in words."""
    first, _, behind = slot.partition(" ")
    return len(first) > 1 and first.isalpha() and behind[:1] in _OPERATORS


def left_over(left: Phrase, right: Phrase) -> str:
    """What no rule accounts for: the first part of the longer phrase that is not in the shorter one."""
    longer, shorter = (left, right) if len(left.parts) > len(right.parts) else (right, left)
    known = {part.text for part in shorter.parts}
    return next((part.text for part in longer.parts if part.text not in known and not part.is_silent), longer.text)[:80]
