"""The letters of choices in a text: alone, leading, and those that a clause asserts or denies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from string import ascii_letters

from dikast.language import (
    Clause,
    CueMeaning,
    TextToken,
    clauses,
    final_answer,
    is_ideograph,
    lexicon,
    token_at,
    tokens,
)
from dikast.verify.text.statement_tokens import statement_tokens

LETTERS = "ABCDEFGHIJ"
DENYING: frozenset[CueMeaning] = frozenset({"negation", "denial"})
# What may follow a letter that is a choice; any other small word makes an article of `A`, and a person of `I`.
_AFTER_LETTER: frozenset[CueMeaning] = frozenset(
    {"copula", "reason", "negation", "denial", "alternative", "addition", "contrast", "conclusion", "verb"}
)
_LISTING: frozenset[CueMeaning] = frozenset({"addition", "alternative", "filler", "copula", "verb"})
_BEHIND_LETTER = frozenset({")", "]", ".", ":", "：", "）", "-", "–", "**"})
_SIGNS = frozenset("-−+¬")
_MARKUP = frozenset({"*", "**", "_", "`", '"', "{", "}"})
_IN_NAMES = frozenset("'’_^")
_PARTING = frozenset(").:")
_MAX_ELIMINATED = 6  # choices; a text may rule out all but one


@dataclass(frozen=True, slots=True)
class NamedLetter:
    """A letter in a text, whether its clause denies or supposes it, and whether it is open: with an `or` or a sign."""

    letter: str
    is_denied: bool
    is_open: bool
    is_supposed: bool = False


def letter_alone(text: str) -> str | None:
    """The letter of a text with nothing else in it: `**(c)**`, `\\text{C}`, `"C"`."""
    row = [token.text for token in statement_tokens(statement_of(text).rstrip("! ")) if token.sense in ("math", "word")]
    return row[0].upper() if len(row) == 1 and row[0] in ascii_letters and len(row[0]) == 1 else None


def stated_letter(text: str, letters: str) -> str | None:
    """The letter that a text is, or begins with as a mark, or else asserts."""
    first = letter_alone(text) or _leading_letter(text, letters)
    return first if first is not None and first in letters else _asserted_letter(text, letters)


def _leading_letter(text: str, letters: str) -> str | None:
    """The letter that a text begins with as a mark: `C) charge`, `(D) pressure`, `E: a score`."""
    row = [token for token in _flat(text) if token.text not in _MARKUP]
    if row and row[0].text in "([":
        row = row[1:]
    if len(row) < 2 or row[0].text not in letters or len(row[0].text) != 1:
        return None
    letter, behind, after = (token_at(row, i) for i in range(3))
    is_point_in_name = behind.text == "." and after.glued
    is_mark = behind.text in _BEHIND_LETTER or behind.kind == "newline"
    return letter.text if is_mark and not is_point_in_name else None


def _flat(text: str) -> Iterator[TextToken]:
    """The tokens of a text, those of its formulas too, without commands for the style of words."""
    for token in tokens(text):
        if token.kind == "formula":
            yield from _flat(token.inner)
        elif token.kind != "command":
            yield token


def _asserted_letter(text: str, letters: str) -> str | None:
    """The one letter that a text asserts; or the only one that it has not ruled out."""
    all_named = letters_in(text, letters)
    asserted = [named for named in all_named if not (named.is_denied or named.is_supposed)]
    if not asserted and any(named.is_supposed for named in all_named):
        return None
    if asserted:
        is_one = len({named.letter for named in asserted}) == 1 and not any(named.is_open for named in asserted)
        return asserted[0].letter if is_one else None
    remaining = set(letters) - {named.letter for named in all_named}
    return remaining.pop() if len(remaining) == 1 and len(letters) <= _MAX_ELIMINATED else None


def letters_in(text: str, letters: str) -> list[NamedLetter]:
    """The letters that a text names as choices, in their order."""
    denied_in, last_sentence, end = -1, -1, len(text.rstrip(" .!*"))
    letters_named: list[NamedLetter] = []
    for clause in _merged(text, letters):
        row = clause.tokens
        goes_on = clause.sentence == denied_in and not any(_is_verb(token.text) for token in row)
        for i, token in enumerate(row):
            if _is_letter(row, i, letters, end):
                is_denied = goes_on or _is_denied(clause, i)
                denied_in = clause.sentence if is_denied else -1
                # `If it were B`; but `I would say B`
                is_supposed = "supposition" in clause.opening and clause.sentence != last_sentence
                letters_named.append(NamedLetter(_bare(token).upper(), is_denied, _is_open(clause, i), is_supposed))
        last_sentence = clause.sentence
    return letters_named


def _bare(token: TextToken) -> str:
    """The text of a token; of a formula, what is in it."""
    return token.inner.strip("{} ") if token.kind == "formula" else token.text


def _merged(text: str, letters: str) -> Iterator[Clause]:
    """The clauses; those of letters alone are joined to the next one: `A, B, and D are incorrect`."""
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


def _is_letter(row: Sequence[TextToken], i: int, letters: str, end: int) -> bool:
    """A capital letter that is no article, no person and no part of a formula."""
    text = _bare(row[i])
    before, after = token_at(row, i - 1), token_at(row, i + 1)
    if _is_argument(row, i):
        return False
    is_last = i > 0 and row[i].end == end
    may_be_small = is_last or (before.text == "(" and after.text == ")")
    if len(text) != 1 or (text.upper() if may_be_small else text) not in letters:
        return False
    if after.glued and after.text in _IN_NAMES:
        return False
    may_be_word = text in "AI" and after.kind == "word" and after.text.islower()
    return not may_be_word or (len(after.text) > 1 and bool(lexicon().meanings(after.text) & _AFTER_LETTER))


def _is_argument(row: Sequence[TextToken], i: int) -> bool:
    """The A of `rank(A)` and `\\operatorname{rank} A`; not that of `Option(A)`."""
    before = token_at(row, i - 1)
    at = i - 2 if before.text == "(" and before.glued else i - 1
    name = token_at(row, at - 1) if token_at(row, at).text == "}" else token_at(row, at)
    is_beside = name is not before and name.kind == "word" and not is_ideograph(name.text[0])
    return is_beside and not lexicon().meanings(name.text)


def _is_denied(clause: Clause, i: int) -> bool:
    """Whether a negation is before the letter in its clause, or the clause says behind it that it is wrong."""
    behind = [cue for cue in clause.cues if cue.first > i]
    if any(cue.meanings & DENYING for cue in clause.cues if cue.first < i):
        return True
    if any("denial" in cue.meanings for cue in behind):
        return True
    # `B is not right`: the negation belongs to a verb behind the letter, and to no other letter.
    from_copula = dropwhile(lambda cue: "copula" not in cue.meanings, behind)
    return any("negation" in cue.meanings for cue in from_copula)


def _is_open(clause: Clause, i: int) -> bool:
    """`A or B`; `-A`, a sign or a mark of the letter alone, unlike `Option-A`."""
    before, sign = token_at(clause.tokens, i - 2), token_at(clause.tokens, i - 1)
    is_joined = sign.glued and before.kind == "word"
    is_signed = sign.text in _SIGNS and clause.tokens[i].glued
    if is_signed and not is_joined:
        return True
    if any(cue.first < i and "reservation" in cue.meanings for cue in clause.cues):
        return True  # `It might be A`
    return any("alternative" in cue.meanings and abs(cue.first - i) <= 2 for cue in clause.cues)


def statement_of(text: str) -> str:
    """The final answer of a text; the text where it states none."""
    answer = final_answer(text)
    return text if answer is None else answer.text


def has_letter_mark(text: str) -> bool:
    """`(E) 5`, `A) 12`: a letter's mark with a blank behind it; or in another style, as in `\\textbf{(E)}\\ 5`."""
    marked = [token.text for token in _flat(text)]
    is_set_apart = marked[:2] == ["{", "("] and marked[3:5] == [")", "}"] and len(marked) > 5
    return (is_set_apart or _is_parted(text)) and _leading_letter(text, LETTERS) is not None


def _is_parted(text: str) -> bool:
    """Whether a mark and a blank are behind the first letter."""
    row = [token for token in _flat(text) if token.text not in ("{", "}")]
    mark_at = 2 if row and row[0].text == "(" else 1
    mark, after = token_at(row, mark_at), token_at(row, mark_at + 1)
    is_behind_blank = bool(after.text) and not after.glued
    return mark.text in _PARTING and is_behind_blank and after.kind != "sign"
