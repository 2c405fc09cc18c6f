"""Two statements compared as phrases: value with value, slot by slot, label by label, or one value in a sentence.

Each rule is a row of a table; the first that can decide does. What no rule accounts for is unknown, with the word or
the value that is left over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dikast.verify.deciders.claimed_values import CompareValues, left_over, same_claims
from dikast.verify.decision import Decision, every, refuted, unknown, verified
from dikast.verify.text.known_words import exclusive, is_strict_bound, phrase_formula, plain_words
from dikast.verify.text.phrases import Phrase, PhrasePart
from dikast.verify.witness import Slots

_STATING = frozenset({"claimed", "main", "measure"})


def same_phrases(left: Phrase, right: Phrase, pair: CompareValues) -> Decision:
    """Whether two statements say the same."""
    for rule in RULES:
        decision = rule(left, right, pair)
        if decision is not None:
            return decision
    return unknown("unsupported", "phrase", where=left_over(left, right), detail="more than one value, or none")


def _values(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """Each is one value and nothing else."""
    if left.value is None or right.value is None:
        return None
    return pair(left.value, right.value)


def _aligned(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """The same words in the same order: every slot against the one in its place."""
    if _skeleton(left) != _skeleton(right) or not _have_same_roles(left, right):
        return None
    if not left.slots:
        return verified("text") if left.words else None
    found = [pair(a.text, b.text) for a, b in zip(left.slots, right.slots, strict=True)]
    for i, decision in enumerate(found):
        if decision.status == "refuted" and len(found) > 1:
            return refuted("slots", Slots(i, left.slots[i].text, right.slots[i].text))
    return every(found)


def _have_same_roles(left: Phrase, right: Phrase) -> bool:
    """Whether what one states the other states too, and does not ask or suppose it."""
    pairs = zip(left.slots, right.slots, strict=True)
    return all(a.role == b.role or {a.role, b.role} <= _STATING for a, b in pairs)


def _skeleton(phrase: Phrase) -> list[tuple[bool, str]]:
    """The words that count, with an empty place for each slot."""
    kept = (part for part in phrase.parts if part.is_slot or not part.is_silent)
    return [(part.is_slot, "" if part.is_slot else part.text) for part in kept]


def _labelled(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """Values with a label each, in another order or with longer labels: `radius 3, center (1, 2)`."""
    groups = [_groups(phrase) for phrase in (left, right)]
    if any(group is None for group in groups):
        return None
    ours, theirs = (group for group in groups if group is not None)
    if len(ours) != len(theirs) or len(ours) < 2:
        return None
    found: list[Decision] = []
    for i, (label, slot) in enumerate(ours):
        fitting = [other for words, other in theirs if label <= words or words <= label]
        if len(fitting) != 1:
            return None
        decision = pair(slot, fitting[0])
        if decision.status == "refuted":
            return refuted("slots", Slots(i, slot, fitting[0]))
        found.append(decision)
    return every(found)


def _groups(phrase: Phrase) -> list[tuple[frozenset[str], str]] | None:
    """The labels and values between commas and `and`s; None unless each has one value and a label of its own."""
    groups: list[tuple[frozenset[str], str]] = []
    for parts in _between_joints(phrase.parts):
        slots = [part.text for part in parts if part.is_slot]
        label = frozenset(part.text for part in parts if not part.is_slot and not part.is_silent)
        if len(slots) != 1 or not label or any(part.role not in _STATING for part in parts if part.is_slot):
            return None
        groups.append((label, slots[0]))
    return groups if len({label for label, _ in groups}) == len(groups) else None


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
    if any(slot.role not in ("side", "gloss") for slot in (*left.slots, *right.slots)):
        return None
    ours, theirs = _said(left), _said(right)
    if not ours or not theirs:
        return None
    if (flat := _flatly(left, right)) is not None:
        return flat
    if len(ours) == len(theirs) == 1 and (parted := exclusive(ours[0], theirs[0])) is not None:
        return refuted("text", left=ours[0], right=theirs[0]) if parted else verified("text")
    is_same = ours == theirs and _negations(left) == _negations(right) and _is_one_within_other(left, right)
    return (
        verified("text") if is_same and not any(slot.role == "gloss" for slot in (*left.slots, *right.slots)) else None
    )


def _is_one_within_other(left: Phrase, right: Phrase) -> bool:
    """Whether one says all that the other does, in its order: not so of `A is taller than B` and `B … than A`."""
    ours, theirs = ([part.text for part in phrase.words if part.role != "side"] for phrase in (left, right))
    shorter, longer = sorted((ours, theirs), key=len)
    rest = iter(longer)
    return all(word in rest for word in shorter)


def _fixed(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """A sentence that ends in a fixed phrase (`The equation has no solution`) against a value or another such."""
    formulas = [None if phrase.slots else phrase_formula(plain_words(phrase.text)) for phrase in (left, right)]
    values = [formula or phrase.value for formula, phrase in zip(formulas, (left, right), strict=True)]
    if not any(formulas) or values[0] is None or values[1] is None:
        return None
    if "DNE" in values:
        return verified("text") if values[0] == values[1] else refuted("text", detail="only one side exists")
    return pair(values[0], values[1])


def _ratio(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`7 to 9` against `7:9`; of two texts with `to` the numbers may be the ends of a range."""
    for one, other in ((left, right), (right, left)):
        texts = [slot.text for slot in one.slots]
        is_ratio = len(texts) == 2 and all(text.isdecimal() for text in texts) and [w.text for w in one.words] == ["to"]
        if is_ratio and other.value is not None and any(sign in other.value for sign in ":/"):
            return pair(":".join(texts), other.value)
    return None


def _bounded(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`More than 9` is not 9; of `at least 9` a question may have asked for the bound itself."""
    for one, other in ((left, right), (right, left)):
        bounds = [part for part in one.words if "bound" in part.meanings]
        is_bound = len(one.slots) == 1 and one.slots[0].role == "bound" and len(one.words) == len(bounds) == 1
        if other.value is None or not is_bound or not is_strict_bound(bounds[0].text):
            continue
        if pair(other.value, one.slots[0].text).status == "verified":
            return refuted("bound", left=other.value, right=one.text[:80])
    return None


def _flatly(left: Phrase, right: Phrase) -> Decision | None:
    """`Yes` against `Yes, it converges`: the first word answers, if it is one that excludes others."""
    firsts = [phrase.words[0].text for phrase in (left, right)]
    is_flat = [len(phrase.words) == 1 or _is_parted(phrase) for phrase in (left, right)]
    parted = exclusive(*firsts) if all(is_flat) else None
    return None if parted is None else refuted("text", left=firsts[0], right=firsts[1]) if parted else verified("text")


def _is_parted(phrase: Phrase) -> bool:
    """Whether a comma or a reason follows the first word."""
    first = next((i for i, part in enumerate(phrase.parts) if not part.is_silent), 0)
    after = phrase.parts[first + 1 : first + 2]
    return bool(after) and (after[0].is_joint or "reason" in after[0].meanings)


def _said(phrase: Phrase) -> tuple[str, ...]:
    """The words behind the verb; all of them where there is none."""
    words = [part for part in phrase.words if part.role != "side" and "reason" not in part.meanings]
    claimed = [part for part in words if part.role in ("claimed", "denied")] or words
    behind = [part for part in words if part.role in ("adjunct", "measure") and not part.meanings]
    after_verb = not any(part.role == "claimed" for part in words) and any("copula" in p.meanings for p in phrase.parts)
    return tuple(part.text for part in (behind if after_verb and behind else claimed))


def _negations(phrase: Phrase) -> int:
    return sum(bool(part.meanings & {"negation", "denial"}) for part in phrase.parts)


def _denied(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`It is not 9` says nothing but that it is not 9."""
    for one, other in ((left, right), (right, left)):
        denied = [slot for slot in one.slots if slot.role == "denied"]
        is_plain_no = any(part.text == "no" for part in one.words)
        if other.value is None or not denied or is_plain_no or any(slot.role in _STATING for slot in one.slots):
            continue
        if any(pair(other.value, slot.text).status == "verified" for slot in denied):
            return refuted("denied", left=other.value, right=one.text[:80])
    return None


PhraseRule = Callable[[Phrase, Phrase, CompareValues], Decision | None]
RULES: tuple[PhraseRule, ...] = (
    _values, _aligned, _labelled, _worded, _fixed, _denied, _bounded, _ratio, same_claims,
)  # fmt: skip
