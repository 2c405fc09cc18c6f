"""Which choice a text names: by its letter, by what it rules out, or by the choice's own words.

A letter counts as its clause says: `It can't be C, so D` names D. A letter beside another choice's words names none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dikast.language import clauses, final_answer, is_ideograph, is_withheld, lexicon, only_takes_back, tokens
from dikast.verify.deciders.named_letters import (
    DENYING,
    LETTERS,
    has_letter_mark,
    letter_alone,
    letters_in,
    stated_letter,
    statement_of,
)
from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.text.known_words import plain_words
from dikast.verify.text.statement_tokens import statement_tokens

Same = Callable[[str, str], Decision]
ChoiceTexts = Mapping[str, str]

_CONSTANTS = frozenset("eEiI")
_LISTED = "ABCDE"
_SHORT = 400  # characters of an answer that may be a choice's value


def as_choices(choices: Mapping[str, str] | Sequence[str] | None) -> dict[str, str]:
    """Choices by letter; a plain list is lettered A, B, C…"""
    if not choices:
        return {}
    if isinstance(choices, Mapping):
        return {str(k).strip().upper(): str(v) for k, v in choices.items()}
    return {chr(ord("A") + i): str(v) for i, v in enumerate(choices[:26])}


def is_choice(reference: str, answer: str, choices: ChoiceTexts) -> bool:
    """Whether the question asks for a letter: choices are given, or a side is a letter and the other names one."""
    if choices or all(map(_are_listed, (reference, answer))):
        return True
    ours, theirs = letter_alone(reference), letter_alone(answer)
    if ours is not None and ours in LETTERS:
        stated = statement_of(answer)
        names_one = _has_words(stated) or has_letter_mark(answer) or has_letter_mark(stated)
        return theirs is not None or (ours in reference and names_one)
    if theirs is None or theirs not in LETTERS:
        return False
    names_one = _has_words(reference) or has_letter_mark(reference)
    return names_one and stated_letter(reference, LETTERS) is not None


def _are_listed(text: str) -> bool:
    """`A, C`, `A and C`, `AC`: several of the letters that choices have."""
    stated = statement_of(text).strip("$ ")
    return len(_several(stated, _LISTED)) > 1 and all(char.isalpha() or char in ", &" for char in stated)


def _has_words(text: str) -> bool:
    return any(
        token.sense == "word" and (len(token.text) > 1 or is_ideograph(token.text)) for token in statement_tokens(text)
    )


def same_choice(reference: str, answer: str, choices: ChoiceTexts, same: Same) -> Decision:
    """Whether both texts name the same choice."""
    letters = "".join(choices) or LETTERS
    letters += letter_alone(reference) or ""  # a reference that is not one of the choices
    several = _several(reference, letters)
    if len(several) > 1:
        return _same_letters(several, answer, letters)
    left, right = (_letter(text, letters, choices, same) for text in (reference, answer))
    if left is None:
        return unknown("ambiguous", "choice", detail="the reference names no single choice")
    if right is None:
        return _unnamed(answer, letters, choices, same(choices[left], answer) if left in choices else None)
    stated = final_answer(answer)
    if stated is not None and (is_withheld(answer, stated) or _is_denied_alone(answer, right, letters)):
        return unknown("ambiguous", "choice", letter=right, detail="said with a reservation, or taken back")
    if left == "A" != right and answer.lstrip().startswith("A "):
        return unknown("ambiguous", "choice", detail="a letter, or an article")
    if (other := _contradicted(answer, right, choices)) is not None:
        return unknown("ambiguous", "choice", letter=right, detail=f"the words are those of {other}")
    if not choices and left == right and _may_be_constants(reference, answer):
        return unknown("ambiguous", "case", detail="a choice, or a constant and a name")
    return verified("choice", letter=left) if left == right else refuted("choice", left=left, right=right)


def _is_denied_alone(answer: str, letter: str, letters: str) -> bool:
    """`B. That is wrong.`: the letter is named before the last statement, which only denies it."""
    statement = statement_of(answer)
    is_before = stated_letter(statement, letters) is None and stated_letter(answer, letters) == letter
    return is_before and only_takes_back(statement)


def _may_be_constants(*texts: str) -> bool:
    """`E` and `e`."""
    names = {statement_of(text).strip() for text in texts}
    return len(names) > 1 and names <= _CONSTANTS


def _unnamed(answer: str, letters: str, choices: ChoiceTexts, by_value: Decision | None) -> Decision:
    """The answer names no choice: unless it hedges, it is not the reference's choice."""
    if letters_in(answer, letters):
        return unknown("ambiguous", "choice", detail="the answer names several choices, or none clearly")
    if by_value is not None and by_value.status == "refuted" and len(answer) <= _SHORT:
        return by_value.noting(detail="another value than that choice's")
    if not choices:
        return refuted("choice", detail="the answer names none of the choices")
    return unknown("parse", "choice", detail="the answer matches no choice")


def _several(text: str, letters: str) -> frozenset[str]:
    """The letters of `A, C`, `A and C`, `ACD`; empty for anything else."""
    words = [token.text for token in tokens(text) if token.kind in ("word", "formula")]
    listed = "".join(word for word in words if "addition" not in lexicon().meanings(word))
    is_list = len(set(listed)) == len(listed) and set(listed) <= set(letters) and bool(listed)
    return frozenset(listed) if is_list else frozenset()


def _same_letters(several: frozenset[str], answer: str, letters: str) -> Decision:
    named = _several(statement_of(answer), letters)
    if not named:
        return unknown("parse", "choice", detail="the answer is no list of letters")
    left, right = ("".join(sorted(letter_set)) for letter_set in (several, named))
    return verified("choice", letters=left) if named == several else refuted("choice", left=left, right=right)


def _letter(text: str, letters: str, choices: ChoiceTexts, same: Same) -> str | None:
    """The choice that a text decides on: in its final statement, else anywhere; by letter, else by the words."""
    stated, answer = statement_of(text), final_answer(text)
    names_letters = bool(letters_in(stated, letters))
    words = plain_words(stated)
    if names_letters and len(words) > 1 and words in (texts := [plain_words(option) for option in choices.values()]):
        return list(choices)[texts.index(words)]  # a choice may name others: `A and B only`
    is_said = names_letters and answer is not None and answer.how in ("announced", "boxed")
    for candidate in (stated,) if is_said else (stated, text):
        if (letter := stated_letter(candidate, letters)) is not None:
            return letter
    return None if names_letters else _by_words(stated, choices, same)


def _contradicted(answer: str, letter: str, choices: ChoiceTexts) -> str | None:
    """The choice whose words are beside another choice's letter: `C: pressure`, where pressure is D; None if none."""
    if letter not in choices:
        return None
    words = plain_words(statement_of(answer))
    other_words = tuple(word for word in words if word != letter.casefold())
    if not other_words or _names(other_words, plain_words(choices[letter])):
        return None
    return _only([other for other in choices if other != letter and _names(other_words, plain_words(choices[other]))])


def _names(words: Sequence[str], option: Sequence[str]) -> bool:
    return _is_same(words, option) or _holds(words, option)


def _by_words(text: str, choices: ChoiceTexts, same: Same) -> str | None:
    """The only choice whose text the answer is, or holds, or is equal to in value."""
    options = {letter: plain_words(option) for letter, option in choices.items()}
    stated = [clause for clause in clauses(text) if not clause.meanings & DENYING]
    words = plain_words(" ".join(text[clause.start : clause.end] for clause in stated))
    denying = [letter for letter, option in choices.items() if _denies(option)]
    negative = [letter for letter in denying if _names(plain_words(text), options[letter])]
    if negative or not words:
        return _only(negative)
    for fits in (_is_same, _holds, _is_held):
        fitting_options = {letter: option for letter, option in options.items() if fits(words, option)}
        if fitting_options:
            return _only([letter for letter in fitting_options if not _is_within_another(letter, fitting_options)])
    is_short = len(text) <= _SHORT
    return _only([letter for letter, option in choices.items() if is_short and same(option, text).status == "verified"])


def _is_within_another(letter: str, options: Mapping[str, Sequence[str]]) -> bool:
    """Whether a longer option contains the words of this one."""
    return any(other != letter and _holds(words, options[letter]) for other, words in options.items())


def _only(letters: Sequence[str]) -> str | None:
    return letters[0] if len(letters) == 1 else None


def _denies(text: str) -> bool:
    return any(clause.meanings & DENYING for clause in clauses(text))


def _is_same(words: Sequence[str], option: Sequence[str]) -> bool:
    return tuple(words) == tuple(option)


def _holds(words: Sequence[str], option: Sequence[str]) -> bool:
    """Whether the option's words are in the text, side by side; a lone number does not count."""
    n = len(option)
    is_wordy = any(len(word) > 2 and not word.isdecimal() for word in option)
    return is_wordy and any(tuple(words[i : i + n]) == tuple(option) for i in range(len(words) - n + 1))


def _is_held(words: Sequence[str], option: Sequence[str]) -> bool:
    return len("".join(words)) > 3 and _holds(option, words)
