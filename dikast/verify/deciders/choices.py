"""Which choice a text names: by its letter, by what it rules out, or by the choice's own words.

A letter counts as its clause says: `It can't be C, so D` names D. A letter beside another choice's words names none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dikast.language import Clause, CueMeaning, TextToken, clauses, final_answer, lexicon, tokens
from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.text.atoms import atoms
from dikast.verify.text.known_words import plain_words

Same = Callable[[str, str], Decision]
ChoiceTexts = Mapping[str, str]

_LETTERS = "ABCDEFGHIJ"
_DENYING: frozenset[CueMeaning] = frozenset({"negation", "denial"})
# What may follow a letter that is a choice; any other small word makes an article of `A`, and a person of `I`.
_AFTER_LETTER: frozenset[CueMeaning] = frozenset(
    {"copula", "reason", "negation", "denial", "alternative", "addition", "contrast", "conclusion", "verb"}
)
_LISTING: frozenset[CueMeaning] = frozenset({"addition", "alternative", "filler", "copula", "verb"})
_BEHIND_LETTER = frozenset({")", "]", ".", ":", "：", "）", "-", "–", "**"})
_SHORT = 400  # characters of an answer that may be a choice's value
_MAX_ELIMINATED = 6  # choices of which all but one can be ruled out in a text


@dataclass(frozen=True, slots=True)
class NamedLetter:
    """A letter in a text, whether its clause denies it, and whether it is one of two with `or`."""

    letter: str
    is_denied: bool
    is_alternative: bool


def as_choices(choices: Mapping[str, str] | Sequence[str] | None) -> dict[str, str]:
    """Choices by letter; a plain list is lettered A, B, C…"""
    if not choices:
        return {}
    if isinstance(choices, Mapping):
        return {str(k).strip().upper(): str(v) for k, v in choices.items()}
    return {chr(ord("A") + i): str(v) for i, v in enumerate(choices[:26])}


def is_choice(reference: str, answer: str, choices: ChoiceTexts) -> bool:
    """Whether this is a question of which letter: choices are given, or one side is a letter and the other names one."""
    if choices:
        return True
    ours, theirs = _alone(reference), _alone(answer)
    if ours is not None and ours in _LETTERS:
        return theirs is not None or _has_words(answer) or _has_mark(answer)
    lettered = _leading(reference, _LETTERS) or _named(reference, _LETTERS)
    return theirs is not None and theirs in _LETTERS and lettered is not None and _has_words(reference)


def _has_mark(text: str) -> bool:
    """`(E) 5`, `A) 12`: a letter's mark with a blank behind it."""
    row = [token for token in _flat(text) if token.text not in ("{", "}")]
    at = 2 if row and row[0].text == "(" else 1
    is_parted = at + 1 < len(row) and row[at].text in ").:" and not row[at + 1].glued and row[at + 1].kind != "sign"
    return is_parted and _leading(text, _LETTERS) is not None


def _has_words(text: str) -> bool:
    return any(atom.kind == "word" and len(atom.text) > 1 for atom in atoms(text))


def same_choice(reference: str, answer: str, choices: ChoiceTexts, same: Same) -> Decision:
    """Whether both texts name the same choice."""
    letters = "".join(choices) or _LETTERS
    letters += _alone(reference) or ""  # a reference that is none of the choices
    several = _several(reference, letters)
    if len(several) > 1:
        return _same_letters(several, answer, letters)
    left, right = (_letter(text, letters, choices, same) for text in (reference, answer))
    if left is None:
        return unknown("ambiguous", "choice", detail="the reference names no single choice")
    if left == "A" and right not in (None, "A") and answer.lstrip().startswith("A "):
        return unknown("ambiguous", "choice", detail="a letter, or an article")
    if right is None:
        return _unnamed(answer, letters, choices, same(choices[left], answer) if left in choices else None)
    if (other := _contradicted(answer, right, choices, same)) is not None:
        return unknown("ambiguous", "choice", letter=right, detail=f"the words are those of {other}")
    return verified("choice", letter=left) if left == right else refuted("choice", left=left, right=right)


def _unnamed(answer: str, letters: str, choices: ChoiceTexts, by_value: Decision | None) -> Decision:
    """The answer names no choice: other than hedging, that is not the reference's choice."""
    if any(True for _ in _letters_in(answer, letters)):
        return unknown("ambiguous", "choice", detail="the answer names several choices, or none clearly")
    if by_value is not None and by_value.status == "refuted" and len(answer) <= _SHORT:
        return by_value.noting(detail="another value than that choice's")
    if not choices:
        return refuted("choice", detail="the answer names none of the choices")
    return unknown("parse", "choice", detail="the answer matches no choice")


def _several(text: str, letters: str) -> frozenset[str]:
    """The letters of `A, C`, `A and C`, `ACD`; empty for anything else."""
    words = [token.text for token in tokens(text) if token.kind in ("word", "formula")]
    kept = "".join(word for word in words if "addition" not in lexicon().meanings(word))
    is_list = len(set(kept)) == len(kept) and set(kept) <= set(letters) and bool(kept)
    return frozenset(kept) if is_list else frozenset()


def _same_letters(several: frozenset[str], answer: str, letters: str) -> Decision:
    named = _several(_statement(answer), letters)
    if not named:
        return unknown("parse", "choice", detail="the answer is no list of letters")
    left, right = ("".join(sorted(found)) for found in (several, named))
    return verified("choice", letters=left) if named == several else refuted("choice", left=left, right=right)


def _statement(text: str) -> str:
    found = final_answer(text)
    return text if found is None else found.text


def _letter(text: str, letters: str, choices: ChoiceTexts, same: Same) -> str | None:
    """The choice that a text settles on: in its final statement, else anywhere; by letter, else by the words."""
    stated = _statement(text)
    for part in dict.fromkeys((stated, text)):
        if (letter := _alone(part) or _leading(part, letters)) is not None and letter in letters:
            return letter
        if (letter := _named(part, letters)) is not None:
            return letter
    return _by_words(stated, choices, same) if not any(True for _ in _letters_in(stated, letters)) else None


def _alone(text: str) -> str | None:
    """The letter of a text that is nothing else: `**(c)**`, `\\text{C}`, `"C"`."""
    row = [
        atom for atom in atoms(_statement(text).rstrip("! ")) if atom.kind not in ("open", "close", "label", "joint")
    ]
    is_letter = len(row) == 1 and len(row[0].text) == 1 and row[0].text.isascii() and row[0].text.isalpha()
    return row[0].text.upper() if is_letter else None


def _leading(text: str, letters: str) -> str | None:
    """The letter that a text begins with as a mark: `C) charge`, `(D) pressure`, `E: a score`."""
    row = [token for token in _flat(text) if token.text not in ("*", "**", "_", "`", '"', "{", "}")]
    is_opened = bool(row) and row[0].text in "(["
    at = 1 if is_opened else 0
    if at + 1 >= len(row) or row[at].text not in letters or len(row[at].text) != 1:
        return None
    behind = row[at + 1]
    is_mark = behind.text in _BEHIND_LETTER or behind.kind == "newline"
    is_point_in_name = behind.text == "." and at + 2 < len(row) and row[at + 2].glued
    return row[at].text if is_mark and not is_point_in_name else None


def _flat(text: str) -> Iterator[TextToken]:
    """The tokens of a text, those of its formulas too, without the commands that only set words."""
    for token in tokens(text):
        if token.kind == "formula":
            yield from _flat(token.inner)
        elif token.kind != "command":
            yield token


def _named(text: str, letters: str) -> str | None:
    """The one letter that a text asserts; or the only one that it has not ruled out."""
    found = list(_letters_in(text, letters))
    asserted = {named.letter for named in found if not named.is_denied}
    if len(asserted) == 1 and not any(named.is_alternative for named in found if not named.is_denied):
        return asserted.pop()
    rest = set(letters) - {named.letter for named in found}
    is_eliminated = not asserted and len(rest) == 1 and len(letters) <= _MAX_ELIMINATED
    return rest.pop() if is_eliminated else None


def _letters_in(text: str, letters: str) -> Iterator[NamedLetter]:
    denied_in = -1
    for clause in _merged(text, letters):
        row = clause.tokens
        goes_on = clause.sentence == denied_in and not any(_is_verb(token.text) for token in row)
        for i, token in enumerate(row):
            if _is_letter(row, i, letters):
                letter = (token.inner.strip("{} ") if token.kind == "formula" else token.text).upper()
                is_denied = goes_on or _is_denied(clause, i)
                denied_in = clause.sentence if is_denied else -1
                yield NamedLetter(letter, is_denied, _is_alternative(clause, i))


def _merged(text: str, letters: str) -> Iterator[Clause]:
    """The clauses, those of letters alone with the one that goes on from them: `A, B, and D are incorrect`."""
    held: tuple[TextToken, ...] = ()
    for clause in clauses(text):
        row = (*held, *clause.tokens)
        is_list = all(token.kind != "word" or token.text in letters for token in clause.tokens)
        if held and clause.opening - _LISTING:
            yield Clause(held, (), clause.sentence)
            row = clause.tokens
        if is_list and clause.tokens[-1].text == "," and not clause.meanings - _LISTING:
            held = row
            continue
        yield Clause(row, tuple(lexicon().find(row)), clause.sentence)
        held = ()
    if held:
        yield Clause(held, (), -2)


def _is_verb(word: str) -> bool:
    """Whether a list of denied letters ends here: `not A, B or C, it is D`."""
    return bool(lexicon().meanings(word) & {"copula", "verb", "announcement", "conclusion", "contrast"})


def _is_letter(row: Sequence[TextToken], i: int, letters: str) -> bool:
    """A capital letter that is no article, no person and no part of a formula."""
    token = row[i]
    text = token.inner.strip("{} ") if token.kind == "formula" else token.text
    after = row[i + 1] if i + 1 < len(row) else None
    is_bracketed = i > 0 and row[i - 1].text == "(" and after is not None and after.text == ")"
    if len(text) != 1 or (text.upper() if is_bracketed else text) not in letters:
        return False
    if after is not None and after.glued and after.text in ("'", "’", "_", "^"):
        return False
    if text not in "AI" or after is None or after.kind != "word" or not after.text.islower():
        return True
    return bool(lexicon().meanings(after.text) & _AFTER_LETTER) and len(after.text) > 1


def _is_denied(clause: Clause, i: int) -> bool:
    """Whether a negation is before the letter in its clause, or the clause says behind it that it is wrong."""
    return any(
        (cue.first < i and bool(cue.meanings & _DENYING)) or (cue.first > i and "denial" in cue.meanings)
        or (cue.first > i and "negation" in cue.meanings and _is_verbal(clause, i, cue.first))
        for cue in clause.cues
    )  # fmt: skip


def _is_verbal(clause: Clause, i: int, at: int) -> bool:
    """`B is not right`: the negation belongs to a verb behind the letter, and to no other letter."""
    return any(i < cue.first <= at and "copula" in cue.meanings for cue in clause.cues)


def _is_alternative(clause: Clause, i: int) -> bool:
    return any("alternative" in cue.meanings and abs(cue.first - i) <= 2 for cue in clause.cues)


def _contradicted(answer: str, letter: str, choices: ChoiceTexts, same: Same) -> str | None:
    """The choice whose words stand beside another's letter: `C: pressure`, where pressure is D; None if none."""
    if letter not in choices:
        return None
    said = plain_words(_statement(answer))
    rest = tuple(word for word in said if word != letter.casefold())
    if not rest or _names(rest, plain_words(choices[letter])):
        return None
    others = [other for other in choices if other != letter and _names(rest, plain_words(choices[other]))]
    return others[0] if len(others) == 1 else None


def _names(said: Sequence[str], option: Sequence[str]) -> bool:
    return _is_same(said, option) or _holds(said, option)


def _by_words(text: str, choices: ChoiceTexts, same: Same) -> str | None:
    """The only choice whose text the answer is, or holds, or is equal to in value."""
    options = {letter: plain_words(option) for letter, option in choices.items()}
    stated = [clause for clause in clauses(text) if not clause.meanings & _DENYING]
    said = plain_words(" ".join(text[clause.start : clause.end] for clause in stated))
    negative = [
        letter for letter, option in options.items() if _denies(choices[letter]) and _names(plain_words(text), option)
    ]
    if negative or not said:
        return negative[0] if len(negative) == 1 else None
    for fits in (_is_same, _holds, _is_held):
        found = [letter for letter, option in options.items() if fits(said, option)]
        found = [x for x in found if not any(y != x and _holds(options[y], options[x]) for y in found)]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    if len(text) > _SHORT:
        return None
    equal = [letter for letter, option in choices.items() if same(option, text).status == "verified"]
    return equal[0] if len(equal) == 1 else None


def _denies(text: str) -> bool:
    return any(clause.meanings & _DENYING for clause in clauses(text))


def _is_same(said: Sequence[str], option: Sequence[str]) -> bool:
    return tuple(said) == tuple(option)


def _holds(said: Sequence[str], option: Sequence[str]) -> bool:
    """Whether the option's words stand in the text, side by side; a number alone is no words."""
    n = len(option)
    is_wordy = any(len(word) > 2 and not word.isdecimal() for word in option)
    return is_wordy and any(tuple(said[i : i + n]) == tuple(option) for i in range(len(said) - n + 1))


def _is_held(said: Sequence[str], option: Sequence[str]) -> bool:
    return len("".join(said)) > 3 and _holds(option, said)
