"""Statements whose words and numbers together make one value: `twice 8`, `3 to 2`, `10 remainder 2`, `at least 3`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from dikast.language import word_group
from dikast.verify.deciders.claimed_values import CompareValues
from dikast.verify.decision import Decision, every, refuted, unknown
from dikast.verify.syntax.parser import tree_of
from dikast.verify.text.known_words import bound_sign
from dikast.verify.text.phrases import Phrase, PhrasePart
from dikast.verify.text.word_arithmetic import worded_value

_REMAINDER = word_group("remainder") | word_group("remainder abbreviated")
_SIDES = 2
_TIMES = re.compile(r"×|\\times\b|\*|(?<=[\s\d])x(?=[\s\d])")
_MAX_TEXT = 200
# The longer signs first.
_SIGNS = {
    "\\leqslant": "\\le", "\\leq": "\\le", "\\le": "\\le", "<=": "\\le", "≤": "\\le", "\\lt": "<", "<": "<",
    "\\geqslant": "\\ge", "\\geq": "\\ge", "\\ge": "\\ge", ">=": "\\ge", "≥": "\\ge", "\\gt": ">", ">": ">",
}  # fmt: skip
_RELATIONS = frozenset("<>≤≥=")
_LOWER = frozenset({">", "\\ge"})


def with_value(left: Phrase, right: Phrase) -> Iterator[tuple[Phrase, str]]:
    """Each phrase with the other one's value, where the other one is nothing but a value."""
    for phrase, other in ((left, right), (right, left)):
        if other.value is not None:
            yield phrase, other.value


def same_work(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`twice 8` against 16. `20% of 50` may also mean 20 %, so it is open against that."""
    for phrase, value in with_value(left, right):
        worked = worded_value(phrase.text) if len(phrase.text) <= _MAX_TEXT else None
        if worked is None:
            continue
        decision = pair(value, worked.formula)
        if decision.status != "refuted":
            return decision
        if worked.things:
            return None
        if any(pair(value, slot.text).status != "refuted" for slot in phrase.slots):
            return unknown(
                "ambiguous", "phrase", where=phrase.text[:80], detail="a calculation, or a number and its label"
            )
        return decision
    return None


def same_ratio(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`7 to 9` against `7:9`, `1 in 4` against a quarter; numbers with `to` may also be a range."""
    for phrase, value in with_value(left, right):
        numbers = [slot.text for slot in phrase.slots]
        if len(numbers) != 2 or not all(map(str.isdecimal, numbers)):
            continue
        all_words = {word.text for word in phrase.words}
        words = [word.text for word in phrase.words if word.text not in word_group("ratio") | {"of"}]
        is_ratio = not all_words.isdisjoint(word_group("ratio")) or not {":", "/"}.isdisjoint(value)
        if is_ratio and len(words) < 2 and word_group("ratio to").issuperset(words):
            return pair(":".join(numbers), value)
        if len(words) == 1 and words[0] in word_group("out of"):
            decision = pair("/".join(numbers), value)
            return decision if decision.status == "verified" else None
    return None


def same_sides(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`3 cm by 5 cm` against `3 cm × 5 cm`, side by side."""
    for phrase, value in with_value(left, right):
        sides = [side.strip() for side in _TIMES.split(value)]
        are_sides = [word.text for word in phrase.words] == ["by"] and len(phrase.slots) == len(sides) == _SIDES
        if are_sides:
            findings = [pair(slot.text, side) for slot, side in zip(phrase.slots, sides, strict=True)]
            are_same = all(finding.status == "verified" for finding in findings)
            return every(findings) if are_same else unknown("ambiguous", "phrase", where=phrase.text[:80])
    return None


def same_remainder(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`10 R 2` against `10 with a remainder of 2`: the quotients and the remainders; open where one has none."""
    ours, theirs = _with_remainder(left), _with_remainder(right)
    if ours is None or theirs is None:
        return _one_remainder(left, right, pair)
    findings = [pair(a, b) for a, b in zip(ours, theirs, strict=True)]
    if any(finding.status == "refuted" for finding in findings):
        return refuted("slots", left=left.text[:80], right=right.text[:80])
    return every(findings)


def _one_remainder(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`12` beside `12 with a remainder of 3`: the quotient, which leaves something over or does not."""
    for phrase, value in with_value(left, right):
        divided = _with_remainder(phrase)
        if divided is not None and pair(value, divided[0]).status == "verified":
            return unknown("ambiguous", "phrase", where=phrase.text[:80], detail="a remainder on one side only")
    return None


def _with_remainder(phrase: Phrase) -> tuple[str, str] | None:
    """The quotient and the remainder, where a text has nothing else."""
    numbers = [slot.text for slot in phrase.slots]
    if len(numbers) == 1:
        return None if phrase.words else _remainder_by_letter(numbers[0].casefold())
    words = [word.text for word in phrase.words if not word.meanings & {"condition", "adjunct"}]
    is_told = len(words) == 1 and words[0] in _REMAINDER
    if not is_told or len(numbers) != 2 or phrase.parts[0].text != numbers[0]:
        return None
    return numbers[0], numbers[1]


def _remainder_by_letter(text: str) -> tuple[str, str] | None:
    """`10 r 2`, `10 r2`, `10R2`."""
    quotient, _, remainder = (piece.strip() for piece in text.partition("r"))
    return (quotient, remainder) if quotient.isdecimal() and remainder.isdecimal() else None


def same_bare_bound(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`at least 3` against `≥ 3` or `x ≥ 3`; `more than 2` may be the same number of things, so it is open."""
    ours, theirs = _bare_bound(left), _bare_bound(right)
    if ours is None or theirs is None:
        return _bound_of_name(ours, right, pair) or _bound_of_name(theirs, left, pair)
    limits = pair(ours[1], theirs[1])
    if ours[0] == theirs[0]:
        return limits
    are_turned = (ours[0] in _LOWER) != (theirs[0] in _LOWER)
    is_apart = are_turned or limits.status == "verified"
    return refuted("bound", left=left.text[:80], right=right.text[:80]) if is_apart else None


def _bound_of_name(bound: tuple[str, str] | None, other: Phrase, pair: CompareValues) -> Decision | None:
    """A bound against `x ≥ 3` or `[3, ∞)`: it has the name of the other."""
    if bound is None or other.value is None:
        return None
    name = _name_in(other.value) or ("x" if _is_interval(other.value) else None)
    return None if name is None else pair(other.value, f"{name} {bound[0]} {bound[1]}")


def _bare_bound(phrase: Phrase) -> tuple[str, str] | None:
    """The sign and the limit of `at least 3`, `3 or more` and `≥ 3`; None where there is anything else."""
    parts = [part for part in phrase.parts if part.is_slot or not part.is_silent]
    if len(parts) == 1 and parts[0].is_slot:
        text = parts[0].text.strip("$ ")
        written = next((sign for sign in _SIGNS if text.startswith(sign)), "")
        limit = text.removeprefix(written)
        return (_SIGNS[written], limit) if written and _RELATIONS.isdisjoint(limit) else None
    words, limits = ([part for part in parts if part.is_slot == is_slot] for is_slot in (False, True))
    if len(words) != 1 or len(limits) != 1 or limits[0].role != "bound":
        return None
    sign = bound_sign(words[0].text)
    return None if sign in (None, "between") else (str(sign), limits[0].text)


def same_bound(left: Phrase, right: Phrase, pair: CompareValues) -> Decision | None:
    """`x is at least 3` against `x ≥ 3`; without a name it has the name of the other."""
    for phrase, value in with_value(left, right):
        relation = _relation(phrase, value)
        if relation is not None:
            return pair(value, relation)
    return None


def _relation(phrase: Phrase, value: str) -> str | None:
    """The relation of a name, a copula and a bound; None where there is more, or the other text has no name."""
    name = _name_in(value) or (_name_before(phrase) if _is_interval(value) else None)
    parts = [part for part in phrase.parts if part.is_slot or not part.is_silent]
    reals = list(takewhile(lambda part: part.text in word_group("all reals"), parts))
    if not name and reals and _is_interval(value):
        name = "x"
    parts = parts[len(reals) :] if any("real" in part.text for part in reals) else parts
    named = [part for part in parts if part.text == name]
    others = [part for part in parts if part not in named]
    if name is None or len(named) > 1 or len(others) != 2:
        return None
    bound, limit = others
    sign = bound_sign(bound.text)
    if not limit.is_slot or limit.role != "bound" or sign is None:
        return None
    if sign == "between":
        return _between(limit, name, value)
    return f"{name} {sign} {limit.text}"


def _between(limit: PhrasePart, name: str, value: str) -> str | None:
    """The word does not say whether the ends belong to it: the other text does."""
    low, joint, high = limit.text.partition(" and ")
    is_closed = any(sign in value for sign in ("≤", "\\le", "<="))
    sign = "\\le" if is_closed else "<"
    return f"{low} {sign} {name} {sign} {high}" if joint else None


def _name_in(value: str) -> str | None:
    """The one letter of a text with an inequality; the letters of its units are none."""
    if not any(sign in value for sign in ("<", ">", "≤", "≥", "\\le", "\\ge", "\\lt", "\\gt")):
        return None
    tree = tree_of(value.strip("$ "))
    names = _words(value) if tree is None else tree.symbols()
    letters = {name for name in names if len(name) == 1}
    return letters.pop() if len(letters) == 1 else None


def _is_interval(value: str) -> bool:
    """`[5, \\infty)`: from bracket to bracket."""
    text = value.replace("\\left", "").replace("\\right", "").strip(" $")
    return "," in text and text[:1] in ("(", "[") and text[-1:] in (")", "]")


def _name_before(phrase: Phrase) -> str | None:
    """The letter that a bound in words is about: `x is at least 3`."""
    first = next((part.text for part in phrase.parts if not part.is_silent), "")
    return first if len(first) == 1 and first.isalpha() else None


def _words(value: str) -> Sequence[str]:
    return "".join(char if char.isalpha() or char == "\\" else " " for char in value).split()
