"""Two statements compared as phrases: value with value, slot by slot, label by label, or one value in a sentence.

Each rule is a row of a table; the first that can decide does. What no rule accounts for is unknown, with the word or
the value that is left over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dikast.verify.decision import Decision, every, refuted, unknown, verified
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.known_words import exclusive, is_operator, is_strict_bound, phrase_formula, plain_words
from dikast.verify.text.phrases import Phrase, PhrasePart
from dikast.verify.witness import Slots

Pair = Callable[[str, str], Decision]
"""Compares two texts that are a value, a formula or a name each."""

_BRACKETS = frozenset(")]}）】」")
_POSTFIX = frozenset({"squared", "cubed", "factorial"})
_STATING = frozenset({"claimed", "main", "measure"})


def same_phrases(left: Phrase, right: Phrase, pair: Pair) -> Decision:
    """Whether two statements say the same."""
    for rule in (_values, _aligned, _labelled, _worded, _fixed, _denied, _bounded, _claimed):
        decision = rule(left, right, pair)
        if decision is not None:
            return decision
    return unknown("unsupported", "phrase", where=_left_over(left, right), detail="more than one value, or none")


def _left_over(left: Phrase, right: Phrase) -> str:
    """What no rule accounts for: the first part of the longer phrase that the shorter one has not."""
    longer, shorter = (left, right) if len(left.parts) > len(right.parts) else (right, left)
    known = {part.text for part in shorter.parts}
    return next((part.text for part in longer.parts if part.text not in known and not part.is_silent), longer.text)[:80]


def _values(left: Phrase, right: Phrase, pair: Pair) -> Decision | None:
    """Each is one value and nothing else."""
    if left.value is None or right.value is None:
        return None
    return pair(left.value, right.value)


def _aligned(left: Phrase, right: Phrase, pair: Pair) -> Decision | None:
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


def _skeleton(phrase: Phrase) -> list[str]:
    """The words that count, with a mark for each slot."""
    return ["\0" if part.is_slot else part.text for part in phrase.parts if part.is_slot or not part.is_silent]


def _labelled(left: Phrase, right: Phrase, pair: Pair) -> Decision | None:
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


def _worded(left: Phrase, right: Phrase, pair: Pair) -> Decision | None:
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
    is_same = ours == theirs and _negations(left) == _negations(right)
    return (
        verified("text") if is_same and not any(slot.role == "gloss" for slot in (*left.slots, *right.slots)) else None
    )


def _fixed(left: Phrase, right: Phrase, pair: Pair) -> Decision | None:
    """A sentence that ends in a fixed phrase (`The equation has no solution`) against a value or another such."""
    formulas = [None if phrase.slots else phrase_formula(plain_words(phrase.text)) for phrase in (left, right)]
    values = [formula or phrase.value for formula, phrase in zip(formulas, (left, right), strict=True)]
    if not any(formulas) or values[0] is None or values[1] is None:
        return None
    if "DNE" in values:
        return verified("text") if values[0] == values[1] else refuted("text", detail="only one side exists")
    return pair(values[0], values[1])


def _bounded(left: Phrase, right: Phrase, pair: Pair) -> Decision | None:
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


def _denied(left: Phrase, right: Phrase, pair: Pair) -> Decision | None:
    """`It is not 9` says nothing but that it is not 9."""
    for one, other in ((left, right), (right, left)):
        denied = [slot for slot in one.slots if slot.role == "denied"]
        is_plain_no = any(part.text == "no" for part in one.words)
        if other.value is None or not denied or is_plain_no or any(slot.role in _STATING for slot in one.slots):
            continue
        if any(pair(other.value, slot.text).status == "verified" for slot in denied):
            return refuted("denied", left=other.value, right=one.text[:80])
    return None


def _claimed(left: Phrase, right: Phrase, pair: Pair) -> Decision | None:
    """One value each, of which a sentence may say more: its other words are labels, its other values adjuncts."""
    ours, theirs = left.claim, right.claim
    if ours is None or theirs is None:
        return _lone(left, right, pair)
    if (word := _danger(left, ours) or _danger(right, theirs)) is not None:
        return unknown("unsupported", "phrase", where=word)
    if any(_disagrees(phrase, claim, pair) for phrase, claim in ((left, ours), (right, theirs))):
        return unknown("ambiguous", "gloss", detail="a value and its gloss differ")
    decision = pair(ours.text, theirs.text)
    are_one_thing = _are_one_thing(left, right)
    if decision.status == "verified":
        return decision if are_one_thing else unknown("unsupported", "labels", where=_left_over(left, right))
    if decision.status == "refuted":
        return _refuted(left, right, decision, are_one_thing, pair)
    return _by_gloss(left, right, ours, theirs, pair) or decision


def _lone(left: Phrase, right: Phrase, pair: Pair) -> Decision | None:
    """`45 minutes` against `He will arrive in 45 minutes`: the only value of a sentence verifies, and refutes nothing."""
    ours, theirs = left.claim or left.lone, right.claim or right.lone
    if ours is None or theirs is None or _danger(left, ours) or _danger(right, theirs):
        return None
    decision = pair(ours.text, theirs.text)
    return decision if decision.status == "verified" and _are_one_thing(left, right) else None


def _by_gloss(left: Phrase, right: Phrase, ours: PhrasePart, theirs: PhrasePart, pair: Pair) -> Decision | None:
    """`0.33` against `1/3 (approximately 0.33)`: the rounded value is the one that was given."""
    tried = [pair(ours.text, gloss.text) for gloss in right.glosses]
    tried += [pair(gloss.text, theirs.text) for gloss in left.glosses]
    return verified("gloss", "rounded") if any(decision.status == "verified" for decision in tried) else None


def _are_one_thing(left: Phrase, right: Phrase) -> bool:
    """Whether the words of one are among those of the other, and the adjuncts of both are not at odds."""
    ours, theirs = (frozenset(_label_words(phrase)) for phrase in (left, right))
    if not (ours <= theirs or theirs <= ours):
        return False
    others = [
        sorted(s.text for s in phrase.slots if s.role in ("adjunct", "measure", "side") and len(phrase.slots) > 1)
        for phrase in (left, right)
    ]
    return not all(others) or others[0] == others[1]


def _label_words(phrase: Phrase) -> Iterator[str]:
    for part in phrase.words:
        if not part.is_aside and part.role not in ("side", "denied"):
            yield part.text


def _danger(phrase: Phrase, claim: PhrasePart) -> str | None:
    """A word beside the value that makes another value or a bound of it; None if there is none."""
    if (bracket := next((part.text for part in phrase.words if part.text in _BRACKETS), None)) is not None:
        return bracket
    at = next(i for i, part in enumerate(phrase.parts) if part is claim)
    beside = [*_directly_before(phrase.parts[:at]), *_directly_behind(phrase.parts[at + 1 :])]
    for part in beside:
        if is_operator(part.text) or part.meanings & {"bound", "alternative"}:
            return part.text
    return next((p.text for p in phrase.words if p.meanings & {"question"} and p.clause == claim.clause), None)


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
    yield from (part for part in words[:1] if part.meanings & {"bound", "alternative"} or part.text in _POSTFIX)


def _directly_before(parts: Sequence[PhrasePart]) -> Iterator[PhrasePart]:
    """The words before a value, back to its verb, its label's colon or a comma."""
    for part in reversed(parts):
        if part.is_slot or part.is_joint or part.meanings & {"copula", "verb", "announcement"}:
            return
        yield part


def _disagrees(phrase: Phrase, claim: PhrasePart, pair: Pair) -> bool:
    """Whether a gloss is another value; it may be rounded."""
    return any(pair(gloss.text, claim.text).status == "refuted" for gloss in phrase.glosses)


def _shares(phrase: Phrase) -> Iterator[str]:
    """`10 out of 25` may be meant as 10/25."""
    claim = phrase.claim
    for slot in phrase.slots:
        if claim is not None and slot.role == "adjunct":
            yield f"({claim.text})/({slot.text})"


def _has_unknown_unit(one: Phrase, other: Phrase) -> bool:
    """`1852 m` against `1 nautical mile`: a unit, and a word behind the number that may be one."""
    ours, theirs = one.claim, other.claim
    if ours is None or theirs is None or not any(is_unit(word) for word in ours.text.split()):
        return False
    at = next(i for i, part in enumerate(other.parts) if part is theirs)
    behind = other.parts[at + 1 : at + 2]
    return bool(behind) and not behind[0].is_slot and not behind[0].meanings


def _refuted(left: Phrase, right: Phrase, decision: Decision, are_one_thing: bool, pair: Pair) -> Decision:
    """The refutation, unless something in a statement may mean the other value after all."""
    if not are_one_thing or _has_unknown_unit(left, right) or _has_unknown_unit(right, left):
        return unknown("unsupported", "labels", where=_left_over(left, right))
    for one, other in ((left, right), (right, left)):
        value = other.claim.text if other.claim is not None else ""
        doubtful = [slot for slot in one.slots if slot.role in ("earlier", "gloss")]
        if any(pair(value, slot.text).status == "verified" for slot in doubtful):
            return unknown("ambiguous", "phrase", where=one.text[:80], detail="another value in the text is the same")
        if any(pair(value, share).status == "verified" for share in _shares(one)):
            return unknown("ambiguous", "phrase", where=one.text[:80], detail="a count, or its share of another")
        if one.words and one.claim is not None and pair(value, f"-({one.claim.text})").status == "verified":
            return unknown("ambiguous", "phrase", where=one.text[:80], detail="the same but for the sign")
    return decision
