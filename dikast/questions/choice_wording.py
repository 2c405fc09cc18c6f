"""Choices that say something about letters or about one another: what a judge is shown may not be what was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from dikast.records import Question

_OWN_LETTER = re.compile(r"\s*[(\[]?([A-Za-z])[.):\]]\s+\S")
_ABOUT_OTHERS = re.compile(
    r"\b(?:all|none|both|neither|any) (?:of|or|from) (?:the )?(?:above|below|these|those|others?|preceding|following)\b"
    r"|\b(?:both|either|neither) \(?[A-H]\)? (?:and|or|nor) \(?[A-H]\)?(?![\w'])"
    r"|\b(?:alle|keine|keiner) der (?:obigen|genannten|oben)\b|\baucune des (?:réponses|précédentes)\b"
    r"|\b(?:toutes|tous) (?:les|ces) réponses\b|\b(?:todas|ninguna) (?:las|de las) anteriores\b",
    re.IGNORECASE,
)

# Invisible themselves, they change how their neighbours look.
_JOINERS = "\u200c\u200d"


def plain_form(text: str) -> str:
    """The text with one form of each character, single spaces and nothing invisible: what looks the same is equal."""
    visible = "".join(c for c in text if c in _JOINERS or unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFC", visible).split())


def twins(choices: Sequence[str]) -> tuple[str, str] | None:
    """Two choices that a reader can't tell apart; None if there are none."""
    seen: dict[str, str] = {}
    for choice in choices:
        form = plain_form(choice)
        if form in seen:
            return seen[form], choice
        seen[form] = choice
    return None


def choice_cautions(questions: Iterable[Question]) -> list[str]:
    """What a person should know of the questions' choices before anything is asked, a sentence for each kind."""
    found: dict[str, list[tuple[str, str]]] = {}
    for question in questions:
        for words, find in _KINDS.items():
            choice = find(question.choices)
            if choice is not None:
                found.setdefault(words, []).append((question.id, choice))
    cautions = []
    for words, examples in found.items():
        id, choice = examples[0]
        noun = "question has" if len(examples) == 1 else "questions have"
        cautions.append(f"{len(examples):,} {noun} {words}, such as {choice!r} in {id!r}")
    return cautions


def _with_own_letter(choices: Sequence[str]) -> str | None:
    """The first choice, if every one begins with a letter of its own."""
    letters = [_OWN_LETTER.match(choice) for choice in choices]
    if not choices or not all(letters):
        return None
    names = {match[1].upper() for match in letters if match is not None}
    return choices[0] if len(names) == len(choices) else None


def _about_others(choices: Sequence[str]) -> str | None:
    """The first choice that speaks of other ones."""
    return next((choice for choice in choices if _ABOUT_OTHERS.search(choice)), None)


_KINDS: dict[str, Callable[[Sequence[str]], str | None]] = {
    "choices with letters of their own, beside those that the judge is shown": _with_own_letter,
    "a choice that speaks of the others, whose order may be changed": _about_others,
}
