"""Lists of words, such as `red and blue`: the same members, in any order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, groupby, pairwise

from dikast.verify.decision import Decision, refuted, verified
from dikast.verify.text.known_words import are_opposites, exclusive, has_opposite
from dikast.verify.text.phrases import Phrase, PhrasePart

_SEQUENCE = 3
_ARROWS = re.compile(r"→|⟶|(?<!-)-+>|\\(?:long)?rightarrow\b|\\to\b")
_LONGEST_MEMBER = 2  # words; a longer member may have a verb, with the next members as objects

ListedWords = tuple[str, ...]


def same_words(left: Phrase, right: Phrase, in_order: bool) -> Decision | None:
    """Whether two lists of words have the same members; None where one is not a list, or they may mean the same."""
    ours, theirs = word_list(left), word_list(right)
    if not ours or not theirs or len(ours) == len(theirs) == 1:
        return None
    if ours == theirs:
        return verified("text")
    if set(ours) == set(theirs):
        if in_order:
            return refuted("text", left=left.text[:80], right=right.text[:80])
        is_repeated = len(set(ours)) < max(len(ours), len(theirs))
        return None if is_repeated or _has_opposites(ours) else verified("text")
    if _are_of_one_kind([*ours, *theirs]):
        return refuted("text", left=left.text[:80], right=right.text[:80])
    return None


def same_order(left: str, right: str) -> Decision | None:
    """`egg → larva → adult` and its like: the same things, in the same order; None where they may be other things."""
    ours, theirs = ([item.strip(" $.").casefold() for item in _ARROWS.split(text)] for text in (left, right))
    if len(ours) < _SEQUENCE or sorted(ours) != sorted(theirs) or not all(ours):
        return None
    return verified("text") if ours == theirs else refuted("text", left=left[:80], right=right[:80])


def word_list(phrase: Phrase) -> list[ListedWords]:
    """The members between commas and `and`s; none where something else is said."""
    if not all(map(_may_be_listed, phrase.parts)):
        return []
    runs = groupby(phrase.parts, key=lambda part: part.is_joint)
    members = [tuple(part.text for part in run if _is_said(part)) for is_joint, run in runs if not is_joint]
    said_members = [member for member in members if member]
    return said_members if all(len(member) <= _LONGEST_MEMBER for member in said_members) else []


def _is_said(part: PhrasePart) -> bool:
    """`left` counts, though it may be a filler."""
    return has_opposite(part.text) or not part.is_silent


def _may_be_listed(part: PhrasePart) -> bool:
    """A word that is not a cue, or a joint between such words; `red, then blue` is no list but an order."""
    if part.is_slot or "conclusion" in part.meanings:
        return False
    if part.is_joint or has_opposite(part.text):
        return True
    return part.role in ("main", "claimed") and (part.is_silent or not part.meanings)


def is_word_list(phrase: Phrase) -> bool:
    """Two single words or more: `red, blue`; `Yes, it converges` has a sentence behind its first word."""
    joints = [part.is_joint for part in phrase.parts]
    return bool(word_list(phrase)) and len(joints) > 1 and not any(a == b for a, b in pairwise(joints))


def _has_opposites(members: Sequence[ListedWords]) -> bool:
    """`true, false`: each is about another thing, so the order counts."""
    return any(are_opposites(member[0], other[0]) for member, other in combinations(members, 2))


def _are_of_one_kind(members: Sequence[ListedWords]) -> bool:
    """Whether all are words that exclude one another: days, colours."""
    if any(len(member) > 1 for member in members):
        return False
    return all(exclusive(word[0], other[0]) is not None for word, other in combinations(members, 2))
