"""Two statements compared as phrases: value with value, slot by slot, label by label, or one value in a sentence.

Each rule is a row of a table; the first that can decide does. What no rule accounts for is unknown, with the word or
the value that is left over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import dropwhile, islice

from dikast.language import CueMeaning, clauses, reporter
from dikast.verify.deciders.claimed_values import CompareValues, are_labels_one, left_over, same_claims
from dikast.verify.deciders.word_lists import is_word_list
from dikast.verify.deciders.worded_values import (
    same_bare_bound,
    same_bound,
    same_ratio,
    same_remainder,
    same_sides,
    same_work,
    with_value,
)
from dikast.verify.decision import Decision, every, refuted, unknown, verified
from dikast.verify.text.decoration import pictures
from dikast.verify.text.known_words import (
    exclusive,
    formula_of,
    has_opposite,
    is_one_named,
    is_plain_noun,
    is_strict_bound,
    may_not_exist,
    phrase_formula,
    plain_words,
)
from dikast.verify.text.phrases import STATING, Phrase, PhrasePart
from dikast.verify.witness import Point, Slots

_COLONS = frozenset(":：")


def same_phrases(left: Phrase, right: Phrase, pair: CompareValues) -> Decision:
    """Whether two statements say the same."""
    for rule in RULES:
        decision = rule(left, right, pair)
        if decision is not None:
            return _open_as_said(decision, left, right)
    return unknown("unsupported", "phrase", where=left_over(left, right), detail="more than one value, or none")


def _open_as_said(decision: Decision, left: Phrase, right: Phrase) -> Decision:
    """The decision, unless their conditions differ, or one of them has a reservation."""
    if decision.status == "unknown":
        return decision
    if decision.status == "verified" and _suppose_otherwise(left, right):
        return unknown("unsupported", "phrase", detail="other conditions")
    if decision.status == "verified" and not pictures(left.text) <= pictures(right.text):
        return unknown("unsupported", "phrase", detail="a picture of the reference is left over")
    if isinstance(decision.witness, Point) and bool(left.bounds) != bool(right.bounds):
        # `|x| for x ≥ 0` beside `x`: they differ at a point that the condition may leave out.
        return unknown("unsupported", "phrase", detail="other conditions")
    reserved = [phrase.reservation or _reporter(phrase) for phrase in (left, right)]
    if reserved[0] == reserved[1]:
        return decision
    return unknown("ambiguous", "phrase", where=next(filter(None, reserved)), detail="said with a reservation")


def _reporter(phrase: Phrase) -> str | None:
    """The word that makes a bare value at the end of its clause someone else's answer."""
    claim = phrase.claim
    if len(phrase.parts) == 1:
        return None
    own = [part for part in phrase.parts if claim and part.clause == claim.clause and not part.is_joint]
    if claim is None or own[-1] is not claim:
        return None
    value = claim.text.split()[-1]
    all_clauses = clauses(phrase.text)
    at = next((i for i, clause in enumerate(all_clauses) if any(t.text in value for t in clause.tokens[-2:])), 0)
    is_headed = at > 0 and all_clauses[at - 1].tokens[-1].text in _COLONS  # `She answered: 12`
    around = all_clauses[at - is_headed : at + 1]
    return next((word for word in map(reporter, around) if word is not None), None)


def _suppose_otherwise(left: Phrase, right: Phrase) -> bool:
    """Whether two statements are known to hold under different conditions, or only one of them has an `if`."""
    if left.is_supposed or right.is_supposed:
        return _skeleton(left) != _skeleton(right) or left.conditions != right.conditions
    if bool(left.bounds) != bool(right.bounds):
        return True
    return bool(left.conditions and right.conditions) and left.conditions != right.conditions


def _values(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """Each is one value and nothing else."""
    if left.value is None or right.value is None or not are_labels_one(left, right):
        return None
    return pair(left.value, right.value)


def _aligned(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """The same words in the same order: every slot against the one in its place."""
    is_alike = _skeleton(left) == _skeleton(right) and left.counter == right.counter
    if not (is_alike and are_labels_one(left, right) and _have_same_roles(left, right)):
        return None
    if not left.slots:
        return verified("text") if left.words and _texts(left.words) == _texts(right.words) else None
    findings = [pair(a.text, b.text) for a, b in zip(left.slots, right.slots, strict=True)]
    if len(findings) == 1:
        return findings[0]
    if _are_sides_turned(left, right):
        is_square = findings[0].status == "verified"
        return findings[0] if is_square else unknown("ambiguous", "phrase", detail="sides in another order")
    i = next((i for i, decision in enumerate(findings) if decision.status == "refuted"), None)
    return every(findings) if i is None else refuted("slots", Slots(i, left.slots[i].text, right.slots[i].text))


def _texts(parts: Iterable[PhrasePart]) -> list[str]:
    return [part.text for part in parts]


def _are_sides_turned(left: Phrase, right: Phrase) -> bool:
    """`3 by 5` and `5 by 3`."""
    is_of_sides = _texts(left.words) == ["by"] and len(left.slots) == 2
    return is_of_sides and left.slots[0].text == right.slots[1].text


def _have_same_roles(left: Phrase, right: Phrase) -> bool:
    """Whether the other also states, and does not ask or suppose, what one states."""
    pairs = zip(left.slots, right.slots, strict=True)
    return all(a.role == b.role or {a.role, b.role} <= {*STATING} for a, b in pairs)


def _skeleton(phrase: Phrase) -> list[tuple[bool, str]]:
    """The words that count, with an empty place for each slot."""
    return [(part.is_slot, "" if part.is_slot else part.text) for part in phrase.parts if not part.is_silent]


def _labelled(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """Values with a label each, in another order or with longer labels: `radius 3, center (1, 2)`."""
    ours, theirs = _groups(left), _groups(right)
    if len(ours) != len(theirs) or len(ours) < 2:
        return None
    findings: list[Decision] = []
    for i, (label, slot) in enumerate(ours):
        fitting = [other for words, other in theirs if label <= words or words <= label]
        if len(fitting) != 1:
            return None
        decision = pair(slot, fitting[0])
        if decision.status == "refuted":
            return refuted("slots", Slots(i, slot, fitting[0]))
        findings.append(decision)
    return every(findings)


def _groups(phrase: Phrase) -> list[tuple[frozenset[str], str]]:
    """The labels and values between commas and `and`s; none unless each has one value and a label of its own."""
    groups: list[tuple[frozenset[str], str]] = []
    for parts in _between_joints(phrase.parts):
        slots = [part for part in parts if part.is_slot]
        label = frozenset(part.text for part in parts if not (part.is_slot or part.is_silent))
        is_labelled = len(slots) == 1 and bool(label) and slots[0].role in STATING
        if not is_labelled:
            return []
        groups.append((label, slots[0].text))
    return groups if len({label for label, _ in groups}) == len(groups) else []


def _between_joints(parts: Sequence[PhrasePart]) -> Iterator[list[PhrasePart]]:
    group: list[PhrasePart] = []
    for part in parts:
        is_item = not part.is_slot and part.text.endswith(")")
        if group and (part.is_joint or is_item):
            yield group
            group = []
        if not part.is_joint:
            group.append(part)
    if group:
        yield group


def _worded(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """Words against a sentence: what it says of its subject is the same, or can't be right with it."""
    roles = {slot.role for slot in (*left.slots, *right.slots)}
    ours, theirs = _said(left), _said(right)
    if roles - {"side", "gloss"} or not ours or not theirs:
        return None
    for words in _answering_words(left, right):
        if (parted := exclusive(*words)) is not None and _is_one_within_other(left, right, beside=words):
            return refuted("text", left=words[0], right=words[1]) if parted else verified("text")
    is_same = ours == theirs and _negations(left) == _negations(right) and "gloss" not in roles
    return verified("text") if is_same and _is_one_within_other(left, right) else None


def _answering_words(left: Phrase, right: Phrase) -> Iterator[tuple[str, str]]:
    """A word of each that may answer by itself: the first one, or the only one."""
    if _is_flat(left) and _is_flat(right):
        yield left.words[0].text, right.words[0].text
    # `a rational number` and `rational`, `the series converges` and `it diverges`
    for said in ((_said(left), _said(right)), [_without_nouns(phrase) for phrase in (left, right)]):
        if len(said[0]) == len(said[1]) == 1:
            yield said[0][0], said[1][0]


def _without_nouns(phrase: Phrase) -> list[str]:
    return [word.text for word in phrase.words if not is_plain_noun(word.text)]


def _is_flat(phrase: Phrase) -> bool:
    """`Yes` and `Yes, it converges`: the first word answers, alone or with a comma or a reason behind it."""
    if len(phrase.words) == 1:
        return True
    parts = dropwhile(lambda part: part.is_silent, phrase.parts)
    after = next(islice(parts, 1, None), None)
    if after is None or "reason" in after.meanings:
        return after is not None
    is_clause = after.is_joint and "addition" not in after.meanings
    return is_clause and not is_word_list(phrase)


def _is_one_within_other(left: Phrase, right: Phrase, beside: Sequence[str] = ()) -> bool:
    """Whether one says all that the other does beside some words, in its order.

    `A is taller than B` says something else than `B is taller than A`.
    """
    words = ([part for part in phrase.words if part.role != "side"] for phrase in (left, right))
    texts = ([text for text in _texts(row) if text not in beside] for row in words)
    shorter, longer = sorted(texts, key=len)
    remaining = iter(longer)
    return all(word in remaining for word in shorter)


def _fixed(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """A sentence that ends in a fixed phrase (`The equation has no solution`) against a value or another such."""
    formulas = [_formula_in_words(phrase) for phrase in (left, right)]
    ours, theirs = (formula or phrase.value for formula, phrase in zip(formulas, (left, right), strict=True))
    if not any(formulas) or is_one_named(*formulas):
        return None
    if ours is None or theirs is None:
        return None
    if "DNE" not in (ours, theirs):
        return pair(ours, theirs)
    if may_not_exist(ours) or may_not_exist(theirs):
        return unknown("ambiguous", "text", detail="no value, none that is finite, or no solution")
    return verified("text") if ours == theirs else refuted("text", detail="only one side exists")


def _formula_in_words(phrase: Phrase) -> str | None:
    if phrase.slots:
        return formula_of(phrase.text)
    formula = phrase_formula(plain_words(phrase.text))
    # The denial of `does not exist` is its own; `it is not true that there is no solution` has another.
    return None if _negations(phrase) > (formula == "DNE") else formula


def _bounded(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`More than 9` is not 9; for `at least 9`, a question may have asked for the bound itself."""
    for phrase, value in with_value(left, right):
        is_strict = [is_strict_bound(word.text) for word in phrase.words] == [True]
        is_bound = is_strict and [slot.role for slot in phrase.slots] == ["bound"]
        if is_bound and _is(value, phrase.slots[0], pair):
            return refuted("bound", left=value, right=phrase.text[:80])
    return None


def _is(value: str, slot: PhrasePart, pair: CompareValues) -> bool:
    return pair(value, slot.text).status == "verified"


def _said(phrase: Phrase) -> tuple[str, ...]:
    """The words behind the verb; all of them where there is none."""
    words = [part for part in phrase.words if part.role != "side" and "reason" not in part.meanings]
    meanings = frozenset[CueMeaning]().union(*(part.meanings for part in phrase.parts))
    is_claiming = any(part.role == "claimed" for part in words)
    behind = [part.text for part in words if part.role in ("adjunct", "measure") and not part.meanings]
    if behind and "copula" in meanings and not is_claiming:
        return tuple(behind)
    # Without a verb `Type I error` denies nothing, and neither does a `no` that answers; `not Yes` does.
    has_verb = bool(meanings & {"copula", "verb"})
    parts = (part for part in words if has_verb or not _answers_alone(part))
    return tuple(_texts(part for part in parts if part.role in ("claimed", "denied")) or _texts(words))


def _answers_alone(word: PhrasePart) -> bool:
    return word.meanings == {"denial"} or (bool(word.meanings) and has_opposite(word.text))


def _negations(phrase: Phrase) -> int:
    return sum(bool(part.meanings & {"negation", "denial"}) for part in phrase.parts)


def _denied_word(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`not prime` only says that it is not `prime`."""
    for phrase, other in ((left, right), (right, left)):
        words, denied = _texts(other.words), [word.text for word in phrase.words if word.role == "denied"]
        if phrase.slots or other.slots or (_negations(phrase), _negations(other)) != (1, 0):
            continue
        is_bare = len(words) == 1 and len(phrase.words) == 2
        if is_bare and denied[-1:] == words and not _is_verdict(words[0]):
            return refuted("denied", left=left.text[:80], right=right.text[:80])
    return None


def _is_verdict(word: str) -> bool:
    """`yes`, `false`: a word that may itself be what is denied, as in `not true`."""
    return exclusive(word, "no") is not None or exclusive(word, "false") is not None


def _denied(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`It is not 9` only says that it is not 9."""
    for phrase, value in with_value(left, right):
        denied = [slot for slot in phrase.slots if slot.role == "denied"]
        says_more = any(slot.role in STATING for slot in phrase.slots) or "no" in _texts(phrase.words)
        if not says_more and any(_is(value, slot, pair) for slot in denied):
            return refuted("denied", left=value, right=phrase.text[:80])
    return None


PhraseRule = Callable[[Phrase, Phrase, CompareValues], Decision | None]
RULES: tuple[PhraseRule, ...] = (
    same_bare_bound, same_remainder, _values, _aligned, _labelled, _worded, _fixed, _denied_word, _denied,
    _bounded, same_bound, same_ratio, same_sides, same_work, same_claims,
)  # fmt: skip
