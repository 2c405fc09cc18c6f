"""Lists of words, such as `red and blue`: the same members, whatever their order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from dikast.verify.decision import Decision, refuted, verified
from dikast.verify.text.known_words import are_opposites, exclusive, has_opposite
from dikast.verify.text.phrases import Phrase

_LONGEST_MEMBER = 2  # words; in a longer one a verb may be, whose objects the next are

ListedWords = tuple[str, ...]


def same_words(left: Phrase, right: Phrase, in_order: bool) -> Decision | None:
    """Whether two lists of words have the same members; None where one is no list, or they may mean the same."""
    ours, theirs = word_list(left), word_list(right)
    if not ours or not theirs or len(ours) == len(theirs) == 1:
        return None
    if ours == theirs:
        return verified("text")
    if set(ours) == set(theirs):
        is_in_places = in_order or len(set(ours)) < max(len(ours), len(theirs)) or _has_opposites(ours)
        return None if is_in_places else verified("text")
    if set(ours) != set(theirs) and _are_of_one_kind([*ours, *theirs]):
        return refuted("text", left=left.text[:80], right=right.text[:80])
    return None


def word_list(phrase: Phrase) -> list[ListedWords]:
    """The members between commas and `and`s; none where something else is said."""
    members: list[list[str]] = [[]]
    for part in phrase.parts:
        is_told = has_opposite(part.text)
        if part.is_slot or not (is_told or part.role in ("main", "claimed") or part.is_joint):
            return []
        if part.is_joint:
            members.append([])
        elif is_told or not part.is_silent:
            if part.meanings and not is_told:
                return []
            members[-1].append(part.text)
    found = [tuple(member) for member in members if member]
    return found if all(len(member) <= _LONGEST_MEMBER for member in found) else []


def is_word_list(phrase: Phrase) -> bool:
    """Two single words or more: `red, blue`; `Yes, it converges` has a sentence behind its first word."""
    said = [part.is_joint for part in phrase.parts]
    return bool(word_list(phrase)) and len(said) > 1 and not any(one == after for one, after in pairwise(said))


def _has_opposites(members: Sequence[ListedWords]) -> bool:
    """`true, false`: each is said of something, so that the order counts."""
    return any(are_opposites(one[0], other[0]) for one, other in combinations(members, 2))


def _are_of_one_kind(members: Sequence[ListedWords]) -> bool:
    """Whether all are words of which only one can be right in a place: days, colours."""
    if any(len(member) > 1 for member in members):
        return False
    return all(exclusive(one[0], other[0]) is not None for one, other in combinations(members, 2))
