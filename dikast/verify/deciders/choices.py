"""Which choice a text names: by its letter, by what it rules out, or by the choice's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.text.answers import candidates
from dikast.verify.text.phrases import words

Same = Callable[[str, str], Decision]
ChoiceTexts = Mapping[str, str]

_ALONE = re.compile(r"[\s*_(\[\"'`$]*(?:\\(?:text|mathrm|textbf|boxed)\{)*\s*\(?([A-Za-z])\)?\s*\}*[\s*_)\].:\"'`$]*")
_LEADING = re.compile(r"[\s*_`$]*\(?\s*([A-J])\s*(?:[):]|\.(?!\d)|\s-\s|\s*\*\*)")
_NEWLINE_OPTION = re.compile(r"^[\s*]*\(?([A-J])(?:[).:]|\s+[A-Z][a-z]+\s*$)", re.MULTILINE)
_ANNOUNCED = re.compile(
    r"(?:answer|option|choice|r[eé]ponse|antwort|respuesta|correct|solution|choose|select|pick)s?[\s_]*"
    r"(?:is|est|are|ist|es|=|:|be|would be|should be|one is|option is|choice is|letter is)?[\s_:]*"
    r"(?:(?:clearly|therefore|thus|definitely|actually|really|indeed|probably|likely|simply|then|option|choice|letter)\b)?"
    r"[\s_:*\"'$]*\(?(?:\\(?:text|mathrm|textbf|boxed)\{)*\(?"
    r"([A-J])(?![A-Za-z'’])\)?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"(?<![A-Za-z0-9\\'’])\(?([A-J])\)?(?![A-Za-z0-9'’])")
_NEGATION = re.compile(
    r"\b(?:not|non|nor|neither|never|cannot|can't|isn't|aren't|wasn't|doesn't|excludes?|excluded|except|wrong|incorrect|"
    r"eliminates?|eliminated|eliminating|rules?\s+out|ruled\s+out|ruling\s+out|rejects?|unlike|instead\s+of|rather\s+than|false)\b",
    re.IGNORECASE,
)
_AFTER_NEGATION = re.compile(
    r"^(?:\s|,|and\b|or\b|[A-J]\b)*(?:(?:is|are|was|were|can|could|must)\s*(?:be\s+)?(?:not\b|n't|incorrect|wrong|false|"
    r"eliminated|ruled\s+out|excluded|impossible|out\b)|isn't|aren't|cannot|can't)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;!?\n]|\bbut\b|\bso\b|\bhence\b|\btherefore\b|\bthus\b|\bmais\b|,\s*(?:it|the answer|this)\b")
_SHORT = 400
_ARTICLE = re.compile(
    r"^\s+(?!is\b|are\b|was\b|because\b|since\b|and\b|or\b|but\b|seems\b|must\b|can\b|non\b|not\b)[a-z]{2,}"
)


def as_choices(choices: Mapping[str, str] | Sequence[str] | None) -> dict[str, str]:
    """Choices by letter; a plain list is lettered A, B, C…"""
    if not choices:
        return {}
    if isinstance(choices, Mapping):
        return {str(k).strip().upper(): str(v) for k, v in choices.items()}
    return {chr(ord("A") + i): str(v) for i, v in enumerate(choices[:26])}


def is_choice(reference: str, answer: str, choices: ChoiceTexts) -> bool:
    """Whether this is a question of which letter: choices are given, or a side is one capital letter or `(A) words`."""
    if choices:
        return True
    lone = [_ALONE.fullmatch(t) for t in (reference, answer)]
    if lone[0] and lone[0][1] in "ABCDEFGHIJ" and not re.search(r"[=^+*/]", answer.replace("**", "")):
        return True
    lettered = bool(re.match(r"\s*\([A-J]\)\s+\S", reference))
    return bool(lone[1] and lone[1][1] in "ABCDEFGHIJ") and (lettered or _named(reference, "ABCDEFGHIJ") is not None)


def same_choice(reference: str, answer: str, choices: ChoiceTexts, same: Same) -> Decision:
    """Whether both texts name the same choice."""
    letters = "".join(choices) or "ABCDEFGHIJ"
    if (lone := _ALONE.fullmatch(reference)) and lone[1].isupper() and lone[1] not in letters:
        letters += lone[1]
    several = _several(reference, letters)
    if several is not None and len(several) > 1:
        return _same_letters(several, answer, letters)
    left = _letter(reference, letters, choices, same)
    right = _letter(answer, letters, choices, same)
    if left is None:
        return unknown("ambiguous", "choice", detail="the reference names no single choice")
    if right is None:
        return _unnamed(answer, letters, choices, same(choices[left], answer) if left in choices else None)
    if left == right:
        return verified("choice", letter=left)
    return refuted("choice", left=left, right=right)


def _unnamed(answer: str, letters: str, choices: ChoiceTexts, by_value: Decision | None) -> Decision:
    """The answer names no choice: other than hedging, that is not the reference's choice."""
    if any(m[1] in letters for m in _LETTER.finditer(answer)):
        return unknown("ambiguous", "choice", detail="the answer names several choices, or none clearly")
    if by_value is not None and by_value.status == "refuted" and len(answer) <= _SHORT:
        return by_value.noting(detail="another value than that choice's")
    numeric = re.fullmatch(r"\s*\$?-?[\d.,/]+\$?\s*", answer)
    if numeric and any(re.search(r"\d", text) for text in choices.values()):
        return unknown("parse", "choice", detail="the answer matches no choice")
    if numeric or not choices:
        return refuted("choice", detail="the answer names none of the choices")
    return unknown("parse", "choice", detail="the answer names none of the choices")


def _several(text: str, letters: str) -> frozenset[str] | None:
    """The letters of `A, C`, `A and C`, `ACD`; None for anything else."""
    plain = re.sub(r"\band\b|[,;&\s(){}$*.]|\\text|\\boxed", "", text.strip())
    if plain and plain.isalpha() and plain.isupper() and len(set(plain)) == len(plain) and set(plain) <= set(letters):
        return frozenset(plain)
    return None


def _same_letters(several: frozenset[str], answer: str, letters: str) -> Decision:
    for text in (answer, *candidates(answer)):
        named = _several(text, letters)
        if named is not None:
            left, right = ("".join(sorted(s)) for s in (several, named))
            return verified("choice", letters=left) if named == several else refuted("choice", left=left, right=right)
    return unknown("parse", "choice", detail="the answer is no list of letters")


def _letter(text: str, letters: str, choices: ChoiceTexts, same: Same) -> str | None:
    named = _named(text, letters)
    article = re.match(r"\s*A\s+(?=[a-z])", text)
    if named == "A" and article and _by_words(text[article.end() :], choices, same) not in (None, "A"):
        return None  # `A mitochondrion`, where that is choice B
    return named or _by_words(text, choices, same)


def _named(text: str, letters: str) -> str | None:
    """The one letter that a text settles on, or None."""
    for part in (text, *(c for c in candidates(text) if "boxed" in text)):
        if (match := _ALONE.fullmatch(part)) and match[1].upper() in letters:
            return match[1].upper()
        if (match := _LEADING.match(part)) and match[1] in letters:
            return match[1]
    said = [m for m in _ANNOUNCED.finditer(text) if not _is_negated(text, m.start(), m.end())]
    said = [m for m in said if _is_letter(text, m, letters) and not (m[1] == "A" and _ARTICLE.match(text, m.end()))]
    if said:
        last = {m[1].upper() for m in said}
        if len(last) == 1 or _is_conclusion(text, said[-1].start()):
            return _unhedged(text, said[-1])
        return None
    lines = [m[1] for m in _NEWLINE_OPTION.finditer(text) if m[1] in letters]
    if len(lines) == 1 and "\n" in text:
        return lines[0]
    return _by_elimination(text, letters)


def _is_conclusion(text: str, at: int) -> bool:
    return bool(re.search(r"answer|r[eé]ponse|solution", text[at : at + 12], re.IGNORECASE))


def _unhedged(text: str, match: re.Match[str]) -> str | None:
    """The letter, unless it is one of two: `the answer is A or B`."""
    after = text[match.end() : match.end() + 14]
    return None if re.match(r"\s*(?:or|/|and|,)\s*\(?[A-J](?![A-Za-z])", after) else match[1].upper()


def _is_letter(text: str, match: re.Match[str], letters: str) -> bool:
    """A choice's letter; a small one only in brackets or at the end, where it can be no article."""
    is_alone = match[0].endswith(")") or not text[match.end() :].strip(" .)*")
    return match[1] in letters or (match[1].upper() in letters and is_alone)


def _by_elimination(text: str, letters: str) -> str | None:
    """The one letter named without a negation; or the only one that was not ruled out."""
    named: set[str] = set()
    ruled_out: set[str] = set()
    for match in _LETTER.finditer(text):
        letter = match[1]
        if letter not in letters or _is_word(text, match):
            continue
        (ruled_out if _is_negated(text, match.start(), match.end()) else named).add(letter)
    if len(named) == 1:
        return named.pop()
    rest = set(letters) - ruled_out
    return rest.pop() if not named and len(letters) <= 6 and len(rest) == 1 else None


def _is_word(text: str, match: re.Match[str]) -> bool:
    """`A` as an article, `I` as a person."""
    return (match[1] == "A" and "(" not in match[0] and bool(_ARTICLE.match(text, match.end()))) or match[1] == "I"


def _is_negated(text: str, start: int, end: int) -> bool:
    """Whether a negation stands in the same clause before the letter, or right behind it."""
    clause = _CLAUSE.split(text[max(0, start - 120) : start])[-1]
    return bool(_NEGATION.search(clause) or _AFTER_NEGATION.match(text[end : end + 60]))


def _by_words(text: str, choices: ChoiceTexts, same: Same) -> str | None:
    """The only choice whose text the answer is, or holds, or is equal to in value."""
    said = words(text)
    exact = [letter for letter, option in choices.items() if words(option) == said]
    if len(exact) == 1:
        return exact[0]
    part = [
        letter
        for letter, option in choices.items()
        if len(said) > 3 and re.search(rf"(?<!\w){re.escape(said)}(?!\w)", words(option))
    ]
    if len(part) == 1 and not _NEGATION.search(text) and not _NEGATION.search(choices[part[0]]):
        return part[0]
    held = [
        letter
        for letter, option in choices.items()
        if len(words(option)) > 2 and re.search(rf"(?<!\w){re.escape(words(option))}(?!\w)", said)
    ]
    held = [x for x in held if not any(y != x and words(choices[x]) in words(choices[y]) for y in held)]
    if len(held) == 1 and not _NEGATION.search(said.replace(words(choices[held[0]]), " ")):
        return held[0]
    if held or len(text) > _SHORT:
        return None
    findings = {letter: same(option, text).status for letter, option in choices.items()}
    equal = [letter for letter, status in findings.items() if status == "verified"]
    return equal[0] if len(equal) == 1 else None
